"""Other words for what has answers: the administration asks whether they mean the same."""

from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from councils.models import Council, User
from surveys.models import Grid, Question, Section
from tests.factories import (
    make_grid,
    make_open_round,
    make_question,
    make_release,
    make_return,
    make_section,
)
from tests.reading import squeezed
from tests.surveys.test_admin_opening import change

pytestmark = pytest.mark.django_db
STEM = "Is there a plan for"


@pytest.fixture
def analysts(client: Client, analyst: User) -> Client:
    client.force_login(analyst)
    return client


@pytest.fixture
def older(home: Council) -> Question:
    """The row of a grid that one council has answered and signed."""
    round = make_open_round("spring")
    grid = make_grid(round)
    Grid.objects.update(stem=STEM)
    Section.objects.update(title="Plans", guidance="Count written plans alone.")
    question = make_question(round, "older", type="yes_no", grid=grid, help_text="Older people.")
    make_return(round, home, answers={question: "yes"})
    return Question.objects.get()


def row_of(question: Question, name: str) -> Any:
    if name == "stem":
        return Grid.objects.get()
    return question.section if name in {"title", "guidance"} else question


WORDED = ["text", "short_text", "help_text", "stem", "title", "guidance"]


@pytest.mark.parametrize("name", WORDED)
def test_whoever_changes_words_is_asked_with_what_they_touch(
    analysts: Client, older: Question, name: str
) -> None:
    make_release(older.round)
    row = row_of(older, name)
    was = getattr(row, name)
    page = squeezed(change(analysts, row, **{name: "Is there none?"}).text)
    assert f"“{was}” becomes “Is there none?”. 1 answer was given to it." in page
    assert "Release 1 keeps the words that it had. Tick that the meaning is the same" in page
    assert f'name="{name}-same">' in page
    row.refresh_from_db()
    assert getattr(row, name) == was


@pytest.mark.parametrize("name", WORDED)
def test_words_are_put_right_and_the_old_ones_stay_in_the_history(
    analysts: Client, older: Question, name: str
) -> None:
    row = row_of(older, name)
    was = getattr(row, name)
    change(analysts, row, **{name: "Other words", f"{name}-same": "on"})
    row.refresh_from_db()
    assert getattr(row, name) == "Other words"
    events = apps.get_model("surveys", f"{type(row).__name__}Event").objects
    kept = events.filter(pgh_obj_id=row.pk).order_by("pgh_id").values_list(name, flat=True)
    assert list(kept)[-2:] == [was, "Other words"]


def test_help_that_is_added_or_goes_is_asked_about_too(analysts: Client, older: Question) -> None:
    assert "“Older people.” goes." in change(analysts, older, help_text="").text
    Question.objects.update(help_text="")
    older.refresh_from_db()
    assert "“Count none.” is added." in change(analysts, older, help_text="Count none.").text


def test_whoever_moves_a_question_under_another_title_is_asked_too(
    analysts: Client, older: Question
) -> None:
    money = make_section(older.round, "money", guidance="In pounds.")
    page = squeezed(change(analysts, older, section=money.pk).text)
    assert "“Plans. Count written plans alone.” becomes “Money. In pounds.”. 1 answer was" in page
    assert 'name="section-same">' in page
    older.refresh_from_db()
    assert older.section.title == "Plans"
    change(analysts, older, section=money.pk, **{"section-same": "on"})
    older.refresh_from_db()
    assert older.section == money


def test_nothing_is_asked_where_the_other_section_says_the_same(
    analysts: Client, older: Question
) -> None:
    other = make_section(older.round, "more", title="Plans", guidance="Count written plans alone.")
    assert change(analysts, older, section=other.pk).redirect_chain


@pytest.mark.parametrize("text", ["How many are there? ", "HOW MANY are there?"])
def test_nothing_is_asked_of_capitals_and_spaces(
    analysts: Client, older: Question, text: str
) -> None:
    Question.objects.update(text="How many are there?")
    older.refresh_from_db()
    assert change(analysts, older, text=text).redirect_chain


@pytest.mark.parametrize("is_draft", [True, False])
def test_nothing_is_asked_where_nobody_has_answered(analysts: Client, is_draft: bool) -> None:
    question = make_question(make_open_round("summer", is_draft=is_draft), "people", text="Old?")
    assert change(analysts, question, text="New?").redirect_chain


def test_the_form_says_what_its_words_touch(analysts: Client, older: Question) -> None:
    make_release(older.round)
    for row in (older, Grid.objects.get(), older.scale, older.section):
        assert row is not None
        page = analysts.get(f"/admin/surveys/{row._meta.model_name}/{row.pk}/change/").text
        assert "1 answer was given to it. Release 1 keeps its" in squeezed(page)


def test_a_section_is_asked_about_on_the_page_of_its_round_too(
    analysts: Client, older: Question
) -> None:
    page = change(analysts, older.round, **{"sections-0-guidance": "Count spoken plans too."}).text
    assert "“Count written plans alone.” becomes “Count spoken plans too.”. 1 answer" in page
    assert 'name="sections-0-guidance-same">' in page
    assert Section.objects.get().guidance == "Count written plans alone."
