"""The areas of a comparison: groups of one's own, typed names, and each against each."""

import re

import pytest
from django.test import Client

from milestones.compare.areas import Offered, as_written, group_name, typed_area
from milestones.compare.sentences import sums_up
from surveys.models import ReleasedReturn
from surveys.stats import Base, Choice, Place, Reading
from surveys.stats_compare import Comparison
from tests.factories import make_release
from tests.milestones.conftest import SignIn
from tests.milestones.test_compare import compared
from tests.milestones.test_findings import rows_of, text_of
from tests.milestones.world import World, make_expectation, make_measure

AREAS = [
    Offered("east", "East"),
    Offered("north-east", "North East"),
    Offered("unitary", "Unitary"),
]
COUNCILS = [
    Offered("derby", "Derby"),
    Offered("derbyshire", "Derbyshire"),
    Offered("york", "City of York", "York"),
    Offered("st-helens", "St. Helens", "St. Helens"),
    Offered("bath-and-north-east-somerset", "Bath and North East Somerset", "Bath & NE Somerset"),
]
BEST = Choice("very-likely", "Very likely", 2)


@pytest.fixture
def released(world: World) -> World:
    make_release(world.round, stage="public")
    return world


def others_of(world: World) -> str:
    """A group of the council that is very likely and one that is not, of another region."""
    rows = ReleasedReturn.objects.filter(release__round=world.round, region_slug="north-east")
    other = rows.exclude(slug="gateshead").order_by("slug").values_list("slug", flat=True)[0]
    return f"group:gateshead+{other}"


class TestTyped:
    @pytest.mark.parametrize(
        ("typed", "area"),
        [
            ("North East", "north-east"),
            (" north   east ", "north-east"),
            ("east", "east"),
            ("Derby", "derby"),
            ("york", "york"),
            ("derbys", "derbyshire"),
            ("Derby + York", "group:derby+york"),
            ("Derby+derbys", "group:derby+derbyshire"),
            ("St Helen's", "st-helens"),
            ("St. Helens", "st-helens"),
            ("Bath & North East Somerset", "bath-and-north-east-somerset"),
            ("bath & n + St. Helen’s", "group:bath-and-north-east-somerset+st-helens"),
        ],
    )
    def test_a_name_or_a_part_of_one_is_an_area(self, typed: str, area: str) -> None:
        assert typed_area(typed, AREAS, COUNCILS).area == area

    def test_what_could_be_several_is_asked(self) -> None:
        found = typed_area("derb", AREAS, COUNCILS)
        assert [each.name for each in found.could_be] == ["Derby", "Derbyshire"]

    @pytest.mark.parametrize(
        ("typed", "error"),
        [
            ("Atlantis", "No region, type of council or council of this round is called"),
            ("Derby + Atlantis", "No council of this round is called “Atlantis”."),
            ("Derby + derb", "could mean Derby or Derbyshire. Write the whole name."),
            ("Derby +", "A group has two councils or more"),
            ("Derby + derby", "A group has two councils or more"),
        ],
    )
    def test_what_is_none_is_told(self, typed: str, error: str) -> None:
        assert error in typed_area(typed, AREAS, COUNCILS).error


class TestAGroup:
    @pytest.mark.parametrize("written", ["group:a+b", "group:a b", "group:a+b+a", " group:a+b "])
    def test_is_written_in_one_way(self, written: str) -> None:
        assert as_written(written) == "group:a+b"

    def test_is_called_by_its_councils(self) -> None:
        assert group_name(["Bath", "Poole", "York"]) == "Bath, Poole and York"
        assert group_name(["Bath", "Poole", "York", "Derby"]) == "Bath, Poole and 2 more"

    def test_is_counted_from_what_was_released(self, sign_in: SignIn, released: World) -> None:
        """Two councils, of which Gateshead is very likely."""
        address = f"/compare/?areas={others_of(released)},south-west"
        row = rows_of(sign_in("contributor"), f"{address}&table=comparison")[0]
        assert (row["Councils (k)"], row["Base (n)"], row["Required"]) == ("1", "2", "2")

    def test_tells_how_many_of_it_are_in_the_other_area(
        self, sign_in: SignIn, released: World
    ) -> None:
        address = f"/compare/?areas={others_of(released)},north-east&table=pairs"
        [row] = rows_of(sign_in("contributor"), address)
        assert row["Councils in both"] == "2"

    def test_is_compared_with_the_rest_of_england(self, sign_in: SignIn, released: World) -> None:
        address = f"/compare/?areas={others_of(released)},england&table=pairs"
        [row] = rows_of(sign_in("contributor"), address)
        assert (row["Compared with: k"], row["Compared with: n"]) == ("0", "4")

    def test_is_told_to_nobody_who_may_not_read_councils(
        self, client: Client, released: World
    ) -> None:
        """A region less a group of all but one of it would be that one's answer."""
        page = client.get(f"/compare/?areas={others_of(released)},south-west")
        assert page.status_code == 404
        assert "and nor are groups of councils" in page.text
        assert "very likely" not in page.text.lower()


