"""Totals that cannot all be so: asked about before any of them comes in, one question at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ppf_site import words
from surveys.models import Question, QuestionType

from .plan import CellKind
from .totals import TotalLine

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


def doubts_of(lines: Iterable[TotalLine]) -> list[TotalDoubt]:
    """Of totals that are here already as they are, nothing is asked again."""
    groups: dict[tuple[int, int], list[TotalLine]] = defaultdict(list)
    for line in lines:
        groups[line.total.area.pk, line.total.question.pk].append(line)
    found = []
    for (area, _), own in groups.items():
        told = [*_together(own), *(each for line in own for each in _alone(line))]
        if told and any(line.kind != CellKind.SAME for line in own):
            question = own[0].total.question
            where = words.join_words([line.place for line in own])
            name = f"doubt-{area}-{question.key}"
            found.append(TotalDoubt(name, question, " ".join(told), where, own))
    return found


def left_out(doubts: Iterable[TotalDoubt], said: Mapping[str, str]) -> list[TotalLine]:
    """What nobody said to take is not taken."""
    return [line for each in doubts if said.get(each.name) != TAKE for line in each.lines]


def _together(own: Sequence[TotalLine]) -> Iterable[str]:
    """A council chooses one answer: its parts come to no more than the whole."""
    question = own[0].total.question
    if not question.is_choice or question.type == QuestionType.MULTIPLE:
        return
    area = own[0].total.area.name
    bases = [line.total.n for line in own if line.total.n is not None]
    parts = [line.total.k for line in own if line.total.k is not None]
    counted = sum(parts)
    # One that alone is more than its base is refused.
    if bases and len(parts) > 1 and counted > max(bases):
        yield (
            f"The answers of {area} come to {words.plural(counted, 'council')}, "
            f"and {words.number(max(bases))} answered."
        )
    added = sum((line.total.percent or Decimal(0) for line in own), Decimal(0))
    # As many half points as shares that were rounded.
    if added > 100 + Decimal(len(own)) / 2:
        yield f"The shares of {area} come to {words.number(added)}%."


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
