"""People, organizations, places, topics and quotes of one article, which depend on each other."""

from digestgen.extract.claims import Claim
from digestgen.extract.mentions import Mentions
from digestgen.extract.organizations import named_organizations, spoken_organizations
from digestgen.extract.people import find_people
from digestgen.extract.places import find_places
from digestgen.extract.quotes import find_quotes
from digestgen.extract.settle import name_of
from digestgen.extract.topics import find_topics
from digestgen.extract.vocabulary import canonical, vocabulary_claims
from digestgen.model import VocabularyEntry
from digestgen.names import name_key, surname


def entity_claims(
    mentions: Mentions, vocabulary: tuple[VocabularyEntry, ...], authors: frozenset[str]
) -> list[Claim]:
    """Claims with offsets in Article.text. `authors` are name keys of the byline."""
    article = mentions.article
    known = vocabulary_claims(article.text, vocabulary)
    elsewhere = frozenset(
        name_key(spelling)
        for entry in vocabulary
        if entry.taxonomy in ("organizations", "places")
        for spelling in (entry.name, *entry.aliases)
    )
    named = named_organizations(mentions)
    people = find_people(mentions, elsewhere, tuple((o.start, o.end) for o in named))
    claims: list[Claim] = []
    seen: dict[str, int] = {}
    for person in people:
        if name_key(person.name) in authors:
            continue
        name = canonical("people", person.name, vocabulary)
        if name in seen:
            continue
        seen[name] = len(claims)
        value = {"name": name, "role": person.role} if person.role else name
        mention = person.mention
        confidence = min(0.95, 0.4 + person.weight / 12)
        claims.append(Claim("people", value, mention.start, mention.end, "people.name", confidence))
    for claim in known:
        if claim.field == "people" and claim.value in seen:
            at = seen[str(claim.value)]
            claims[at] = Claim(
                "people",
                claims[at].value,
                claims[at].start,
                claims[at].end,
                claim.rule,
                claim.confidence,
            )
        else:
            claims.append(claim)
    names = tuple(dict.fromkeys(name_of(c.value) for c in claims if c.field == "people"))
    spoken = {p.name: canonical("people", p.name, vocabulary) for p in people}
    for entry in vocabulary:
        if entry.taxonomy == "people" and entry.name in names:
            for spelling in (entry.name, *entry.aliases):
                spoken.setdefault(spelling, canonical("people", spelling, vocabulary))
    full = {*names, *(person.name for person in people)}
    surnames = frozenset(name_key(surname(name)) for name in full)
    organizations = (*named, *spoken_organizations(mentions, surnames, named))
    for body in organizations:
        name = canonical("organizations", body.name, vocabulary)
        claims.append(
            Claim("organizations", name, body.start, body.end, body.rule, body.confidence)
        )
    taken = tuple((o.start, o.end) for o in organizations) + tuple(
        (p.mention.start, p.mention.end) for p in people
    )
    for spot in find_places(mentions, surnames, taken):
        name = canonical("places", spot.name, vocabulary)
        claims.append(Claim("places", name, spot.start, spot.end, spot.rule, spot.confidence))
    taken_names = frozenset(name_key(name_of(c.value)) for c in claims)
    own_topics = any(claim.field == "topics" for claim in known)
    claims += find_topics(mentions, taken_names, own_topics)
    claims += find_quotes(mentions, spoken, tuple(o.name for o in organizations))
    return claims
