"""Opening a round: what it is checked for, what happens, who is told, and who sees a draft."""

import datetime
import re
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from councils.models import Council, User
from ppf_site.refused import Refused
from surveys.actions.opening import NotReady, open_round, require_return
from surveys.actions.signing import sign
from surveys.models import Option, Question, Return, Round
from surveys.releases.compiling import CannotCompileError, compile_release
from surveys.rounds.ready import problems_of
from tests.factories import (
    make_council,
    make_open_round,
    make_question,
    make_rate,
    make_return,
    make_role,
    make_round,
    make_section,
    make_total,
    make_user,
)
from tests.surveys.returns.signing import handed_over, run_jobs

pytestmark = pytest.mark.django_db
OTHERS = ["reader", "contributor", "signatory", "regional_lead", "stranger"]
RUNNERS = ["analyst", "administrator"]


@pytest.fixture
def draft(home: Council) -> Round:
    """A round that asks one thing and can be opened."""
    round = make_open_round("spring", is_draft=True)
    make_question(round, "people", unit="people", added_at=timezone.now())
    return round


def opened(draft: Round, **fields: Any) -> Round:
    open_round(round=draft, **fields)
    return Round.objects.get(pk=draft.pk)


# The act


def test_opening_says_who_did_it_and_when(draft: Round, analyst: User) -> None:
    before = timezone.now()
    found = opened(draft, by=analyst)
    assert found.opened_by == analyst
    assert found.opened_at
    assert before <= found.opened_at <= timezone.now()


def test_opening_requires_a_return_of_each_council_in_force(draft: Round, home: Council) -> None:
    make_council(abolished=draft.reference_date)
    assert open_round(round=draft).returns == 1
    made = Return.objects.get()
    assert (made.council, made.requirement, made.state) == (home, "required", "not_started")


def test_what_is_there_when_it_opens_is_there_from_the_start(draft: Round) -> None:
    opened(draft)
    assert Question.objects.get().added_at is None


def test_a_round_is_opened_once(draft: Round) -> None:
    opened(draft)
    with pytest.raises(Refused, match="has been opened already"):
        open_round(round=draft)


def test_a_round_known_as_totals_asks_no_council(home: Council) -> None:
    round = make_round(is_draft=True, is_totals_only=True)
    make_total(make_question(round))
    assert open_round(round=round).returns == 0


@pytest.mark.usefixtures("home")
def test_all_that_is_missing_is_told_at_once() -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    round = make_open_round(is_draft=True, closes_on=yesterday)
    likely = make_question(round, type="scale", options=("very", "hardly"))
    Option.objects.filter(scale=likely.scale).update(tone=0)
    lonely = make_question(round, type="single", options=("only", "other"))
    Option.objects.filter(scale=lonely.scale, key="other").delete()
    with pytest.raises(NotReady) as refused:
        open_round(round=round)
    problems = " ".join(refused.value.problems)
    assert "which is over" in problems
    assert "the same tone" in problems
    assert "fewer than two options" in problems
    assert len(refused.value.problems) == 3
    assert not Return.objects.exists()
    assert Round.objects.get().is_draft


@pytest.mark.usefixtures("home")
def test_a_round_that_asks_nothing_is_not_opened() -> None:
    assert problems_of(make_open_round(is_draft=True)) == [
        "It asks nothing. Add at least one question that a council answers."
    ]


def test_a_round_of_no_council_is_not_opened() -> None:
    round = make_open_round(is_draft=True)
    make_question(round)
    assert "No council in the register was in force" in problems_of(round)[0]


def test_what_a_file_would_be_refused_for_is_told_too(draft: Round) -> None:
    people = draft.questions.get()
    make_rate(people, people, position=0)
    assert problems_of(draft) == [
        "questions.rate: its part and its whole are the same, “people”",
        "questions.rate: put it after “people”, which it needs",
        "questions.rate: put it after “people”, which it needs",
    ]


def test_a_draft_cannot_be_released() -> None:
    round = make_round(is_draft=True, is_totals_only=True)
    make_total(make_question(round))
    with pytest.raises(CannotCompileError, match="is a draft"):
        compile_release(round=round)


# Who is told


def test_each_person_is_told_once_of_all_their_returns(draft: Round, home: Council) -> None:
    person = make_user("ann@example.org", role="contributor", council=home)
    other = make_council("Sunderland", region=home.region)
    make_role(person, "contributor", council=other)
    make_user("bob@example.org", role="signatory", council=home)
    make_user(role="analyst")
    make_user(role="contributor", council=home, is_active=False)
    assert open_round(round=draft).people == 2
    assert run_jobs() == ["send_round_opened"] * 2
    assert [letter.to for letter in mail.outbox] == [["ann@example.org"], ["bob@example.org"]]
    both = str(mail.outbox[0].body)
    assert "Gateshead" in both
    assert "Sunderland" in both
    subject = "[Council surveys] Gateshead and Sunderland: Spring is open"
    assert mail.outbox[0].subject == subject
    assert "Sunderland" not in mail.outbox[1].body


def test_the_letter_leads_to_the_return_and_says_when_it_is_due(
    draft: Round, contributor: User
) -> None:
    opened(draft)
    run_jobs()
    [letter] = mail.outbox
    assert isinstance(letter, EmailMultiAlternatives)
    for body in (str(letter.body), str(letter.alternatives[0][0])):
        assert f"/returns/{Return.objects.get().pk}/" in body
        assert "due by the end of" in body
        assert "there is 1 question" in body


