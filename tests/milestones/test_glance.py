"""The opening page: what came out today, on both bases, where, and what had been foretold."""

import re

import pytest
from django.test import Client
from pytest_django.asserts import assertRedirects

from milestones.models import Programme
from surveys.models import Release
from tests.factories import make_release
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of, text_of
from tests.milestones.world import World

TITLE = (
    "93 of 132 councils met the 30% for users with ongoing support by March 2011; counting all "
    "service users, 71"
)


class TestTheDemonstration:
    @pytest.fixture
    def page(self, demo_client: SignIn) -> str:
        return demo_client("reader").get("/").text

    def test_opens_with_what_came_out(self, page: str) -> None:
        assert TITLE in text_of(page)

    def test_gives_the_verdict_on_both_bases(self, page: str) -> None:
        assert (
            "29.2% of all service users, the 30% target not met; 34.8% of users with ongoing "
            "support, the 30% target met."
        ) in text_of(page)

    def test_shows_what_came_of_the_forecasts(self, page: str) -> None:
        assert (
            "Of the 68 councils that said “very likely” and later reported, 56 met the 30% for "
            "users with ongoing support"
        ) in text_of(page)
        assert 'href="/expectations/personal-budgets-30-percent/outcome/"' in page

    def test_says_how_many_gave_both_counts_to_the_survey_that_counted(self, page: str) -> None:
        assert "position at 31 March 2011; 132 of 152 councils gave both counts" in text_of(page)
        assert "duties; 132 of 152 in England gave both counts" in text_of(page)

    def test_offers_whole_releases_and_to_be_told_of_the_next(self, page: str) -> None:
        for link in ("release.zip", "release.xlsx", "/tell-me/", "/data/releases.atom"):
            assert re.search(f'<a [^>]*href="[^"]*{link}"', page)

    def test_the_bars_of_what_came_say_what_they_are_of(self, page: str) -> None:
        assert (
            "Bars: of the 152 councils asked. At their right: of those that reported what came, "
            "without the 20 of which no outcome is known."
        ) in text_of(page)

    def test_a_bar_says_the_share_at_its_right(self, demo_client: SignIn) -> None:
        drawing = demo_client("reader").get("/").context["shown"].came_about.drawing
        said = {mark.series: mark.says for mark in drawing.rows[0].marks}
        assert drawing.rows[0].label == "56 of 68 (82%) met"
        assert said == {
            "Met it": "Met it: 56 of 68 (82%) of those that reported",
            "Did not": "Did not: 12 of 68 (18%) of those that reported",
            "No outcome known": "No outcome known: 11 of 79 (14%) of all that forecast so",
        }

    def test_what_is_hidden_is_named_with_its_expectation(self, page: str) -> None:
        assert "On “Information strategy”, East Midlands and West Midlands: not shown" in (
            text_of(page)
        )

    def test_says_what_is_in_the_way(self, page: str) -> None:
        assert "What is in the way" in text_of(page)

    def test_its_tiles_lead_to_the_regions(self, page: str) -> None:
        assert page.count('class="tile__link"') == 9


def test_the_tiles_say_what_the_table_and_the_file_say(demo_client: SignIn) -> None:
    client = demo_client("reader")
    [panel] = client.get("/").context["shown"].regions.drawing.filled
    tiles = {tile.name: tile.value for tile in panel.tiles}
    filed = {
        row["Area"]: f"{row['Councils at the target (k)']} of {row['Base (n)']}"
        for row in rows_of(client, "/?table=regions")
    }
    assert len(tiles) == 9
    assert tiles.items() <= filed.items()


def test_a_round_by_its_name_is_that_round_alone(demo_client: SignIn) -> None:
    page = text_of(demo_client("reader").get("/?round=ppf-2010").text)
    assert TITLE not in page
    assert "Councils were surest of “Personal budgets introduced”" in page


def test_a_programme_without_an_outcome_opens_with_its_forecasts(
    client: Client, world: World
) -> None:
    make_release(world.round, stage="public")
    response = client.get("/")
    assert response.status_code == 200
    assert '<meta name="description"' in response.text
    assert response.context["shown"].charts == [None] * 5


def test_an_empty_site_has_an_opening_page(client: Client, db: None) -> None:
    assert not Programme.objects.exists()
    assert "England at a glance" in text_of(client.get("/").text)


class TestAnotherRoundOfTheDemonstration:
    """Each page that is about one round tells of that round, and of no other."""

    @pytest.mark.parametrize("of", ["overview/", "regions/east-midlands/"])
    def test_what_was_counted_in_between_is_told_as_it_was_then(
        self, demo_client: SignIn, of: str
    ) -> None:
        client = demo_client("reader")
        release = Release.objects.get(round__slug="personal-budgets-2010")
        asked = {"overview/": "/"}.get(of, f"/{of}")
        for address in (f"/releases/{release.pk}/{of}", f"{asked}?round=personal-budgets-2010"):
            response = client.get(address)
            assert response.context["release"] == release
            assert "September 2010" in response.context["title"]
            assert "Download the picture" in response.text
            assert "March 2011" not in response.context["title"]

    @pytest.mark.parametrize("slug", ["opportunity-links-2010", "ppf-2009"])
    def test_a_release_that_tells_of_no_milestone_leads_to_what_it_tells(
        self, demo_client: SignIn, slug: str
    ) -> None:
        client = demo_client("reader")
        release = Release.objects.get(round__slug=slug)
        response = client.get(f"/releases/{release.pk}/overview/")
        assertRedirects(response, f"/releases/{release.pk}/")
