"""Saving reads what it needs: at most eight statements, who asks and where they may included."""

import datetime
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councils.models import Council, User
from surveys.actions.checking import refresh_raised_checks
from surveys.models import Answer, Check, Question, RaisedCheck, Return, Unsaved
from tests.factories import (
    answer,
    make_council,
    make_open_round,
    make_question,
    make_rate,
    make_release,
    make_return,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db
MOST = 8
# Where a transaction begins, is marked and ends; what is asked within it stands for itself.
BRACKETS = re.compile(r"(?:^|; )(BEGIN|COMMIT|SAVEPOINT|RELEASE SAVEPOINT)\b")
# Two answers to each type of question, and what beside the second is raised by its checks.
ANSWERS = {
    "number": ("5", "500", {"part", "sum", "range", "change", "peers"}),
    "percentage": ("5", "99", {"part", "sum", "range", "peers"}),
    "date": ("1 May 2011", f"1 May {timezone.localdate().year + 2}", {"past"}),
    "text": ("Something.", "Something else.", set()),
    "yes_no": ("yes", "no", set()),
    "single": ("fairly-likely", "very-likely", {"pace"}),
    "multiple": ("fairly-likely", "fairly-unlikely", set()),
    "scale": ("fairly-likely", "very-likely", {"pace"}),
}

# What comes of these where a colleague has saved 5 meanwhile.
OVER_FIVE = {"a lot": "refused", "7": "clash", "5": "saved"}


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of the database meanwhile, without the brackets of transactions."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found += [each["sql"] for each in captured if not BRACKETS.search(each["sql"])]


@pytest.fixture
def before(home: Council) -> Question:
    """A question of March 2011 that some councils of one type have answered, ours with 100."""
    number = make_question(make_round(), "before", unit="people")
    for value in (10, 20, 30, 40):
        make_return(number.round, make_council(type=home.type), answers={number: value})
    make_return(number.round, home, answers={number: 100})
    make_release(number.round, stage="public")
    return number


@pytest.fixture
def inside(client: Client, contributor: User) -> Client:
    client.force_login(contributor)
    return client


def make_asked(home: Council, type: str, **fields: Any) -> tuple[Return, Question]:
    options = () if type != "single" else ("very-likely", "fairly-likely")
    options = options if type != "multiple" else ("fairly-likely", "fairly-unlikely")
    question = make_question(make_open_round(), "asked", type=type, options=options, **fields)
    return make_return(question.round, home, state="not_started"), question


def make_checks(return_of: Return, question: Question, before: Question) -> None:
    """Of each kind one, as if all of them made sense of every question."""
    follows: dict[str, Any] = {"follows": before, "comparability": "same"}
    other, base = (make_question(question.round, key, **follows) for key in ("other", "base"))
    answer(return_of, other, 50)
    answer(return_of, base, 1000)
    rate = make_rate(other, base)
    kinds: dict[str, tuple[list[Question], dict[str, Any]]] = {
        "part": ([other], {}),
        "sum": ([other], {}),
        "range": ([], {"maximum": 90}),
        "change": ([], {"percent": 95}),
        "peers": ([], {}),
        "past": ([], {}),
        "pace": ([rate], {"percent": 90, "due_on": datetime.date(2100, 1, 1)}),
    }
    for kind, (others, about) in kinds.items():
        check = Check.objects.create(
            round=question.round, key=kind, kind=kind, severity="soft", question=question, **about
        )
        check.others.set(others)


def post(client: Client, return_of: Return, value: str, version: int, **more: str) -> Any:
    data = {"asked": value, "asked.version": version, **more}
    return client.post(f"/returns/{return_of.pk}/answers/asked/", data).json()


@pytest.mark.parametrize("type", ANSWERS)
def test_an_answer_without_checks_takes_at_most_four(
    inside: Client, home: Council, type: str
) -> None:
    """Who it is and what they are, the question with all that stands beside it, and the writing.

    The first request of a session asks who it is twice.
    """
    return_of, _ = make_asked(home, type)
    for version, value in enumerate(ANSWERS[type][:2]):
        with statements() as asked:
            assert post(inside, return_of, value, version)["state"] == "saved"
        assert len(asked) <= 4


@pytest.mark.parametrize("type", ANSWERS)
def test_an_answer_with_checks_of_every_kind_takes_eight(
    inside: Client, home: Council, before: Question, type: str
) -> None:
    return_of, question = make_asked(home, type, follows=before, comparability="same")
    make_checks(return_of, question, before)
    first, second, raised = ANSWERS[type]
    for version, value in enumerate((first, second, first)):
        with statements() as asked:
            assert post(inside, return_of, value, version)["state"] == "saved"
        assert len(asked) <= MOST
        if value == second:
            assert set(RaisedCheck.objects.values_list("check_of__key", flat=True)) == raised


@pytest.mark.parametrize("value", OVER_FIVE)
def test_what_is_refused_clashes_or_is_there_already_takes_no_more(
    inside: Client, home: Council, before: Question, contributor: User, value: str
) -> None:
    return_of, question = make_asked(home, "number", follows=before, comparability="same")
    make_checks(return_of, question, before)
    colleague = make_user("colleague@example.org")
    answer(return_of, question, 5, updated_by=colleague)
    typed = {"values": ["many"], "reasons": [], "note": "", "version": 0}
    for person in (colleague, contributor):
        Unsaved.objects.create(
            return_of=return_of, question=question, user=person, typed=typed, said="many", why=""
        )
    with statements() as asked:
        told = post(inside, return_of, value, 0)
    assert (told["state"], len(asked) <= MOST) == (OVER_FIVE[value], True)
    assert Answer.objects.get(question=question).number == 5


def spread(return_of: Return, many: Iterable[int]) -> None:
    """Further questions, each in a section of its own, and what is raised there."""
    for number in many:
        section = return_of.round.sections.create(key=f"section-{number}", title="Section")
        question = make_question(return_of.round, f"more-{number}", section=section)
        Check.objects.create(
            round=return_of.round, key=f"most-{number}", kind="range", maximum=1, question=question
        )
        answer(return_of, question, 5)
    refresh_raised_checks(return_of)


# Of a return, by its address.
# With the further days of the round.
PAGES = {"": 15, "sections/section/": 15, "checks/": 14}


@pytest.mark.parametrize("place", PAGES)
def test_a_page_takes_the_same_whatever_the_return_asks(
    inside: Client, home: Council, before: Question, place: str
) -> None:
    return_of, question = make_asked(home, "number", follows=before, comparability="same")
    make_checks(return_of, question, before)
    for many in (range(2), range(2, 20)):
        spread(return_of, many)
        with statements() as asked:
            assert inside.get(f"/returns/{return_of.pk}/{place}").status_code == 200
        assert len(asked) <= PAGES[place]


@pytest.mark.parametrize("many", [3, 30])
def test_a_section_takes_the_same_whatever_its_size(
    inside: Client, home: Council, before: Question, many: int
) -> None:
    return_of, question = make_asked(home, "number", follows=before, comparability="same")
    make_checks(return_of, question, before)
    keys = [make_question(return_of.round, f"more-{number}").key for number in range(many)]
    typed = {"asked": "500", "asked.version": "0"}
    for number, key in enumerate(keys):
        typed |= {key: "a lot" if number % 3 else str(number), f"{key}.version": "0"}
    with statements() as asked:
        inside.post(f"/returns/{return_of.pk}/sections/section/", typed)
    assert Answer.objects.filter(question__key__in=keys).count() == many // 3
    assert len(asked) <= 24
