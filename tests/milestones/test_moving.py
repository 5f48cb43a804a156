"""Is it moving: from answer to answer, from round to round, and what the public is told of it."""

import datetime
import os
import random
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from itertools import product
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from councils.models import Council, Succession
from milestones.models import ExpectationQuestion
from milestones.moving.held import moving_in
from milestones.moving.stats import (
    OTHER,
    Flows,
    flows_for_the_public,
    flows_of,
    tells_of_many,
)
from surveys.models import Question, ReleasedAnswer
from surveys.releases.moves import NOT_REACHED, REACHED
from surveys.releases.paired import PairCount
from surveys.stats import Choice
from tests.factories import (
    make_council,
    make_question,
    make_region,
    make_release,
    make_return,
    make_round,
)
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of, text_of
from tests.milestones.world import make_expectation

WHO = ("reader", "analyst")
MANY = int(os.environ.get("ATTACKS", "6"))
PAGE = "/expectations/personal-budgets-30-percent/moving/"
CHOICES = [Choice("very", "Very likely", 2), Choice("fairly", "Fairly likely", 1)]
CHOICES.append(Choice("un", "Unlikely", -1))
# Region, type, answer before, answer later.
Mover = tuple[str, str, str | None, str | None]


def counts_of(councils: list[Mover]) -> list[PairCount]:
    return [
        PairCount(region, region, kind, before, after, number)
        for (region, kind, before, after), number in Counter(councils).items()
    ]


def movers(before: str | None, after: str | None, councils: int) -> list[Mover]:
    return [("n", "a", before, after)] * councils


class TestByHand:
    """8 were very likely: 5 still are, 2 are fairly likely, 1 did not answer again. 3 were
    unlikely, of whom 1 came to very likely. 2 answered the later round only."""

    flows = flows_of(
        counts_of(
            movers("very", "very", 5)
            + movers("very", "fairly", 2)
            + movers("very", None, 1)
            + movers("un", "very", 1)
            + movers("un", "un", 2)
            + movers(None, "very", 2)
        ),
        CHOICES,
        CHOICES,
    )

    def test_each_answer_flows_to_each(self) -> None:
        assert self.flows.rows[0].to == {"very": 5, "fairly": 2, "un": 0, None: 1}

    def test_an_answer_that_nobody_gave_has_no_row(self) -> None:
        assert [row.label for row in self.flows.rows] == ["Very likely", "Unlikely", "No answer"]

    def test_the_matched_answered_both(self) -> None:
        assert self.flows.matched == 10

    def test_the_best_answer_before_and_after_is_of_the_matched(self) -> None:
        assert (self.flows.best_before, self.flows.best_after) == (7, 6)

    def test_those_that_cannot_be_matched_are_counted_on_both_sides(self) -> None:
        assert self.flows.left_out == (1, 2)


@st.composite
def worlds(draw: st.DrawFn) -> list[Mover]:
    """Two or three regions, two types; councils that stay with their answer or not."""
    chance = random.Random(draw(st.integers(0, 10**6)))
    stays = draw(st.sampled_from([0.0, 0.5, 0.9, 1.0]))
    silent = draw(st.sampled_from([0.0, 0.1, 0.3]))
    found: list[Mover] = []
    for region, kind in product(["n", "s", "w"][: draw(st.integers(2, 3))], ["a", "b"]):
        for _ in range(draw(st.integers(1, 14))):
            before = chance.choice(["very", "very", "fairly", "un"])
            after = before if chance.random() < stays else chance.choice(["very", "fairly", "un"])
            pair = (
                None if chance.random() < silent else before,
                None if chance.random() < silent else after,
            )
            if pair != (None, None):
                found.append((region, kind, *pair))
    return found


KEYS = ["very", "fairly", "un", None]
CELLS: list[tuple[str | None, str | None]] = [*product(KEYS, KEYS)][:-1]
Cell = tuple[str, str, str | None, str | None]


