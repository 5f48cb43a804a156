"""What is in the way: ranked, crossed with likelihood, and what the public is told of it."""

import os
import random
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from milestones.barriers import sentences
from milestones.barriers.sentences import SideNames
from milestones.barriers.stats import Crossed, Side, cross, cross_for_the_public
from milestones.barriers.tables import crossed_table
from milestones.glance.findings import Barriers as Named
from milestones.models import ExpectationQuestion
from surveys.models import Question, Release, ReleasedAnswer
from surveys.ranked.named import Ranked
from surveys.ranked.sentences import most_named
from surveys.releases.crossed import CrossCount
from surveys.stats import Base, Breakdown, Choice, Place, Reading
from tests.factories import answer, make_question, make_release
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of, text_of
from tests.milestones.world import World

MANY = int(os.environ.get("ATTACKS", "6"))
PAGE = "/expectations/prevention-savings/barriers/"
SCALE = [Choice("very", "Very likely", 2), Choice("fairly", "Fairly likely", 1)]
SCALE.append(Choice("un", "Unlikely", -1))
BARRIERS = [
    Choice("money", "Money", -1),
    Choice("staff", "Staff", -1),
    Choice("none", "None", 1, is_exclusive=True),
]
# Region, type, likelihood, and what was named.
Hinderer = tuple[str, str, str | None, tuple[str, ...] | None]


def counts_of(councils: list[Hinderer]) -> list[CrossCount]:
    return [CrossCount(c[0], c[0], *c[1:], number) for c, number in Counter(councils).items()]


def some(said: str | None, named: tuple[str, ...] | None, councils: int) -> list[Hinderer]:
    return [("n", "a", said, named)] * councils


class TestByHand:
    """Of 5 likely councils 2 named money; of 4 unlikely 3 did, and 1 left the question blank."""

    crossed = cross(
        counts_of(
            some("very", ("money",), 1)
            + some("fairly", ("money", "staff"), 1)
            + some("fairly", ("none",), 3)
            + some("un", ("money",), 3)
            + some("un", None, 1)
            + some(None, ("staff",), 2)
        ),
        SCALE,
        BARRIERS,
    )

    def test_the_likely_are_all_answers_on_that_side(self) -> None:
        assert self.crossed.likely.n == 5
        assert self.crossed.likely.named == {"money": 2, "staff": 1, "none": 3}

    def test_who_left_it_blank_is_in_the_base_and_counted(self) -> None:
        assert (self.crossed.unlikely.n, self.crossed.unlikely.blank) == (4, 1)
        assert self.crossed.unlikely.named["money"] == 3

    def test_who_gave_no_likelihood_is_on_neither_side(self) -> None:
        assert self.crossed.likely.n + self.crossed.unlikely.n == 9


ENGLAND = Place("england", "England", "england")
NAMES = SideNames("likely to save", "not likely to save")


def readings(**counts: int) -> list[Reading]:
    base = Base(n=20, required=20)
    return [
        Reading(None, ENGLAND, Choice(key, key.capitalize(), -1), k, base)
        for key, k in counts.items()
    ]


def found(**counts: int) -> Ranked:
    answers = Breakdown(ENGLAND, Base(n=20, required=20), tuple(readings(**counts)))
    return Ranked(Release(), Question(), answers)


def crossing(unlikely: dict[str, int | None], n: int) -> Crossed:
    return Crossed(Side(10, {"money": 4, "staff": 2}), Side(n, unlikely))


