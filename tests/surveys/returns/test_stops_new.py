"""After the day that stops new returns nobody begins one; what was begun goes on."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client

from councils.models import Council, User
from ppf_site import words
from surveys.actions.keeping import KeptTyping, keep_unsaved
from surveys.actions.saving import Given, save_answers
from surveys.actions.signing import reopen
from surveys.answers.outcomes import NoAnswer
from surveys.answers.typed import Typed
from surveys.models import Return
from surveys.opening import why_read_only
from surveys.values import Value
from tests.days import DAY, today
from tests.factories import add_day, make_open_round, make_question, make_return
from tests.reading import squeezed

pytestmark = pytest.mark.django_db


def told() -> str:
    return f"New returns could be begun until the end of {words.day(today() - DAY)}."


def stopped(
    home: Council, state: str = "not_started", *, day: datetime.date | None = None
) -> Return:
    """Of a round that is open and stopped new returns yesterday."""
    round = make_open_round("spring")
    question = make_question(round, "people", unit="people")
    add_day(round, "stops_new", day or today() - DAY)
    answers = {question: 10} if state == "in_progress" else {}
    return make_return(round, home, state=state, answers=answers)


def save(return_of: Return, by: User) -> str:
    """Why it was not saved; "" where it was."""
    return_of = Return.objects.get(pk=return_of.pk)
    question = return_of.round.questions.get(key="people")
    version = return_of.answers.values_list("version", flat=True).first() or 0
    given = Given(question, Value(number=Decimal(7)), "", version)
    return save_answers(return_of=return_of, given=[given], by=by).closed


def test_it_is_begun_to_the_end_of_the_day(home: Council, contributor: User) -> None:
    return_of = stopped(home, day=today())
    assert why_read_only(return_of) == ""
    assert save(return_of, contributor) == ""


def test_after_it_nobody_begins(home: Council, contributor: User) -> None:
    return_of = stopped(home)
    assert told() in save(return_of, contributor)
    assert told() in why_read_only(return_of)
    assert return_of.status == "Closed, not signed"
    assert not Return.objects.open_on(today()).exists()
    counts = {each.label: each.count for each in return_of.round.returns.count_by_state()}
    assert counts["Closed, not signed"] == 1


def test_nothing_that_was_typed_then_is_kept(home: Council, contributor: User) -> None:
    return_of = stopped(home)
    question = return_of.round.questions.get()
    typing = KeptTyping(question, Typed(("x",)), NoAnswer("Not a number."))
    assert told() in keep_unsaved(return_of, [typing], by=contributor)


def test_what_was_begun_goes_on(home: Council, contributor: User) -> None:
    return_of = stopped(home, "in_progress")
    assert save(return_of, contributor) == ""
    assert Return.objects.open_on(today()).exists()


def test_what_is_reopened_is_begun_after_it(
    home: Council, contributor: User, analyst: User
) -> None:
    return_of = stopped(home)
    reopen(return_of=return_of, by=analyst, until=today() + DAY, reason="They asked.")
    assert save(return_of, contributor) == ""


def test_what_came_on_paper_is_entered_after_it(home: Council, analyst: User) -> None:
    return_of = stopped(home)
    Return.objects.update(requirement="on_paper", requirement_reason="It came by post.")
    assert save(return_of, analyst) == ""


def test_the_councils_pages_say_so(home: Council, client: Client, contributor: User) -> None:
    return_of = stopped(home, day=today() + DAY)
    client.force_login(contributor)
    begin_by = f"Begin it by the end of {words.day(today() + DAY)}"
    for address in ("/returns/", f"/returns/{return_of.pk}/"):
        assert begin_by in squeezed(client.get(address).text)


def test_after_it_they_say_why_it_is_read_only(
    home: Council, client: Client, contributor: User
) -> None:
    return_of = stopped(home)
    client.force_login(contributor)
    assert told() in squeezed(client.get(f"/returns/{return_of.pk}/").text)


def test_due_before_the_last_day_the_pages_tell_both(
    home: Council, client: Client, contributor: User
) -> None:
    return_of = stopped(home, "in_progress", day=today())
    add_day(return_of.round, "due", today() + DAY)
    client.force_login(contributor)
    last = words.day(return_of.round.closes_on)
    for address in ("/returns/", f"/returns/{return_of.pk}/"):
        page = squeezed(client.get(address).text)
        assert f"Due tomorrow, by the end of {words.day(today() + DAY)}" in page
        assert f"It can be changed and signed until the end of {last}." in page
