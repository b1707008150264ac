"""(template, values) -> bytes; pure, so a job runs in this process, in a pool or on a cluster.

The templates of one build travel as their sources; each process compiles them once. Autoescape is
on for every template, names that are not declared are errors, and nothing here knows the time, the
locale of the machine or the disk.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec.structs

from digestgen.markdown import Body
from digestgen.mentions import Quoted, Target, link
from digestgen.model import Moment, Place, Problem
from digestgen.problems import TemplateError
from digestgen.translations import ENGLISH, Messages, format_number, locale_of
from digestgen.urls import absolute, relative
from digestgen.views import ArticleView

if TYPE_CHECKING:
    from digestgen.environment import Environment


@dataclass(frozen=True, slots=True)
class Job:
    """One page to render. `root` leads from the page to the site's front page ("../../", "./", or
    an absolute path for 404.html); `context` holds the values its template declares."""

    template: str
    root: str
    portable: bool
    language: str
    context: Mapping[str, object]
    body: Body | None = None  # of the context's article, linked here
    targets: tuple[Target, ...] = ()
    quotes: tuple[Quoted, ...] = ()
    label: str = ""  # what a quotation's link to itself is called
    base_url: str = ""  # "" where absolute addresses can't be had


_MISTAKES = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What a mistake in a template raises."""


def render(job: Job, environment: "Environment") -> bytes:
    """The page as UTF-8. Raises TemplateError with the template's file and line."""
    from jinja2 import TemplateError as JinjaError

    from digestgen.environment import remembered

    place = (job.root, job.portable, job.language, job.base_url)
    made = remembered.set(environment.made.setdefault(place, {}))
    try:
        template = environment.get_template(job.template)
        context = dict(job.context)
        article = context.get("article")
        if job.body is not None and isinstance(article, ArticleView):
            body = link(job.body, job.targets, job.root, job.portable, job.quotes, job.label)
            context["article"] = msgspec.structs.replace(article, body=body)
        here = _here.set(job)
        try:
            text = template.render(context)
        finally:
            _here.reset(here)
            remembered.reset(made)
        return text.encode()
    except (*_MISTAKES, JinjaError) as error:
        raise TemplateError(_problem(error, job.template)) from error


@dataclass(frozen=True, slots=True)
class Layouts:
    """The templates of one build and the words of its language; `digest` covers both. `compiled` is
    a folder that keeps what Jinja made of templates with this code, "" for none."""

    digest: str
    sources: Mapping[str, str]
    messages: Messages
    compiled: str = ""


def render_batch(layouts: Layouts, jobs: Sequence[Job]) -> list[bytes]:
    """Several pages with these templates."""
    from digestgen.environment import Compiled

    if layouts.digest not in _environments:
        _environments.clear()
        made = _environments[layouts.digest] = environment(layouts.sources, layouts.messages)
        if layouts.compiled:
            made.bytecode_cache = Compiled(layouts.compiled)
    made = _environments[layouts.digest]
    return [render(job, made) for job in jobs]


_environments: "dict[str, Environment]" = {}
"""The templates this process compiled last."""


