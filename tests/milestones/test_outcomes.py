"""Forecast against outcome: what came about, of the same councils, and what the public is told."""

import os
import random
from collections import Counter
from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from milestones.outcomes.stats import CameAbout, InArea, by_region, for_the_public, in_area
from surveys.models import Release, ReleasedAnswer, ReleasedReturn
from surveys.releases.paired import PairCount
from surveys.stats import Choice
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of, text_of

PAGE = "/expectations/personal-budgets-30-percent/outcome/"
TOTALS = "/expectations/information-strategy/outcome/"
CHOICES = [Choice("very", "Very likely", 2), Choice("fairly", "Fairly likely", 1)]
CHOICES.append(Choice("un", "Unlikely", -1))
MANY = int(os.environ.get("ATTACKS", "25"))
GOOD = frozenset({"met"})


def count(before: str | None, after: str | None, councils: int, region: str = "east") -> PairCount:
    return PairCount(region, region.title(), "unitary", before, after, councils)


EAST = [
    count("very", "met", 5),
    count("very", "not", 2),
    count("very", None, 1),
    count("fairly", "met", 1),
]


class TestByHand:
    # 8 said very likely: 5 met it, 2 did not, of 1 it is not known. 1 said fairly likely, and did.
    area = in_area("east", "East", EAST, CHOICES, GOOD)

    def test_each_forecast_has_its_three_parts(self) -> None:
        assert self.area.top == CameAbout("very", "Very likely", 2, 5, 2, 1)
        assert self.area.top.told == 7

    def test_all_parts_make_the_required_councils(self) -> None:
        assert self.area.required == 9

    def test_optimism_is_of_the_councils_that_told_both(self) -> None:
        # 7 of the 8 that told both had been sure, and 6 of them met it.
        assert self.area.paired == 8
        assert self.area.optimism == pytest.approx(7 / 8 - 6 / 8)

    def test_without_a_council_that_told_both_it_cannot_be_told(self) -> None:
        assert in_area("x", "X", [count("very", None, 3)], CHOICES, GOOD).optimism is None

    def test_an_outcome_without_a_forecast_is_in_no_base(self) -> None:
        area = in_area("x", "X", [*EAST, count(None, "met", 4)], CHOICES, GOOD)
        assert (area.paired, area.met) == (8, 6)
        assert area.answers[-1].met == 4


Council = tuple[str, str, str, str | None]  # region, type, forecast, outcome


def england_of(councils: list[Council]) -> tuple[InArea, list[list[InArea]]]:
    counts = [
        PairCount(region, region, kind, before, after, number)
        for (region, kind, before, after), number in Counter(councils).items()
    ]
    types = [
        in_area(name, name, [row for row in counts if row.council_type == name], CHOICES, GOOD)
        for name in {row.council_type for row in counts}
    ]
    england = in_area("england", "England", counts, CHOICES, GOOD)
    return england, [by_region(counts, CHOICES, GOOD), types]


FORECASTS = ["very", "fairly", "un", None]
OUTCOMES = {"met": "met", "not_met": "not", "not_known": None}
# Councils of one region, type and outcome, and a forecast: how many gave it is what is not told.
Cell = tuple[str, str, str | None, str | None]


def possible(
    councils: list[Council], told: tuple[CameAbout, ...] | None
) -> dict[Cell, tuple[float, float]]:
    """The least and the most of each cell, from what the releases tell by region and by type, from
    every council's outcome, which has its name, and from what is told here."""
    kinds = sorted({(region, kind, after) for region, kind, _, after in councils}, key=str)
    cells: list[Cell] = [(*each, forecast) for each in kinds for forecast in FORECASTS]
    rows: list[list[float]] = []
    sums: list[int] = []

    def know(number: int, *, where: Callable[[Cell], bool]) -> None:
        rows.append([float(where(cell)) for cell in cells])
        sums.append(number)

    for each in kinds:
        size = sum((c[0], c[1], c[3]) == each for c in councils)
        know(size, where=lambda cell, each=each: cell[:3] == each)  # type: ignore[misc]
    for at, key in product((0, 1), FORECASTS):
        for name in {c[at] for c in councils}:
            number = sum(c[at] == name and c[2] == key for c in councils)
            know(
                number,
                where=lambda cell, at=at, name=name, key=key: cell[at] == name and cell[3] == key,  # type: ignore[misc]
            )
    for answer, (part, after) in product(told or (), OUTCOMES.items()):
        keys = (answer.forecast or "").split("+")
        know(
            getattr(answer, part),
            where=lambda cell, keys=keys, after=after: (  # type: ignore[misc]
                (cell[3] or "") in keys and cell[2] == after
            ),
        )
    bounds = [(0, None)] * len(cells)
    found = {}
    for number, cell in enumerate(cells):
        aim = np.zeros(len(cells))
        aim[number] = 1
        low, high = (
            sign * linprog(sign * aim, A_eq=rows, b_eq=sums, bounds=bounds).fun for sign in (1, -1)
        )
        found[cell] = (round(low, 6), round(high, 6))
    return found