@pytest.mark.parametrize(
    ("unlikely", "n", "said"),
    [
        (
            {"money": 5, "staff": 1},
            6,
            "Of the 6 councils not likely to save, 5 named “Money”; of the 10 likely, 4 did",
        ),
        (
            {"money": 6, "staff": 1},
            6,
            "Of the 6 councils not likely to save, all named “Money”; of the 10 likely, 4 did",
        ),
        (
            {"money": 3, "staff": 3},
            6,
            "Of the 6 councils not likely to save, 3 named “Money” and “Staff” each",
        ),
        ({"money": 0, "staff": 0}, 6, "Of the 6 councils not likely to save, none named a barrier"),
        (
            {"money": 1, "staff": 0},
            1,
            "Of the 1 council not likely to save, 1 named “Money”; of the 10 likely, 4 did",
        ),
        (
            {"money": None, "staff": 3},
            6,
            "Of the 6 councils not likely to save, 3 named “Staff”, the only barrier shown; "
            "of the 10 likely, 2 did",
        ),
        # Nobody was unlikely, or what they named is not shown: what all named is told.
        ({"money": 0, "staff": 0}, 0, "“Money” was named most: 9 of 20 (45%)"),
        ({"money": None, "staff": None}, 6, "“Money” was named most: 9 of 20 (45%)"),
    ],
)
def test_titles_at_the_edges(unlikely: dict[str, int | None], n: int, said: str) -> None:
    crossed = crossing(unlikely, n)
    assert sentences.page_title(crossed, NAMES, found(money=9, staff=4), "Savings") == said


@pytest.mark.parametrize(
    ("with_silent", "others"), [(True, "not counted as likely"), (False, "not likely")]
)
def test_who_said_nothing_is_not_called_unlikely(with_silent: bool, others: str) -> None:
    base = Base(n=20, required=20)
    scale = tuple(Reading(None, ENGLAND, choice, 5, base) for choice in SCALE)
    names = SideNames.of(Breakdown(ENGLAND, base, scale), "save", with_silent=with_silent)
    assert names == SideNames("likely to save", f"{others} to save")


@pytest.mark.parametrize(
    "slug", ["prevention-savings", "information-strategy", "personal-budgets-30-percent"]
)
def test_who_is_not_likely_is_explained_before_the_first_chart(
    demo_client: SignIn, slug: str
) -> None:
    text = text_of(demo_client("reader").get(f"/expectations/{slug}/barriers/").text)
    told = re.search("“Likely” is very or fairly likely; “not [a-z ]+” is fairly or very", text)
    assert told
    assert told.start() < text.index("Source:")
    assert "unlikely councils" not in text


def test_each_chart_is_kept_as_the_picture_of_the_survey_that_asked(demo_client: SignIn) -> None:
    client = demo_client("reader")
    drawn = client.get("/expectations/information-strategy/barriers/").context["charts"]
    assert {chart.key for chart in drawn if chart} >= {"any", "biggest"}
    assert {client.get(chart.svg).status_code for chart in drawn if chart} == {200}


def test_the_table_has_the_order_of_the_chart_also_in_a_tie() -> None:
    crossed = crossing({"staff": 3, "money": 3}, 6)
    answers = Breakdown(ENGLAND, Base(n=20, required=20), tuple(readings(staff=4, money=9)))
    found = Ranked(Release(), Question(), answers, is_any=True)
    table = crossed_table(crossed, NAMES, found, caption="", source="")
    order = [each.choice.label for each in sentences.most_first(crossed, found.ranked)]
    assert [row["barrier"] for row in table.data] == order == ["Money", "Staff"]


def test_which_barriers_are_hidden_is_told_with_what_that_means() -> None:
    crossed, ranked = crossing({"money": None, "staff": 3}, 6), readings(money=9, staff=4)
    told = sentences.hidden_words(crossed, ranked)
    assert "“Money”. It may have been named more often than those shown." in told
    assert told in sentences.crossed_summary(crossed, ranked)
    assert sentences.hidden_words(crossing({"money": 3, "staff": 3}, 6), ranked) == ""


