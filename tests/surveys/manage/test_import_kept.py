"""What an import of a past round leaves alone, what it is told as, and what of it is kept."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from councils.models import Council, User
from ppf_site.acts.found import ActsAsked, rows_of
from ppf_site.acts.told import acts_of
from ppf_site.workbooks import SheetCell
from surveys.jobs import forget_import_files
from surveys.models import Check, ImportFile
from surveys.models.imports import KEPT_FOR
from surveys.past.asking import askings_of
from surveys.past.plan import CellKind, PastCell
from surveys.past.reading import why_held
from surveys.values import BLANK, Value
from tests.days import today
from tests.factories import make_council, make_question, make_release, make_return, make_round
from tests.surveys.manage.test_import import bring_in, looked_at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "is_held"), [(-1, False), (0, True), (30, True)])
def test_a_return_that_may_still_be_answered_is_the_councils_own(
    home: Council, days: int, is_held: bool
) -> None:
    until = today() + datetime.timedelta(days=days)
    return_of = make_return(make_round(), home, state="not_started", reopened_until=until)
    assert bool(why_held(return_of, {})) == is_held


def test_a_question_about_cells_keeps_its_name_when_another_is_settled(home: Council) -> None:
    question = make_question(make_round(), "people")
    meanings = [Value(reason="not_applicable"), Value(reason="not_known")]
    first, second = [
        PastCell(
            home, question, SheetCell(place, said), CellKind.ASKED, BLANK, BLANK, "?", meanings
        )
        for place, said in (("B2", "n/a"), ("B3", "?"))
    ]
    [_, before], [after] = askings_of([first, second]), askings_of([second])
    assert before.name == after.name


def test_a_file_that_nobody_came_back_for_is_deleted(analyst: User) -> None:
    said: dict[str, Any] = {
        "by": analyst,
        "file_name": "past.csv",
        "content": b"a",
        "source": "The archive",
    }
    with time_machine.travel(timezone.now() - KEPT_FOR):
        ImportFile.objects.keep(round=make_round(), **said)
    waits = ImportFile.objects.keep(round=make_round(), **said)
    forget_import_files(0)
    assert list(ImportFile.objects.all()) == [waits]


def test_the_history_says_that_it_was_imported(
    client: Client, analyst: User, home: Council
) -> None:
    past = make_round("past", is_draft=True)
    make_question(past, "people")
    client.force_login(analyst)
    bring_in(client, "council,people\nGateshead,7\n")
    bring_in(client, "council,people\nGateshead,8\n", replace="yes")
    told = [act.what for act in acts_of(rows_of(ActsAsked(["returns"]), 0, 50))]
    assert told.count("Imported: Gateshead’s return to Past") == 2
    assert not any(what.startswith(("Signed", "Reopened")) for what in told)


def test_what_is_far_from_the_round_before_or_from_others_then_looks_odd(
    client: Client, analyst: User, home: Council
) -> None:
    before = make_question(
        make_round("before", reference_date=datetime.date(2010, 3, 31)), "before", unit="people"
    )
    # Of one type, as `home` is: 9 to 13 people, and its own 9.
    for council, number in [
        (home, 9),
        *((make_council(type=home.type), number) for number in range(10, 14)),
    ]:
        make_return(before.round, council, answers={before: number})
    make_release(before.round, stage="public")
    past = make_round("past", is_draft=True)
    people = make_question(past, "people", unit="people", follows=before, comparability="same")
    for kind, percent in (("change", 50), ("peers", None)):
        Check.objects.create(
            round=past, key=kind, kind=kind, severity="soft", question=people, percent=percent
        )
    client.force_login(analyst)
    page = looked_at(client, "council,people\nGateshead,500\n")
    assert "On 31 March 2010 it was 9 people" in page
    assert "Half of all unitary councils gave between 10 people and 12 people in Before" in page
