"""The engine `nlp`: spaCy's names as evidence beside the rules'."""

from digestgen import engines
from digestgen.extract import Settings, extract
from digestgen.extract.claims import Claim
