"""What is named most, of a question with several answers: its page, and areas compared on it."""

import pytest
from django.test import Client

from surveys.models import Question, Release, Round
from surveys.ranked.named import Ranked
from surveys.ranked.sentences import ranked_title
from surveys.stats import Base, Breakdown, Choice, Place, Reading
from tests.factories import (
    make_question,
    make_release,
    make_return,
    make_round,
    make_total,
)
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of, text_of

PAGE = "/rounds/ppf-2009/questions/challenges/"
COMPARED = "/compare/?question=challenges&round=ppf-2009&areas=east-midlands,south-west"
NONE = "None of these"


@pytest.fixture
def reader(demo_client: SignIn) -> Client:
    return demo_client("reader")


def several(*counts: int | None, n: int = 20, withheld: str = "") -> list[Reading]:
    place, base = Place("england", "England", "england"), Base(n=n, required=n)
    return [
        Reading(None, place, Choice(key, key, 0), k, base, withheld=withheld)
        for key, k in zip("ABC", counts, strict=False)
    ]


def found(
    readings: list[Reading], base: Base | None = None, *, is_totals_only: bool = False
) -> Ranked:
    release = Release(round=Round(is_totals_only=is_totals_only))
    if not readings:
        return Ranked(release, Question(), None)
    first = readings[0]
    answers = Breakdown(first.place, base or first.base, tuple(readings))
    return Ranked(release, Question(), answers)


@pytest.mark.parametrize(
    ("ranked", "said"),
    [
        (found(several(9, 4)), "In England, “A” was named most: 9 of 20 (45%)"),
        (found(several(20, 4)), "In England, “A” was named most: 20 of 20 (100%)"),
        (found(several(9, 9)), "In England, “A” and “B” were named most: 9 of 20 (45%) each"),
        (found(several(1, n=1)), "In England, “A” was named most: 1 of 1 (100%)"),
        (found(several(0, 0)), "Nobody in England named any"),
        (found(several(0, n=0), Base(n=0, required=9)), "Nobody in England answered this"),
        (
            found(several(0, n=0), Base(n=0, required=9, not_asked=9)),
            "No council of England was asked this",
        ),
        (
            found(several(0, n=0), Base(n=0, required=9, not_known=2)),
            "In England, who answered did not know, or said that it did not apply",
        ),
        (found([]), "No council of England had to answer this"),
        (found([], is_totals_only=True), "The answers were not published for England"),
    ],
)
def test_the_title_at_the_edges(ranked: Ranked, said: str) -> None:
    assert ranked_title(ranked, "England") == said


def test_hidden_counts_are_said_to_be_hidden() -> None:
    assert "not shown" in ranked_title(found(several(None, withheld="few")), "England")


@pytest.mark.django_db
class TestAnAreaWithoutFigures:
    WAYS = "/rounds/spring/questions/ways/"

    def ways(self, **fields: bool) -> Question:
        return make_question(make_round("spring", **fields), "ways", type="multiple")

    def test_of_published_totals_is_said_not_to_be_published(self, sign_in: SignIn) -> None:
        client = sign_in("contributor")
        ways = self.ways(is_totals_only=True)
        assert ways.scale is not None
        make_total(ways, option=ways.scale.options.get(key="web"))
        make_release(ways.round, stage="sector")
        page = client.get(f"{self.WAYS}?area=north-east")
        assert page.context["title"] == "The answers were not published for the North East"
        assert "could name several" not in page.text
        england = client.get(self.WAYS)
        assert list(england.context["areas"]) == ["england"]
        assert "Those who answered, directors, could each name several" in england.text

    def test_is_said_not_to_have_been_asked_and_is_not_offered(self, sign_in: SignIn) -> None:
        client = sign_in("contributor")
        ways = self.ways()
        asked = make_return(ways.round, answers={ways: ["web"]}).council.region.slug
        make_release(ways.round, stage="sector")
        page = client.get(f"{self.WAYS}?area=north-east")
        assert page.context["title"] == "No council of the North East had to answer this"
        england = client.get(self.WAYS)
        assert list(england.context["areas"]) == ["england", asked]
        assert "A council could name several" in england.text


def test_none_of_these_is_no_answer_that_is_named() -> None:
    base = Base(n=9, required=9)
    place = Place("england", "England", "england")
    none = Reading(None, place, Choice("none", NONE, 1, is_exclusive=True), 8, base)
    money = Reading(None, place, Choice("money", "Money", -1), 1, base)
    told = Ranked(Release(), Question(), Breakdown(place, base, (none, money)))
    assert (told.ranked, told.none) == ([money], [none])