def possible(councils: list[Mover], told: Flows | None) -> dict[object, tuple[float, float]]:
    """The least and the most of what each kind of council answered, from what both releases tell
    by region and by type, from who answered which round, and from what is told here."""
    kinds = sorted({mover[:2] for mover in councils})
    cells: list[Cell] = [(*kind, *cell) for kind in kinds for cell in CELLS]
    rows: list[list[float]] = []
    sums: list[int] = []

    def know(number: int, where: Callable[[Cell], bool]) -> None:
        rows.append([float(where(cell)) for cell in cells])
        sums.append(number)

    def count(where: Callable[[Cell], bool]) -> None:
        know(sum(where(mover) for mover in councils), where)

    for kind, silent in product(kinds, product((True, False), (True, False))):
        count(
            lambda c, kind=kind, silent=silent: (  # type: ignore[misc]
                c[:2] == kind and (c[2] is None, c[3] is None) == silent
            )
        )
    for at, end, key in product((0, 1), (2, 3), KEYS):
        for name in {mover[at] for mover in councils}:
            count(lambda c, at=at, end=end, key=key, name=name: c[at] == name and c[end] == key)  # type: ignore[misc]
    for flow in told.rows if told else ():
        gave = (flow.key or "").split("+")
        for key, number in flow.to.items():
            know(
                number,
                lambda c, gave=gave, key=key: (  # type: ignore[misc]
                    (c[2] or "") in gave
                    and (c[3] not in ("very", None) if key == OTHER else c[3] == key)
                ),
            )
    aims: dict[object, list[bool]] = {cell: [each == cell for each in cells] for cell in cells}
    for kind, end, key in product(kinds, (2, 3), KEYS[:-1]):
        aims[kind, end, key] = [cell[:2] == kind and cell[end] == key for cell in cells]
    return {name: _bounds(np.array(aim, dtype=float), rows, sums) for name, aim in aims.items()}


def _bounds(aim: Any, rows: list[list[float]], sums: list[int]) -> tuple[float, float]:
    low, high = (
        sign * linprog(sign * aim, A_eq=rows, b_eq=sums, bounds=(0, None)).fun for sign in (1, -1)
    )
    return round(low, 6), round(high, 6)


@settings(max_examples=MANY)
@given(worlds())
def test_an_attacker_learns_of_no_council_from_what_the_public_is_told(
    councils: list[Mover],
) -> None:
    told = flows_for_the_public(counts_of(councils), CHOICES, CHOICES)
    if told is None:
        return
    before, after = possible(councils, None), possible(councils, told)
    for aim, (low, high) in before.items():
        if low < high:
            assert after[aim][0] < after[aim][1], (aim, told)


@settings(max_examples=100)
@given(worlds())
def test_few_councils_that_cannot_be_matched_are_never_told_apart(councils: list[Mover]) -> None:
    """What is published less what is matched would be their answers."""
    told = flows_for_the_public(counts_of(councils), CHOICES, CHOICES)
    if told is not None and told.left_out is not None:
        assert all(count == 0 or count >= 2 for count in told.left_out)
        assert told.left_out[1] == 0 or told.left_out[1] >= 5


@pytest.mark.parametrize(("short", "told"), [(4, False), (5, True)])
def test_of_a_rate_the_public_is_told_only_what_counts_of_each_round_may_tell(
    short: int, *, told: bool
) -> None:
    """As on the page of the measure."""
    councils = movers(REACHED, REACHED, 20) + movers(NOT_REACHED, REACHED, short)
    assert not tells_of_many(counts_of(councils))
    councils += movers(None, NOT_REACHED, 9)
    assert tells_of_many(counts_of(councils)) is told


def test_the_public_is_told_of_nobody_where_all_stayed() -> None:
    councils = movers("very", "very", 20) + movers("un", "un", 20)
    assert flows_for_the_public(counts_of(councils), CHOICES, CHOICES) is None


# Pages


def likelihoods(
    slug: str, day: datetime.date, before: Question | None = None, comparability: str = "same"
) -> Question:
    round = make_round(slug, reference_date=day)
    question = make_question(
        round, "likely", type="scale", follows=before, comparability=comparability if before else ""
    )
    expectation = make_expectation() if before is None else before.expectations.get().expectation
    ExpectationQuestion.objects.create(expectation=expectation, question=question, role="forecast")
    return question


def give(question: Question, answers: dict[Council, str]) -> None:
    for council, said in answers.items():
        make_return(question.round, council, answers={question: said})
    make_release(question.round, stage="public")


