"""The checks of a round, edited in the browser."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from councils.models import Council, User
from surveys.actions.checking import refresh_raised_checks
from surveys.models import Check, Question, RaisedCheck, Round
from tests.factories import make_open_round, make_question, make_rate, make_return

RUNNERS = ["analyst", "administrator"]
ADD = "/admin/surveys/check/add/"


@pytest.fixture(params=RUNNERS)
def runner(client: Client, request: pytest.FixtureRequest) -> Client:
    """A browser of each who runs surveys."""
    client.force_login(request.getfixturevalue(request.param))
    return client


@pytest.fixture
def analysts(client: Client, analyst: User) -> Client:
    client.force_login(analyst)
    return client


@pytest.fixture
def round(db: None) -> Round:
    return make_open_round("spring")


@pytest.fixture
def users(round: Round) -> Question:
    return make_question(round, "users", unit="people")


@pytest.fixture
def holders(round: Round) -> Question:
    return make_question(round, "holders", unit="people")


def fields(question: Question, kind: str, **changes: Any) -> dict[str, Any]:
    return {
        "round": question.round_id,
        "key": "within",
        "kind": kind,
        "severity": "soft",
        "question": question.pk,
        **changes,
    }


def errors_of(client: Client, data: Mapping[str, Any]) -> dict[str, list[str]]:
    page = client.post(f"{ADD}?round={data['round']}", data)
    assert page.status_code == 200
    errors: dict[str, list[str]] = page.context["adminform"].form.errors
    return errors


def test_a_check_that_an_analyst_adds_speaks_up(
    runner: Client, users: Question, holders: Question, home: Council
) -> None:
    data = fields(holders, "part", severity="hard", others=[users.pk])
    assert runner.post(f"{ADD}?round={users.round_id}", data).status_code == 302
    return_of = make_return(users.round, home, state="in_progress", answers={users: 1, holders: 2})
    refresh_raised_checks(return_of)
    assert RaisedCheck.objects.get().check_of == Check.objects.get()


def test_an_edit_is_kept_with_who_made_it(analysts: Client, analyst: User, users: Question) -> None:
    check = Check.objects.create(
        round=users.round, key="odd", kind="range", severity="soft", question=users, maximum=9
    )
    data = fields(users, "range", key="odd", maximum="12")
    analysts.post(reverse("admin:surveys_check_change", args=[check.pk]), data)
    check.refresh_from_db()
    assert check.maximum == 12
    newest = apps.get_model("surveys.CheckEvent")._default_manager.latest("pgh_id")
    assert (newest.maximum, newest.pgh_context.metadata["user"]) == (12, analyst.pk)


def test_the_round_is_chosen_first_and_offers_only_its_questions(
    runner: Client, users: Question
) -> None:
    elsewhere = make_question(make_open_round("autumn"), "carers")
    first = runner.get(ADD)
    assert f'href="?round={users.round_id}"' in first.text
    offered = runner.get(f"{ADD}?round={users.round_id}").context["adminform"].form
    for name in ("question", "others"):
        assert users in offered.fields[name].queryset
        assert elsewhere not in offered.fields[name].queryset


def test_a_list_of_one_round_adds_to_that_round(runner: Client, users: Question) -> None:
    page = runner.get(f"{ADD}?_changelist_filters=round__id__exact%3D{users.round_id}")
    assert page.context["adminform"].form.fields["round"].initial == users.round_id


@pytest.mark.parametrize("said", ["x", "0", "99999999999999999999", "-1", "1 OR 1=1"])
def test_a_round_that_is_not_there_is_asked_for_again(
    runner: Client, round: Round, said: str
) -> None:
    page = runner.get(ADD, {"round": said})
    assert page.status_code == 200
    assert f'href="?round={round.pk}"' in page.text


@pytest.mark.parametrize("name", ["question", "others"])
def test_a_question_of_another_round_is_refused_beside_the_field(
    runner: Client, users: Question, holders: Question, name: str
) -> None:
    elsewhere = make_question(make_open_round("autumn"), "carers")
    data = {**fields(holders, "part", others=[users.pk]), name: [elsewhere.pk]}
    assert "of another round" in errors_of(runner, data)[name][0]
    assert not Check.objects.exists()


@pytest.mark.parametrize(
    ("kind", "field", "words"),
    [
        ("part", "others", "Choose the whole that it is a part of."),
        ("sum", "others", "at least two"),
        ("range", "minimum", "the lowest number that is expected"),
        ("change", "percent", "above how many per cent"),
        ("peers", "question", "needs an earlier round’s question"),
        ("pace", "question", "choose one with a scale"),
        ("pace", "others", "Choose one rate"),
        ("pace", "percent", "Enter the target"),
        ("pace", "due_on", "the day by which the target is due"),
    ],
)
def test_what_a_kind_needs_is_said_beside_the_field(
    analysts: Client, users: Question, kind: str, field: str, words: str
) -> None:
    assert words in errors_of(analysts, fields(users, kind))[field][0]
    assert not Check.objects.exists()


def test_a_pace_takes_a_rate_whose_counts_follow_earlier_ones(
    analysts: Client, round: Round
) -> None:
    before = make_open_round("before")
    holders, users = (
        make_question(round, key, follows=make_question(before, key), comparability="same")
        for key in ("holders", "users")
    )
    likely = make_question(round, "likely", type="scale")
    data = fields(likely, "pace", percent="30", due_on="2030-04-01")
    data["others"] = [make_rate(holders, users).pk]
    assert analysts.post(f"{ADD}?round={round.pk}", data).status_code == 302


@pytest.mark.parametrize("key", ["Users", "of_users", "-users", "of users"])
def test_a_key_that_a_file_could_not_have_is_refused(
    analysts: Client, users: Question, key: str
) -> None:
    errors = errors_of(analysts, fields(users, "range", maximum="9", key=key))
    assert errors["key"] == ["Use small letters, digits and hyphens, such as users-ongoing."]


def test_the_checks_are_reached_from_the_page_of_the_round(runner: Client, users: Question) -> None:
    other = make_question(make_open_round("autumn"), "carers")
    for question in (users, other):
        make = Check.objects.create
        make(
            round=question.round, key="odd", kind="range", severity="soft", question=question,
            maximum=9,
        )  # fmt: skip
    address = f"/admin/surveys/check/?round__id__exact={users.round_id}"
    assert address in runner.get(f"/admin/surveys/round/{users.round_id}/change/").text
    page = runner.get(address).text
    assert "Users" in page
    assert "Carers" not in page


@pytest.mark.parametrize("person", ["contributor", "signatory", "regional_lead"])
def test_nobody_else_adds_a_check(
    client: Client, request: pytest.FixtureRequest, users: Question, person: str
) -> None:
    client.force_login(request.getfixturevalue(person))
    client.post(f"{ADD}?round={users.round_id}", fields(users, "range", maximum="9"))
    assert not Check.objects.exists()
