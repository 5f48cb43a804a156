"""Rounds and their questions: what the database refuses, before and after a release."""

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError

from surveys.models import Grid, Option, Question, Round, Scale, Section, Total
from tests.factories import (
    england,
    make_bands,
    make_grid,
    make_option,
    make_question,
    make_region,
    make_release,
    make_return,
    make_round,
    make_scale,
    make_section,
    make_total,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2011, 4, 1)


def refused(constraint: str) -> AbstractContextManager[Any]:
    return pytest.raises(IntegrityError, match=constraint)


def test_a_round_cannot_close_before_it_opens() -> None:
    with refused("round_closes_after_it_opens"):
        make_round(opens_on=DAY, closes_on=DAY - datetime.timedelta(days=1))


def test_a_round_may_open_and_close_on_one_day() -> None:
    assert make_round(opens_on=DAY, closes_on=DAY).pk


def test_two_rounds_cannot_share_an_address() -> None:
    make_round("spring-2011")
    with refused("slug"):
        make_round("spring-2011")


def test_a_sections_key_is_used_once_in_a_round() -> None:
    section = make_section(make_round(), "views")
    with refused("section_key_once"):
        Section.objects.create(round=section.round, key="views", title="Other")


def test_a_scales_key_is_used_once_in_a_round() -> None:
    scale = make_scale(make_round(), key="extent")
    with refused("scale_key_once"):
        Scale.objects.create(round=scale.round, key="extent", title="Other")


def test_a_grids_key_is_used_once_in_a_section() -> None:
    grid = make_grid(make_round(), "groups")
    with refused("grid_key_once"):
        Grid.objects.create(section=grid.section, key="groups", stem="Other")


def test_an_options_key_is_used_once_in_a_scale() -> None:
    scale = make_scale(make_round(), ("yes", "no"))
    with refused("option_key_once"):
        make_option(scale, "yes")


@pytest.mark.parametrize("tone", [-3, 3])
def test_an_options_tone_lies_between_worst_and_best(tone: int) -> None:
    scale = make_scale(make_round())
    with refused("option_tone_in_range"):
        make_option(scale, "odd", tone=tone)


def test_a_questions_key_is_used_once_in_a_round() -> None:
    round = make_round()
    make_question(round, "budgets")
    with refused("question_key_once"):
        make_question(round, "budgets")


@pytest.mark.parametrize("type", ["scale", "single", "multiple", "yes_no"])
def test_a_choice_needs_a_scale(type: str) -> None:
    question = make_question(make_round(), type=type)
    with refused("question_has_scale_if_choice"):
        Question.objects.filter(pk=question.pk).update(scale=None)


@pytest.mark.parametrize("type", ["number", "percentage", "date", "text"])
def test_only_a_choice_has_a_scale(type: str) -> None:
    round = make_round()
    with refused("question_has_scale_if_choice"):
        make_question(round, type=type, scale=make_scale(round))


def test_a_question_that_follows_another_says_how_comparable_it_is() -> None:
    earlier = make_question(make_round())
    with refused("question_follows_with_comparability"):
        make_question(make_round(), follows=earlier)


def test_a_question_that_follows_none_is_comparable_to_none() -> None:
    with refused("question_follows_with_comparability"):
        make_question(make_round(), comparability="same")


@pytest.mark.parametrize(
    ("derivation", "part"), [("rate", "denominator"), ("band", ""), ("tally", ""), ("guess", "")]
)
def test_a_worked_out_value_has_its_parts(derivation: str, part: str) -> None:
    round = make_round()
    parts: dict[str, Any] = {part: make_question(round)} if part else {}
    with refused("question_derivation_has_its_parts"):
        make_question(round, derivation=derivation, **parts)


def test_a_total_has_a_number() -> None:
    question = make_question(make_round())
    with refused("total_has_a_number"):
        Total.objects.create(round=question.round, question=question, area=england(), source="-")


def test_a_total_counts_no_more_than_its_base() -> None:
    question = make_question(make_round())
    with refused("total_k_within_n"):
        make_total(question, k=5, n=4)


@pytest.mark.parametrize("with_option", [False, True])
def test_a_total_is_held_once_for_an_area(with_option: bool) -> None:
    question = make_question(make_round(), type="yes_no")
    option = Option.objects.get(scale=question.scale, key="yes") if with_option else None
    make_total(question, option=option)
    with refused("total_once"):
        make_total(question, option=option)