WINTER, SPRING = datetime.date(2009, 12, 31), datetime.date(2010, 3, 31)
MOVING = "/expectations/savings/moving/"


@pytest.fixture
def two_rounds() -> list[Council]:
    """Six councils of two regions; in spring four of them and one that is new."""
    north, south = make_region("North East"), make_region("South West")
    councils = [make_council(region=region) for region in (north, south) for _ in range(3)]
    winter = likelihoods("winter", WINTER)
    give(winter, dict(zip(councils, ["very-likely"] * 4 + ["fairly-unlikely"] * 2, strict=True)))
    spring = likelihoods("spring", SPRING, winter)
    said = ["very-likely", "very-likely", "fairly-likely", "very-likely"]
    newcomer = make_council(region=south)
    give(
        spring,
        dict(zip([*councils[:3], councils[4], newcomer], [*said, "very-likely"], strict=True)),
    )
    return councils


@pytest.mark.django_db
class TestTwoRounds:
    @pytest.fixture(autouse=True)
    def _rounds(self, two_rounds: list[Council]) -> None:
        self.councils = two_rounds

    def test_tells_the_sector_what_moved(self, sign_in: SignIn) -> None:
        page = text_of(sign_in("analyst").get(MOVING).text)
        assert (
            "1 of 4 councils came to “very likely” from December 2009 to March 2010, 1 left it and "
            "2 kept it"
        ) in page

    def test_tells_growth_on_the_matched_with_the_published_beside_it(
        self, sign_in: SignIn
    ) -> None:
        page = text_of(sign_in("analyst").get(MOVING).text)
        assert "3 of 4 (75%) said “very likely” in December 2009 and 3 of 4 (75%) in March" in page
        assert "4 of 6 (67%) in December 2009, 4 of 5 (80%) in March 2010" in page
        assert "2 that answered in December 2009 and 1 that answered in March 2010 cannot" in page

    def test_hides_from_the_public_what_few_said(self, sign_in: SignIn) -> None:
        page = sign_in("reader").get(MOVING)
        assert "is not shown here" in text_of(page.text)
        assert page.context["found"].flows is None
        assert "As published" in text_of(page.text)

    def test_follows_one_region(self, sign_in: SignIn) -> None:
        answer = sign_in("analyst").get(f"{MOVING}?area=north-east")
        page = text_of(answer.text)
        assert answer.context["title"].startswith("North East: “very likely”: 3 of 3 (100%) in")
        assert (
            "North East: no council came to “very likely” from December 2009 to March 2010, 1 left "
            "it and 2 kept it"
        ) in page
        assert "cannot be matched" not in page

    def test_hides_a_regions_flows_from_the_public(self, sign_in: SignIn) -> None:
        page = sign_in("reader").get(f"{MOVING}?area=north-east")
        assert page.context["found"].flows is None

    def test_a_body_that_continues_another_is_matched(self, sign_in: SignIn) -> None:
        Succession.objects.create(
            predecessor=self.councils[3],
            successor=Council.objects.latest("pk"),
            kind=Succession.Kind.CONTINUES,
        )
        found = sign_in("analyst").get(MOVING).context["found"]
        assert found.flows.matched == 5
        assert found.flows.left_out == (1, 0)

    @pytest.mark.parametrize(
        ("address", "said"),
        [
            (f"{MOVING}?area=x", "no region called “x”"),
            (f"{MOVING}?since=x", "No earlier round called “x”"),
            (f"{MOVING}?of=x", "Nothing called “x”"),
            ("/expectations/nothing/moving/", "no expectation called “nothing”"),
        ],
    )
    def test_says_what_there_is_not(self, sign_in: SignIn, address: str, said: str) -> None:
        response = sign_in("reader").get(address)
        assert response.status_code == 404
        assert said in text_of(response.text)


