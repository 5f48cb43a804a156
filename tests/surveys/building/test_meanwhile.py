"""What somebody else saved while a form was open is not written over unseen."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from surveys.models import Grid, Round
from tests.milestones.submitted import Fields, untouched
from tests.milestones.world import make_expectation
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
DETAILS = "/manage/rounds/spring/details/"
QUESTION = "/manage/rounds/spring/questions/people/"
CHANGED = "Somebody else changed this while you had it open"


def opened(client: Client, address: str) -> Fields:
    page = client.get(address).text
    return untouched(page.replace("novalidate>", 'novalidate id="it">'), "it")


def save(client: Client, address: str, fields: Fields, **typed: str) -> str:
    return squeezed(client.post(address, {**fields, **typed, "do": "save"}, follow=True).text)


def test_of_two_who_changed_different_fields_both_are_kept(runner: Client, draft: Round) -> None:
    first, second = opened(runner, DETAILS), opened(runner, DETAILS)
    save(runner, DETAILS, first, method="By e-mail.", publishes_unanimous="on")
    assert "Saved." in save(runner, DETAILS, second, caveats="Few councils.")
    draft.refresh_from_db()
    assert (draft.method, draft.caveats) == ("By e-mail.", "Few councils.")
    assert draft.publishes_unanimous


def test_where_both_changed_one_field_the_second_sees_it_and_saves_again(
    runner: Client, draft: Round
) -> None:
    first, second = opened(runner, QUESTION), opened(runner, QUESTION)
    save(runner, QUESTION, first, text="How many people are there?")
    page = save(runner, QUESTION, second, text="How many are there?")
    assert f"{CHANGED}: it is “How many people are there?” now." in page
    question = draft.questions.get(key="people")
    assert question.text == "How many people are there?"
    again = untouched(page.replace("novalidate>", 'novalidate id="it">'), "it")
    save(runner, QUESTION, again)
    question.refresh_from_db()
    assert question.text == "How many are there?"


def test_it_is_told_beside_what_is_wrong_with_what_was_typed_too(
    runner: Client, draft: Round
) -> None:
    first, second = opened(runner, QUESTION), opened(runner, QUESTION)
    save(runner, QUESTION, first, text="How many people are there?")
    page = save(runner, QUESTION, second, text="")
    assert f"{CHANGED}: it is “How many people are there?” now." in page
    assert draft.questions.get(key="people").text == "How many people are there?"


def test_a_choice_that_both_changed_is_told_by_its_name(runner: Client, draft: Round) -> None:
    first, second = opened(runner, QUESTION), opened(runner, QUESTION)
    save(runner, QUESTION, first, type="text", unit="")
    page = save(runner, QUESTION, second, type="date", unit="")
    assert f"{CHANGED}: it is “Long text” now." in page


def test_who_changed_nothing_of_it_puts_no_choice_back(runner: Client, draft: Round) -> None:
    first, second = opened(runner, QUESTION), opened(runner, QUESTION)
    save(runner, QUESTION, first, type="percentage", unit="")
    save(runner, QUESTION, second, help_text="Count each once.")
    question = draft.questions.get(key="people")
    assert (question.type, question.unit) == ("percentage", "")
    assert question.help_text == "Count each once."


@pytest.mark.parametrize(
    "nonsense", ["", "[1", "[]", '{"title": 3}', '{"title": []}', "[" * 100_000]
)
def test_a_page_that_says_nothing_of_what_it_showed_is_taken_as_it_is(
    runner: Client, draft: Round, nonsense: str
) -> None:
    fields = opened(runner, DETAILS)
    save(runner, DETAILS, fields, title="Somebody else’s")
    page = save(runner, DETAILS, fields, title="Mine", seen_before=nonsense)
    assert CHANGED not in page
    draft.refresh_from_db()
    assert draft.title == "Mine"


def test_words_that_are_cut_where_they_are_quoted_say_so(runner: Client, draft: Round) -> None:
    fields = opened(runner, DETAILS)
    save(runner, DETAILS, fields, method="b" * 201)
    assert f"“{'b' * 200}…”" in save(runner, DETAILS, fields, method="c")


def test_who_saves_waits_for_who_saves_before_reading_the_row(runner: Client, draft: Round) -> None:
    """Else both compare with the same row, and the second writes over the first unseen."""
    section = draft.sections.get(key="first")
    Grid.objects.create(section=section, key="rows", stem="Of these")
    about = make_expectation()
    programme = about.milestone.programme
    pages = {
        DETAILS: ("surveys_round", "surveys_round"),
        QUESTION: ("surveys_round", "surveys_question"),
        "/manage/rounds/spring/sections/first/": ("surveys_round", "surveys_section"),
        "/manage/rounds/spring/grids/rows/": ("surveys_round", "surveys_grid"),
        f"/manage/programmes/{programme.slug}/?part=expectation&pk={about.pk}": (
            "milestones_programme",
            "milestones_expectation",
        ),
    }
    for address, (locked, read) in pages.items():
        with CaptureQueriesContext(connection) as found:
            assert runner.post(address, {"do": "save"}).status_code == 200
        asked = [each["sql"] for each in found]
        waits = next(
            place for place, sql in enumerate(asked) if "FOR UPDATE" in sql and locked in sql
        )
        assert not any(f'FROM "{read}"' in sql for sql in asked[:waits])
