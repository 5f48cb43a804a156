"""What is wrong with the shape of a file, in words for whoever wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ppf_site import words

# What an element of each list is, and what it is called by.
CALLED = {
    "sections": "section",
    "questions": "question",
    "grids": "grid",
    "scales": "scale",
    "options": "answer",
    "checks": "check",
    "chosen": "chosen council",
    "requirements": "requirement",
    "returns": "return",
    "answers": "answer",
    "totals": "total",
}
NAMES = ("key", "title", "short_text", "label", "council", "question", "text")
WRONG = {
    "missing": "it is missing",
    "extra_forbidden": "nothing is called so here: it may be misspelt, or belong to another part",
    "string_type": "write it in quotation marks",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "int_parsing": "write a whole number",
    "int_type": "write a whole number",
    "int_from_float": "write a whole number",
    "decimal_parsing": "write a number",
    "decimal_type": "write a number",
    "list_type": "write a list, in square brackets",
    "model_type": "write a part with fields of its own",
    "date_from_datetime_parsing": "write a day, such as 2027-03-31",
    "date_parsing": "write a day, such as 2027-03-31",
    "date_type": "write a day, such as 2027-03-31",
    "date_from_datetime_inexact": "write a day without a time, such as 2027-03-31",
    "datetime_parsing": "write a moment, such as 2027-03-31T09:00:00Z",
    "datetime_type": "write a moment, such as 2027-03-31T09:00:00Z",
}
LIMITS = {
    "string_too_long": ("max_length", "it has more than {} letters"),
    "string_too_short": ("min_length", "it has fewer than {} letters"),
    "too_short": ("min_length", "it needs at least {}"),
    "too_long": ("max_length", "it has more than {}"),
    "greater_than_equal": ("ge", "it is at least {}"),
    "less_than_equal": ("le", "it is at most {}"),
}


def plain_words(problem: Any, given: object) -> str:
    """ "Section “homes”, question “beds”, type: …", of one of pydantic's problems with `given`."""
    place: list[str] = []
    part = given
    within: Sequence[str | int] = problem["loc"]
    for number, step in enumerate(within):
        part = _under(part, step)
        if isinstance(step, int):
            place[-1] = _called(str(within[number - 1]), step, part)
        else:
            place.append(step)
    return f"{words.capital(', '.join(place))}: {_wrong(problem)}."


def _under(part: object, step: str | int) -> object:
    if isinstance(part, dict):
        return part.get(step)
    if isinstance(part, list) and isinstance(step, int) and step < len(part):
        return part[step]
    return None


def _called(kind: str, number: int, part: object) -> str:
    what = CALLED.get(kind, kind)
    named = (part.get(name) for name in NAMES) if isinstance(part, dict) else ()
    name = next((each for each in named if isinstance(each, str) and each), "")
    return f"{what} “{name}”" if name else f"{what} {number + 1}"


def _wrong(problem: Any) -> str:
    kind, said = problem["type"], problem.get("ctx", {})
    if kind == "literal_error":
        allowed = str(said["expected"]).replace("''", "nothing").replace("'", "")
        return f"“{problem['input']}” is none of the words that fit: {allowed}"
    if kind == "string_pattern_mismatch":
        return (
            f"“{problem['input']}” is no key. A key has small letters, digits and hyphens; what "
            "is followed is written round/question"
        )
    if kind == "string_too_short" and said["min_length"] == 1:
        return "it is empty: write it"
    if kind in LIMITS:
        name, told = LIMITS[kind]
        return told.format(said[name])
    return WRONG.get(kind, words.lower_first(str(problem["msg"])))