def test_of_those_shown_none_is_the_most_where_all_are_level() -> None:
    crossed = Crossed(
        Side(10, {"money": 4, "staff": 2, "systems": None}),
        Side(6, {"money": 3, "staff": 3, "systems": None}),
    )
    told = sentences.page_title(crossed, NAMES, found(money=9, staff=4, systems=2), "Savings")
    assert told.endswith("3 named “Money” and “Staff” each, the only two barriers shown")


def test_of_a_tie_the_picture_names_all() -> None:
    ranked = readings(money=9, staff=4)
    told = sentences.crossed_title(crossing({"money": 3, "staff": 3}, 6), NAMES, ranked)
    assert told == "“Money” and “Staff” were named by 3 of 6 (50%) not likely each"


def test_a_tie_of_all_is_told_as_one() -> None:
    said = most_named(readings(money=9, staff=9))
    assert said == "“Money” and “Staff” were named most: 9 of 20 (45%) each"


def printed(**percents: int) -> list[Reading]:
    """As another survey published them, of managers, without a base."""
    managers = Place("england", "England", "england", people="managers")
    return [
        Reading(None, managers, Choice(key, key, -1), None, Base(None, None), Decimal(percent))
        for key, percent in percents.items()
    ]


def test_a_published_share_is_told_of_whom_it_is() -> None:
    said = most_named(printed(money=40, staff=30), is_any=False)
    assert said == "“money” was called the biggest barrier most often: 40% of managers"


def test_the_one_answer_that_was_published_is_not_said_to_be_most() -> None:
    said = most_named(printed(money=40), is_any=False)
    assert said == "“money” was called the biggest barrier by 40% of managers"


def test_of_nobody_that_named_anything_nothing_is_said_to_be_most() -> None:
    title = sentences.page_title(None, None, found(money=0), "Savings")
    assert title == "Nobody said what is in the way of “Savings”"


@st.composite
def worlds(draw: st.DrawFn) -> list[Hinderer]:
    """Two or three regions, two types; the unlikely name more or not."""
    chance = random.Random(draw(st.integers(0, 10**6)))
    lean = draw(st.sampled_from([0.0, 0.4, 0.8]))
    gaps = draw(st.sampled_from([0.0, 0.1]))
    found: list[Hinderer] = []
    for region, kind in product(["n", "s", "w"][: draw(st.integers(2, 3))], ["a", "b"]):
        for _ in range(draw(st.integers(1, 14))):
            said = chance.choice(["very", "fairly", "un", "un"])
            often = 0.4 + (lean / 2 if said == "un" else -lean / 2)
            named = tuple(key for key in ("money", "staff") if chance.random() < often)
            whole: Hinderer = (
                *(region, kind),
                None if chance.random() < gaps else said,
                None if chance.random() < gaps else named or ("none",),
            )
            if whole[2:] != (None, None):
                found.append(whole)
    return found


PATTERNS: list[tuple[str, ...] | None] = [("money",), ("staff",), ("money", "staff"), ("none",)]
PATTERNS.append(None)


def possible(councils: list[Hinderer], told: Crossed | None) -> dict[Hinderer, tuple[float, float]]:
    """The least and the most of each kind of council, from what the release tells of both
    questions by region and by type, and from what is told here."""
    kinds = sorted({council[:2] for council in councils})
    said = ["very", "fairly", "un", None]
    cells: list[Hinderer] = [
        (*kind, *answers) for kind in kinds for answers in product(said, PATTERNS)
        if answers != (None, None)
    ]  # fmt: skip
    rows: list[list[float]] = []
    sums: list[int] = []

    def know(where: Callable[[Hinderer], bool]) -> None:
        rows.append([float(where(cell)) for cell in cells])
        sums.append(sum(where(council) for council in councils))

    def named(cell: Hinderer, barrier: str | None) -> bool:
        return cell[3] is None if barrier is None else barrier in (cell[3] or ())

    for kind in kinds:
        know(lambda c, kind=kind: c[:2] == kind)  # type: ignore[misc]
    for at, place in {(at, council[at]) for council in councils for at in (0, 1)}:
        for key in said:
            know(lambda c, at=at, place=place, key=key: c[at] == place and c[2] == key)  # type: ignore[misc]
        for barrier in ["money", "staff", "none", None]:
            know(lambda c, at=at, place=place, b=barrier: c[at] == place and named(c, b))  # type: ignore[misc]
    for choice in BARRIERS if told else ():
        if told and told.told(choice.key):
            know(lambda c, b=choice.key: c[2] in ("very", "fairly") and named(c, b))  # type: ignore[misc]
    found = {}
    for number, cell in enumerate(cells):
        aim = np.zeros(len(cells))
        aim[number] = 1
        low, high = (
            sign * linprog(sign * aim, A_eq=rows, b_eq=sums, bounds=(0, None)).fun
            for sign in (1, -1)
        )
        found[cell] = (round(low, 6), round(high, 6))
    return found


