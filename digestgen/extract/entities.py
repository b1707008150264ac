"""People, organizations, places, topics and quotes of one article, which depend on each other."""

from collections.abc import Iterable
from dataclasses import replace

from digestgen.extract.article import Article
from digestgen.extract.candidates import Candidate, find_candidates
from digestgen.extract.claims import Claim
from digestgen.extract.context import look_around
from digestgen.extract.evidence import look_at
from digestgen.extract.gazetteer import ONE
from digestgen.extract.mentions import Mentions
from digestgen.extract.organizations import Organization, find_organizations
from digestgen.extract.people import Person, find_people
from digestgen.extract.quotes import find_quotes
from digestgen.extract.relations import beside, family_name, recognize, relate
from digestgen.extract.settle import ENOUGH, ENTITIES, name_of
from digestgen.extract.topics import find_topics
from digestgen.extract.vocabulary import canonical, in_full, namesake, vocabulary_claims
from digestgen.extract.weights import strongest, weigh
from digestgen.model import VocabularyEntry
from digestgen.names import name_key, plain_name, surname

_SURE = 0.7  # probability that makes a name a sign for its neighbours
_WORTH_A_CLAIM = 0.1
_MOST = 0.96  # rules never know as well as an editor's profile


def usable(article: Article, claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Those mention-level claims of other recognizers that point at words of the article."""
    return tuple(
        claim
        for claim in claims
        if claim.field in ENTITIES
        and 0 <= claim.start < claim.end <= len(article.text)
        and any(c.isalnum() for c in article.text[claim.start : claim.end])
        and "\n" not in article.text[claim.start : claim.end]
    )


def gathered(mentions: Mentions, recognized: tuple[Claim, ...]) -> dict[str, Candidate]:
    """Every name with all that speaks for and against it."""
    found = find_candidates(mentions)
    relate(mentions, found)
    for candidate in found.values():
        look_at(mentions, candidate)
        look_around(mentions, candidate)
    recognize(found, recognized)
    sure: dict[str, str] = {}
    for key, candidate in found.items():
        field, probability = best_field(candidate)
        if probability >= _SURE:
            sure[key] = field
    beside(mentions, found, sure)
    return found


def best_field(candidate: Candidate) -> tuple[str, float]:
    """The likeliest field of a name, and its probability."""
    probabilities = weigh(candidate)
    field = max(probabilities, key=probabilities.__getitem__)
    return field, probabilities[field]


def entity_claims(
    mentions: Mentions,
    vocabulary: tuple[VocabularyEntry, ...],
    authors: frozenset[str],
    recognized: tuple[Claim, ...] = (),
) -> list[Claim]:
    """Claims with offsets in Article.text. `authors` are name keys of the byline; `recognized`
    are mentions that other recognizers found: one more piece of evidence for a name."""
    article = mentions.article
    names = _Names(mentions, gathered(mentions, recognized), vocabulary)
    claims = [c for c in names.people_claims() if name_key(name_of(c.value)) not in authors]
    known = vocabulary_claims(article.text, vocabulary)
    at = {name_of(c.value): i for i, c in enumerate(claims)}
    for claim in known:
        if claim.field == "people" and claim.value in at:
            rules = claims[at[str(claim.value)]]
            claims[at[str(claim.value)]] = Claim(
                "people", rules.value, rules.start, rules.end, claim.rule, claim.confidence
            )
        else:
            claims.append(claim)
    bar = {
        name_of(c.value) for c in claims if c.field == "people" and c.confidence >= ENOUGH["people"]
    }
    spoken = {name: full for name, full in names.spoken().items() if full in bar}
    for entry in vocabulary:
        if entry.taxonomy == "people" and entry.name in bar:
            for spelling in (entry.name, *entry.aliases):
                spoken.setdefault(spelling, canonical("people", spelling, vocabulary))
    claims += names.other_claims()
    taken = frozenset(
        name_key(name_of(c.value)) for c in claims if c.confidence >= ENOUGH.get(c.field, 0.0)
    )
    claims += find_topics(mentions, taken, any(claim.field == "topics" for claim in known))
    bodies = tuple(
        form.spelling
        for body in names.organizations
        if body.probability >= ENOUGH["organizations"]
        for form in body.forms
    )
    quotes = find_quotes(mentions, spoken, bodies)
    heard = {
        str(quote.value.get("speaker", "")) for quote in quotes if isinstance(quote.value, dict)
    }
    return [_quoted(claim, heard) for claim in claims] + quotes


def _quoted(claim: Claim, heard: set[str]) -> Claim:
    """Who is `heard`, quoted by a full name, is somebody."""
    name = name_of(claim.value)
    if claim.field != "people" or claim.confidence >= ENOUGH["people"] or " " not in name:
        return claim
    return replace(claim, confidence=ENOUGH["people"]) if name in heard else claim


class _Names:
    """The candidates of an article, told apart by field and taken together by bearer."""

    def __init__(
        self,
        mentions: Mentions,
        found: dict[str, Candidate],
        vocabulary: tuple[VocabularyEntry, ...],
    ) -> None:
        self.vocabulary = vocabulary
        self._profiled = frozenset(
            name_key(name)
            for entry in vocabulary
            if entry.taxonomy == "people"
            for name in (plain_name(entry.name), *entry.aliases)
        )
        likely: dict[str, list[tuple[Candidate, float]]] = {field: [] for field in ENTITIES}
        singles: list[Candidate] = []
        for candidate in found.values():
            if len(candidate.words) == 1:
                singles.append(candidate)
            else:
                self._sort(candidate, likely)
        self.people: tuple[Person, ...] = find_people(mentions, likely["people"])
        parts = self._parts()
        for candidate in singles:
            if name_key(candidate.words[0]) in parts and not _is_place(candidate):
                continue
            self._sort(candidate, likely)
        lone = [(c, p) for c, p in likely["people"] if len(c.words) == 1]
        self.people = (*self.people, *(p for p in find_people(mentions, lone)))
        self.organizations: tuple[Organization, ...] = find_organizations(
            [(c, p, strongest(c, "organizations")) for c, p in likely["organizations"]]
        )
        self.places = likely["places"]

    def _sort(self, candidate: Candidate, likely: dict[str, list[tuple[Candidate, float]]]) -> None:
        field, probability = best_field(candidate)
        if len(candidate.words) > 1 and name_key(candidate.name) in self._profiled:
            field, probability = "people", _MOST
        if probability >= _WORTH_A_CLAIM:
            likely[field].append((candidate, probability))

    def _parts(self) -> frozenset[str]:
        """Keys of words that stand for a person once the full name is known."""
        return frozenset(
            name_key(word)
            for person in self.people
            if person.probability >= ENOUGH["people"]
            for form in person.forms
            for word in (form.words[0], family_name(form.words), surname(form.name))
            if word
        )

    def spoken(self) -> dict[str, str]:
        """The names that people go by in the article, with the name they are claimed under."""
        spoken: dict[str, str] = {}
        for person in self.people:
            spoken |= dict.fromkeys((form.spelling for form in person.forms), self._called(person))
        return spoken

    def _called(self, person: Person) -> str:
        """The name of a person's profile, or else the one that the article has."""
        return namesake(person.name, person.role, self.vocabulary) or canonical(
            "people", person.name, self.vocabulary
        )

    def people_claims(self) -> list[Claim]:
        """A claim for each person, under the name and the role that profiles give."""
        claims: dict[str, Claim] = {}
        for person in self.people:
            name = self._called(person)
            if name not in claims:
                role = in_full(person.role, self.vocabulary)
                value = {"name": name, "role": role} if role else name
                at = person.mention
                rule = "people." + _slug(strongest(person.forms[0], "people"))
                confidence = min(_MOST, person.probability)
                claims[name] = Claim("people", value, at.start, at.end, rule, confidence)
        return list(claims.values())

    def other_claims(self) -> list[Claim]:
        """A claim for each organization and each place."""
        claims = []
        for body in self.organizations:
            name = canonical("organizations", body.name, self.vocabulary)
            rule = "organizations." + _slug(body.sign)
            confidence = min(_MOST, body.probability)
            claims.append(Claim("organizations", name, body.start, body.end, rule, confidence))
        several: dict[str, list[tuple[Candidate, float]]] = {}
        for candidate, probability in self.places:
            one, _ = ONE.get(candidate.name, (candidate.name, 0))
            several.setdefault(one, []).append((candidate, probability))
        for forms in several.values():
            candidate = min((c for c, _ in forms), key=lambda c: ONE.get(c.name, ("", 0))[1])
            probability = max(p for _, p in forms)
            name = canonical("places", candidate.spelling, self.vocabulary)
            rule = "places." + _slug(strongest(candidate, "places"))
            confidence = min(_MOST, probability)
            at = candidate.first
            claims.append(Claim("places", name, at.start, at.end, rule, confidence))
        return claims


def _is_place(candidate: Candidate) -> bool:
    """Whether a word of a person's name is here a place all the same: "in Washington"."""
    signs = candidate.signs.keys()
    return bool(signs & {"country", "known place"}) and bool(
        signs
        & {"in", "in the", "beside a place", "dateline", "has demonym", "place owns", "border"}
    )


def _slug(sign: str) -> str:
    return sign.replace(" ", "-")