@st.composite
def worlds(draw: st.DrawFn) -> list[Council]:
    """Two or three regions, two types, and forecasts that lean with the outcome or against it."""
    chance = random.Random(draw(st.integers(0, 10**6)))
    lean = draw(st.sampled_from([0.0, 0.5, 0.9, 1.0]))
    found: list[Council] = []
    for region, kind in product(["n", "s", "w"][: draw(st.integers(2, 3))], ["a", "b"]):
        for _ in range(draw(st.integers(1, 14))):
            after = chance.choice(["met", "met", "not", None])
            sure = chance.random() < lean if after == "met" else chance.random() > lean
            before = "very" if sure else chance.choice(["fairly", "un", None])
            found.append((region, kind, before, after))  # type: ignore[arg-type]
    return found


@settings(max_examples=MANY, deadline=None)
@given(worlds())
def test_an_attacker_learns_of_no_council_from_what_the_public_is_told(
    councils: list[Council],
) -> None:
    england, parts = england_of(councils)
    told = for_the_public(england, parts)
    if told is None:
        return
    before, after = possible(councils, None), possible(councils, told)
    for cell, (low, high) in before.items():
        if low < high:
            assert after[cell][0] < after[cell][1], (cell, told)


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_what_the_public_is_told_adds_up_to_all_councils(councils: list[Council]) -> None:
    england, parts = england_of(councils)
    told = for_the_public(england, parts)
    if told is not None:
        assert sum(each.councils for each in told) == len(councils)
        assert all(each.told >= 5 and 0 < each.met < each.told for each in told)


def test_forecasts_that_were_all_right_are_not_told() -> None:
    """Who met it is known by name: that all the sure did would tell who was not sure."""
    sure: list[Council] = [("n", "a", "very", "met")] * 20
    councils = [*sure, *[("n", "a", "fairly", "not")] * 20]
    assert for_the_public(*england_of(councils)) is None


class TestTheDemonstration:
    def test_tells_what_came_of_the_sure(self, demo_client: SignIn) -> None:
        page = text_of(demo_client("reader").get(PAGE).text)
        assert "Of the 68 councils that said “very likely” and told later, 56 did" in page

    def test_chart_table_and_file_agree(self, demo_client: SignIn) -> None:
        client = demo_client("reader")
        [chart, *_] = client.get(PAGE).context["charts"]
        labels = {row.area: row.label for row in chart.drawing.rows}
        for row in rows_of(client, f"{PAGE}?table=outcome"):
            met, told = int(row["Met it"]), int(row["Met it"]) + int(row["Did not"])
            assert labels[row["Forecast"]].startswith(f"{met} of {told} ")

    def test_says_when_answers_are_told_together(self, demo_client: SignIn) -> None:
        assert "Some answers are told together" in text_of(demo_client("reader").get(PAGE).text)

    def test_keeps_councils_and_regions_paired_from_the_public(self, demo_client: SignIn) -> None:
        page = demo_client("reader").get(PAGE).text
        assert 'id="table-councils"' not in page
        assert 'id="table-regions"' not in page

    def test_tells_the_sector_council_by_council(self, demo_client: SignIn) -> None:
        page = demo_client("contributor").get(PAGE).text
        assert 'id="table-councils"' in page
        assert "councils that told both" in text_of(page)

    def test_never_pairs_totals(self, demo_client: SignIn) -> None:
        page = text_of(demo_client("analyst").get(TOTALS).text)
        assert "69% of councils foretold “very likely”; 60% said “yes” later" in page
        assert "are not paired council by council" in page

    def test_is_linked_from_the_forecast(self, demo_client: SignIn) -> None:
        page = demo_client("reader").get("/expectations/personal-budgets-30-percent/").text
        assert f'href="{PAGE}"' in page

    @pytest.mark.parametrize(
        ("address", "said"),
        [
            ("/expectations/public-informed/outcome/", "tells what came of “Public informed” yet"),
            ("/expectations/nothing/outcome/", "called “nothing”"),
            (f"{PAGE}?basis=x", "is not told on a base called “x”"),
        ],
    )
    def test_says_what_there_is_not(self, demo_client: SignIn, address: str, said: str) -> None:
        response = demo_client("reader").get(address)
        assert response.status_code == 404
        assert said in text_of(response.text)

    def test_pairs_as_a_slow_twin_does(self, demo_client: SignIn) -> None:
        """Council by council in Python; on the demonstration nobody merged in between."""
        context = demo_client("analyst").get(PAGE).context
        ends = context["ends"]
        earlier = _chosen(ends.forecast_release, ends.forecast.question_id)
        later = _chosen(ends.outcome_release, ends.outcome.question_id)
        required = ReleasedReturn.objects.of_release(ends.forecast_release)
        twin = Counter((earlier.get(row.council_id), later.get(row.council_id)) for row in required)
        [top, *_] = context["paired"].answers
        assert top.met == twin["very-likely", "met"]
        assert top.not_known == twin["very-likely", None]
        assert sum(answer.councils for answer in context["paired"].answers) == len(required)


def _chosen(release: Release, question: int) -> dict[int, str]:
    answers = ReleasedAnswer.objects.filter(release=release, question=question, reason="")
    return {answer.council_id: (answer.choices or [""])[0] for answer in answers}
