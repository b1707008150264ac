"""When two spellings name one outlet: "The Port Courier", "PortCourier.com", "the Courier"."""

import re

from digestgen.extract.masthead import Cue
from digestgen.extract.outletnames import is_outlet_name
from digestgen.names import name_key

SUFFIX = re.compile(
    r"\.(?:(?:com|org|net|co)\.[a-z]{2}|(?:example\.)?(?:com|org|net)|news|info|tv|online|press"
    r"|media|today|live|example|[a-z]{2})$",
    re.IGNORECASE,
)
_SAME = ("news", "online", "website", "magazine", "uk", "digital")  # words that names go without
_MERGED = 0.5  # of the weight of "Port Courier Sport" counts for "Port Courier"
_IN_FULL = ("masthead", "footer", "title", "told", "published")


def host_of(url: str) -> str:
    """The host of an address in lower case, without "www." and port; "" where it has none."""
    host = url.split("://", 1)[-1].split("/", 1)[0].split("@")[-1].split(":")[0].lower()
    return host.removeprefix("www.")


def label_of(host: str) -> str:
    """ "portcourier" of "sport.portcourier.co.uk" """
    return SUFFIX.sub("", host).split(".")[-1]


def squeeze(name: str) -> str:
    """The letters and digits of a name's key."""
    return "".join(c for c in name_key(name) if c.isalnum())


def outlet_key(name: str) -> str:
    """What two spellings of an outlet's name share: "The Port Courier", "PortCourier.com"."""
    bare = SUFFIX.sub("", name) if " " not in name.strip() or "." in name[-8:] else name
    words = name_key(bare).removeprefix("the ").split()
    while len(words) > 1 and words[-1] in _SAME:
        words.pop()
    return squeeze(" ".join(words))


def resolve_addresses(grouped: dict[str, list[Cue]], totals: dict[str, float]) -> None:
    """Addresses speak for the name they shorten: "pmcourier.com" for "Port Meridian Courier"."""
    for key in list(totals):
        group = grouped[key]
        address = all(cue.rule == "address" for cue in group)
        initials = len(key) < 6 and all(cue.name.isupper() for cue in group)
        if not address and not initials:
            continue
        label = squeeze(label_of(group[0].name.lower()))
        long = [
            k
            for k in totals
            if k != key
            and (address or is_outlet_name(grouped[k][0].name))
            and _shortens(label, grouped[k][0].name)
        ]
        if long:
            best = max(long, key=lambda k: totals[k])
            totals[best] += totals.pop(key)
            grouped[best] += grouped.pop(key)


def _shortens(label: str, name: str) -> bool:
    words = name_key(name).replace("’", " ").removeprefix("the ").split()
    if not words or len(label) < 3 or SUFFIX.search(name):
        return False
    whole = squeeze(" ".join(words))
    last = squeeze(words[-1])
    return (
        (len(label) > 5 and (whole.startswith(label) or whole.endswith(label)))
        or (len(words) > 1 and label == "".join(word[0] for word in words))
        or (
            len(words) > 1
            and len(last) > 2
            and label.endswith(last)
            and label[0] == words[0][0]
            and len(label) <= len(whole)
        )
        or (len(label) > 4 and is_outlet_name(name) and last.startswith(label))
    )


def merge(grouped: dict[str, list[Cue]], totals: dict[str, float]) -> None:
    """Names that are others with "The", "News" or more after them speak for those too."""
    for key in sorted(totals, key=len):
        for short in (key.removeprefix("the"), *(key.removesuffix(word) for word in _SAME)):
            if short != key and len(short) > 2 and short in totals:
                totals[short] += totals.pop(key)
                grouped[short] += grouped.pop(key)
                break
    names = sorted(totals, key=len)
    for short in names:
        words = {name_key(cue.name).removeprefix("the ") for cue in grouped[short]}
        for key in names:
            longer = name_key(grouped[key][0].name).removeprefix("the ")
            inside = key != short and any(longer.startswith(w + " ") for w in words)
            # "the Courier" for "Port Courier": a name that the page shows in full
            tail = key != short and any(longer.endswith(" " + w) for w in words)
            tail = tail or (key != short and len(short) > 7 and key.endswith(short))
            outlet = " " not in longer or is_outlet_name(longer)
            if tail and outlet and any(c.rule in _IN_FULL for c in grouped[key]):
                totals[key] += totals[short]
                totals[short] *= _MERGED
                continue
            if inside and totals[short] >= totals[key]:
                totals[short] += _MERGED * totals[key]
                totals[key] *= _MERGED
            elif inside and totals[short] < _MERGED * totals[key]:  # a name cut short
                totals[key] += _MERGED * totals[short]
                totals[short] *= _MERGED
