"""Totals that cannot all be so: asked about before any of them comes in, one question at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ppf_site import words
from surveys.models import Question, QuestionType, Total

from .plan import CellKind
from .totals import TotalLine, Which

TAKE, LEAVE = "take", "leave"
OPTIONS = [(TAKE, "It is what the source says: take it so"), (LEAVE, "Leave these totals out")]
# Beside a word such as "about", a share is not held to the count.
ROUGHLY = Decimal(5)


@dataclass(frozen=True, slots=True)
class TotalDoubt:
    """What does not agree among the totals of one question in one area. Asked as `Asking` is."""

    name: str
    question: Question
    words: str
    where: str
    lines: Sequence[TotalLine]

    @property
    def options(self) -> Sequence[tuple[str, str]]:
        return OPTIONS


def doubts_of(lines: Iterable[TotalLine], there: Mapping[Which, Total]) -> list[TotalDoubt]:
    """Of totals that are here already as they are, nothing is asked again. What is `there` of the
    same question and area, and not in the file, is held beside what the file says."""
    groups: dict[tuple[int, int], list[TotalLine]] = defaultdict(list)
    for line in lines:
        groups[line.total.area.pk, line.total.question.pk].append(line)
    found = []
    for (area, _), own in groups.items():
        held = _held_beside(own, there)
        told = [*_together(own, held), *_bases(own, held)]
        told += [each for line in own for each in _alone(line)]
        if told and any(line.kind != CellKind.SAME for line in own):
            question = own[0].total.question
            where = _where(own)
            name = f"doubt-{area}-{question.key}"
            found.append(TotalDoubt(name, question, " ".join(told), where, own))
    return found


def _where(own: Sequence[TotalLine]) -> str:
    """ "cells B2 and C2, row 2": an area has one row, and each answer a column."""
    places = [line.place for line in own]
    rows = list(dict.fromkeys("".join(filter(str.isdigit, each)) for each in places))
    cells = f"cell{'' if len(places) == 1 else 's'} {words.join_words(places)}"
    return f"{cells}, row {words.join_words(rows)}"


def left_out(doubts: Iterable[TotalDoubt], said: Mapping[str, str]) -> list[TotalLine]:
    """What nobody said to take is not taken."""
    return [line for each in doubts if said.get(each.name) != TAKE for line in each.lines]


def _held_beside(own: Sequence[TotalLine], there: Mapping[Which, Total]) -> list[Total]:
    """The other answers of the question in that area, whichever file or form they came with."""
    in_file = {line.total.option for line in own}
    area, question = own[0].total.area, own[0].total.question
    return [
        total
        for (of_area, of_question, option), total in there.items()
        if (of_area, of_question) == (area, question) and option not in in_file
    ]


def _bases(own: Sequence[TotalLine], held: Sequence[Total]) -> Iterable[str]:
    """One question has one base in an area; what is held on one other base is told together."""
    said = sorted({line.total.n for line in own if line.total.n is not None})
    if not said or not own[0].total.question.is_choice:
        return
    on_base: dict[int, list[Total]] = defaultdict(list)
    for total in held:
        if total.n is not None and total.n not in said:
            on_base[total.n].append(total)
    told = words.join_words([words.number(n) for n in said])
    for n, totals in on_base.items():
        yield (
            f"The file says that {told} answered in {own[0].total.area.name}, and "
            f"{words.number(n)} did by {_named(totals)}, which is here already."
        )


def _named(held: Sequence[Total]) -> str:
    """Each with where it is from."""
    told = [f"“{total.option.label}”" for total in held if total.option]
    sources = list(dict.fromkeys(total.source for total in held))
    return f"{words.join_words(told)} ({words.join_words(sources)})"


def _together(own: Sequence[TotalLine], held: Sequence[Total]) -> Iterable[str]:
    """A council chooses one answer: its parts come to no more than the whole."""
    question = own[0].total.question
    if not question.is_choice or question.type == QuestionType.MULTIPLE:
        return
    area = own[0].total.area.name
    totals = [*(line.total for line in own), *held]
    beside = f", with {_named(held)}, which is here already" if held else ""
    bases = [each.n for each in totals if each.n is not None]
    parts = [each.k for each in totals if each.k is not None]
    counted = sum(parts)
    # One that alone is more than its base is refused.
    if bases and len(parts) > 1 and counted > max(bases):
        yield (
            f"The answers of {area} come to {words.plural(counted, 'council')}{beside}, "
            f"and {words.number(max(bases))} answered."
        )
    added = sum((each.percent or Decimal(0) for each in totals), Decimal(0))
    # As many half points as shares that were rounded.
    if added > 100 + Decimal(len(totals)) / 2:
        yield f"The shares of {area} come to {words.number(added)}%{beside}."


def _alone(line: TotalLine) -> Iterable[str]:
    """A share is that of its count, as far as it was rounded."""
    total = line.total
    if total.k is None or not total.n or total.percent is None:
        return
    exact = Decimal(100 * total.k) / total.n
    digits = total.percent.normalize().as_tuple().exponent
    step = Decimal(1).scaleb(min(int(digits), 0))
    allowed = ROUGHLY if total.qualifier else step / 2
    if abs(exact - total.percent) > allowed:
        option = f"{total.option.label}: " if total.option else ""
        yield (
            f"{option}{words.number(total.k)} of {words.number(total.n)} is "
            f"{words.number(round(exact, 1))}%, and the file says {words.number(total.percent)}%."
        )
