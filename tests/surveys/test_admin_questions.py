"""What a round asks, edited in the browser: of one round, and as its file could have it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from councils.models import User
from surveys.models import Grid, Question, Round, Scale, Section, Total
from surveys.rounds.exports import round_file
from surveys.rounds.imports import check
from tests.factories import (
    england,
    make_grid,
    make_open_round,
    make_question,
    make_scale,
    make_section,
)
from tests.milestones.submitted import untouched

Maker = Callable[[Round], Any]
KEYS = ["Users", "of_users", "-users"]


@pytest.fixture
def analysts(client: Client, analyst: User) -> Client:
    client.force_login(analyst)
    return client


@pytest.fixture
def round(db: None) -> Round:
    round = make_open_round("spring")
    make_section(round, position=1)
    return round


@pytest.fixture
def elsewhere(db: None) -> Round:
    return make_open_round("autumn")


def add(client: Client, model: type[Any], round: Round, **data: Any) -> dict[str, list[str]]:
    """What the form says; nothing once it is saved."""
    address = reverse(f"admin:surveys_{model._meta.model_name}_add")
    page = client.post(f"{address}?round={round.pk}", {"round": round.pk, **data})
    if page.status_code == 302:
        return {}
    errors: dict[str, list[str]] = page.context["adminform"].form.errors
    return errors


def asked(round: Round, **changes: Any) -> dict[str, Any]:
    data = {
        "section": make_section(round).pk,
        "key": "people",
        "text": "How many people?",
        "short_text": "People",
        "type": "number",
        "position": 1000,
    }
    return {**data, **changes}


PARTS: dict[str, tuple[dict[str, Any], Maker]] = {
    "section": ({}, make_section),
    "grid": ({}, make_grid),
    "scale": ({"type": "scale"}, make_scale),
    "numerator": ({"derivation": "rate"}, make_question),
    "denominator": ({"derivation": "rate"}, make_question),
    "banded": ({"derivation": "band", "type": "single"}, make_question),
    "tallied_grid": ({"derivation": "tally", "type": "single"}, make_grid),
}


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_another_round_is_refused_beside_the_field(
    analysts: Client, round: Round, elsewhere: Round, name: str
) -> None:
    changes, make = PARTS[name]
    errors = add(analysts, Question, round, **asked(round, **{**changes, name: make(elsewhere).pk}))
    assert "of another round" in errors[name][0]


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_another_round_is_refused_in_an_edit_too(
    analysts: Client, elsewhere: Round, name: str
) -> None:
    draft = make_open_round(is_draft=True)
    question = make_question(draft, "people")
    changes, make = PARTS[name]
    address = reverse("admin:surveys_question_change", args=[question.pk])
    page = analysts.post(address, asked(draft, **{**changes, name: make(elsewhere).pk}))
    assert "of another round" in page.context["adminform"].form.errors[name][0]


def test_a_question_stays_in_its_round(analysts: Client, round: Round, elsewhere: Round) -> None:
    question = make_question(round, "people")
    address = reverse("admin:surveys_question_change", args=[question.pk])
    assert analysts.post(address, {**asked(round), "round": elsewhere.pk}).status_code == 302
    question.refresh_from_db()
    assert question.round == round


def test_a_grid_is_of_a_section_of_the_round(
    analysts: Client, round: Round, elsewhere: Round
) -> None:
    data = {"key": "groups", "stem": "For each group"}
    errors = add(analysts, Grid, round, section=make_section(elsewhere).pk, **data)
    assert "of another round" in errors["section"][0]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    ("model", "data"),
    [(Section, {"title": "People"}), (Grid, {"stem": "Who"}), (Question, {}), (Scale, {})],
)
def test_a_key_that_a_file_could_not_have_is_refused(
    analysts: Client, round: Round, model: type[Any], data: dict[str, Any], key: str
) -> None:
    errors = add(analysts, model, round, **{**asked(round), **data, "key": key})
    assert errors["key"] == ["Use small letters, digits and hyphens, such as users-ongoing."]


def test_a_rounds_address_and_its_options_are_such_keys(analysts: Client, round: Round) -> None:
    page = analysts.post("/admin/surveys/round/add/", {"slug": "Spring_2012"})
    assert "Use small letters" in page.context["adminform"].form.errors["slug"][0]
    address = f"/admin/surveys/scale/{make_scale(round).pk}/change/"
    data = untouched(analysts.get(address).text, "scale_form")
    page = analysts.post(address, {**data, "options-0-key": "Yes_1"})
    [options] = [each.formset for each in page.context["inline_admin_formsets"]]
    assert "Use small letters" in options.forms[0].errors["key"][0]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"type": "scale"}, "scale", "needs the scale"),
        ({"comparability": "same"}, "follows", "Choose the question that it is comparable to"),
        ({"derivation": "rate", "type": "percentage"}, "numerator", "A rate needs this"),
        ({"derivation": "rate", "type": "percentage"}, "denominator", "A rate needs this"),
        ({"derivation": "band", "type": "single"}, "banded", "A band needs this"),
        ({"derivation": "tally", "type": "single"}, "tallied_grid", "A tally needs this"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    analysts: Client, round: Round, changes: dict[str, Any], field: str, words: str
) -> None:
    assert words in add(analysts, Question, round, **asked(round, **changes))[field][0]


def test_a_number_has_no_scale(analysts: Client, round: Round) -> None:
    errors = add(analysts, Question, round, **asked(round, scale=make_scale(round).pk))
    assert "Leave it empty" in errors["scale"][0]


def test_a_question_follows_one_of_another_round(
    analysts: Client, round: Round, elsewhere: Round
) -> None:
    same, other = make_question(round), make_question(elsewhere)
    data = asked(round, follows=same.pk, comparability="same")
    assert "of the same round" in add(analysts, Question, round, **data)["follows"][0]
    data = asked(round, follows=other.pk)
    assert "how comparable" in add(analysts, Question, round, **data)["comparability"][0]
    assert add(analysts, Question, round, **{**data, "comparability": "same"}) == {}


def test_a_rate_is_of_numbers_and_stands_after_them(analysts: Client, round: Round) -> None:
    top, bottom = make_question(round, "holders"), make_question(round, "users")
    note = make_question(round, "note", type="text")
    rate = {"type": "percentage", "derivation": "rate", "numerator": top.pk}
    data = asked(round, **rate, denominator=note.pk)
    assert "is no number" in add(analysts, Question, round, **data)["denominator"][0]
    data = asked(round, **rate, denominator=bottom.pk, position=0)
    assert "Put it after “" in add(analysts, Question, round, **data)["position"][0]
    assert add(analysts, Question, round, **{**data, "position": bottom.position + 1}) == {}
    assert check(round_file(round)) == []


def test_a_tally_counts_options_that_the_grid_has(analysts: Client, round: Round) -> None:
    grid = make_grid(round)
    make_question(round, "older", type="yes_no", grid=grid)
    data = asked(round, type="single", derivation="tally", tallied_grid=grid.pk)
    data["scale"] = make_scale(round, ("all", "some", "none")).pk
    for typed, words in (("", "needs the options"), ("yes,often", "no option “often”: it has")):
        errors = add(analysts, Question, round, **data, tallied_options=typed)
        assert words in errors["tallied_options"][0]
    assert add(analysts, Question, round, **data, tallied_options="yes") == {}


def test_a_totals_option_is_one_of_its_question(analysts: Client, round: Round) -> None:
    question = make_question(round, "likely", type="scale")
    other = make_scale(round).options.first()
    assert other
    data = {"question": question.pk, "area": england().pk, "percent": "60", "source": "Press"}
    errors = add(analysts, Total, round, **data, option=other.pk)
    assert "no option of this question" in errors["option"][0]
    assert question.scale
    own = question.scale.options.first()
    assert own
    assert add(analysts, Total, round, **data, option=own.pk) == {}