@settings(max_examples=MANY)
@given(worlds())
def test_an_attacker_learns_of_no_council_from_what_the_public_is_told(
    councils: list[Hinderer],
) -> None:
    told = cross_for_the_public(counts_of(councils), SCALE, BARRIERS)
    if told is None:
        return
    before, after = possible(councils, None), possible(councils, told)
    for cell, (low, high) in before.items():
        if low < high:
            assert after[cell][0] < after[cell][1], (cell, told)


def test_what_all_the_unlikely_named_is_not_told() -> None:
    councils = some("very", ("none",), 20) + some("un", ("money",), 20)
    assert cross_for_the_public(counts_of(councils), SCALE, BARRIERS) is None


@pytest.mark.parametrize("tone", [-1, 0, 1])
def test_none_of_these_is_told_by_ruling_out_the_others_whatever_its_tone(tone: int) -> None:
    """So it is on the opening page, in what the public is told across, and on the page itself."""
    none = Choice("none", "None of these", tone, is_exclusive=True)
    money = Choice("money", "Money", tone)
    base = Base(n=20, required=20)
    england = Breakdown(
        ENGLAND, base, tuple(Reading(None, ENGLAND, choice, 9, base) for choice in (none, money))
    )
    link = ExpectationQuestion(question=Question())
    assert [each.choice for each in Named(link, Release(), england).ranked] == [money]
    councils = [
        each
        for said in ("very", "un")
        for named in (("money",), ("none",))
        for each in some(said, named, 10)
    ]
    told = cross_for_the_public(counts_of(councils), SCALE, [money, none])
    assert told is not None
    assert (told.told("money"), told.told("none")) == (True, False)


class TestAWorld:
    @pytest.fixture(autouse=True)
    def _asked(self, world: World) -> None:
        barriers = make_question(world.round, "barriers", type="multiple")
        for number, return_of in enumerate(world.returns.values()):
            answer(return_of, barriers, ["web"] if number else ["web", "visit"])
        ExpectationQuestion.objects.create(
            expectation=world.expectation, question=barriers, role="barrier"
        )
        make_release(world.round, stage="public")

    def test_few_are_crossed_for_the_sector_only(self, sign_in: SignIn) -> None:
        reader = sign_in("reader").get("/expectations/savings/barriers/")
        assert "is not shown here" in text_of(reader.text)
        assert 'id="table-crossed"' not in reader.text
        analyst = sign_in("analyst").get("/expectations/savings/barriers/")
        assert "Of the 5 councils not likely to have made savings, all named" in text_of(
            analyst.text
        )

    def test_is_reached_from_the_expectation_and_the_milestone(self, sign_in: SignIn) -> None:
        client = sign_in("reader")
        for page in ("/expectations/savings/", "/milestones/milestone-1/"):
            assert 'href="/expectations/savings/barriers/"' in client.get(page).text

    @pytest.mark.parametrize(
        ("address", "said"),
        [
            ("/expectations/savings/barriers/?area=x", "no region called “x”"),
            ("/expectations/nothing/barriers/", "no expectation called “nothing”"),
        ],
    )
    def test_says_what_there_is_not(self, sign_in: SignIn, address: str, said: str) -> None:
        response = sign_in("reader").get(address)
        assert response.status_code == 404
        assert said in text_of(response.text)


