"""Trying a draft round: it answers as a council's own pages do, and leaves nothing."""

import pytest
from django.apps import apps
from django.test import Client

from councils.models import Council, User
from surveys.models import Answer, Check, RaisedCheck, Return, Round, Unsaved
from tests.factories import make_open_round, make_question, make_round, make_section
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
ADDRESS = "/rounds/spring/preview/"
KEPT = [Answer, Return, RaisedCheck, Unsaved]


@pytest.fixture
def draft(home: Council) -> Round:
    """Two sections; the second's number is a part of the first's."""
    round = make_open_round("spring", is_draft=True)
    first = make_section(round, "first", position=1)
    whole = make_question(round, "whole", unit="people", section=first)
    second = make_section(round, "second", position=2)
    part = make_question(round, "part", unit="people", section=second)
    check = Check.objects.create(
        round=round, key="within", kind="part", severity="hard", question=part
    )
    check.others.add(whole)
    return round


@pytest.fixture
def runner(client: Client, analyst: User) -> Client:
    client.force_login(analyst)
    return client


def typed(**values: str) -> dict[str, str]:
    sent = {f"{key}.version": "0" for key in values}
    return {**values, **sent}


def events() -> int:
    names = ["AnswerEvent", "ReturnEvent", "RoundEvent", "RaisedCheckEvent"]
    return sum(apps.get_model("surveys", name)._default_manager.count() for name in names)


def test_a_draft_is_shown_as_a_council_will_see_it(runner: Client, draft: Round) -> None:
    page = runner.get(ADDRESS).text
    assert '<h1 class="finding">First</h1>' in page
    assert 'name="whole"' in page
    assert "Continue to Second" in page
    assert "Gateshead" in page


@pytest.mark.parametrize("kind", ["due", "stops_new", "release", "reminder"])
def test_a_draft_with_days_of_its_own_is_tried_and_keeps_them(
    runner: Client, draft: Round, kind: str
) -> None:
    draft.days.create(kind=kind, day=draft.closes_on)
    assert runner.get(ADDRESS).status_code == 200
    assert draft.days.filter(kind=kind).exists()


def test_the_way_back_is_to_where_the_round_is_run(runner: Client, draft: Round) -> None:
    assert 'breadcrumbs__link" href="/manage/rounds/spring/"' in runner.get(ADDRESS).text


def test_what_is_wrong_is_said_beside_its_field(runner: Client, draft: Round) -> None:
    page = squeezed(runner.post(ADDRESS, {"section": "first", **typed(whole="some")}).text)
    assert "There is a problem" in page
    assert "Enter a whole number of people in figures, such as 1,234." in page
    assert 'value="some"' in page


def test_checks_speak_up_across_sections(runner: Client, draft: Round) -> None:
    sent = {"section": "first", "show": "second", **typed(whole="10")}
    page = runner.post(ADDRESS, sent).text
    assert '<input type="hidden" name="whole" value="10">' in page
    sent = {"section": "second", **typed(whole="10", part="12")}
    page = squeezed(runner.post(ADDRESS, sent).text)
    assert "12 people is more than “Whole”, 10 people, which it is a part of." in page
    assert 'value="12"' in page


def test_nothing_of_it_stays(runner: Client, draft: Round) -> None:
    before = events()
    runner.post(ADDRESS, {"section": "second", **typed(whole="10", part="12")})
    runner.post(ADDRESS, {"section": "second", **typed(whole="x", part="12")})
    assert not any(model._default_manager.exists() for model in KEPT)
    assert events() == before
    found = Round.objects.get()
    assert (found.is_draft, found.opens_on) == (True, draft.opens_on)


def test_a_draft_that_asks_nothing_says_so(runner: Client, home: Council) -> None:
    make_round("spring", is_draft=True)
    assert "This round asks nothing." in runner.get(ADDRESS).text


def test_a_draft_that_asks_nobody_says_so(runner: Client) -> None:
    make_question(make_round("spring", is_draft=True))
    assert "No council in the register was in force" in runner.get(ADDRESS).text


def test_an_open_round_is_filled_in_by_councils(runner: Client, home: Council) -> None:
    make_question(make_open_round("spring"))
    assert runner.get(ADDRESS).status_code == 404
