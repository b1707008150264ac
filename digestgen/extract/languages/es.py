"""Spanish."""

from digestgen.extract.language import Language
from digestgen.extract.words import word_set

LANGUAGE = Language(
    code="es",
    common="el la los las que del una por con para su al se como más pero fue ha han este "
    "según desde hasta",
    months=(
        "enero ene", "febrero feb", "marzo mar", "abril abr", "mayo may", "junio jun", "julio jul",
        "agosto ago", "septiembre setiembre sept sep", "octubre oct", "noviembre nov",
        "diciembre dic",
    ),
    weekdays=(
        "lunes lun", "martes mar", "miércoles mié", "jueves jue", "viernes vie", "sábado sáb",
        "domingo dom",
    ),
    published="publicado publicada creado fecha",
    updated="actualizado actualizada modificado",
    by="por",
    and_="y e",
    day_first=True,
    quotation_marks=("«»", "“”", '""', "‘’"),
    function_words=word_set("""
        a acerca además ahora al algo alguna algunas alguno algunos allí ambos ante antes apenas
        aquel aquella aquí así aun aún aunque ayer bajo bien cada casi como cómo con contra cual
        cualquier cuando cuánto cuatro de del desde después donde dos durante e el él ella ellas
        ello ellos en entonces entre era eran es esa esas ese eso esos esta está están estas este
        esto estos fue fueron ha había habían han hasta hay hoy incluso la las le les lo los luego
        mas más me menos mi mientras mis mismo mucho muchos muy nada ni ningún no nos nosotros
        nuestra nuestro nunca o otra otras otro otros para pero poco por porque pues que qué quien
        quién quienes se sea según ser si sí sido sin sino sobre son su sus tal también tampoco tan
        tanto te tiene tienen todo todos tras tres tu un una unas uno unos ya yo
    """),
    furniture={
        "skip link": """
            (saltar|ir|pasar) (al|a la) (contenido|navegación|menú|inicio|portada) …
        """,
        "menu": """
            (menú|menu|navegación|buscar|búsqueda|inicio|portada|iniciar sesión|inicia sesión|cerrar sesión|regístrate|registrarse|suscríbete|suscribirse|mi cuenta|cerrar|abrir|siguiente|anterior|volver|ver más|ver todo|más|leer más tarde|imprimir|escuchar|en directo|en vivo|hemeroteca|newsletters|boletines)
            (abrir|cerrar|mostrar|ocultar) (el|) (menú|buscador|navegación)
            volver (a|arriba) …
        """,
        "share row": """
            (compartir|comparte|enviar|copiar enlace|enlace copiado|guardar|compartir artículo|compartir noticia)
            (compartir|comparte|compártelo|enviar) (en|por|vía|este|esta|con|el|la) …
        """,
        "subscription prompt": """
            … (newsletter|boletín|boletines) … (suscríbete|apúntate|recibe|recibir|regístrate|gratis|correo) …
            (suscríbete|apúntate|regístrate|recibe|únete|inicia sesión|hazte socio|hazte socia) …
            (contenido|artículo|noticia) (exclusivo|exclusiva|solo) (para|de) (suscriptores|socios|abonados) …
            … (solo|exclusivo) para (suscriptores|socios|abonados) …
            (ya|si ya) (eres|soy|tienes) (suscriptor|suscriptora|socio|cuenta|suscrito|una cuenta) …
            … (cancela cuando quieras|sin permanencia|prueba gratis|primer mes gratis) …
            (tu|introduce tu|escribe tu) (correo|email|e-mail|dirección) …
            para seguir leyendo …
        """,
        "consent prompt": """
            (utilizamos|usamos|este sitio|esta web|nosotros y nuestros socios) … cookies …
        """,
        "cookie notice": """
            … cookies …
            (aceptar|rechazar|configurar|aceptar todo|rechazar todo|aceptar y continuar|configurar preferencias)
        """,
        "advertisement": """
            (publicidad|anuncio|patrocinado|contenido patrocinado|anuncios) (#|)
            (la noticia|el artículo) continúa …
            (sigue|continúa) (leyendo|después|tras) …
            … (después|debajo|tras) de (la|esta) publicidad …
        """,
        "script notice": """
            … javascript … (activar|activa|activado|habilitar|habilite) …
            (vídeo|video|audio|fotogalería|galería|infografía|podcast|reproducir vídeo|reproducir)
        """,
        "reading time": """
            (tiempo de lectura|lectura) …
            # (min|minutos) (de lectura|)
        """,
        "comment count": """
            # (comentario|comentarios|compartidos|veces compartido)
            (comentarios|comentario|comentar) (#|)
            (ver|leer|deja|añadir|escribe) (los|un|tu|) (comentario|comentarios)
        """,
        "timestamp": """
            hace # (segundos|minutos|minuto|min|horas|hora|h|días|día|semanas|meses)
            hace (una|un) (minuto|hora|día|semana|mes)
            (hoy|ayer) (a las|) (#|)
        """,
        "copyright": """
            … todos los derechos reservados …
            … prohibida (su|la) reproducción …
        """,
        "legal notice": """
            (aviso legal|política de privacidad|política de cookies|condiciones de uso|términos y condiciones|contacto|quiénes somos|publicidad|mapa web|ayuda|accesibilidad|trabaja con nosotros|código ético|configuración de cookies|privacidad|términos de uso)
        """,
        "related link": """
            (lee también|leer también|lea también|te puede interesar|más información|ver también|vea también|noticias relacionadas|mira también|además|vídeo|video|galería|entrevista|podcast) : …
            (lee también|leer también|lea también|te puede interesar|más información|ver también|noticias relacionadas|leer más|seguir leyendo|sigue leyendo)
            (lee|leer|lea|ver|vea|mira) también …
        """,
        "tags": """
            (etiquetas|temas|archivado en|palabras clave) : …
            archivado en …
        """,
        "contact line": """
            (síguenos|sigue|seguir) (en|a|nuestro) … (twitter|x|facebook|instagram|whatsapp|telegram|redes|google) …
        """,
        "gallery": """
            (imagen|foto|vídeo) # (de|/) #
            # (fotos|imágenes|vídeos)
            ampliar (foto|imagen)
        """,
        "caption": """
            (foto|imagen|crédito|fotografía|imagen de archivo|foto de archivo|en la imagen|en la foto) : …
        """,
    },
    endings="""
        (noticias relacionadas|artículos relacionados|te puede interesar|también te puede interesar|te recomendamos|le recomendamos|lo más leído|lo más visto|las más leídas|más leídas|más noticias|últimas noticias|lo último|más información|archivado en|etiquetas|temas|temas relacionados|sobre el autor|sobre la autora|sobre la firma|contenido relacionado|no te pierdas|además|newsletter|recomendados|destacados)
        más (en|sobre|de|noticias|información) …
        (te|le|os) (puede|podría) interesar …
        lo más …
    """,
    comments="""
        # (comentario|comentarios)
        (comentarios|tu comentario|deja un comentario|deja tu comentario|escribe un comentario|normas de participación) (#|)
    """,
    closing={
        "reporting credit": """
            con información de …
            (efe|europa press|afp|reuters)
        """,
        "house note": """
            (suscríbete|apúntate|síguenos|recibe|puedes seguir) …
            … (síguenos|puedes seguir) (en|a) …
        """,
    },
    sharing="""
        compartir comparte enviar imprimir copiar enlace guardar facebook twitter x whatsapp linkedin
        telegram pinterest instagram threads bluesky correo email e-mail mail comentar comentarios
        flipboard
    """,
)  # fmt: skip
