"""Writing to councils whose returns are awaited: to whom, what, and once."""

import html
import re
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from councils.actions import invite
from councils.models import Council, User
from ppf_site import words
from surveys.actions.chasing import chase
from surveys.following.rows import followed
from surveys.following.wording import kept_letters
from surveys.jobs import send_chaser
from surveys.models import Chaser, ChaserLetter, Return, Round
from tests.days import DAY, today
from tests.factories import (
    PASSWORD,
    make_council,
    make_open_round,
    make_return,
    make_user,
    move_days,
)
from tests.reading import squeezed
from tests.surveys.returns.signing import run_jobs

pytestmark = pytest.mark.django_db

WRITE = "/manage/rounds/spring/write/"
SAID = {"subject": "{council} and {round}", "body": "Dear {name}, it is due {due}: {link}"}


@pytest.fixture
def spring(home: Council, elsewhere: Council) -> Round:
    """An open round of two councils, both to sign."""
    spring = make_open_round("spring")
    make_return(spring, home, state="in_progress")
    make_return(spring, elsewhere, state="not_started")
    return spring


def own(round: Round, council: Council) -> Return:
    return round.returns.get(council=council)


def of_person(round: Round, person: User) -> Return:
    """The return of the council that they work for."""
    return round.returns.get(council__in=[role.council_id for role in person.roles.all()])


def send(client: Client, person: User, *returns: Return, **fields: Any) -> Any:
    client.force_login(person)
    chosen = [str(return_of.pk) for return_of in returns]
    return client.post(WRITE, {"return": chosen, "do": "send", **SAID, **fields})


def seen(client: Client, person: User, query: str = "?who=shown") -> str:
    client.force_login(person)
    return squeezed(client.get(f"{WRITE}{query}").text)


class TestBefore:
    def test_it_shows_who_gets_it_and_how_they_read_it(
        self, client: Client, analyst: User, spring: Round, contributor: User
    ) -> None:
        body = seen(client, analyst)
        assert "Write to 1 person of 1 council" in body
        assert contributor.email in body
        assert f"Dear {contributor.name}," in body
        assert f"/returns/{of_person(spring, contributor).pk}/" in body

    def test_nobody_ticked_is_nobody_chosen(
        self, client: Client, analyst: User, spring: Round, contributor: User
    ) -> None:
        assert "No council is chosen" in seen(client, analyst, "?who=ticked")

    def test_the_boards_filter_chooses(
        self, client: Client, analyst: User, spring: Round, contributor: User, stranger: User
    ) -> None:
        body = seen(client, analyst, "?who=shown&status=not_started")
        assert stranger.email in body
        assert contributor.email not in body

    def test_a_lead_writes_to_the_own_region_alone(
        self, client: Client, regional_lead: User, spring: Round, stranger: User, contributor: User
    ) -> None:
        theirs = of_person(spring, stranger)
        assert stranger.email not in seen(client, regional_lead, f"?return={theirs.pk}")
        send(client, regional_lead, theirs)
        assert not Chaser.objects.exists()

    def test_what_is_signed_or_has_nobody_is_left_out_in_words(
        self, client: Client, analyst: User, spring: Round, home: Council
    ) -> None:
        make_return(spring, make_council("Signed already"))
        body = seen(client, analyst)
        assert "Signed already (signed)" in body
        assert "nobody works on the returns of" in body

    def test_where_nobody_is_there_it_says_who_can_invite(
        self, client: Client, analyst: User, administrator: User, spring: Round, elsewhere: Council
    ) -> None:
        invite(council=elsewhere, kind="signatory", email="new@example.org", by=administrator)
        own_return = own(spring, elsewhere)
        address = f"{WRITE}?return={own_return.pk}"
        client.force_login(analyst)
        for where in (address, f"/manage/returns/{own_return.pk}/"):
            page = squeezed(client.get(where).text)
            assert f"An invitation is open to {elsewhere}, and not yet accepted." in page
            assert f"by an administrator: ask {administrator.name}." in page
        client.force_login(administrator)
        page = client.get(address).text
        assert 'href="/manage/people/invite/"' in page
        assert "Nobody to write to yet" in page

    def test_what_is_not_known_in_braces_is_named(
        self, client: Client, analyst: User, spring: Round, contributor: User, home: Council
    ) -> None:
        response = send(client, analyst, own(spring, home), body="Dear {nmae}")
        assert "{nmae} is not known here" in squeezed(response.text)
        assert "Dear {nmae}" in response.text
        assert not Chaser.objects.exists()

    def test_looking_at_it_sends_nothing(
        self, client: Client, analyst: User, spring: Round, contributor: User, home: Council
    ) -> None:
        response = send(client, analyst, own(spring, home), do="look")
        assert f"Dear {contributor.name}, it is due" in response.text
        assert not Chaser.objects.exists()


