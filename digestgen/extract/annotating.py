"""Annotators at work: what each claims of one article, and what becomes of one that fails."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from digestgen import plugins
from digestgen.extract.article import Article
from digestgen.extract.claims import SURE, Claim, Failure
from digestgen.extract.entities import usable
from digestgen.extract.settle import ENTITIES
from digestgen.extract.vocabulary import canonical
from digestgen.model import Problem, VocabularyEntry
from digestgen.problems import PluginError

Annotator = Callable[[Article], Iterable[Claim]]
"""What claims names and topics beside the rules: a mention each, with offsets in Article.text."""

_TOPICS = ("topics", "suggested_topics")
_MOST = 0.96  # an annotator never knows as well as an editor's profile


@dataclass(frozen=True, slots=True)
class Annotated:
    """What annotators claim of an article. `mentions` are evidence about names, `sure` are claims for
    settlement: topics, and names that an annotator is sure of."""

    mentions: tuple[Claim, ...]
    sure: tuple[Claim, ...]
    failures: tuple[Failure, ...]


def annotators(engine: str, names: tuple[str, ...]) -> dict[str, Annotator]:
    """The annotators that an engine of `digest.yaml` sets beside the rules, and those of its plugins.
    Raises ImportError where a package of the engine is missing (see `engines.missing`). Plugins that
    can't be loaded are left out; `broken` names them."""
    found: dict[str, Annotator] = {}
    if engine in plugins.OWN:
        try:
            found[engine] = _loaded(plugins.own(engine))
        except PluginError as error:
            raise ImportError(str(error)) from error
    for plugin in plugins.used(names, plugins.ANNOTATORS):
        try:
            found[plugin.name] = _loaded(plugin)
        except PluginError:
            continue
    return found


def broken(names: tuple[str, ...]) -> tuple[Problem, ...]:
    """A Problem for each annotator of these names that can't be loaded."""
    found: list[Problem] = []
    for plugin in plugins.used(names, plugins.ANNOTATORS):
        try:
            _loaded(plugin)
        except PluginError as error:
            found += error.problems
    return tuple(found)


def _loaded(plugin: plugins.Plugin) -> Annotator:
    annotator = plugins.load(plugin)
    if not callable(annotator):
        raise PluginError(plugins.problem(plugin, "is no function"))
    return annotator


def annotate(
    article: Article, annotators: Mapping[str, Annotator], vocabulary: tuple[VocabularyEntry, ...]
) -> Annotated:
    """Ask every annotator. One that fails has claimed nothing of this article. What has a profile is
    called as that calls it."""
    mentions: list[Claim] = []
    sure: list[Claim] = []
    failures: list[Failure] = []
    for name, find in annotators.items():
        try:
            claims = [_checked(claim, name) for claim in find(article)]
        except Exception as error:  # noqa: BLE001 - whatever a plugin's author did not think of
            failures.append(Failure(name, f"{type(error).__name__}: {error}"))
            continue
        mentions += usable(article, (c for c in claims if c.field in ENTITIES))
        sure += (
            replace(
                claim,
                value=canonical(claim.field, str(claim.value), vocabulary),
                confidence=min(claim.confidence, _MOST),
            )
            for claim in claims
            if (claim.field in _TOPICS or claim.confidence >= SURE)
            and usable(article, [replace(claim, field=ENTITIES[0])])
        )
    return Annotated(tuple(mentions), tuple(sure), tuple(failures))


def _checked(claim: object, name: str) -> Claim:
    """The claim under its annotator's name. Raises TypeError or ValueError where it is none."""
    if not isinstance(claim, Claim):
        raise TypeError(f"{claim!r} is no Claim")
    if claim.field not in (*ENTITIES, *_TOPICS):
        raise ValueError(f"claims are about {', '.join((*ENTITIES, *_TOPICS))}, not {claim.field}")
    if not isinstance(claim.value, str) or not claim.value.strip():
        raise TypeError(f"the value {claim.value!r} is no text")
    if not 0 <= claim.confidence <= 1:
        raise ValueError(f"the confidence {claim.confidence!r} is not within 0 and 1")
    own = claim.rule.startswith(f"{name}.")
    return claim if own else replace(claim, rule=f"{name}.{claim.rule}")