@pytest.mark.django_db
@pytest.mark.parametrize(("comparability", "drawn"), [("options", 2), ("none", 1)])
def test_rounds_that_asked_something_else_are_not_joined(
    sign_in: SignIn, comparability: str, drawn: int
) -> None:
    """With other answers there are two points and no line; of another thing there is no point."""
    council = make_council()
    winter = likelihoods("winter", WINTER)
    give(winter, {council: "very-likely"})
    give(likelihoods("spring", SPRING, winter, comparability), {council: "very-likely"})
    page = sign_in("analyst").get(MOVING)
    found = page.context["found"]
    assert found.flows is None
    assert "in words that cannot be compared" in text_of(page.text)
    assert len(found.course.steps) == drawn
    if page.context["chart"]:
        assert not list(page.context["chart"].drawing.strokes)
    assert list(found.course.apart) == (["Winter"] if comparability == "none" else [])


@pytest.mark.django_db
def test_a_round_alone_is_said_to_be_the_first(sign_in: SignIn) -> None:
    give(likelihoods("winter", WINTER), {make_council(): "very-likely"})
    client = sign_in("reader")
    assert "Not asked before: only Winter tells of" in text_of(client.get(MOVING).text)
    page = client.get("/expectations/savings/").text
    assert "Is it moving? Not asked before." in text_of(page)
    assert "How councils moved" not in page
    assert "once a later one asks the same, this page tells" in text_of(client.get(MOVING).text)


