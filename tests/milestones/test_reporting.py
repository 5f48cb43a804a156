"""Reported figures are entered by those who run rounds: picked, set beside ours, then saved."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from councils.models import Region, User
from milestones.imports import save_reported
from milestones.models import ReportedFigure
from tests.factories import make_question, make_release, make_round, make_total
from tests.milestones.world import World, make_measure, make_world
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
ADD = "/manage/reported/add/"
PRINTED = {
    "source": "The paper, 27 May 2010",
    "published": "27 May 2010",
    "what": "Most councils are very likely to make savings.",
}
PICKED = {"programme": "programme", "in_round": "spring", "about": "question:likely"}
PICKED |= {"answer": "very-likely", "place": "north-east", "rule": "equal"}


@pytest.fixture
def world(home_region: Region) -> World:
    world = make_world({home_region: 9})
    make_measure(world)
    make_release(world.round, stage="public")
    return world


@pytest.fixture
def desk(client: Client, analyst: User) -> Client:
    client.force_login(analyst)
    return client


def look(desk: Client, address: str = ADD, **said: str) -> str:
    return squeezed(desk.post(address, {**PRINTED, **said, "do": "look"}).text)


def save(desk: Client, address: str = ADD, **said: str) -> Any:
    """Twice, as the page asks: seen first, then saved."""
    first = desk.post(address, {**PRINTED, **said, "do": "save"})
    seen = re.search(r'name="seen" value="([^"]*)"', first.text)
    assert seen, squeezed(first.text)
    fields = {**PRINTED, **said, "do": "save", "seen": seen[1]}
    return desk.post(address, fields)


def offered(page: str, name: str) -> str:
    return page.partition(f'name="{name}"')[2].partition("</select>")[0]


def of_file(key: str) -> ReportedFigure:
    return ReportedFigure(key=key, source="A", what="B", area="England", held="statement")


class TestPicking:
    def test_each_pick_narrows_the_next(self, desk: Client, world: World) -> None:
        first = look(desk)
        assert "Spring" in offered(first, "in_round")
        assert 'value="question:likely"' not in first and 'name="answer"' not in first
        second = look(desk, programme="programme", in_round="spring")
        assert 'value="question:likely"' in offered(second, "about")
        third = look(desk, programme="programme", in_round="spring", about="question:likely")
        assert "Very likely" in offered(third, "answer")
        assert "North East" in offered(third, "place")

    def test_expectations_and_measures_are_offered_by_their_names(
        self, desk: Client, world: World
    ) -> None:
        about = offered(look(desk, in_round="spring"), "about")
        assert "Savings: Forecast" in about
        assert 'label="Measures"' in about

    def test_a_round_of_another_programme_is_not_offered(self, desk: Client, world: World) -> None:
        other = make_round("other")
        make_total(make_question(other, "people"), value=3)
        other.opened_at = None
        assert 'value="other"' not in look(desk, programme="programme")

    def test_what_goes_with_it_is_not_missed_while_looking(
        self, desk: Client, world: World
    ) -> None:
        page = look(desk, source="", in_round="spring")
        assert "There is a problem" not in page and "Source (optional)" not in page


class TestVerdict:
    @pytest.mark.parametrize(
        ("printed", "verdict"),
        [
            ({"numerator": "1", "denominator": "9"}, "Agrees"),
            ({"numerator": "8", "denominator": "9"}, "Differs"),
            ({"percent": "11"}, "Agrees"),
        ],
    )
    def test_it_is_shown_beside_the_held_data(
        self, desk: Client, world: World, printed: dict[str, str], verdict: str
    ) -> None:
        page = look(desk, **PICKED, **printed)
        assert f">{verdict}</strong>" in page and "1 of 9" in page

    def test_without_a_pick_it_cannot_be_told(self, desk: Client, world: World) -> None:
        assert ">Cannot be told</strong>" in look(desk)

    def test_nothing_is_saved_that_was_not_seen(self, desk: Client, world: World) -> None:
        fields = {**PRINTED, **PICKED, "numerator": "8", "denominator": "9", "do": "save"}
        page = squeezed(desk.post(ADD, fields).text)
        assert "Nothing is saved yet: look at this first" in page and ">Differs<" in page
        assert not ReportedFigure.objects.exists()

    def test_what_was_seen_and_changed_since_is_shown_again(
        self, desk: Client, world: World
    ) -> None:
        seen = {"seen": "agrees: 1 of 9; 1 of 9 (11%)", "numerator": "8", "denominator": "9"}
        desk.post(ADD, {**PRINTED, **PICKED, **seen, "do": "save"})
        assert not ReportedFigure.objects.exists()


class TestSaving:
    def test_it_is_kept_with_what_it_speaks_of(
        self, desk: Client, world: World, analyst: User
    ) -> None:
        save(desk, **PICKED, numerator="1", denominator="9")
        made = ReportedFigure.objects.get()
        assert (made.round, made.question, made.option, made.area_slug) == (
            "spring", "likely", "very-likely", "north-east",
        )  # fmt: skip
        assert (made.statistic, made.held, made.rule) == ("k_of_n", "computed", "equal")
        assert (made.key, made.area, made.published) == ("E-1", "North East", "2010-05-27")
        assert made.entered_by == analyst
        desk.logout()
        assert "The one reported figure that can be compared agrees" in desk.get("/reported/").text

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("May 2010", "2010-05"),
            ("05/2010", "2010-05"),
            ("2010-05", "2010-05"),
            ("2010", "2010"),
        ],
    )
    def test_a_month_or_a_year_is_kept_as_the_list_has_them(
        self, desk: Client, typed: str, kept: str
    ) -> None:
        save(desk, published=typed)
        assert ReportedFigure.objects.get().published == kept

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ({"published": "32 May 2026"}, "or the month or the year"),
            ({"published": "2010/11"}, "or the month or the year"),
            ({"published": "10/11"}, "or the month or the year"),
            ({"numerator": "5", "denominator": "3"}, "less than the number that was printed"),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, desk: Client, typed: dict[str, str], told: str
    ) -> None:
        assert told in desk.post(ADD, {**PRINTED, **typed, "do": "save"}).text
        assert not ReportedFigure.objects.exists()

    def test_without_a_pick_it_is_a_statement(self, desk: Client, world: World) -> None:
        save(desk)
        assert ReportedFigure.objects.get().held == "statement"

    def test_a_total_is_compared_as_it_was_printed(self, desk: Client, home_region: Region) -> None:
        totals = make_round("totals", is_totals_only=True)
        make_total(
            make_question(totals, "plan", type="yes_no"),
            percent=60,
            option=totals.scales.get().options.get(key="yes"),
        )
        make_release(totals, stage="public")
        save(
            desk,
            in_round="totals",
            about="question:plan",
            answer="yes",
            place="england",
            percent="60",
        )
        made = ReportedFigure.objects.get()
        assert (made.statistic, made.held) == ("published_percent", "total")

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({"source": ""}, "Enter who said it, and where."),
            ({"answer": ""}, "Choose which answer it speaks of"),
            ({"about": ""}, "Choose which figure of the round it speaks of"),
            ({}, "enter the per cent that was printed"),
            ({"percent": "many"}, "Enter a number"),
        ],
    )
    def test_what_is_missing_is_told_beside_its_field(
        self, desk: Client, world: World, said: dict[str, str], told: str
    ) -> None:
        page = squeezed(desk.post(ADD, {**PRINTED, **PICKED, **said, "do": "save"}).text)
        assert told in page and PRINTED["what"] in page
        assert not ReportedFigure.objects.exists()

    def test_it_is_changed_with_its_picks_as_they_were(self, desk: Client, world: World) -> None:
        save(desk, **PICKED, numerator="1", denominator="9")
        address = f"/manage/reported/{ReportedFigure.objects.get().pk}/"
        page = squeezed(desk.get(address).text)
        assert ">Agrees</strong>" in page
        assert '<option value="north-east" selected>' in offered(page, "place")
        save(desk, address, **PICKED, numerator="2", denominator="9")
        assert ReportedFigure.objects.get().numerator == 2

    def test_a_comparison_that_is_not_offered_stays(self, desk: Client, world: World) -> None:
        own = ReportedFigure.objects.create(
            key="X-1", source="A", what="B", area="England", held="computed", percent=30,
            round="spring", question="people", area_slug="england", statistic="growth",
            against="autumn/people", rule="above:20",
        )  # fmt: skip
        address = f"/manage/reported/{own.pk}/"
        assert "As the list has it" in squeezed(desk.get(address).text)
        save(desk, address, about="kept", percent="31")
        own.refresh_from_db()
        assert (own.statistic, own.rule) == ("growth", "above:20")
        assert own.percent == 31

    def test_loading_the_file_leaves_it(self, desk: Client, world: World) -> None:
        save(desk)
        save_reported([])
        assert ReportedFigure.objects.count() == 1

    def test_a_row_of_the_file_with_its_number_leaves_it(self, desk: Client, world: World) -> None:
        save(desk)
        assert save_reported([of_file("E-1")]) == ["E-1"]
        assert ReportedFigure.objects.get().what == PRINTED["what"]

    def test_loading_the_file_leaves_what_was_changed_here(
        self, desk: Client, world: World, analyst: User
    ) -> None:
        save_reported([of_file("A0-01"), of_file("A0-02")])
        own = ReportedFigure.objects.get(key="A0-01")
        save(desk, f"/manage/reported/{own.pk}/", **PICKED, numerator="2", denominator="9")
        save_reported([of_file("A0-01"), of_file("A0-02")])
        own.refresh_from_db()
        assert own.numerator == 2
        assert own.entered_by == analyst
        assert ReportedFigure.objects.get(key="A0-02").entered_by is None


def test_it_is_listed_with_few_queries(
    desk: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    save(desk, **PICKED, numerator="1", denominator="9")
    pk = ReportedFigure.objects.get().pk
    for address in ("/manage/reported/", ADD, f"/manage/reported/{pk}/"):
        with django_assert_max_num_queries(12):
            assert desk.get(address).status_code == 200


def test_what_the_address_says_is_doubted_only_where_it_is_strange(desk: Client) -> None:
    doubt = "something that it does not know"
    assert doubt not in squeezed(desk.get("/manage/reported/").text)
    assert doubt in squeezed(desk.get("/manage/reported/?colour=red").text)
