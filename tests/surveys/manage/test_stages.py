"""Moving a release on at /manage/: to whom, from when, called off, and under embargo."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from councils.models import Council, User
from surveys.actions.embargo import name_viewer, strike_viewer
from surveys.actions.releasing import NotMovedOn, call_off, move_on
from surveys.models import Release
from surveys.releases.stages import no_longer_public
from tests.factories import make_release, make_user
from tests.reading import squeezed
from tests.surveys.returns.letters import sent, whole
from tests.surveys.returns.signing import forget_jobs

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def release(home: Council) -> Release:
    return make_release()


@pytest.fixture
def address(client: Client, analyst: User, release: Release) -> str:
    client.force_login(analyst)
    return f"/manage/rounds/{release.round.slug}/release/1/"


def again() -> Release:
    return Release.objects.get()


class TestStages:
    def test_it_moves_to_the_sector_and_then_to_everybody(
        self, client: Client, address: str
    ) -> None:
        for stage in ("sector", "public"):
            assert client.post(f"{address}{stage}/", {"when": "now"})["Location"] == address
            assert again().stage == stage

    def test_only_to_them(self, client: Client, address: str) -> None:
        for stage, status in (("sector", 200), ("public", 200), ("preview", 404), ("else", 404)):
            assert client.get(f"{address}{stage}/").status_code == status

    def test_it_is_set_for_a_time_in_london(self, client: Client, address: str) -> None:
        at = {"when": "at", "day": "2 July 2031", "time": "9.30am"}
        client.post(f"{address}public/", at)
        found = again()
        assert found.public_at is not None
        assert found.public_at.isoformat() == "2031-07-02T08:30:00+00:00"
        assert found.stage == "preview"
        page = squeezed(client.get(address).text)
        assert "from 2 July 2031 at 9:30am, London time" in page.replace(", 9", " at 9")

    @pytest.mark.parametrize(
        ("sent", "told"),
        [
            ({"when": "at"}, ["Enter the day.", "Enter the time."]),
            ({"when": "at", "day": "2/7/2031", "time": "9"}, ["such as 9:30am or 14:00"]),
            ({"when": "at", "day": "30/3/2031", "time": "1:30"}, ["The clocks change in that"]),
            ({"when": "at", "day": "1/1/2001", "time": "9:30"}, ["Choose a time that is to come"]),
            ({"when": "now", "day": "2/7/2031", "time": "9:30"}, ["choose “From a set time”"]),
        ],
    )
    def test_a_time_that_is_none_is_told_and_nothing_lost(
        self, client: Client, address: str, sent: dict[str, str], told: list[str]
    ) -> None:
        page = client.post(f"{address}public/", sent).text
        assert all(each in page for each in told)
        assert all(f'value="{value}"' in page for value in sent.values())
        assert again().public_at is None

    def test_a_set_time_is_moved_later(self, release: Release) -> None:
        soon, later = timezone.now() + DAY, timezone.now() + 2 * DAY
        move_on(release=release, stage="sector", at=soon)
        move_on(release=release, stage="sector", at=later)
        assert again().sector_at == later

    def test_at_once_takes_back_the_time_that_stood_there(
        self, client: Client, address: str
    ) -> None:
        at = datetime.datetime(2031, 7, 2, 9, 30, tzinfo=datetime.UTC)
        move_on(release=again(), stage="public", at=at)
        client.post(f"{address}public/", {"when": "now", "day": "2/7/2031", "time": "10:30am"})
        assert again().stage == "public"

    def test_the_sector_does_not_come_after_everybody(self, release: Release) -> None:
        move_on(release=release, stage="public", at=timezone.now() + DAY)
        with pytest.raises(NotMovedOn, match="It is to be public from"):
            move_on(release=release, stage="sector", at=timezone.now() + 2 * DAY)

    def test_what_is_to_come_is_called_off(self, client: Client, address: str) -> None:
        move_on(release=again(), stage="sector", at=timezone.now() + DAY)
        move_on(release=again(), stage="public", at=timezone.now() + 2 * DAY)
        client.post(address, {"do": "call-off", "stage": "public"})
        assert (again().public_at, again().sector_at is None) == (None, False)
        client.post(address, {"do": "call-off", "stage": "sector"})
        assert again().sector_at is None

    def test_what_was_set_for_both_at_once_moves_and_goes_with_everybodys(
        self, client: Client, address: str
    ) -> None:
        later = timezone.now() + 2 * DAY
        move_on(release=again(), stage="public", at=timezone.now() + DAY)
        move_on(release=again(), stage="public", at=later)
        assert again().sector_at == later
        client.post(address, {"do": "call-off", "stage": "public"})
        assert again().sector_at is None

    def test_everybodys_earlier_time_moves_the_sectors_and_says_so(
        self, client: Client, address: str
    ) -> None:
        move_on(release=again(), stage="sector", at=timezone.now() + 2 * DAY)
        assert "brings the sector’s" in client.get(f"{address}public/").text
        soon = timezone.localtime(timezone.now() + DAY)
        typed = {"when": "at", "day": f"{soon:%d/%m/%Y}", "time": f"{soon:%H:%M}"}
        assert (
            "The sector’s time moves from"
            in client.post(f"{address}public/", typed, follow=True).text
        )
        assert again().sector_at == again().public_at

    def test_calling_off_everybodys_gives_the_sector_its_own_time_back(
        self, client: Client, address: str
    ) -> None:
        own = timezone.now() + 3 * DAY
        move_on(release=again(), stage="sector", at=own)
        move_on(release=again(), stage="public", at=timezone.now() + DAY)
        move_on(release=again(), stage="public", at=timezone.now() + 2 * DAY)
        page = client.post(address, {"do": "call-off", "stage": "public"}, follow=True).text
        assert "The sector’s time moves from" in page
        assert (again().sector_at, again().public_at) == (own, None)

    def test_calling_off_everybodys_at_the_very_time_of_the_sectors_leaves_that(
        self, client: Client, address: str
    ) -> None:
        own = timezone.now() + DAY
        move_on(release=again(), stage="sector", at=own)
        move_on(release=again(), stage="public", at=own)
        page = client.post(address, {"do": "call-off", "stage": "public"}, follow=True).text
        assert "The sector’s time stays" in page
        assert again().sector_at == own

    def test_the_time_that_is_set_is_offered_as_it_is_typed(
        self, client: Client, address: str
    ) -> None:
        nine = timezone.localtime(timezone.now() + DAY).replace(hour=9, minute=30)
        move_on(release=again(), stage="public", at=nine)
        assert 'value="9:30am"' in client.get(f"{address}public/").text

    def test_what_has_come_is_not(self, release: Release) -> None:
        move_on(release=release, stage="public", at=timezone.now() + DAY)
        with (
            time_machine.travel(timezone.now() + 2 * DAY),
            pytest.raises(NotMovedOn, match="nothing to call off"),
        ):
            call_off(release=release, stage="public")

    def test_a_page_that_leads_nowhere_says_why(self, client: Client, address: str) -> None:
        release = again()
        make_release(release.round)
        page = client.get(f"{address}public/").text
        assert "Release 2 has been compiled since" in page
        assert "Make public\n" not in page.partition('<div class="caveat">')[2]


class TestEmbargo:
    @pytest.fixture(autouse=True)
    def _no_jobs(self, db: None) -> None:
        """Tests that commit leave theirs behind."""
        forget_jobs()

    def name(self, client: Client, address: str, email: str) -> Any:
        return client.post(address, {"do": "name", "email": email})

    def test_somebody_is_named_and_reads_it(
        self, client: Client, address: str, contributor: User
    ) -> None:
        assert self.name(client, address, contributor.email.upper()).status_code == 302
        assert contributor.email in client.get(address).text
        own = Client()
        own.force_login(contributor)
        assert own.get(again().get_absolute_url()).status_code == 200

    def test_a_name_will_do_where_one_person_has_it(
        self, client: Client, address: str, contributor: User, stranger: User
    ) -> None:
        contributor.name = stranger.name = "Jo Bloggs"
        contributor.save()
        assert self.name(client, address, "jo bloggs").status_code == 302
        stranger.save()
        page = self.name(client, address, "Jo Bloggs").text
        assert "There is more than one Jo Bloggs: enter one of" in page
        assert [*again().viewers.all()] == [contributor]

    def test_and_struck_off_and_the_list_is_kept(
        self, client: Client, address: str, contributor: User, analyst: User
    ) -> None:
        self.name(client, address, contributor.email)
        client.post(address, {"do": "strike", "person": contributor.pk})
        assert not again().viewers.exists()
        page = squeezed(client.get(address).text)
        for act in ("named", "struck off"):
            assert f"{contributor} was {act} by {analyst}" in page

    def test_who_would_see_nothing_or_all_is_not_named(
        self, client: Client, address: str, administrator: User, signatory: User
    ) -> None:
        for email, told in (
            ("nobody@example.org", "Nobody with this address"),
            (make_user().email, "has no role today"),
            (administrator.email, "runs rounds"),
            ("no address", "Nobody who is called “no address” has a role here."),
            ("Direct", "There is one who has a role here: Ann Director (signatory@example.org)"),
        ):
            page = self.name(client, address, email)
            assert told in page.text
            assert email in page.text
        assert not again().viewers.exists()

    def test_who_is_named_is_told_by_e_mail_and_no_figure_with_it(
        self, client: Client, address: str, analyst: User, contributor: User
    ) -> None:
        self.name(client, address, contributor.email)
        assert list(sent()) == [contributor.email]
        [letter] = mail.outbox
        whole(letter, f"{analyst.name} has named you", "quote no figure", "not settled yet")
        assert again().get_absolute_url() in str(letter.body)

    def test_who_was_struck_or_reads_it_with_the_others_is_not_told(
        self, client: Client, address: str, contributor: User, stranger: User
    ) -> None:
        for person in (contributor, stranger):
            name_viewer(release=again(), email=person.email)
        strike_viewer(release=again(), person=contributor.pk)
        assert list(sent()) == [stranger.email]
        mail.outbox.clear()
        move_on(release=again(), stage="sector")
        assert sent() == {}

    def test_nobody_is_named_once_the_sector_reads_it(
        self, client: Client, address: str, contributor: User
    ) -> None:
        name_viewer(release=again(), email=contributor.email)
        move_on(release=again(), stage="sector")
        assert "open to the sector already" in self.name(client, address, contributor.email).text
        assert f"{contributor} was named" in squeezed(client.get(address).text)

    def test_who_can_be_picked_has_a_role_and_runs_no_rounds(
        self, client: Client, address: str, contributor: User, administrator: User
    ) -> None:
        page = client.get(address).text
        assert f'<option value="{contributor.email}">' in page
        assert administrator.email not in page


def test_whose_numbers_went_back_to_the_sector_is_told_with_why() -> None:
    past = timezone.now() - DAY
    first, second = (Release(pk=number, number=number, public_at=past) for number in (1, 2))
    assert no_longer_public([first, second]) == {}
    second.tells_few = True
    assert no_longer_public([first, second]) == {
        1: "It was corrected, and its numbers are no longer public."
    }
    first.taken_back_at = past
    assert no_longer_public([first, second]) == {1: "It was taken back from the public."}
