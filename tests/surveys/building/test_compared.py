"""How comparable an opened round's question is to an earlier one, said otherwise with a reason."""

import datetime

import pytest
from django.test import Client

from councils.models import User
from ppf_site.lengths import LONGEST_TEXT
from ppf_site.refused import Refused
from surveys.models import Question, Round
from surveys.releases.editions import edition_of
from tests.factories import (
    make_council,
    make_open_round,
    make_question,
    make_release,
    make_return,
    make_round,
    make_user,
)
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
PAGE = "/manage/rounds/spring/questions/people/compared/"


@pytest.fixture
def before() -> Question:
    autumn = make_round("autumn", reference_date=datetime.date(2010, 9, 30))
    return make_question(autumn, "people", unit="people")


@pytest.fixture
def spring() -> Round:
    return make_open_round("spring")


@pytest.fixture
def people(spring: Round) -> Question:
    return make_question(spring, "people", unit="people")


@pytest.fixture
def inside(client: Client, analyst: User, people: Question) -> Client:
    client.force_login(analyst)
    return client


def said(before: Question, **fields: str) -> dict[str, str]:
    typed = {"follows": str(before.pk), "comparability": "wording", "reason": "It names the day."}
    return typed | fields


def now(people: Question) -> tuple[int | None, str]:
    fresh = Question.objects.get(pk=people.pk)
    return fresh.follows_id, fresh.comparability


def test_it_is_said_of_an_opened_round(inside: Client, people: Question, before: Question) -> None:
    page = inside.post(PAGE, said(before), follow=True).text
    assert "Saved, for the next release: People" in page
    assert now(people) == (before.pk, "wording")


def test_the_reason_is_kept_in_the_history(inside: Client, before: Question) -> None:
    inside.post(PAGE, said(before))
    for address in (PAGE, "/manage/history/?round=spring"):
        page = squeezed(inside.get(address).text)
        assert "Why: <strong>It names the day.</strong>" in page
        assert "Comparability: nothing → <strong>Wording only</strong>" in page


def test_without_a_reason_nothing_is_said(
    inside: Client, people: Question, before: Question
) -> None:
    assert "Say why." in inside.post(PAGE, said(before, reason=" ")).text
    assert now(people) == (None, "")


def test_a_reason_that_is_too_long_is_told_beside_it(
    inside: Client, people: Question, before: Question
) -> None:
    page = inside.post(PAGE, said(before, reason="a" * (LONGEST_TEXT + 1))).text
    assert "Error: How comparable" in squeezed(page)
    assert now(people) == (None, "")


def test_what_the_act_itself_refuses_is_told_beside_the_reason(
    inside: Client, people: Question, before: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**said: object) -> bool:
        raise Refused("Say it shorter.")

    monkeypatch.setattr("surveys.views.manage.compared.say_comparable", refuse)
    answer = inside.post(PAGE, said(before))
    assert answer.context["form"].errors["reason"] == ["Say it shorter."]


def test_a_link_can_be_taken_away(inside: Client, people: Question, before: Question) -> None:
    inside.post(PAGE, said(before))
    inside.post(PAGE, {"follows": "", "comparability": "", "reason": "Another question."})
    assert now(people) == (None, "")


def test_another_kind_of_answer_is_no_same(inside: Client, people: Question) -> None:
    autumn = make_round("autumn", reference_date=datetime.date(2010, 9, 30))
    other = make_question(autumn, "share", type="percentage")
    page = inside.post(PAGE, said(other, comparability="same")).text
    assert "was answered in another way" in page
    assert now(people) == (None, "")


def test_a_release_keeps_what_it_says_and_the_next_has_the_new(
    inside: Client, spring: Round, people: Question, before: Question
) -> None:
    make_return(spring, make_council(), answers={people: 10})
    first = make_release(spring)
    inside.post(PAGE, said(before))
    assert "Release 1 keeps what it says of it." in inside.get(PAGE).text
    second = make_release(spring, note="The question is linked.")
    assert edition_of(first).questions[people.pk].comparability == ""
    assert edition_of(second).questions[people.pk].comparability == "wording"


def test_checks_that_look_back_are_named(inside: Client, people: Question) -> None:
    people.round.checks.create(
        key="jump", kind="change", severity="soft", question=people, percent=25
    )
    assert "ask nothing where there is none to compare with: jump." in squeezed(
        inside.get(PAGE).text
    )


def test_the_page_of_its_words_leads_there(inside: Client) -> None:
    assert PAGE in inside.get("/manage/rounds/spring/questions/people/").text


def test_of_a_draft_it_is_said_beside_the_question(client: Client, analyst: User) -> None:
    make_question(make_open_round("later", is_draft=True), "people")
    client.force_login(analyst)
    answer = client.get("/manage/rounds/later/questions/people/compared/")
    assert answer["Location"] == "/manage/rounds/later/questions/people/"


def test_a_regional_lead_does_not_find_it(
    client: Client, people: Question, before: Question
) -> None:
    client.force_login(make_user(role="regional_lead", region=make_council().region))
    assert client.post(PAGE, said(before)).status_code == 404
    assert now(people) == (None, "")