def environment(sources: Mapping[str, str], messages: Messages = ENGLISH) -> "Environment":
    """The templates by name, with the functions and filters that docs/templates.md lists. The
    language is the environment's, because Jinja keeps what a macro's file computes for all pages."""
    from jinja2 import DictLoader, StrictUndefined

    from digestgen.environment import Environment

    made = Environment(
        loader=DictLoader(sources),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters.update(_filters())
    made.globals.update(_words(messages))
    return made


def _words(messages: Messages) -> dict[str, Callable[..., str]]:
    """The functions that say something in the site's language; what has no gaps is looked up once."""
    whole = lru_cache(maxsize=1 << 10, typed=True)(messages.gettext)
    counted = lru_cache(maxsize=1 << 12, typed=True)(messages.ngettext)

    def gettext(message: str, /, **values: object) -> str:
        return messages.gettext(message, **values) if values else whole(message)

    def ngettext(one: str, many: str, n: int, /, **values: object) -> str:
        return messages.ngettext(one, many, n, **values) if values else counted(one, many, n)

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


_here: ContextVar[Job] = ContextVar("_here")
"""The page under way. The filters know it from here and not from the template's context, so that
macros can be imported without context, and Jinja keeps the module instead of making it for each page."""


def _filters() -> dict[str, Callable[..., object]]:
    from jinja2 import pass_context

    # `pass_context` keeps Jinja from calling them while it compiles, for a page that is none.
    @pass_context
    def url(_: object, href: str) -> str:
        job = _here.get()
        return relative(href, job.root, job.portable)

    @pass_context
    def date(_: object, moment: Moment | str | None, width: str = "long") -> str:
        """A day as the site's language writes it; `width` is short, medium, long or full, or "day"
        for one without its year."""
        if not moment:
            return ""
        day = moment if isinstance(moment, str) else moment.day
        return format_day(day, width, _here.get().language)

    @pass_context
    def number(_: object, value: float) -> str:
        return format_number(value, _here.get().language)

    @pass_context
    def full(_: object, href: str) -> str:
        """An absolute address, "" where there is no base_url or nothing to lead to."""
        base = _here.get().base_url
        return absolute(base, href) if href and (base or not href.startswith("/")) else ""

    @pass_context
    def tongue(_: object, language: str) -> str:
        """What the site calls a language."""
        return language_name(language, _here.get().language)

    return {
        "tongue": tongue,
        "url": url,
        "absolute": full,
        "date": date,
        "number": number,
        "day": _day,
        "locale": _locale,
        "jsonld": _jsonld,
        "jsonfeed": _jsonfeed,
    }


@lru_cache(maxsize=1 << 14)
def format_day(day: str, width: str, language: str) -> str:
    """A day (2026-03-03), month (2026-03) or year as a language writes it."""
    from babel.dates import format_date, format_skeleton

    locale = locale_of(language)
    if len(day) == 7:  # a month
        first = dt.date.fromisoformat(f"{day}-01")
        skeleton = "MMM" if width == "short" else "yMMMM"
        return str(format_skeleton(skeleton, first, locale=locale))
    if len(day) == 4:
        return day
    if width == "day":
        return str(format_skeleton("MMMd", dt.date.fromisoformat(day), locale=locale))
    return str(format_date(dt.date.fromisoformat(day), format=width, locale=locale))


@lru_cache(maxsize=256)
def language_name(language: str, site: str) -> str:
    """ "French" for "fr"; the code itself where nothing is known of it."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(language.partition("-")[0]).get_display_name(locale_of(site))
    except (UnknownLocaleError, ValueError):
        name = ""
    return name or language


def _day(moment: Moment | str | None) -> str:
    """What belongs into <time datetime="…">."""
    if not moment:
        return ""
    return moment if isinstance(moment, str) else moment.iso


@lru_cache(maxsize=64)
def _locale(language: str) -> str:
    """Language and territory as Open Graph has them: en_US for en."""
    from babel.core import get_global

    parts = language.replace("_", "-").split("-")
    likely = get_global("likely_subtags").get(parts[0].lower(), "").split("_")
    territory = next((part.upper() for part in parts[1:] if len(part) == 2), likely[-1])
    return f"{parts[0].lower()}_{territory}" if len(territory) == 2 else parts[0].lower()


def _jsonld(value: object) -> object:
    """JSON that is safe inside a <script type="application/ld+json"> element."""
    import json

    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character, escape in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(character, escape)
    return Markup(text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def _jsonfeed(feed: Mapping[str, Any]) -> object:
    """JSON Feed 1.1 (jsonfeed.org/version/1.1) of what feeds give their templates."""
    import json

    from markupsafe import Markup

    items = []
    for entry in feed["entries"]:
        item = {
            "id": entry["id"],
            "url": entry["href"],
            "external_url": entry["original"],
            "title": entry["title"],
            "content_html": entry["content"],
            # One of the two contents is required of an item.
            "content_text": "" if entry["content"] else entry["summary"] or entry["title"],
            "summary": entry["summary"],
            "image": entry["image"],
            "date_published": entry["published"],
            "date_modified": entry["updated"],
            "authors": [{"name": name} for name in entry["authors"] or [entry["source"]] if name],
            "tags": entry["tags"],
            "language": entry["language"],
        }
        items.append({key: value for key, value in item.items() if value})
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed["title"],
        "home_page_url": feed["home"],
        "feed_url": feed["address"],
        "description": feed["description"],
        "language": feed["language"],
        "authors": [{"name": feed["site"]}],
    }
    head = {key: value for key, value in head.items() if value}
    text = json.dumps({**head, "items": items}, ensure_ascii=False)
    return Markup(msgspec.json.format(text, indent=1))


def _problem(error: Exception, template: str) -> Problem:
    """Where in the layouts an error arose: the innermost frame that is a template's."""
    from jinja2 import TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        name = error.name or template
        return Problem(Place(f"layouts/{name}", error.lineno), str(error.message), code="template")
    name, line = template, 0
    trace = error.__traceback__
    while trace is not None:
        found = trace.tb_frame.f_globals.get("__jinja_template__")
        if found is not None:
            name = found.name or template
            line = found.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return Problem(
        Place(f"layouts/{name}", line), f"{type(error).__name__}: {error}", code="template"
    )