# After a release: the meaning stays


def released_question() -> Question:
    make_region()
    round = make_round()
    question = make_question(round, type="yes_no")
    make_return(round, answers={question: "yes"})
    make_release(round)
    return question


CHANGES: dict[str, Callable[[Question], Any]] = {
    "key": lambda question: "another",
    "text": lambda question: "What is something else?",
    "type": lambda question: "single",
    "unit": lambda question: "pounds",
    "scale": lambda question: make_scale(question.round),
    "counts_not_known": lambda question: True,
    "derivation": lambda question: "tally",
    "numerator": lambda question: make_question(question.round),
    "denominator": lambda question: make_question(question.round),
    "banded": lambda question: make_question(question.round),
    "tallied_grid": lambda question: make_grid(question.round),
    "tallied_options": lambda question: ["yes"],
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_released_question_keeps_its_meaning(field: str) -> None:
    question = released_question()
    value = CHANGES[field](question)
    with refused("This question has been released and cannot change"):
        Question.objects.filter(pk=question.pk).update(**{field: value})


@pytest.mark.parametrize("field", sorted(CHANGES.keys() - {"type", "scale", "derivation"}))
def test_a_question_may_change_before_its_release(field: str) -> None:
    question = make_question(make_round(), type="yes_no")
    value = CHANGES[field](question)
    assert Question.objects.filter(pk=question.pk).update(**{field: value}) == 1


def test_a_released_question_may_be_moved_and_helped() -> None:
    released_question()
    changed = Question.objects.update(position=9, short_text="Shorter", help_text="Helpful")
    assert changed == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", "maybe"),
        ("label", "Perhaps"),
        ("lower_bound", Decimal(3)),
        ("tone", 0),
        ("position", 7),
    ],
)
def test_a_released_option_keeps_its_meaning(field: str, value: object) -> None:
    question = released_question()
    with refused("This option has been released and cannot change"):
        Option.objects.filter(scale=question.scale, key="yes").update(**{field: value})


def test_a_released_option_stays_on_its_scale() -> None:
    question = released_question()
    other = make_scale(question.round, ("all", "some"))
    with refused("This option has been released and cannot change"):
        Option.objects.filter(scale=question.scale).update(scale=other)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "another"),
        ("title", "Another"),
        ("reference_date", datetime.date(2012, 3, 31)),
        ("is_totals_only", True),
        ("illustrative", "Real answers."),
    ],
)
def test_a_released_round_keeps_what_it_is_cited_by(field: str, value: object) -> None:
    question = released_question()
    with refused("This round has been released and cannot change"):
        Round.objects.filter(pk=question.round_id).update(**{field: value})


def test_a_released_round_may_be_explained_further() -> None:
    released_question()
    assert Round.objects.update(caveats="One council counted twice.", method="By post.") == 1


ELSEWHERE: dict[str, Callable[[], Any]] = {
    "section": lambda: make_section(make_round()),
    "grid": lambda: make_grid(make_round()),
    "scale": lambda: make_scale(make_round()),
    "numerator": lambda: make_question(make_round()),
    "denominator": lambda: make_question(make_round()),
    "banded": lambda: make_question(make_round()),
    "tallied_grid": lambda: make_grid(make_round()),
    "round": make_round,
}


@pytest.mark.parametrize("part", ELSEWHERE)
def test_a_question_and_its_parts_are_of_one_round(part: str) -> None:
    question = make_question(make_round(), type="yes_no")
    with refused("of different rounds"):
        Question.objects.filter(pk=question.pk).update(**{part: ELSEWHERE[part]()})


def test_an_unreleased_option_may_change() -> None:
    scale = make_bands(make_round(), {"high": 30, "low": 0})
    assert scale.options.filter(key="high").update(label="A third", lower_bound=33) == 1


def test_a_change_to_a_question_is_kept_in_its_history() -> None:
    question = make_question(make_round(), text="First wording")
    Question.objects.update(text="Second wording")
    events = Question._meta.apps.get_model("surveys", "QuestionEvent").objects
    wordings = events.filter(pgh_obj=question.pk).order_by("pgh_id").values_list("text", flat=True)
    assert list(wordings) == ["First wording", "Second wording"]


def test_a_released_round_cannot_be_deleted() -> None:
    question = released_question()
    with pytest.raises(IntegrityError):
        Round.objects.filter(pk=question.round_id).delete()
