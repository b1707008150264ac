"""French."""

from digestgen.extract.language import Language
from digestgen.extract.words import word_set

LANGUAGE = Language(
    code="fr",
    common="le la les des et est une dans qui pour sur du au aux pas plus avec il elle sont "
    "par ce cette ont été selon mais",
    months=(
        "janvier janv", "février févr fév", "mars", "avril avr", "mai", "juin", "juillet juil",
        "août", "septembre sept", "octobre oct", "novembre nov", "décembre déc",
    ),
    weekdays=(
        "lundi lun", "mardi mar", "mercredi mer", "jeudi jeu", "vendredi ven", "samedi sam",
        "dimanche dim",
    ),
    published="publié publiée paru parue posté date",
    updated="modifié modifiée actualisé actualisée màj",
    by="par",
    and_="et",
    day_first=True,
    quotation_marks=("«»", "“”", '""', "‘’"),
    function_words=word_set("""
        à afin ailleurs ainsi alors après au aucun aucune aujourd'hui auprès aussi autre autres aux
        avaient avait avant avec avoir bien car ce cela celle celui cependant ces cet cette ceux
        chaque chez comme comment contre d'après dans de depuis des dès deux dit donc dont du elle
        elles en encore enfin ensuite entre est et étaient était été être eu eux fait faut hier ici
        il ils jamais je jusqu'à la là le les leur leurs lors lorsque lui ma mais malgré même mes
        mieux moins mon ne ni nos notre nous on ont or ou où par parce parmi pas pendant peu peut
        plus plusieurs pour pourquoi pourtant près puis quand que quel quelle quelques qui quoi sa
        sans se selon ses si sinon soit son sont sous sur surtout ta tandis tant te tous tout toute
        toutes très tu un une vers voici voilà vos votre vous y
    """),
    furniture={
        "skip link": """
            (aller|accéder|passer) (au|à la|à l'|directement) …
        """,
        "menu": """
            (menu|menu principal|navigation|recherche|rechercher|accueil|se connecter|connexion|déconnexion|s'inscrire|s'identifier|s'abonner|je m'abonne|abonnez-vous|mon compte|newsletters|fermer|ouvrir|suivant|précédent|retour|haut de page|en direct|voir plus|voir tout|plus|afficher plus|lire plus tard|imprimer|écouter l'article|le journal|faire un don)
            (ouvrir|fermer|afficher) (le|la) (menu|navigation|recherche)
            retour (à|en|au) …
        """,
        "share row": """
            (partager|partagez|envoyer|copier le lien|lien copié|offrir|offrir l'article|partager l'article|partager cet article)
            (partager|partagez|envoyer) (sur|par|via|cet|cette|l'article|ce|avec) …
        """,
        "subscription prompt": """
            … newsletter … (inscrivez-vous|inscription|abonnez-vous|recevez|recevoir|gratuite|gratuitement) …
            (inscrivez-vous|abonnez-vous|recevez|connectez-vous|créez|rejoignez|profitez|découvrez nos offres) …
            (cet article est|article) réservé (aux|à nos) abonnés …
            … réservé (aux|à nos) abonnés …
            (déjà|vous êtes déjà) (abonné|abonnée|inscrit|un compte) …
            … sans engagement …
            (votre|adresse|entrez votre|saisissez votre) (adresse|e-mail|mail|email) …
            il vous reste …
            la suite (est|de cet article) …
            (s'inscrire|s'abonner) (à|pour|gratuitement) …
        """,
        "consent prompt": """
            (nous|nous et nos partenaires|ce site|notre site) (utilisons|utilise) … cookies …
        """,
        "cookie notice": """
            … (cookies|traceurs) …
            (tout|) (accepter|refuser|paramétrer)
            (accepter et continuer|continuer sans accepter|gérer mes choix|gérer les cookies|accepter et fermer|tout accepter|tout refuser)
        """,
        "advertisement": """
            (publicité|annonce|pub|contenu sponsorisé|partenaire|publicités) (#|)
            (la suite après|suite après|l'article continue après) …
            … après (la|cette) publicité …
        """,
        "script notice": """
            … javascript … (activer|activez|activé|désactivé) …
            (vidéo|audio|diaporama|infographie|podcast|lire la vidéo)
            ce contenu (est bloqué|n'a pas|ne peut) …
        """,
        "reading time": """
            (temps de lecture|lecture) …
            # (min|minutes|mn) (de lecture|)
            lecture # min …
        """,
        "comment count": """
            # (commentaire|commentaires|réactions|réaction|partages)
            (commentaires|commentaire|réactions) (#|)
            (réagir|commenter|voir les commentaires|lire les commentaires|ajouter un commentaire|laisser un commentaire|soyez le premier à réagir|contribuer)
        """,
        "timestamp": """
            il y a # (secondes|minutes|minute|min|heures|heure|h|jours|jour|j|semaines|mois)
            il y a (une|un) (minute|heure|jour|mois)
            (aujourd'hui|hier) (à|) (#|)
        """,
        "copyright": """
            … tous droits réservés …
        """,
        "legal notice": """
            (mentions légales|politique de confidentialité|données personnelles|conditions générales|cgu|cgv|charte|contact|contactez-nous|qui sommes-nous|nous contacter|aide|faq|plan du site|accessibilité|gestion des cookies|publicité|recrutement|données personnelles et cookies|conditions générales de vente|conditions générales d'utilisation)
        """,
        "related link": """
            (lire aussi|à lire aussi|à lire|lire également|voir aussi|à voir aussi|sur le même sujet|écouter aussi|vidéo|entretien|notre dossier|pour aller plus loin|en images|récit|décryptage) : …
            (lire aussi|à lire aussi|à lire|lire également|voir aussi|sur le même sujet|lire la suite|en savoir plus|lire plus)
            (lire|voir) (aussi|également) …
            à (lire|voir) (aussi|également|sur) …
        """,
        "tags": """
            (mots-clés|thèmes|tags|sujets|étiquettes) : …
        """,
        "contact line": """
            (suivez-nous|suivez) (sur|notre|l'actualité) …
        """,
        "gallery": """
            (image|photo|vidéo) # (sur|/) #
            # (photos|images|vidéos)
        """,
        "caption": """
            (photo|crédit|crédits|légende|image|crédit photo|photo d'illustration|image d'illustration|illustration) : …
        """,
        "house note": """
            … (notre|nos) (newsletter|newsletters|application|chaîne whatsapp) …
        """,
    },
    endings="""
        (sur le même sujet|à lire aussi|lire aussi|les plus lus|les plus lues|articles les plus lus|le plus lu|à la une|nos derniers articles|dernières actualités|dernières infos|articles similaires|articles liés|vous aimerez aussi|à découvrir|recommandé pour vous|nos recommandations|la sélection de la rédaction|mots-clés|thèmes|dans la même rubrique|l'actu en continu|fil info|l'auteur|à propos de l'auteur|pour aller plus loin|plus d'articles|voir aussi|les dernières infos|newsletter)
        (plus|toute l'actualité|toutes les infos) (de|sur|dans|d'articles) …
        (ceci|cela) (pourrait|peut) vous intéresser …
        (vous pourriez|vous aimerez) (aussi|être) …
        dans la rubrique …
    """,
    comments="""
        # (commentaire|commentaires|réactions)
        (commentaires|réactions|vos commentaires|vos réactions|ajouter un commentaire|laisser un commentaire|réagir|les commentaires) (#|)
    """,
    closing={
        "reporting credit": """
            (avec|d'après) (afp|l'afp|reuters|agences|ap) …
            (afp|reuters)
            … (avec afp|avec reuters|avec agences)
        """,
        "house note": """
            (inscrivez-vous|abonnez-vous|suivez-nous|retrouvez-nous|téléchargez) …
        """,
    },
    sharing="""
        partager partages tweeter envoyer imprimer copier lien facebook twitter x whatsapp linkedin
        messenger telegram pinterest instagram threads bluesky mail e-mail email commenter offrir
        sauvegarder favoris
    """,
)  # fmt: skip
