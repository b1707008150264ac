"""An annotator: articles that name a ship ("MV Kestrel") are about shipping, and the ship is named."""

import re

from digestgen.extract import Claim

_SHIP = re.compile(r"\b(?:MV|SS|MS) [A-Z][a-z]+\b")


def annotate(article):
    for ship in _SHIP.finditer(article.text):
        yield Claim("organizations", ship[0], *ship.span(), "name", 0.9)
        yield Claim("topics", "shipping", *ship.span(), "ship", 0.9)