class TestTheDemonstration:
    def test_tells_the_sector_who_came_up_and_who_fell(self, demo_client: SignIn) -> None:
        page = text_of(demo_client("analyst").get(PAGE).text)
        assert (
            "46 of 124 councils came up to 30% or more from September 2010 to March 2011, 2 fell "
            "below it and 40 stayed there"
        ) in page

    def test_tells_readers_of_the_same_councils_as_the_table(self, demo_client: SignIn) -> None:
        """Who gave no answer before is told with those below: the 53 are of both."""
        page = demo_client("reader").get(PAGE)
        text = text_of(page.text)
        assert (
            "53 councils were at 30% or more in March 2011 without having reported it in September "
            "2010, 2 fell" in text
        )
        assert (
            "Of the 46 councils that were at 30% or more in September 2010, 40 still were in March "
            "2011, 2 were not and 4 gave no answer. Of the 100 others, which were under 30% or "
            "gave no answer then, 53 came to it, 37 did not and 10 gave no answer."
        ) in text
        assert "“Under 30% or no answer” is one row: told apart" in text
        rows = [(flow.label, *flow.to.values()) for flow in page.context["found"].flows.rows]
        assert rows == [("30% or more", 40, 2, 4), ("Under 30% or no answer", 53, 37, 10)]
        assert "another answer" not in text

    def test_tells_readers_how_many_answered_both_and_why_no_more(
        self, demo_client: SignIn
    ) -> None:
        """As many as the sector is told of."""
        page = text_of(demo_client("reader").get(PAGE).text)
        left_out = (
            "14 that answered in September 2010 and 8 that answered in March 2011 cannot be matched"
        )
        assert f"124 councils answered both rounds. {left_out}" in page
        assert "What was so of these 124 alone is not shown: beside what each round" in page
        assert left_out in text_of(demo_client("analyst").get(PAGE).text)

    @pytest.mark.parametrize("name", WHO)
    def test_comes_with_those_that_answered_neither_to_all_that_were_asked(
        self, demo_client: SignIn, name: str
    ) -> None:
        page = demo_client(name).get(PAGE)
        rows = sum(flow.councils for flow in page.context["found"].flows.rows)
        assert rows + page.context["found"].neither == 152
        assert "6 councils that were asked answered neither round and are in no row" in text_of(
            page.text
        )

    def test_says_since_when_councils_are_followed(self, demo_client: SignIn) -> None:
        since = "councils are followed from answer to answer since September 2010"
        reader, analyst = (text_of(demo_client(name).get(PAGE).text) for name in WHO)
        assert f"The line starts in March 2010; {since} only: a second such table" in reader
        assert f"{since}, or since the round chosen." in analyst
        first = demo_client("analyst").get(f"{PAGE}?since=ppf-2010")
        assert "The line starts in" not in text_of(first.text)

    @pytest.mark.parametrize("name", WHO)
    def test_is_titled_with_what_its_chart_shows(self, demo_client: SignIn, name: str) -> None:
        page = demo_client(name).get(f"{PAGE}?area=england").text
        heading = text_of(re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[0])
        assert (
            heading.strip()
            == text_of(page.partition('class="chart__title">')[2].partition("</h2>")[0]).strip()
        )

    def test_has_no_column_of_matched_where_none_are_told(self, demo_client: SignIn) -> None:
        address = f"{PAGE}?table=time"
        assert "Matched councils" not in rows_of(demo_client("reader"), address)[0]
        assert "Matched councils" in rows_of(demo_client("analyst"), address)[0]

    def test_leads_back_to_what_councils_said(self, demo_client: SignIn) -> None:
        page = demo_client("reader").get(PAGE).text
        assert 'href="/expectations/personal-budgets-30-percent/">What councils said' in page

    def test_says_what_was_asked_once(self, demo_client: SignIn) -> None:
        page = text_of(demo_client("reader").get("/expectations/prevention-savings/moving/").text)
        assert "Not asked before" in page

    def test_chart_table_and_file_agree(self, demo_client: SignIn) -> None:
        client = demo_client("analyst")
        flows = client.get(PAGE).context["found"].flows
        rows = rows_of(client, f"{PAGE}?table=flows")
        assert [int(row["Councils"]) for row in rows] == [flow.councils for flow in flows.rows]
        told = [int(row["March 2011: 30% or more"]) for row in rows]
        assert told == [flow.to["reached"] for flow in flows.rows]

    def test_tells_the_sector_the_rate_of_matched_councils(self, demo_client: SignIn) -> None:
        """Sums of both counts over the same councils, in Python."""
        found = demo_client("analyst").get(PAGE).context["found"]
        parts: list[dict[int, tuple[Decimal, Decimal]]] = []
        for step in (found.earlier, found.last):
            top, bottom = (
                {
                    each.council_id: each.number
                    for each in ReleasedAnswer.objects.filter(release=step.release, question=key)
                    if each.number is not None
                }
                for key in (step.question.numerator_id, step.question.denominator_id)
            )
            both_given = top.keys() & bottom.keys()
            parts.append({council: (top[council], bottom[council]) for council in both_given})
        both = parts[0].keys() & parts[1].keys()
        for part, told in zip(parts, (found.rates.before, found.rates.after), strict=True):
            sums = [sum((part[council][at] for council in both), Decimal()) for at in (0, 1)]
            assert told == 100 * sums[0] / sums[1]

    def test_tells_readers_of_one_base_only(self, demo_client: SignIn) -> None:
        """Two tables of the same councils could be held beside each other."""
        client = demo_client("reader")
        assert client.get(f"{PAGE}?of=ongoing-support").context["found"].flows is not None
        hidden = client.get(f"{PAGE}?of=all-users")
        assert hidden.context["found"].flows is None
        assert "is not shown here" in text_of(hidden.text)

    def test_names_no_councils_side_of_the_target_where_small_counts_are_hidden(
        self, demo_client: SignIn
    ) -> None:
        """Beside its rate to the whole per cent, that would tell more of its users."""
        course = demo_client("reader").get(PAGE).context["found"].course
        for step in course.steps:
            step.release.names_councils = True
        assert moving_in(course, "england", "", AnonymousUser(), is_first=True).councils
        course.steps[-1].release.discloses_small_counts = False
        found = moving_in(course, "england", "", AnonymousUser(), is_first=True)
        assert not found.councils
        assert found.flows is not None

    def test_tells_readers_no_rate_of_matched_councils(self, demo_client: SignIn) -> None:
        assert demo_client("reader").get(PAGE).context["found"].rates is None

    def test_moves_as_a_slow_twin_does(self, demo_client: SignIn) -> None:
        """Council by council in Python: nobody merged in between."""
        found = demo_client("analyst").get(PAGE).context["found"]
        earlier, later = (
            {
                answer.council_id: answer.number >= 30
                for answer in ReleasedAnswer.objects.filter(
                    release=step.release, question=step.question.pk, number__isnull=False
                )
                if answer.number is not None
            }
            for step in (found.earlier, found.last)
        )
        assert found.rates.councils == len(earlier.keys() & later.keys())
        both = earlier.keys() & later.keys()
        assert found.flows.matched == len(both)
        assert found.flows.best_after == sum(later[council] for council in both)
        assert found.flows.left_out == (len(earlier) - len(both), len(later) - len(both))
