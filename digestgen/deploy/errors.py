"""What stops a deployment, worded for an editor and without anything secret."""

import re
from collections.abc import Iterable

from digestgen.model import Code, Place, Problem
from digestgen.problems import DigestgenError

_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")


class DeployError(DigestgenError):
    """Why nothing, or not everything, was sent."""


def failed(where: str, message: str, hint: str = "", code: Code = "deploy-failed") -> DeployError:
    return DeployError(Problem(Place(where), harmless(message), hint, code=code))


def harmless(text: str) -> str:
    """A message of another program without the passwords that an address in it may hold."""
    return _CREDENTIALS.sub("…@", text)


def last_lines(text: bytes, count: int = 3) -> str:
    """What a program said in the end, on one line."""
    lines = [line.strip() for line in text.decode("utf-8", "replace").splitlines()]
    said = [line for line in lines if line and not line.startswith("hint:")]
    return harmless("; ".join(said[-count:])) or "it said nothing"


def refused(problems: Iterable[Problem]) -> DeployError:
    return DeployError(*problems)