class TestSending:
    def test_each_person_gets_it_filled_in_with_an_answer_to_who_wrote_it(
        self, client: Client, analyst: User, spring: Round, contributor: User, signatory: User
    ) -> None:
        return_of = of_person(spring, contributor)
        assert send(client, analyst, return_of).status_code == 302
        assert run_jobs() == ["send_chaser", "send_chaser"]
        assert {message.to[0] for message in mail.outbox} == {contributor.email, signatory.email}
        message = next(each for each in mail.outbox if each.to == [contributor.email])
        assert message.subject.endswith("Gateshead and Spring")
        assert f"/returns/{return_of.pk}/" in message.body
        assert message.reply_to == [analyst.email]

    def test_it_is_kept_with_each_of_its_copies(
        self, client: Client, analyst: User, spring: Round, contributor: User, home: Council
    ) -> None:
        send(client, analyst, own(spring, home))
        run_jobs()
        letter = ChaserLetter.objects.get()
        assert (letter.to, letter.chaser.by, letter.chaser.body) == (
            contributor, analyst, SAID["body"],
        )  # fmt: skip
        assert letter.sent_at is not None
        client.force_login(analyst)
        page = client.get(f"/manage/returns/{letter.return_of_id}/").text
        assert f"{home.name} and {spring.title}" in page
        assert "Last chased" in client.get("/manage/rounds/spring/returns/").text

    def test_it_is_kept_as_it_was_sent(
        self, client: Client, analyst: User, spring: Round, contributor: User, home: Council
    ) -> None:
        return_of = own(spring, home)
        send(client, analyst, return_of)
        run_jobs()
        [sent], due = kept_letters(return_of), words.day(return_of.due_on)
        assert due in sent.body
        assert sent.body.strip() in squeezed(str(mail.outbox[0].body))
        move_days(spring, closes_on=spring.closes_on + 30 * DAY)
        User.objects.filter(pk=contributor.pk).update(name="Another")
        again = own(spring, home)
        assert words.day(again.due_on) != due
        # The person is called otherwise, and is the same.
        assert kept_letters(again) == [sent]

    def test_of_an_older_letter_it_says_what_is_so_now(
        self, client: Client, analyst: User, spring: Round, contributor: User, home: Council
    ) -> None:
        return_of = own(spring, home)
        send(client, analyst, return_of)
        ChaserLetter.objects.update(sent_at=timezone.now())
        [kept] = kept_letters(return_of)
        assert words.day(return_of.due_on) in kept.body

    def test_a_job_that_runs_again_sends_nothing_more(
        self, client: Client, analyst: User, spring: Round, contributor: User, home: Council
    ) -> None:
        send(client, analyst, own(spring, home))
        run_jobs()
        send_chaser(letter_id=ChaserLetter.objects.get().pk)
        assert len(mail.outbox) == 1

    def test_it_does_not_go_to_who_has_left_or_has_signed_meanwhile(
        self, client: Client, analyst: User, spring: Round, contributor: User, stranger: User
    ) -> None:
        send(client, analyst, *spring.returns.all())
        contributor.roles.update(ends_on=today() - DAY)
        theirs = of_person(spring, stranger)
        Return.objects.filter(pk=theirs.pk).update(state="signed", signed_at=timezone.now())
        run_jobs()
        assert mail.outbox == []
        assert not ChaserLetter.objects.exclude(sent_at=None).exists()

    def test_the_same_again_within_the_hour_asks_first(
        self, client: Client, analyst: User, spring: Round, contributor: User, home: Council
    ) -> None:
        return_of = own(spring, home)
        send(client, analyst, return_of)
        asked = squeezed(send(client, analyst, return_of).text)
        assert "They have just been sent this letter" in asked
        assert Chaser.objects.count() == 1
        send(client, analyst, return_of, again="yes")
        assert Chaser.objects.count() == 2

    def test_the_box_to_say_so_has_the_message_beside_it(
        self, client: Client, analyst: User, spring: Round, contributor: User, home: Council
    ) -> None:
        send(client, analyst, own(spring, home))
        page = squeezed(send(client, analyst, own(spring, home)).text)
        [told] = re.findall(r'<input[^>]*id="again"[^>]*aria-describedby="([^"]+)"', page)
        [message] = re.findall(rf'<p class="govuk-error-message" id="{told}">(.*?)</p>', page)
        assert "Say that you want to send it to them again" in message

    def test_other_words_are_another_letter(
        self, client: Client, analyst: User, spring: Round, contributor: User, home: Council
    ) -> None:
        send(client, analyst, own(spring, home))
        send(client, analyst, own(spring, home), subject="Still waiting")
        assert Chaser.objects.count() == 2


