"""At the top of a round's page stands what whoever runs it does next, with the way there."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from councils.models import Council, User
from surveys.models import Query, Return, Round
from tests.factories import (
    make_open_round,
    make_question,
    make_release,
    make_return,
    make_round,
    make_total,
)
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
PAGE = "/manage/rounds/spring/"


@pytest.fixture
def runner(client: Client, analyst: User) -> Client:
    client.force_login(analyst)
    return client


def next_way(client: Client) -> str:
    """The line, and where its link leads."""
    page = squeezed(client.get(PAGE).text)
    line = page.partition("next-way")[2].partition("</p>")[0]
    words = line.partition("<strong>")[2].partition("</strong>")[0]
    link = line.partition('href="')[2].partition('"')[0]
    return f"{words} {link}"


def asked(round: Round, council: Council, by: User, **fields: str) -> Query:
    return_of = make_return(round, council, state="signed")
    question = make_question(round)
    return Query.objects.create(return_of=return_of, question=question, by=by, **fields)


def test_of_a_draft_what_is_missing_and_then_to_open_it(runner: Client, home: Council) -> None:
    spring = make_open_round("spring", is_draft=True)
    assert next_way(runner) == f"1 thing is missing before it can be opened: {PAGE}#missing"
    make_question(spring)
    assert next_way(runner) == f"Nothing is missing: {PAGE}open/"


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("not_started", f"1 council has not started: {PAGE}returns/?status=not_started"),
        ("in_progress", f"1 council has not signed: {PAGE}returns/?sort=status"),
        ("signed", f"All have signed: {PAGE}dates/"),
    ],
)
def test_of_an_open_round_whom_it_waits_for(
    runner: Client, home: Council, state: str, told: str
) -> None:
    make_return(make_open_round("spring"), home, state=state)
    assert next_way(runner) == told


def test_what_waits_for_the_reader_comes_before_what_waits_for_councils(
    runner: Client, home: Council, elsewhere: Council, analyst: User
) -> None:
    spring = make_open_round("spring")
    query = asked(spring, elsewhere, analyst)
    make_return(spring, home, state="not_started")
    assert next_way(runner).startswith("1 council has not started:")
    Return.objects.filter(council=home).update(
        requirement="declined", requirement_reason="Said so."
    )
    assert next_way(runner) == f"1 query is open: {PAGE}queries/"
    Return.objects.filter(council=home).update(
        requirement="required", requirement_reason="After all."
    )
    Query.objects.filter(pk=query.pk).update(state="answered")
    assert next_way(runner) == f"1 query is answered: {PAGE}queries/"


def test_of_a_closed_round_to_release_it_and_then_to_whom(runner: Client, home: Council) -> None:
    spring = make_round("spring")
    make_return(spring, home)
    told = "1 of 1 return is signed, and nothing is released:"
    assert next_way(runner) == f"{told} {PAGE}release/"
    release = make_release(spring)
    assert next_way(runner) == f"Release 1 is not open yet: {PAGE}release/1/"
    now = timezone.now()
    release.move_to("sector", at=now)
    assert next_way(runner) == f"Release 1 is open to the sector alone: {PAGE}release/1/"
    release.move_to("public", at=now + datetime.timedelta(days=1))
    assert next_way(runner) == f"Release 1 opens by itself: {PAGE}release/1/"


def test_of_totals_to_import_and_then_to_release_them(runner: Client) -> None:
    spring = make_round("spring", is_totals_only=True)
    assert next_way(runner) == f"It holds no totals yet: {PAGE}import/"
    make_total(make_question(spring))
    assert next_way(runner) == f"It holds 1 total: {PAGE}release/"


def test_a_lead_who_does_not_run_it_has_no_such_line(
    client: Client, regional_lead: User, home: Council
) -> None:
    make_return(make_open_round("spring"), home, state="not_started")
    client.force_login(regional_lead)
    assert "next-way" not in client.get(PAGE).text


def test_the_page_asks_at_most_twelve_queries(
    runner: Client, home: Council, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_return(make_open_round("spring"), home)
    make_release(Round.objects.get())
    with django_assert_max_num_queries(12):
        runner.get(PAGE)
