"""How the other councils' numbers lie in a question that is being answered, in words and drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles

from django.db.models import OuterRef, Subquery

from councils.models import CouncilPlace, CouncilType
from ppf_site import words
from surveys.models import Answer, Question, Return
from surveys.models.returns import ASKED
from surveys.sentences_values import entered_words, value_words

# Under this many there is nothing that a number could be far from.
FEWEST_BESIDE = 4
# Room at both ends, in per cent of the drawing, for half a dot.
INSET = Decimal(4)


@dataclass(frozen=True, slots=True)
class Spread:
    """Of n numbers: the lowest, the quartiles, the highest. As entered, none is hidden."""

    n: int
    lowest: Decimal
    lower: Decimal
    median: Decimal
    upper: Decimal
    highest: Decimal


def spread_of(numbers: Sequence[Decimal]) -> Spread | None:
    """Quartiles between the numbers, as `percentile_cont`; None under four numbers."""
    if len(numbers) < FEWEST_BESIDE:
        return None
    lower, median, upper = quantiles(numbers, n=4, method="inclusive")
    return Spread(len(numbers), min(numbers), lower, median, upper, max(numbers))


def words_of(question: Question, spread: Spread, whom: str) -> str:
    """Such as “Of 12 other unitary authorities: half between 400 and 900 people, …”."""
    middle = [value_words(question, each) for each in (spread.lower, spread.upper)]
    ends = [entered_words(question, each) for each in (spread.lowest, spread.highest)]
    return (
        f"Of {spread.n} {whom}, half say between {middle[0]} and {middle[1]}; the median is "
        f"{value_words(question, spread.median)}, the lowest {ends[0]}, the highest {ends[1]}."
    )


@dataclass(frozen=True, slots=True)
class DrawnSpread:
    """How far along each thing stands, in per cent of the drawing's width; None: there is none."""

    lowest: str
    lower: str
    median: str
    upper: str
    highest: str
    width: str  # of the middle half
    answer: str | None = None
    before: str | None = None


def drawn(spread: Spread, *, answer: Decimal | None, before: Decimal | None = None) -> DrawnSpread:
    """The axis runs from the lowest to the highest number that is drawn."""
    place = _axis(
        [each for each in (spread.lowest, spread.highest, answer, before) if each is not None]
    )
    lowest, lower, median, upper, highest = (
        _percent(place(each))
        for each in (spread.lowest, spread.lower, spread.median, spread.upper, spread.highest)
    )
    return DrawnSpread(
        lowest,
        lower,
        median,
        upper,
        highest,
        width=_percent(place(spread.upper) - place(spread.lower)),
        answer=None if answer is None else _percent(place(answer)),
        before=None if before is None else _percent(place(before)),
    )


def _axis(numbers: list[Decimal]) -> Callable[[Decimal], Decimal]:
    low, high = min(numbers), max(numbers)
    if low == high:
        return lambda number: Decimal(50)
    return lambda number: INSET + (100 - 2 * INSET) * (number - low) / (high - low)


def _percent(share: Decimal) -> str:
    return f"{share:.1f}%"


@dataclass(frozen=True, slots=True)
class NumbersBeside:
    """Other councils' numbers, in words and drawn with the answer that they are beside."""

    words: str
    drawn: DrawnSpread


def beside(return_of: Return, question: Question, answer: Decimal | None) -> list[NumbersBeside]:
    """The council's own type, and England: what others have entered so far, signed or not.

    Nothing for what is no number. For those who may read every live answer.
    """
    if not question.is_number:
        return []
    places = CouncilPlace.objects.filter(council=OuterRef("return_of__council"))
    then = places.on(return_of.round.reference_date).values("type")[:1]
    others = Answer.objects.filter(
        question=question, number__isnull=False, return_of__requirement__in=ASKED
    ).exclude(return_of=return_of)
    found = list(others.annotate(type_then=Subquery(then)).values_list("number", "type_then"))
    own = return_of.place.type
    alike = f"others of its type ({words.lower_first(str(CouncilType(own).label))})"
    told = [
        (
            spread_of([number for number, type in found if number is not None and type == own]),
            alike,
        ),
        (spread_of([number for number, _ in found if number is not None]), "others in England"),
    ]
    return [
        NumbersBeside(words_of(question, spread, whom), drawn(spread, answer=answer))
        for spread, whom in told
        if spread
    ]
