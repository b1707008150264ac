"""The benchmark's site for Pelican: people are its authors, topics its tags."""

SITENAME = "The Tide Table"
SITEURL = ""
PATH = "content"
ARTICLE_PATHS = [""]
OUTPUT_PATH = "output"
THEME = "theme"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
AUTHOR_URL = "people/{slug}/"
AUTHOR_SAVE_AS = AUTHOR_URL + "index.html"
TAG_URL = "topics/{slug}/"
TAG_SAVE_AS = TAG_URL + "index.html"
CATEGORY_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
PAGINATED_TEMPLATES = {"author": 50, "tag": 50}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]
FEED_DOMAIN = "https://digest.example.org"
FEED_ALL_ATOM = "feed.xml"
FEED_MAX_ITEMS = 30
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
STATIC_PATHS: list[str] = []
FORMATTED_FIELDS: list[str] = []
MARKDOWN = {"extension_configs": {"markdown.extensions.meta": {}}, "output_format": "html5"}
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
