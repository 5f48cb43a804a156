"""What charts, tables and sentences are made of, from figures as a reader may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from councils.models import Area
from ppf_site import words
from surveys.models import Question
from surveys.stats import Amount, Base, Breakdown, Choice, Dates, Place, Reading

from .disclosure_cells import Part
from .shown import ShownFigure


def place_of(area: Area) -> Place:
    return Place(area.slug, area.name, area.kind, area.code)


def _place(figure: ShownFigure) -> Place:
    """Shares that were published of others than councils are told of these, and of chosen councils
    as of those asked."""
    by = figure.edition.round.respondents if figure.release.is_totals_only else ""
    people = "" if by.lower().startswith("council") else words.lower_first(by)
    is_chosen = figure.edition.chosen_of is not None
    return replace(place_of(figure.area), people=people, is_chosen=is_chosen)


def base_of(figure: ShownFigure) -> Base:
    return Base(
        n=figure.n,
        required=figure.required,
        not_known=figure.not_known,
        not_applicable=figure.not_applicable,
        no_return=figure.no_return,
        declined=figure.declined,
        on_paper=figure.on_paper,
        not_asked=figure.not_asked,
        counts_not_known=figure.question is not None and figure.question.counts_not_known,
        withheld=figure.withheld.get(Part.COUNTS, ""),
    )


def reading_of(figure: ShownFigure) -> Reading:
    """A figure of an option. The response figure has none: it reads as returned of required."""
    option = figure.option
    choice = (
        Choice(option.key, option.label, option.tone, option.is_exclusive)
        if option
        else Choice("", "Answered", 0)
    )
    return Reading(
        figure_id=figure.pk,
        place=_place(figure),
        choice=choice,
        k=figure.k,
        base=base_of(figure),
        published=figure.published_percent,
        qualifier=figure.qualifier,
        withheld=figure.withheld.get(Part.OPTIONS, ""),
    )


def amount_of(figure: ShownFigure) -> Amount:
    quartiles = (figure.lower_quartile, figure.median, figure.upper_quartile)
    known = tuple(value for value in quartiles if value is not None)
    return Amount(
        figure_id=figure.pk,
        place=_place(figure),
        base=base_of(figure),
        total=figure.sum,
        quartiles=(known[0], known[1], known[2]) if len(known) == 3 else None,
        numerator=figure.numerator if figure.pooled is not None else None,
        denominator=figure.denominator if figure.pooled is not None else None,
        pooled_told=figure.pooled,
        grossed_up=figure.grossed_up,
        # Of a share that was printed alone, the printed percentage.
        published=(
            figure.published_percent if figure.published_value is None else figure.published_value
        ),
        qualifier=figure.qualifier,
        withheld=figure.withheld.get(Part.SUM, ""),
        hides_quartiles=figure.withheld.get(Part.QUARTILES, ""),
        is_rounded=figure.is_rounded,
    )


def breakdowns_of(figures: Iterable[ShownFigure]) -> dict[int, list[Breakdown]]:
    """By choice question and in area order. Base rows give the base; totals may have none."""
    readings: dict[tuple[int, int], list[Reading]] = {}
    bases: dict[tuple[int, int], tuple[Base, int]] = {}
    for figure in figures:
        if figure.question is None:
            continue
        key = (figure.question.pk, figure.area.pk)
        if figure.option is None:
            bases[key] = (base_of(figure), figure.pk)
        else:
            readings.setdefault(key, []).append(reading_of(figure))
    found: dict[int, list[Breakdown]] = {}
    for (question, area), ones in readings.items():
        base, figure_id = bases.get((question, area), (ones[0].base, None))
        breakdown = Breakdown(ones[0].place, base, tuple(ones), figure_id)
        found.setdefault(question, []).append(breakdown)
    return found


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question in one area: readings for choices, an amount for numbers, dates for dates."""

    question: Question
    base: Base
    figure_id: int
    readings: tuple[Reading, ...]
    amount: Amount | None
    dates: Dates | None = None


def results_of(figures: Iterable[ShownFigure]) -> list[QuestionResult]:
    """The figures of one area, grouped by question and in the questions' order."""
    grouped: dict[int, list[ShownFigure]] = {}
    for figure in figures:
        if figure.question is not None:
            grouped.setdefault(figure.question.pk, []).append(figure)
    return [_result(ones) for ones in grouped.values()]


def _result(figures: Sequence[ShownFigure]) -> QuestionResult:
    base = next((figure for figure in figures if figure.option is None), figures[0])
    question = base.question
    assert question is not None
    return QuestionResult(
        question=question,
        base=base_of(base),
        figure_id=base.pk,
        readings=tuple(reading_of(figure) for figure in figures if figure.option is not None),
        amount=amount_of(base) if question.is_number else None,
        dates=base.dates if question.is_date else None,
    )