class TestAdding:
    def test_a_name_leads_to_the_address_with_it(self, sign_in: SignIn, released: World) -> None:
        client = sign_in("contributor")
        answer = client.get("/compare/?areas=south-west&add=North+East")
        assert (answer.status_code, answer["Location"]) == (
            302,
            "/compare/?areas=south-west,north-east",
        )

    def test_a_group_is_typed_as_the_page_says(self, sign_in: SignIn, released: World) -> None:
        """As its form sends it, from a page whose address the form writes anew."""
        client = sign_in("contributor")
        of = "expectation:savings"
        sent = {"of": of, "areas": "south-west", "add": "Gateshead + Torbay"}
        answer = client.get("/compare/", sent, follow=True)
        assert compared(answer.text) == ["south-west", "group:gateshead+torbay"]

    def test_a_name_that_is_none_stays_in_its_field(self, sign_in: SignIn, released: World) -> None:
        page = sign_in("contributor").get("/compare/?areas=south-west,north-east&add=Atlantis")
        assert page.status_code == 200
        assert 'value="Atlantis"' in page.text
        assert "<title>Error: " in page.text.replace("<title>\n", "<title>")
        summary = page.text.index("There is a problem")
        assert summary < page.text.index("<h1")
        assert '<a href="#add">' in page.text[summary:]
        assert 'aria-describedby="add-hint add-error"' in page.text
        assert compared(page.text) == ["south-west", "north-east"]

    def test_a_council_is_not_added_by_who_may_not_read_it(
        self, client: Client, released: World
    ) -> None:
        page = client.get("/compare/?areas=south-west,north-east&add=Gateshead")
        assert page.status_code == 200
        assert "are not public, and nor are groups" in text_of(page.text)

    def test_areas_stay_where_a_council_is_refused(self, client: Client, released: World) -> None:
        lost = client.get("/compare/?areas=north-east,gateshead")
        assert lost.status_code == 404
        [instead] = lost.context["suggestions"]
        assert compared(client.get(instead.url).text) == ["north-east"]

    def test_a_ninth_is_refused(self, sign_in: SignIn, released: World) -> None:
        eight = "north-east,south-west,east-midlands,england,unitary,gateshead,torbay"
        eight += ",group:gateshead+torbay"
        page = sign_in("contributor").get(f"/compare/?areas={eight}&add=London")
        assert "At most 8 are compared at once." in text_of(page.text)

    def test_what_is_there_already_is_said(self, sign_in: SignIn, released: World) -> None:
        page = sign_in("contributor").get("/compare/?areas=north-east,south-west&add=south+west")
        assert "“south west” is compared already." in text_of(page.text)

    def test_each_is_removed_by_a_link(self, sign_in: SignIn, released: World) -> None:
        page = sign_in("contributor").get("/compare/?areas=north-east,south-west,east-midlands")
        removed = re.findall(r'href="([^"]+)">Remove', page.text)
        assert removed[0] == "/compare/?areas=south-west,east-midlands"
        assert len(removed) == 3


class TestEachAgainstEach:
    def test_is_a_row_a_pair(self, sign_in: SignIn, released: World) -> None:
        areas = "north-east,south-west,east-midlands,unitary"
        rows = rows_of(sign_in("contributor"), f"/compare/?areas={areas}&table=pairs")
        assert len({frozenset({row["Area"], row["Compared with"]}) for row in rows}) == 6

    def test_of_more_than_three_the_pairs_are_summed_up(
        self, sign_in: SignIn, released: World
    ) -> None:
        areas = "north-east,south-west,east-midlands,group:gateshead+torbay"
        text = text_of(sign_in("contributor").get(f"/compare/?areas={areas}").text)
        assert "Each against each: 6 pairs" in text
        assert "Of 6 pairs none is clearly apart" in text


