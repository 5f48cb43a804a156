"""Words that a round's file cannot do without and that are empty, all of them at once.

The shape of the file lets them pass: earlier rounds may have them, and are written all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .file import (
    ChosenPart,
    GridPart,
    OptionPart,
    QuestionPart,
    RequirementPart,
    RoundFile,
    RoundFilePart,
    RoundPart,
    ScalePart,
    SectionPart,
)
from .plain_errors import plain_words

NEEDED: Mapping[type[RoundFilePart], tuple[str, ...]] = {
    RoundPart: ("title", "short_title", "sponsor", "respondents"),
    ScalePart: ("title",),
    OptionPart: ("label",),
    SectionPart: ("title",),
    GridPart: ("stem",),
    QuestionPart: ("text", "short_text"),
    ChosenPart: ("reason",),
    RequirementPart: ("reason",),
}
Place = tuple[str | int, ...]


def empty_words(file: RoundFile) -> list[str]:
    found = list(_empty(file, ()))
    given = file.model_dump(exclude={"returns"}) if found else {}
    problem = {"type": "string_too_short", "ctx": {"min_length": 1}}
    return [plain_words({**problem, "loc": place}, given) for place in found]


def _empty(part: RoundFilePart, place: Place) -> Iterator[Place]:
    for name in NEEDED.get(type(part), ()):
        if not getattr(part, name).strip():
            yield (*place, name)
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, RoundFilePart):
            yield from _empty(value, (*place, name))
        elif isinstance(value, list):
            for number, each in enumerate(value):
                if isinstance(each, RoundFilePart):
                    yield from _empty(each, (*place, name, number))
