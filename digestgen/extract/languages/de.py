"""German."""

from digestgen.extract.language import Language
from digestgen.extract.words import word_set

LANGUAGE = Language(
    code="de",
    common="der die und das den von zu mit sich des auf für ist im dem nicht ein eine hat "
    "nach am einer bei wird auch als aus noch",
    months=(
        "januar jänner jan", "februar feber feb", "märz mär mrz", "april apr", "mai", "juni jun",
        "juli jul", "august aug", "september sept sep", "oktober okt", "november nov",
        "dezember dez",
    ),
    weekdays=(
        "montag mo", "dienstag di", "mittwoch mi", "donnerstag do", "freitag fr",
        "samstag sonnabend sa", "sonntag so",
    ),
    published="veröffentlicht erschienen publiziert stand",
    updated="aktualisiert geändert",
    by="von",
    and_="und",
    day_first=True,
    quotation_marks=("„“", "»«", "‚‘", "›‹", '""'),
    function_words=word_set("""
        aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin
        bis da dabei dadurch dafür damit danach dann darauf darin das dass dazu dein dem den denn
        der des deshalb die dies diese diesem diesen dieser dieses doch dort du durch ein eine
        einem einen einer eines einige er erst es etwa etwas für gegen gilt habe haben hat hatte
        hatten hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede
        jeden jeder jedes jetzt kann kein keine keinen können laut man mehr mein mit nach nachdem
        nicht nichts noch nun nur ob oder ohne sagt sagte schon sehr sei sein seine seinem seinen
        seiner seit selbst sich sie sind so sollen sondern sowie über um und uns unser unter viel
        viele vom von vor wann war waren was weil weiter welche wenn wer werden wie wieder will wir
        wird wo worden wurde wurden während zu zudem zum zur zwar zwei zwischen
    """),
    furniture={
        "skip link": """
            (zum|zur|direkt zum) (inhalt|hauptinhalt|navigation|hauptnavigation|suche) …
        """,
        "menu": """
            (menü|hauptmenü|navigation|suche|suchen|startseite|anmelden|abmelden|einloggen|registrieren|abo|abonnieren|abo-shop|e-paper|mein konto|merkliste|mehr|weiter|zurück|schließen|nach oben|alle anzeigen|mehr anzeigen|weniger anzeigen|vorlesen|übersicht|drucken)
            (menü|navigation|suche) (öffnen|schließen|anzeigen)
            (zurück|nach) (zur|zum|oben) …
            artikel (anhören|merken|drucken|vorlesen|kommentieren|teilen|verschenken|speichern)
        """,
        "share row": """
            (teilen|artikel teilen|weitersagen|per e-mail teilen|per mail teilen|link kopieren|versenden|auf facebook teilen|auf x teilen|auf whatsapp teilen)
            (teilen|weiterleiten|empfehlen) (sie|auf|per|via|über) …
        """,
        "subscription prompt": """
            … (newsletter) … (abonnieren|anmelden|bestellen|erhalten|postfach|kostenlos) …
            (jetzt|hier|kostenlos) (abonnieren|anmelden|registrieren|testen|bestellen|lesen|freischalten|weiterlesen) …
            (melden|registrieren) sie sich …
            abonnieren sie …
            … (abonnenten|abonnentinnen) … (exklusiv|lesen|anmelden|zugang) …
            (exklusiv für|nur für) (abonnenten|mitglieder|registrierte nutzer) …
            … (jederzeit|monatlich) (kündbar|kündigen) …
            … (probeabo|probemonat|digitalabo) …
            (sie haben bereits|bereits) (ein|abonnent|registriert) …
            (ihre|e-mail-adresse|e-mail) (e-mail-adresse|) …
        """,
        "consent prompt": """
            (wir|wir und unsere partner|diese website|diese seite|unsere website) (verwenden|nutzen|verwendet|nutzt|setzen) … cookies …
        """,
        "cookie notice": """
            … (cookies) …
            (alle|) (akzeptieren|ablehnen|zustimmen|annehmen)
            (zustimmen und weiter|einstellungen verwalten|einwilligung verwalten|datenschutzeinstellungen|cookie-einstellungen)
        """,
        "advertisement": """
            (anzeige|werbung|anzeigen|sponsored post|sponsored content|gesponsert) (#|)
            (artikel|weiterlesen|lesen sie) (nach|unter) der (anzeige|werbung) …
            … (unter|nach) der (anzeige|werbung) …
        """,
        "script notice": """
            … javascript … (aktivieren|aktiviert|deaktiviert) …
            (video|audio|bilderstrecke|fotostrecke|galerie|externer inhalt|externen inhalt anzeigen)
            an dieser stelle (finden sie|befindet sich|ist) … (inhalt|inhalte) …
            (video|audio) (abspielen|starten)
        """,
        "reading time": """
            (lesezeit|lesedauer) …
            # (min|minuten|min.) (lesezeit|lesedauer|)
        """,
        "comment count": """
            # (kommentar|kommentare|kommentieren)
            (kommentare|kommentar) (#|schreiben|lesen|verfassen|anzeigen|abgeben|hinterlassen|)
            (jetzt|artikel) kommentieren
        """,
        "timestamp": """
            (vor) # (sekunden|minuten|minute|stunden|stunde|tagen|tag|wochen|monaten)
            vor (einer|einem) (minute|stunde|tag|woche|monat)
            (heute|gestern) (um|) # (uhr|)
        """,
        "copyright": """
            … alle rechte vorbehalten …
        """,
        "legal notice": """
            (impressum|datenschutz|datenschutzerklärung|agb|nutzungsbedingungen|kontakt|mediadaten|barrierefreiheit|hilfe|karriere|über uns|utiq verwalten|privatsphäre|privacy center|abo kündigen|verträge hier kündigen)
        """,
        "related link": """
            (lesen sie auch|mehr zum thema|zum thema|siehe auch|auch interessant|lesen sie mehr|mehr dazu|hintergrund|weiterlesen|video|kommentar|podcast|interview) : …
            (lesen sie auch|mehr zum thema|zum thema|siehe auch|auch interessant|weiterlesen|mehr dazu|mehr lesen|zum artikel|lesen sie mehr)
            lesen sie (hier|auch|dazu|mehr) …
        """,
        "tags": """
            (schlagworte|schlagwörter|themen|stichworte) : …
        """,
        "contact line": """
            folgen sie (uns|dem|der) …
        """,
        "gallery": """
            (bild|foto|video) # (von|/) #
            # (bilder|fotos|videos)
            (bild|bilder|galerie) (anzeigen|öffnen|vergrößern)
        """,
        "caption": """
            (bild|foto|fotos|quelle|symbolbild|archivbild|archivfoto|bildquelle|symbolfoto|grafik) : …
            … (foto|bild|fotos) : …
        """,
    },
    endings="""
        (mehr zum thema|zum thema|lesen sie auch|auch interessant|das könnte sie auch interessieren|das könnte sie interessieren|weitere artikel|weitere themen|weitere meldungen|ähnliche artikel|verwandte themen|meistgelesen|meistgelesene artikel|am häufigsten gelesen|neueste artikel|aktuelle meldungen|mehr nachrichten|empfehlungen der redaktion|unsere empfehlungen|empfohlene artikel|schlagworte|themen|newsletter|top-themen|aus dem ressort|über den autor|über die autorin|zur startseite)
        mehr (aus|von|über|zu) …
        das könnte (sie|dich|ihnen) …
        weitere (artikel|nachrichten|themen|meldungen|beiträge) …
    """,
    comments="""
        # (kommentar|kommentare)
        (kommentare|leserkommentare|kommentar schreiben|diskutieren sie mit|ihre meinung|leserbriefe) (#|)
    """,
    closing={
        "reporting credit": """
            mit material (von|der) …
            … mit (agenturmaterial|material von) …
            (dpa|afp|reuters|apa|epd|kna|sid)
        """,
        "house note": """
            … (newsletter|podcast) … (abonnieren|anmelden|hören) …
            (melden|abonnieren|folgen) sie …
        """,
    },
    sharing="""
        teilen merken drucken mailen versenden twittern kopieren facebook twitter x whatsapp linkedin
        xing telegram pinterest instagram threads bluesky e-mail mail flipboard pocket kommentare
        vorlesen
    """,
)  # fmt: skip
