"""A reported figure stands as its source printed it; a difference is told with its reason."""

from decimal import Decimal

import pytest

from milestones.imports import DATA, parse_reported
from milestones.models import ReportedFigure
from milestones.reported import sentences
from ppf_site.words import rounded


@pytest.mark.parametrize(
    ("numbers", "qualifier", "told"),
    [
        ((8, 9, None), "exactly", "8 of 9"),
        ((4, 15, None), "just", "4 of 15 (in the report’s words: just)"),
        ((376000, 950000, 40), "", "376,000 of 950,000 (40%)"),
        ((None, None, 60), "only", "60% (in the report’s words: only)"),
        ((None, None, 17), "exactly", "17%"),
        ((None, None, Decimal("16.7")), "one in six", "In words only: one in six, read as 16.7%"),
        ((None, None, 50), "over half", "In words only: over half, read as 50%"),
        ((None, None, None), "least", "In words only: least"),
        ((None, None, None), "exactly", "No number was printed"),
        ((None, None, None), "2008-11", "2008-11"),
    ],
)
def test_a_reported_figure_is_told_as_it_was_printed(
    numbers: tuple[Decimal | None, ...], qualifier: str, told: str
) -> None:
    numerator, denominator, percent = (
        None if number is None else Decimal(number) for number in numbers
    )
    each = ReportedFigure(
        numerator=numerator, denominator=denominator, percent=percent, qualifier=qualifier
    )
    assert sentences.reported_words(each) == told


@pytest.mark.parametrize(
    ("explained", "unexplained", "told"),
    [
        (0, 0, ""),
        (1, 0, "1 differs because the sources themselves disagree; each is kept as its source"),
        (3, 0, "3 differ because the sources themselves disagree; each is kept as its source"),
        (0, 1, "1 differs from the held data."),
        (3, 2, "none is averaged. 2 differ from the held data."),
    ],
)
def test_only_explained_differences_are_laid_to_the_sources(
    explained: int, unexplained: int, told: str
) -> None:
    assert told in sentences.differences_sentence(explained, unexplained)
    assert bool(told) == bool(sentences.differences_sentence(explained, unexplained))


def test_no_percentage_stands_beside_the_counts_that_it_was_worked_out_from() -> None:
    listed = parse_reported((DATA / "reported.csv").read_text(encoding="utf-8"))
    worked_out = [
        each.key
        for each in listed
        if each.percent is not None
        and each.numerator
        and each.denominator
        and each.percent == rounded(float(100 * each.numerator / each.denominator), 1)
    ]
    assert worked_out == []
