"""Sums of two rounds over the councils that answered both, worked by hand."""

import datetime
from decimal import Decimal

import pytest

from councils.models import Council, Region, Succession
from surveys.models import Figure, Question
from surveys.releases.matched import Matched, matched_sums
from surveys.releases.shown import ShownFigure, read
from tests.factories import (
    Value,
    make_council,
    make_question,
    make_region,
    make_release,
    make_return,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2009, 4, 1)


@pytest.fixture
def region() -> Region:
    return make_region("North East")


@pytest.fixture
def earlier() -> Question:
    return make_question(make_round("spring", reference_date=DAY - datetime.timedelta(days=1)))


@pytest.fixture
def later() -> Question:
    return make_question(make_round("autumn", reference_date=DAY))


def give(question: Question, values: dict[Council, Value | None]) -> None:
    """Signed returns, and their release."""
    for council, value in values.items():
        make_return(question.round, council, answers={question: value})
    make_release(question.round)


def figure(question: Question, area: str = "england") -> ShownFigure:
    """As those see it from whom nothing is hidden."""
    analyst = make_user(role="analyst")
    [found] = read(Figure.objects.filter(question=question, area__slug=area), analyst)
    return found


def matched(earlier: Question, later: Question, area: str = "england") -> Matched | None:
    pair = figure(earlier, area), figure(later, area)
    return matched_sums([pair]).get((pair[0].pk, pair[1].pk))


def test_only_councils_that_gave_a_number_in_both_are_summed(
    region: Region, earlier: Question, later: Question
) -> None:
    a, b, c, d = (make_council(region=region) for _ in range(4))
    give(earlier, {a: 100, b: 50, c: 30, d: "not_known"})
    give(later, {a: 150, b: 90, c: None, d: 40})
    # a and b: 150 before and 240 after. As published: 180 and 280.
    found = matched(earlier, later)
    assert found == Matched(councils=2, before=Decimal(150), after=Decimal(240), left_out=(1, 1))
    assert found.growth == 60


def test_a_council_is_matched_with_the_one_that_it_continues(
    region: Region, earlier: Question, later: Question
) -> None:
    county = make_council("Durham", region=region, type="county", abolished=DAY)
    unitary = make_council("County Durham", region=region, established=DAY)
    Succession.objects.create(predecessor=county, successor=unitary, kind=Succession.Kind.CONTINUES)
    give(earlier, {county: 100})
    give(later, {unitary: 130})
    found = matched(earlier, later)
    assert found is not None
    assert found.councils == 1
    assert found.growth == 30


@pytest.mark.parametrize("kind", ["split", "merge", "reshape"])
def test_a_council_that_split_or_merged_is_left_out(
    kind: str, region: Region, earlier: Question, later: Question
) -> None:
    stays, old = make_council(region=region), make_council(region=region, abolished=DAY)
    new = make_council(region=region, established=DAY)
    Succession.objects.create(predecessor=old, successor=new, kind=kind)
    give(earlier, {stays: 10, old: 100})
    give(later, {stays: 20, new: 130})
    found = matched(earlier, later)
    assert found == Matched(councils=1, before=Decimal(10), after=Decimal(20), left_out=(1, 1))


def test_a_region_has_its_own_councils(region: Region, earlier: Question, later: Question) -> None:
    here, elsewhere = make_council(region=region), make_council(region=make_region("London"))
    give(earlier, {here: 10, elsewhere: 1000})
    give(later, {here: 15, elsewhere: 1000})
    found = matched(earlier, later, "north-east")
    assert found is not None
    assert found.councils == 1
    assert found.growth == 50


def test_where_nobody_answered_both_nothing_is_matched(
    region: Region, earlier: Question, later: Question
) -> None:
    give(earlier, {make_council(region=region): 10})
    give(later, {make_council(region=region): 10})
    assert matched(earlier, later) is None


def test_growth_from_nothing_has_no_value() -> None:
    assert Matched(5, Decimal(0), Decimal(3), (0, 0)).growth is None


@pytest.mark.parametrize(
    ("councils", "left_out", "is_of_few"),
    [(4, (0, 0), True), (5, (0, 0), False), (138, (13, 0), False), (138, (1, 0), True)],
)
def test_a_handful_matched_or_left_out_would_be_told(
    councils: int, left_out: tuple[int, int], is_of_few: bool
) -> None:
    assert Matched(councils, Decimal(1), Decimal(1), left_out).is_of_few is is_of_few
