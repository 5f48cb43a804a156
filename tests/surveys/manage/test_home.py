"""/manage/: the rounds that a person runs or follows."""

import datetime
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from councils.models import Council, User
from ppf_site import words
from surveys.models import Round
from tests.factories import add_day, make_open_round, make_release, make_return, make_round
from tests.reading import squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture
def spring(home: Council, elsewhere: Council) -> Round:
    """An open round of two councils, of which the one elsewhere has signed."""
    spring = make_open_round("spring")
    make_return(spring, home, state="not_started")
    make_return(spring, elsewhere, state="signed")
    return spring


def page(client: Client, person: User, address: str = "/manage/") -> str:
    client.force_login(person)
    return client.get(address).content.decode()


class TestHome:
    def test_an_analyst_is_told_of_all_councils(
        self, client: Client, analyst: User, spring: Round
    ) -> None:
        assert "1 of 2 returns are signed" in page(client, analyst)

    def test_a_lead_is_told_of_the_own_region(
        self, client: Client, regional_lead: User, spring: Round
    ) -> None:
        assert "0 of 1 return is signed" in page(client, regional_lead)

    def test_a_lead_is_not_told_of_a_draft(
        self, client: Client, regional_lead: User, spring: Round
    ) -> None:
        make_open_round("secret", is_draft=True, title="A secret draft")
        assert "A secret draft" not in page(client, regional_lead)

    def test_what_is_open_comes_before_what_is_closed(
        self, client: Client, analyst: User, spring: Round
    ) -> None:
        past = datetime.date(2011, 5, 1)
        make_open_round("past", title="Long past", opens_on=past, closes_on=past)
        body = page(client, analyst)
        assert body.index(spring.title) < body.index("Long past")

    def test_the_stage_of_the_newest_release_is_told(
        self, client: Client, analyst: User, home: Council
    ) -> None:
        make_return(make_round("past"), home)
        release = make_release(Round.objects.get(), stage="sector")
        told = f"Release {release.number}: open to the sector."
        assert told in squeezed(page(client, analyst))

    def test_a_preview_after_what_is_public_leaves_the_round_released(
        self, client: Client, analyst: User, home: Council
    ) -> None:
        make_return(make_round("past"), home)
        make_release(Round.objects.get(), stage="public")
        make_release(Round.objects.get())
        told = squeezed(page(client, analyst))
        assert "Release 1: public; release 2: preview." in told
        assert ">Released</strong>" in told


class TestARound:
    def test_it_says_what_comes_next(
        self, client: Client, analyst: User, regional_lead: User, spring: Round
    ) -> None:
        today = timezone.localdate()
        add_day(spring, "reminder", today + datetime.timedelta(days=3))
        told = f"Next, on {words.day(today + datetime.timedelta(days=3))}: reminder to whoever"
        assert told in squeezed(page(client, analyst, "/manage/rounds/spring/"))
        assert "Next, on" not in page(client, regional_lead, "/manage/rounds/spring/")

    def test_what_has_happened_today_does_not_come_next(
        self, client: Client, analyst: User
    ) -> None:
        make_open_round("spring", opens_on=timezone.localdate())
        shown = squeezed(page(client, analyst, "/manage/rounds/spring/"))
        assert "Next, on" in shown and "opens to the councils" not in shown

    def test_where_all_is_over_nothing_comes_next(
        self, client: Client, analyst: User, home: Council
    ) -> None:
        make_return(make_round("past"), home)
        assert "Next, on" not in page(client, analyst, "/manage/rounds/past/")

    def test_it_leads_to_the_help_for_who_runs_it(
        self, client: Client, analyst: User, spring: Round
    ) -> None:
        assert 'href="/manage/help/"' in page(client, analyst, "/manage/rounds/spring/")
        shown = squeezed(page(client, analyst, "/manage/help/"))
        assert "figures on fewer than 5 councils are not shown" in shown
        assert "An administrator invites a council’s first people" in shown

    def test_a_lead_follows_it_without_the_acts(
        self, client: Client, regional_lead: User, spring: Round
    ) -> None:
        body = page(client, regional_lead, "/manage/rounds/spring/")
        assert "0 of 1 return is signed" in body
        assert "/admin/" not in body

    def test_it_is_not_there_for_a_lead_whose_councils_it_does_not_ask(
        self, client: Client, regional_lead: User, elsewhere: Council
    ) -> None:
        make_return(make_open_round("theirs"), elsewhere)
        client.force_login(regional_lead)
        assert client.get("/manage/rounds/theirs/").status_code == 404


def test_inner_pages_lead_to_their_section_of_the_help() -> None:
    folder = Path(settings.BASE_DIR) / "templates" / "manage"
    text = "".join(each.read_text(encoding="utf-8") for each in folder.glob("*.html"))
    helped = set(re.findall(r' help="([a-z]+)"', text))
    assert len(helped) > 5
    assert helped <= set(re.findall(r'<h[23] class="govuk-heading-[ms]" id="([a-z]+)">', text))


@pytest.mark.parametrize(
    ("role", "help_page"), [("analyst", "/manage/help/"), ("regional_lead", "/manage/help/region/")]
)
def test_everybody_is_led_to_the_help_of_their_own(
    client: Client, request: pytest.FixtureRequest, spring: Round, role: str, help_page: str
) -> None:
    client.force_login(request.getfixturevalue(role))
    for address in ("/manage/", "/manage/rounds/spring/"):
        assert f'href="{help_page}"' in client.get(address).text
    assert f'href="{help_page}#returns"' in client.get("/manage/rounds/spring/returns/").text


def test_a_leads_help_leads_to_the_own_region_and_has_each_section(
    client: Client, regional_lead: User, spring: Round
) -> None:
    body = page(client, regional_lead, "/manage/help/region/")
    assert "Your region</a>: every expectation against England" in body
    for name in ("returns", "states", "queries"):
        assert f'id="{name}"' in body
