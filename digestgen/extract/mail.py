"""What a mail program leaves around a text: marks of quoting, header lines, labels of a subject."""

import re

_QUOTED = re.compile(r"(?:> ?)+(?=[^> ]|$)")
_FEWEST = 3  # rows with a mark, one upon another, that are quoted mail
_HEADER = re.compile(
    r"(?:from|to|cc|bcc|sent|date|reply-to|subject|von|an|gesendet|datum|betreff|de|à|envoyé|objet"
    r"|para|enviado|asunto|fecha): ",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:subject|betreff|objet|asunto): +(?:(?:fwd?|re|wg|aw|tr|rv)(?:\[\d+\])?: *)*(?=\S)",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r"-{3,} ?[^-\n]{3,60}?-{3,}$|Begin forwarded message:$")


def unquoted(rows: list[str]) -> list[int]:
    """For each row of a text the length of the marks ("> > ") with which a mail quotes it."""
    lengths = [0] * len(rows)
    run: list[int] = []
    for index, row in enumerate([*rows, ""]):
        match = _QUOTED.match(row) if row[:1] == ">" else None
        if match:
            run.append(match.end())
            continue
        if len(run) >= _FEWEST:
            lengths[index - len(run) : index] = run
        run = []
    return lengths


def is_header(text: str) -> bool:
    """ "Sent: Friday, 21 June 2024 19:48", "---------- Forwarded message ---------" """
    if text[:3] in ("---", "Beg"):
        return _FORWARDED.match(text) is not None
    return ": " in text[:12] and _HEADER.match(text) is not None


def subject_start(text: str) -> int:
    """Where the subject begins in the header line that tells it: "Subject: Fwd: …"; else 0."""
    match = _SUBJECT.match(text)
    return match.end() if match else 0