def test_who_has_left_meanwhile_is_not_written_to(draft: Round, contributor: User) -> None:
    opened(draft)
    contributor.roles.all().delete()
    run_jobs()
    assert mail.outbox == []


def test_nobody_is_told_of_a_round_that_was_not_opened(contributor: User) -> None:
    with pytest.raises(NotReady):
        open_round(round=make_open_round(is_draft=True))
    assert not ProcrastinateJob.objects.exists()


# One more council


def test_one_more_council_is_asked_on_the_record(draft: Round) -> None:
    found = opened(draft)
    late = make_council("Late")  # the register did not know it when the round was opened
    stranger = make_user("stranger@example.org", role="contributor", council=late)
    require_return(round=found, council=late, reason="It took over the services.")
    made = Return.objects.get(council=late)
    assert made.requirement_reason == "It took over the services."
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [[stranger.email]]


@pytest.mark.parametrize(
    ("fields", "reason", "why"),
    [
        ({}, " ", "Say why"),
        ({"is_draft": True}, "Because.", "is a draft"),
        ({"is_totals_only": True}, "Because.", "known only as totals"),
    ],
)
def test_one_more_council_needs_a_reason_and_an_open_round(
    home: Council, fields: dict[str, Any], reason: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        require_return(round=make_open_round(**fields), council=home, reason=reason)


def test_a_council_is_asked_once(home: Council) -> None:
    made = make_return(make_open_round(), home)
    with pytest.raises(Refused, match="in this round already"):
        require_return(round=made.round, council=home, reason="Again.")


# The command


def test_the_command_opens_a_round(draft: Round, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("open_round", "spring")
    assert "1 return required, 0 people told by e-mail" in capsys.readouterr().out
    assert not Round.objects.get().is_draft


def test_the_command_tells_what_is_missing() -> None:
    make_round("spring", is_draft=True)
    with pytest.raises(CommandError, match="It asks nothing"):
        call_command("open_round", "spring")


@pytest.mark.parametrize(("slug", "why"), [("spring", "already"), ("autumn", "There is no round")])
def test_the_command_says_why_it_does_nothing(slug: str, why: str) -> None:
    make_round("spring")
    with pytest.raises(CommandError, match=why):
        call_command("open_round", slug)


# What a council may do in it


def test_a_return_of_a_draft_is_not_signed(signatory: User, home: Council) -> None:
    round = make_open_round(is_draft=True)
    Return.objects.make_required(round)
    return_of = Return.objects.get(council=home)
    assert not return_of.is_open_at(timezone.now())
    with pytest.raises(Refused, match="This round has not been opened yet"):
        sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)


# Who sees a draft


@pytest.fixture
def asked_of(draft: Round, home: Council) -> Return:
    """A return that is there though its round is a draft."""
    make_section(draft, "section")
    Return.objects.make_required(draft)
    return Return.objects.get(council=home)


@pytest.mark.parametrize("person", OTHERS)
def test_a_draft_is_nowhere_for_others(
    client: Client, draft: Round, asked_of: Return, person: str, request: pytest.FixtureRequest
) -> None:
    who = request.getfixturevalue(person)
    if who.pk:
        client.force_login(who)
    assert "Spring" not in client.get("/rounds/").text
    assert b"Spring" not in client.get("/rounds/?download=csv&table=rounds").content
    answer, nowhere = client.get("/rounds/spring/"), client.get("/rounds/nowhere/")
    assert answer.status_code == nowhere.status_code == 404
    own = re.compile(r'name="(csrfmiddlewaretoken|form_key)" value="[^"]*"')  # of each form
    said = own.sub("", answer.text).replace("spring", "nowhere")
    assert said == own.sub("", nowhere.text)
    assert "Spring" not in client.get("/returns/", follow=True).text
    assert not Round.objects.visible_to(who).exists()
    assert not Return.objects.visible_to(who).exists()
    assert not Return.objects.of_own_council(who).exists()


@pytest.mark.parametrize("person", RUNNERS)
def test_a_draft_is_marked_for_those_who_run_rounds(
    client: Client, draft: Round, person: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(person))
    for address in ("/rounds/", "/rounds/spring/"):
        page = client.get(address).text
        assert "Spring" in page
        assert "Draft" in page


@pytest.mark.parametrize("role", ["reader", "contributor"])
def test_an_open_round_is_seen_by_all(
    client: Client, draft: Round, role: str, request: pytest.FixtureRequest
) -> None:
    who = request.getfixturevalue(role)
    opened(draft)
    if who.pk:
        client.force_login(who)
    assert "Spring" in client.get("/rounds/").text
    assert client.get("/rounds/spring/").status_code == 200


@pytest.mark.parametrize(
    "page",
    [
        "", "questions/", "sections/section/", "answers/people/", "answers/people/history/",
        "checks/", "history/", "sign/", "send-back/", "correction/", "colleagues/", "compare/",
        "spreadsheet/", "upload/", "hand-over/", "take-back/", "receipts/1/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_address_of_a_return_opens_before_its_round(
    client: Client, asked_of: Return, contributor: User, page: str, method: str
) -> None:
    client.force_login(contributor)
    answer = client.generic(method, f"/returns/{asked_of.pk}/{page}")
    nowhere = client.generic(method, f"/returns/{10**9}/{page}")
    assert answer.status_code == nowhere.status_code
    assert answer.status_code in {404, 405}