class TestSessionThatEnded:
    """The letter is there again once the same person has signed in, and nothing was sent."""

    def letter(self, client: Client, analyst: User, return_of: Return) -> dict[str, Any]:
        client.force_login(analyst)
        page = client.get(f"{WRITE}?return={return_of.pk}").text
        [mark] = re.findall(r'name="person" value="([^"]+)"', page)
        client.logout()
        return {"return": return_of.pk, "do": "send", "person": mark, **SAID}

    def test_it_is_there_again(
        self, client: Client, analyst: User, spring: Round, contributor: User, home: Council
    ) -> None:
        response = client.post(WRITE, self.letter(client, analyst, own(spring, home)))
        assert response["Location"] == f"/accounts/login/?next={WRITE}"
        client.post(response["Location"], {"login": analyst.email, "password": PASSWORD})
        page = squeezed(client.get(WRITE).text)
        assert SAID["body"] in html.unescape(page)
        assert "Write to 1 person of 1 council" in page
        assert not Chaser.objects.exists()

    def test_it_is_not_for_who_signs_in_instead(
        self, client: Client, analyst: User, spring: Round, contributor: User, home: Council
    ) -> None:
        client.post(WRITE, self.letter(client, analyst, own(spring, home)))
        other = make_user(role="analyst")
        client.post("/accounts/login/", {"login": other.email, "password": PASSWORD})
        assert "No council is chosen" in squeezed(client.get(WRITE).text)


class TestKept:
    @pytest.fixture
    def letter(self, spring: Round, analyst: User, contributor: User) -> ChaserLetter:
        return chase(round=spring, rows=followed(spring, analyst), by=analyst, **SAID).letters.get()

    def test_the_letter_never_changes(self, letter: ChaserLetter) -> None:
        with pytest.raises(DatabaseError, match="Cannot update"):
            Chaser.objects.update(body="Another.")

    def test_its_copies_keep_to_whom_they_went(self, letter: ChaserLetter) -> None:
        with pytest.raises(DatabaseError, match="Cannot update"):
            ChaserLetter.objects.update(to=make_user())

    def test_a_copy_is_noted_as_sent_once(self, letter: ChaserLetter) -> None:
        ChaserLetter.objects.update(sent_at=timezone.now())
        with pytest.raises(DatabaseError, match="Cannot update"):
            ChaserLetter.objects.update(sent_at=None)

    def test_what_was_put_in_is_of_a_copy_that_was_sent(self, letter: ChaserLetter) -> None:
        with pytest.raises(DatabaseError):
            ChaserLetter.objects.update(filled_in={"name": "Somebody"})

    def test_it_is_about_returns_of_its_own_round(self, letter: ChaserLetter) -> None:
        theirs = make_return(make_open_round())
        with pytest.raises(DatabaseError, match="about returns of its own round"):
            ChaserLetter.objects.create(chaser=letter.chaser, return_of=theirs, to=letter.to)
