"""Totals of regions held against England's: what does not add up is told, and may still come in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from councils.models import Area
from ppf_site import words
from surveys.models import Option, Question, QuestionType, Total

from .totals import TotalLine, Which

Numbers = Mapping[Area, Decimal]
COUNTED = {"k": "councils", "n": "councils that answered", "value": "the number"}


@dataclass(frozen=True, slots=True)
class AcrossAreas:
    """One number of a question or option, by area."""

    question: Question
    option: Option | None
    name: str
    by_area: Numbers

    @property
    def about(self) -> str:
        option = f", {self.option.label}" if self.option else ""
        return f"{self.question.short_text}{option}: {COUNTED.get(self.name, 'per cent')}"


def against_england(
    lines: Iterable[TotalLine], there: Mapping[Which, Total], regions: int
) -> list[str]:
    """Of what the file has and what is here already. `regions`: how many there are. Words such as
    "about" say that a number is no exact one: it is held against nothing."""
    totals = {
        **there,
        **{(line.total.area, line.total.question, line.total.option): line.total for line in lines},
    }
    found: dict[tuple[Question, Option | None, str], dict[Area, Decimal]] = defaultdict(dict)
    for (area, question, option), total in totals.items():
        for name in ("k", "n", "percent", "value"):
            value = getattr(total, name)
            if value is not None and not total.qualifier and area.kind != Area.Kind.TYPE:
                found[question, option, name][area] = Decimal(value)
    told = [_told(AcrossAreas(*which, by_area), regions) for which, by_area in found.items()]
    return list(dict.fromkeys(each for each in told if each))


def _told(held: AcrossAreas, regions: int) -> str:
    whole = [value for area, value in held.by_area.items() if area.kind == Area.Kind.ENGLAND]
    parts = [value for area, value in held.by_area.items() if area.kind == Area.Kind.REGION]
    if not whole or not parts:
        return ""
    is_complete = len(parts) == regions
    is_share = held.name == "value" and held.question.type == QuestionType.PERCENTAGE
    if is_share or held.name == "percent":
        return _outside(held, whole[0], parts) if is_complete else ""
    added, slack = sum(parts, Decimal(0)), _slack(held.name, [whole[0], *parts])
    come = words.plural(len(parts), "region comes", "regions come")
    if is_complete:
        come = "all regions come"
    if added > whole[0] + slack or (is_complete and added < whole[0] - slack):
        return (
            f"{held.about}: {come} to {words.number(added)}, and England is "
            f"{words.number(whole[0])}."
        )
    return ""


def _outside(held: AcrossAreas, whole: Decimal, parts: Sequence[Decimal]) -> str:
    """A share of all lies between those of its parts, as far as they are rounded."""
    if min(parts) - 1 <= whole <= max(parts) + 1:
        return ""
    return (
        f"{held.about}: the regions are between {words.number(min(parts))}% and "
        f"{words.number(max(parts))}%, and England is {words.number(whole)}%."
    )


def _slack(name: str, values: Sequence[Decimal]) -> Decimal:
    """Half of what each was rounded to, where a source rounds: 30,000 may be from 25,000."""
    if name != "value":
        return Decimal(0)
    return sum((_step(value) for value in values), Decimal(0)) / 2


def _step(value: Decimal) -> Decimal:
    """What a number is told to: 818,700 to hundreds, 30,000 to ten thousands, 12 to ones."""
    exponent = int(value.normalize().as_tuple().exponent) if value else 0
    return Decimal(1).scaleb(exponent) if exponent > 0 else Decimal(0)
