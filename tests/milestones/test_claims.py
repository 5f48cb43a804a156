"""Claim against count: where the councils stand that said they would reach the target."""

import datetime
from collections import Counter
from decimal import Decimal

import pytest

from milestones.measures.stats import OnTheWay, Pace, Reached, pace_of
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of, text_of

PAGE = "/measures/personal-budget-share/"
HALFWAY = f"{PAGE}?round=personal-budgets-2010"
DUE = datetime.date(2011, 4, 1)
# From one to the other are 183 days, and from there to the day it is due as many: 6.012 months.
START, MIDDLE = datetime.date(2010, 3, 31), datetime.date(2010, 9, 30)


def pace(before: str | None, now: str | None, *, higher: bool = True, target: int = 30) -> Pace:
    def reached(day: datetime.date, rate: str | None) -> Reached:
        return Reached(day, Decimal(rate) if rate else None)

    return pace_of(
        reached(MIDDLE, now), reached(START, before), Decimal(target), DUE, higher_is_better=higher
    )


@pytest.mark.parametrize(
    ("before", "now", "standing"),
    [
        ("10", "30", OnTheWay.REACHED),
        ("35", "31", OnTheWay.REACHED),
        ("10", "20", OnTheWay.ON_PACE),
        ("10", "19.9", OnTheWay.BEHIND),
        ("25", "20", OnTheWay.BEHIND),
        (None, "20", OnTheWay.SHORT),
        ("10", None, OnTheWay.NOT_COUNTED),
    ],
)
def test_a_council_is_on_pace_that_needs_no_more_than_it_achieved(
    before: str | None, now: str | None, standing: OnTheWay
) -> None:
    assert pace(before, now).standing == standing


@pytest.mark.parametrize(
    ("before", "now", "is_far_off"),
    [("10", "17", False), ("10", "16", True), ("20", "10", True), ("10", "20", False)],
)
def test_a_council_is_far_off_that_needs_over_twice_its_pace(
    before: str, now: str, is_far_off: bool
) -> None:
    # 13 points are left after 7, which is less than twice as many; after 6 are left 14.
    assert pace(before, now).is_far_off == is_far_off


def test_where_less_is_better_the_pace_is_downwards() -> None:
    assert pace("50", "40", higher=False).standing == OnTheWay.ON_PACE
    assert pace("40", "45", higher=False).is_far_off
    assert pace("40", "29", higher=False).standing == OnTheWay.REACHED


def test_once_it_is_due_there_is_no_pace() -> None:
    found = pace_of(
        Reached(datetime.date(2011, 3, 31), Decimal(20)),
        Reached(MIDDLE, Decimal(10)),
        Decimal(30),
        DUE,
        higher_is_better=True,
    )
    assert found.standing == OnTheWay.SHORT


class TestAReader:
    @pytest.mark.parametrize(
        ("base", "basis"),
        [
            ("ongoing-support", "users-with-ongoing-support"),
            ("all-users", "all-service-users"),
        ],
    )
    def test_is_told_what_the_outcome_tells(
        self, demo_client: SignIn, base: str, basis: str
    ) -> None:
        client = demo_client("reader")
        told = rows_of(client, f"{PAGE}?basis={base}&table=claims")
        outcome = "/expectations/personal-budgets-30-percent/outcome/"
        came = rows_of(client, f"{outcome}?basis={basis}&table=outcome")
        assert [(row["Said in March 2010"], row["At the target (k)"]) for row in told] == [
            (row["Forecast"], row["Met it"]) for row in came
        ]

    def test_is_told_nothing_of_a_round_that_names_no_councils(self, demo_client: SignIn) -> None:
        client = demo_client("reader")
        for round in ("personal-budgets-2010", "ppf-2010"):
            page = client.get(f"{PAGE}?round={round}")
            assert page.context["claims"].words == ""
            assert "Said in" not in page.text


class TestTheSector:
    def test_reads_it_in_words_and_in_a_table(self, demo_client: SignIn) -> None:
        client = demo_client("contributor")
        [sure, *_] = rows_of(client, f"{HALFWAY}&table=claims")
        counts = [sure[f"{kind} (k)"] for kind in ("At the target", "On pace", "Behind")]
        assert (
            f"Of the {sure['Councils']} councils that said “very likely” in March 2010, by "
            f"September 2010 {counts[0]} were at 30% or more, {counts[1]} were on pace for it, "
            f"{counts[2]} were behind that pace"
        ) in text_of(client.get(HALFWAY).text)

    def test_finds_the_same_counts_council_by_council(self, demo_client: SignIn) -> None:
        client = demo_client("contributor")
        councils = rows_of(client, f"{HALFWAY}&table=councils")
        found = Counter(
            (row["Said in March 2010"], row["Where it stands"].partition(":")[0])
            for row in councils
        )
        for row in rows_of(client, f"{HALFWAY}&table=claims"):
            for kind in ("At the target", "On pace", "Behind"):
                said = row["Said in March 2010"]
                assert found[said, kind] == int(row[f"{kind} (k)"])

    def test_sorts_councils_by_their_pace(self, demo_client: SignIn) -> None:
        rows = rows_of(
            demo_client("contributor"),
            f"{HALFWAY}&councils-sort=-achieved_shown&table=councils",
        )
        paces = [row["Points a month since the count before"] for row in rows]
        known = [float(each) for each in paces if each]
        assert len(known) > 100
        assert known == sorted(known, reverse=True)
