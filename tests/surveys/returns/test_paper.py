"""A return that came on paper, entered on the council's behalf through its own pages."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from councils.models import Council, User
from surveys.models import Return, Signature, Step
from surveys.models.statuses import Status
from surveys.releases.compiling import compile_release
from surveys.returns.since import mark_of
from tests.days import DAY, today
from tests.factories import make_role, move_days
from tests.reading import squeezed
from tests.surveys.returns.signing import explain, make_check, make_working_return, run_jobs

pytestmark = pytest.mark.django_db

PAPER = {"name": "Ann Director", "signed_on": "3/11/2025", "entered": "on"}


@pytest.fixture
def paper(home: Council) -> Return:
    """Of the council at home: it came on paper, and nothing of it is entered yet."""
    about = datetime.date(2025, 10, 31)
    paper = make_working_return(home, answered=False, state="not_started", reference_date=about)
    paper.requirement, paper.requirement_reason = "on_paper", "It came by post."
    paper.save()
    return paper


def enter(client: Client, person: User, paper: Return, number: str = "12") -> Any:
    client.force_login(person)
    typed = {"people": number, "people.version": "0"}
    return client.post(f"/returns/{paper.pk}/sections/section/", typed)


def conclude(client: Client, person: User, paper: Return, **said: str) -> Any:
    client.force_login(person)
    return client.post(f"/returns/{paper.pk}/conclude/", {**PAPER, **said})


def entered(client: Client, person: User, paper: Return) -> Signature:
    enter(client, person, paper)
    assert conclude(client, person, paper).status_code == 302
    paper.refresh_from_db()
    return paper.signatures.get()


class TestEntering:
    def test_every_save_names_the_analyst(
        self, client: Client, analyst: User, paper: Return
    ) -> None:
        enter(client, analyst, paper)
        answer = paper.answers.get()
        assert (answer.number, answer.updated_by) == (Decimal(12), analyst)
        history = client.get(f"/returns/{paper.pk}/answers/people/history/").text
        assert analyst.name in history

    def test_the_page_says_on_whose_behalf_and_offers_no_handing_over(
        self, client: Client, analyst: User, paper: Return
    ) -> None:
        client.force_login(analyst)
        body = squeezed(client.get(f"/returns/{paper.pk}/").text)
        assert "You enter this on the council’s behalf" in body
        assert "/hand-over/" not in body
        assert f"/returns/{paper.pk}/conclude/" in body
        body = squeezed(client.get(f"/returns/{paper.pk}/sections/section/").text)
        assert "You enter this on the council’s behalf" in body

    def test_its_sections_say_so_once_it_is_entered(
        self, client: Client, analyst: User, paper: Return
    ) -> None:
        entered(client, analyst, paper)
        assert "Received on paper." in client.get(f"/returns/{paper.pk}/sections/section/").text

    def test_the_council_is_told_who_enters_it(
        self, client: Client, contributor: User, paper: Return
    ) -> None:
        client.force_login(contributor)
        body = squeezed(client.get(f"/returns/{paper.pk}/").text)
        assert "You sent this return on paper." in body
        assert "/conclude/" not in body

    def test_what_did_not_come_on_paper_is_not_there(
        self, client: Client, analyst: User, paper: Return
    ) -> None:
        Return.objects.filter(pk=paper.pk).update(requirement="required")
        assert enter(client, analyst, paper).status_code == 404
        assert conclude(client, analyst, paper).status_code == 404
        assert not paper.answers.exists()

    def test_nothing_is_entered_after_its_days(
        self, client: Client, analyst: User, paper: Return
    ) -> None:
        move_days(paper.round, closes_on=today() - DAY)
        enter(client, analyst, paper)
        assert not paper.answers.exists()
        assert "reopen it" in client.get(f"/returns/{paper.pk}/").text

    def test_who_works_for_the_council_too_signs_for_it_and_concludes_nothing(
        self, client: Client, analyst: User, paper: Return, home: Council
    ) -> None:
        make_role(analyst, "contributor", council=home)
        assert conclude(client, analyst, paper).status_code == 404


class TestConcluding:
    def test_it_is_signed_by_whom_the_paper_names_and_entered_by_the_analyst(
        self, client: Client, analyst: User, paper: Return
    ) -> None:
        signature = entered(client, analyst, paper)
        assert (signature.name, signature.signed_by) == ("Ann Director", analyst)
        assert signature.on_paper_on == datetime.date(2025, 11, 3)
        assert (paper.state, paper.status_now) == ("signed", Status.ENTERED)
        assert paper.steps.get().kind == Step.Kind.ENTERED

    def test_the_receipt_says_so(
        self, client: Client, analyst: User, paper: Return, contributor: User
    ) -> None:
        signature = entered(client, analyst, paper)
        client.force_login(contributor)
        body = squeezed(client.get(signature.get_absolute_url()).text)
        assert "Gateshead signed on paper on 3 November 2025" in body
        assert "Entered from paper by</dt><dd" in body
        assert analyst.name in body

    def test_it_is_marked_on_the_board_the_councils_page_and_its_list(
        self, client: Client, analyst: User, paper: Return, contributor: User
    ) -> None:
        entered(client, analyst, paper)
        board = client.get(f"/manage/rounds/{paper.round.slug}/returns/").text
        assert "Entered from paper" in board
        assert "1 of 1 return is signed" in squeezed(board)
        client.force_login(contributor)
        assert "Entered from paper" in client.get("/returns/").text
        own = squeezed(client.get(f"/returns/{paper.pk}/").text)
        assert "was entered from paper on" in own
        assert f"entered by {analyst.name}" in own

    def test_it_is_marked_wherever_those_who_run_rounds_see_it(
        self, client: Client, analyst: User, paper: Return
    ) -> None:
        entered(client, analyst, paper)
        addresses = [
            f"/manage/returns/{paper.pk}/",
            f"/manage/rounds/{paper.round.slug}/returns/?download=csv&table=returns",
            "/manage/history/?what=returns",
        ]
        pages = [squeezed(client.get(address).text).casefold() for address in addresses]
        assert ["entered from paper" in page for page in pages] == [True] * len(pages)

    def test_its_people_are_told(
        self, client: Client, analyst: User, paper: Return, contributor: User
    ) -> None:
        entered(client, analyst, paper)
        run_jobs()
        [letter] = mail.outbox
        assert letter.to == [contributor.email]
        assert "which Ann Director signed on paper" in letter.body

    def test_its_answers_count_as_signed_in_a_release_which_marks_them(
        self, client: Client, analyst: User, paper: Return
    ) -> None:
        entered(client, analyst, paper)
        release = compile_release(round=paper.round, by=analyst)
        row = release.returns.get()
        assert (row.is_answered, row.standing) == (True, "Answered on paper")
        assert release.answers.get().number == 12

    def test_twice_is_once(self, client: Client, analyst: User, paper: Return) -> None:
        entered(client, analyst, paper)
        conclude(client, analyst, paper, name="Somebody else")
        assert paper.signatures.get().name == "Ann Director"
        assert paper.steps.count() == 1

    @pytest.mark.parametrize(
        ("said", "why"),
        [
            ({"name": " "}, "Give the name under the paper’s declaration."),
            (
                {"signed_on": f"{today() + 30 * DAY:%d/%m/%Y}"},
                "Nobody has signed on a day to come.",
            ),
            ({"signed_on": "30/10/2025"}, "Nobody can have signed before 31 October 2025"),
            ({"entered": ""}, "Say that you have entered what the paper says."),
        ],
    )
    def test_it_says_who_signed_when(
        self, client: Client, analyst: User, paper: Return, said: dict[str, str], why: str
    ) -> None:
        enter(client, analyst, paper)
        assert why in conclude(client, analyst, paper, **said).text
        assert not paper.signatures.exists()

    def test_what_is_missing_or_odd_keeps_it_open(
        self, client: Client, analyst: User, paper: Return
    ) -> None:
        assert "required question is not answered yet" in conclude(client, analyst, paper).text
        make_check(paper.round, severity="soft")
        enter(client, analyst, paper)
        assert "An odd value has not been explained yet." in conclude(client, analyst, paper).text
        explain(paper)
        assert conclude(client, analyst, paper).status_code == 302

    def test_the_council_may_still_sign_it_here_itself(
        self, client: Client, signatory: User, paper: Return
    ) -> None:
        enter(client, signatory, paper)
        seen = {"declared": "on", "name": signatory.name, "seen": mark_of(paper)}
        client.post(f"/returns/{paper.pk}/sign/", seen)
        paper.refresh_from_db()
        assert paper.status_now == Status.SIGNED
        assert not paper.signatures.exclude(on_paper_on=None).exists()