class TestTheDemonstration:
    def test_leads_back_to_what_councils_said(self, demo_client: SignIn) -> None:
        page = demo_client("reader").get(PAGE).text
        assert 'href="/expectations/prevention-savings/">What councils said' in page
        assert "counts here as having named none" in text_of(page)

    def test_title_charts_table_and_file_agree(self, demo_client: SignIn) -> None:
        client = demo_client("reader")
        context = client.get(PAGE).context
        rows = rows_of(client, f"{PAGE}?table=crossed")
        assert rows
        drawn = {row.area: row.label for row in context["crossed"].drawing.rows}
        in_file: dict[str, str] = {}
        for side in ("Not likely to", "Likely to"):
            ours = [heading for heading in rows[0] if heading.startswith(side)]
            k, n = (next(h for h in ours if part in h) for part in ("(k)", "(n)"))
            in_file |= {
                f"{row['Barrier']}: {side.removesuffix(' to').lower()}": f"{row[k]} of {row[n]} "
                for row in rows
                if row[k]
            }
        assert drawn.keys() == in_file.keys()
        assert all(label.startswith(in_file[area]) for area, label in drawn.items())
        first = context["crossed"].drawing.rows[0].area.removesuffix(": not likely")
        assert f"named “{first}”" in context["title"]

    def test_any_and_the_biggest_stand_apart(self, demo_client: SignIn) -> None:
        page = demo_client("reader").get("/expectations/information-strategy/barriers/")
        assert [chart.key for chart in page.context["ranked"]] == ["any", "biggest"]
        assert "they stand apart" in text_of(page.text)

    def test_one_published_answer_is_drawn_with_the_part_that_was_not(
        self, demo_client: SignIn
    ) -> None:
        page = demo_client("reader").get("/expectations/information-strategy/barriers/")
        _, biggest = page.context["ranked"]
        [row] = biggest.drawing.rows
        assert [(mark.series, mark.start, mark.width) for mark in row.marks] == [
            ("Called it the biggest", 0, 40),
            ("Not published", 40, 60),
        ]
        assert "the other 60% of middle managers in local authorities" in biggest.summary

    def test_managers_are_not_counted_as_councils(self, demo_client: SignIn) -> None:
        page = demo_client("reader").get("/expectations/information-strategy/barriers/")
        table = page.text.partition('id="table-biggest"')[2].partition("</table>")[0]
        assert "Middle managers in local authorities" in table
        assert "Councils" not in table
        assert "by 40% of middle managers in local authorities" in text_of(page.text)

    def test_crosses_as_a_slow_twin_does(self, demo_client: SignIn) -> None:
        found = demo_client("analyst").get(PAGE).context["found"]
        said, named = (
            {
                answer.council_id: answer.choices or []
                for answer in ReleasedAnswer.objects.filter(
                    release=found.any.release, question=link.question.pk, reason=""
                )
            }
            for link in (found.asked.likelihood, found.asked.any)
        )
        for side, degree in (
            (found.crossed.likely, {"very-likely", "fairly-likely"}),
            (found.crossed.unlikely, {"fairly-unlikely", "very-unlikely"}),
        ):
            ours = [council for council, choices in said.items() if set(choices) & degree]
            assert side.n == len(ours)
            told = Counter(barrier for council in ours for barrier in named.get(council, []))
            assert {key: k for key, k in side.named.items() if k} == told

    def test_is_reached_from_the_opening_page(self, demo_client: SignIn) -> None:
        page = demo_client("reader").get("/").text
        assert 'href="/expectations/personal-budgets-30-percent/barriers/"' in page