class TestTheChallengesOf2009:
    def test_are_drawn_the_most_named_first(self, reader: Client) -> None:
        drawn = reader.get(PAGE).context["chart"].drawing.rows
        widths = [row.marks[0].width for row in drawn]
        assert len(drawn) == 6
        assert widths == sorted(widths, reverse=True)
        assert NONE not in [row.area for row in drawn]

    def test_title_chart_table_and_file_agree(self, reader: Client) -> None:
        page = reader.get(PAGE)
        first = page.context["chart"].drawing.rows[0]
        rows = rows_of(reader, f"{PAGE}?table=named")
        assert page.context["title"] == f"In England, “{first.area}” was named most: {first.label}"
        assert rows[0]["Answer"] == first.area
        assert first.label.startswith(f"{rows[0]['Councils (k)']} of {rows[0]['Base (n)']} ")
        assert rows[-1]["Answer"] == NONE

    def test_are_told_of_a_region(self, reader: Client) -> None:
        page = reader.get(f"{PAGE}?area=london")
        assert page.context["title"].startswith("In London, “")

    @pytest.mark.parametrize(
        "page",
        [
            "/rounds/ppf-2009/",
            "/milestones/personal-budgets/",
            "/expectations/personal-budgets-30-percent/barriers/",
        ],
    )
    def test_are_linked_from_where_people_look(self, reader: Client, page: str) -> None:
        assert f'href="{PAGE}"' in reader.get(page).text

    def test_stay_in_their_release(self, reader: Client) -> None:
        shown = reader.get(PAGE).context
        release = shown["release"].pk
        pinned = f"/releases/{release}/questions/challenges/"
        assert f'href="{pinned}"' in reader.get(f"/releases/{release}/").text
        assert reader.get(pinned).context["title"] == shown["title"]

    def test_are_a_picture(self, reader: Client) -> None:
        assert reader.get(f"{PAGE}named.svg", follow=True).status_code == 200

    @pytest.mark.parametrize(
        "path",
        ["ppf-2009/questions/nothing/", "ppf-2009/questions/challenges/?area=x", "x/questions/a/"],
    )
    def test_what_there_is_not_is_said(self, reader: Client, path: str) -> None:
        assert reader.get(f"/rounds/{path}").status_code == 404


@pytest.mark.django_db
def test_it_is_not_there_for_who_may_not_see_the_release(client: Client, sign_in: SignIn) -> None:
    round = make_round("spring")
    question = make_question(round, "ways", type="multiple")
    make_return(round, answers={question: ["web"]})
    make_release(round, stage="sector")
    page = "/rounds/spring/questions/ways/"
    assert client.get(page).status_code == 404
    assert sign_in("contributor").get(page).status_code == 200


class TestCompared:
    def test_is_what_most_named_and_not_none_of_these(self, reader: Client) -> None:
        most = reader.get(PAGE).context["chart"].drawing.rows[0].area
        page = reader.get(COMPARED)
        assert page.context["charts"][0].title.startswith(f"{most}: ")
        assert f"“Challenges: {most[0].lower()}{most[1:]}”" in page.context["title"]
        rows = rows_of(reader, f"{COMPARED}&table=comparison")
        assert {row["Option code"] for row in rows} == {page.context["answer"].key}

    def test_is_the_answer_that_is_picked(self, reader: Client) -> None:
        page = reader.get(f"{COMPARED}&answer=systems")
        assert page.context["charts"][0].title.startswith("Computer and finance systems: ")
        assert 'value="systems" selected' in page.text
        counted = "Counted are councils that named “Computer and finance systems”"
        assert counted in text_of(page.text)

    def test_leaves_the_answer_behind_with_its_question(self, reader: Client) -> None:
        asked = {"answer": "systems", "round": "ppf-2009", "areas": "east-midlands"}
        kept = reader.get("/compare/", {**asked, "of": "question:challenges"})["Location"]
        left = reader.get("/compare/", {**asked, "of": "question:commitment-nhs"})["Location"]
        assert "answer=systems" in kept
        assert "answer" not in left

    def test_of_an_answer_that_is_none_says_which_there_are(self, reader: Client) -> None:
        page = reader.get(f"{COMPARED}&answer=nope")
        assert page.status_code == 404
        assert "Computer and finance systems" in page.text
        assert "areas=east-midlands,south-west" in page.text