def reading(name: str, k: int, n: int) -> Reading:
    return Reading(None, Place(name, name, "region"), BEST, k, Base(n=n, required=n))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([(0, 9), (9, 9)], "and they are clearly apart: one council in each would not turn it."),
        ([(4, 9), (5, 9)], "and they are not clearly apart: one council or two could turn it."),
        ([(5, 9), (5, 9)], "and their shares are the same."),
        ([(0, 0), (0, 0)], "No two of these areas have counts"),
    ],
)
def test_all_none_and_nobody_are_told(counts: list[tuple[int, int]], told: str) -> None:
    found = [reading(str(number), k, n) for number, (k, n) in enumerate(counts)]
    four = [*found, reading("c", 0, 0), reading("d", 0, 0)]
    pairs = [Comparison(four[0], four[1]), Comparison(four[0], four[2])]
    assert told in sums_up(make_expectation(), four, pairs)


class TestAQuestionOrAMeasure:
    def test_a_question_of_a_round_is_compared(self, sign_in: SignIn, released: World) -> None:
        address = "/compare/?question=likely&round=spring&areas=north-east,south-west"
        client = sign_in("contributor")
        # The title has told the counts: under it stands what they count, and who is missing.
        text = text_of(client.get(address).text)
        assert "On “Likely”: 1 of 3 in the North East, 0 of 2 in the South West" in text
        assert "Counted are councils that said very likely, of those that answered." in text
        rows = rows_of(client, f"{address}&table=comparison")
        assert [(row["Councils (k)"], row["Base (n)"]) for row in rows] == [("1", "3"), ("0", "2")]

    def test_adding_keeps_the_question(self, sign_in: SignIn, released: World) -> None:
        address = "/compare/?question=likely&round=spring&areas=north-east&add=South+West"
        answer = sign_in("contributor").get(address)
        assert answer["Location"] == (
            "/compare/?question=likely&round=spring&areas=north-east,south-west"
        )

    @pytest.mark.parametrize(
        ("query", "told"),
        [
            ("question=people", "No released round tells of a question “people” with answers"),
            ("question=likely&round=autumn", "No released round called “autumn” tells of"),
            ("measure=nothing", "tells of a measure “nothing”"),
        ],
    )
    def test_what_there_is_not_is_told(
        self, client: Client, released: World, query: str, told: str
    ) -> None:
        page = client.get(f"/compare/?{query}")
        assert page.status_code == 404
        assert told in page.text

    def test_a_measure_is_compared_by_who_reached_its_target(
        self, sign_in: SignIn, world: World
    ) -> None:
        """All but Gateshead have 107 to 135 of 1,000, and it has more than all of them."""
        make_measure(world)
        make_release(world.round, stage="public")
        client = sign_in("contributor")
        address = "/compare/?measure=share&areas=north-east,south-west"
        rows = rows_of(client, f"{address}&table=comparison")
        assert [(row["Councils (k)"], row["Base (n)"]) for row in rows] == [("1", "3"), ("0", "2")]
        [_, south_west] = rows_of(client, f"{address}&table=rates")
        assert float(south_west["Pooled rate, per cent"]) == pytest.approx(12.45)

    def test_a_group_has_no_released_rate(self, sign_in: SignIn, world: World) -> None:
        make_measure(world)
        make_release(world.round, stage="public")
        address = "/compare/?measure=share&areas=group:gateshead+torbay,south-west&table=rates"
        [group, _] = rows_of(sign_in("contributor"), address)
        assert group["Pooled rate, per cent"] == ""


class TestTheForm:
    def test_says_before_one_types_that_councils_are_for_who_signs_in(
        self, client: Client, released: World
    ) -> None:
        page = client.get("/compare/?areas=south-west,north-east")
        assert "Add an area " in text_of(page.text)
        assert "Add an area or council" not in text_of(page.text)
        assert "Councils themselves are compared once you sign in" in text_of(page.text)
        assert "?next=%2Fcompare%2F%3Fareas%3Dsouth-west%2Cnorth-east" in page.text

    def test_asks_who_may_read_councils_for_one(self, sign_in: SignIn, released: World) -> None:
        text = text_of(sign_in("contributor").get("/compare/?areas=south-west").text)
        assert "Add an area or council" in text
        assert "once you sign in" not in text

    def test_a_round_that_did_not_ask_loses_no_choice(
        self, client: Client, released: World
    ) -> None:
        page = client.get("/compare/?expectation=savings&round=autumn&areas=south-west")
        assert page.status_code == 404
        kept = "/compare/?expectation=savings&amp;round=spring&amp;areas=south-west"
        assert kept in page.text
