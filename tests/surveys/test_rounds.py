"""Rounds and their questions: what the database refuses, in a draft and once they are open."""

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

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
    make_tally,
    make_total,
    make_user,
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
    question = make_question(make_round(is_draft=True), type=type)
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


# Once the round is open: the meaning stays


def asked_question(**fields: Any) -> Question:
    """Of an open round, with two options, answered yes."""
    round = make_round()
    question = make_question(round, type="yes_no", **fields)
    make_return(round, answers={question: "yes"})
    return question


CHANGES: dict[str, Callable[[Question], Any]] = {
    "key": lambda question: "another",
    "type": lambda question: "single",
    "unit": lambda question: "pounds",
    "scale": lambda question: make_scale(question.round),
    "grid": lambda question: make_grid(question.round),
    "round": lambda question: make_round(),
    "counts_not_known": lambda question: True,
    "derivation": lambda question: "tally",
    "numerator": lambda question: make_question(question.round),
    "denominator": lambda question: make_question(question.round),
    "banded": lambda question: make_question(question.round),
    "tallied_grid": lambda question: make_grid(question.round),
    "tallied_options": lambda question: ["yes"],
    "added_at": lambda question: timezone.now(),
}
# The others would break a rule of their own.
FREE = sorted(CHANGES.keys() - {"type", "scale", "derivation", "round"})


@pytest.mark.parametrize("field", CHANGES)
def test_a_question_of_an_open_round_keeps_its_meaning(field: str) -> None:
    question = asked_question()
    value = CHANGES[field](question)
    with refused("This question is fixed since its round was opened"):
        Question.objects.filter(pk=question.pk).update(**{field: value})


@pytest.mark.parametrize("field", FREE)
def test_a_question_may_change_in_a_draft(field: str) -> None:
    question = make_question(make_round(is_draft=True), type="yes_no")
    value = CHANGES[field](question)
    assert Question.objects.filter(pk=question.pk).update(**{field: value}) == 1


def test_the_words_of_a_question_can_be_put_right() -> None:
    question = asked_question()
    changed = Question.objects.filter(pk=question.pk).update(
        text="Is it so?", short_text="Shorter", help_text="Helpful", position=9
    )
    assert changed == 1


def test_a_question_may_be_made_optional_and_never_required_again() -> None:
    question = asked_question()
    assert Question.objects.filter(pk=question.pk).update(is_required=False) == 1
    with refused("was optional when its round was opened"):
        Question.objects.filter(pk=question.pk).update(is_required=True)


def test_a_question_that_was_answered_is_not_taken_away() -> None:
    question = asked_question()
    with refused("this question is part of what"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM surveys_question WHERE id = %s", [question.pk])


@pytest.mark.parametrize("make", [make_question, make_section, make_grid])
def test_what_is_asked_is_not_taken_away_though_nobody_answered_it(make: Any) -> None:
    row = make(make_round())
    with refused(f"this {row._meta.model_name} is part of what councils are asked"):
        row.delete()


@pytest.mark.parametrize("make", [make_question, make_section, make_grid])
def test_of_a_draft_anything_can_be_taken_away(make: Any) -> None:
    assert make(make_round(is_draft=True)).delete()[0] == 1


def test_a_grid_that_a_tally_counts_keeps_its_rows() -> None:
    grid = make_grid(make_round())
    row = make_question(grid.section.round, type="yes_no", grid=grid)
    make_tally(grid)
    with refused("A grid that a tally counts keeps its rows"), transaction.atomic():
        make_question(grid.section.round, type="yes_no", grid=grid)
    with refused("this question is part of what"):
        row.delete()


def test_a_grid_that_no_tally_counts_can_have_another_row() -> None:
    grid = make_grid(make_round())
    make_question(grid.section.round, type="yes_no", grid=grid)
    assert make_question(grid.section.round, type="yes_no", grid=grid).pk


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", "maybe"),
        ("lower_bound", Decimal(3)),
        ("tone", 0),
        ("position", 7),
        ("is_exclusive", True),
    ],
)
def test_an_option_that_is_offered_keeps_its_meaning(field: str, value: object) -> None:
    question = asked_question()
    with refused("This option is fixed since its round was opened"):
        Option.objects.filter(scale=question.scale, key="yes").update(**{field: value})


def test_an_option_that_is_offered_stays_on_its_scale() -> None:
    question = asked_question()
    other = make_scale(question.round, ("all", "some"))
    with refused("This option is fixed since its round was opened"):
        Option.objects.filter(scale=question.scale).update(scale=other)


def test_no_option_is_moved_to_a_scale_that_is_offered() -> None:
    question = asked_question()
    other = make_scale(question.round, ("all", "some"))
    with refused("This option is fixed since its round was opened"):
        Option.objects.filter(scale=other).update(scale=question.scale)


def test_no_option_is_added_to_what_is_offered() -> None:
    question = asked_question()
    assert question.scale
    with refused("The options of a question stay"):
        Option.objects.create(scale=question.scale, key="perhaps", label="Perhaps")


def test_no_option_is_taken_from_what_is_offered() -> None:
    question = asked_question()
    with refused("The options of a question stay"):
        Option.objects.filter(scale=question.scale, key="no").delete()


def test_a_new_scale_of_an_open_round_can_be_made_until_a_question_offers_it() -> None:
    scale = make_scale(make_round(), ("all", "some"))
    assert scale.options.filter(key="all").update(tone=2, position=5) == 1
    Option.objects.create(scale=scale, key="none", label="None")
    make_question(scale.round, type="single", scale=scale)
    with refused("The options of a question stay"):
        Option.objects.create(scale=scale, key="other", label="Other")


def test_the_label_of_an_option_can_be_put_right() -> None:
    question = asked_question()
    assert Option.objects.filter(scale=question.scale, key="yes").update(label="Yes, it is") == 1


def test_no_label_becomes_that_of_another_option() -> None:
    question = asked_question()
    with refused("This label is or was another option"):
        Option.objects.filter(scale=question.scale, key="yes").update(label="No")


def test_two_labels_do_not_change_places_by_a_third() -> None:
    question = asked_question()
    options = Option.objects.filter(scale=question.scale)
    options.filter(key="no").update(label="Not")
    with refused("This label is or was another option"):
        options.filter(key="yes").update(label="No")


@pytest.mark.parametrize("model", [Section, Scale, Grid])
def test_the_keys_of_an_open_round_stay(model: type[Any]) -> None:
    grid = make_grid(make_round())
    make_scale(grid.section.round)
    with refused("is fixed since its round was opened"):
        model.objects.update(key="another")


@pytest.mark.parametrize("model", [Section, Scale, Grid])
def test_the_keys_of_a_draft_can_change(model: type[Any]) -> None:
    grid = make_grid(make_round(is_draft=True))
    make_scale(grid.section.round)
    assert model.objects.update(key="another") == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reference_date", datetime.date(2012, 3, 31)),
        ("is_totals_only", True),
        ("opened_at", None),
        ("opened_at", timezone.now()),
    ],
)
def test_an_open_round_keeps_what_its_returns_were_made_from(field: str, value: object) -> None:
    round = make_round()
    with refused("This part of the round is fixed since its round was opened"):
        Round.objects.filter(pk=round.pk).update(**{field: value})


def test_an_open_round_keeps_who_opened_it() -> None:
    make_round(opened_by=make_user(role="analyst"))
    with refused("is fixed since its round was opened"):
        Round.objects.update(opened_by=None)


def released_round() -> Round:
    make_region()
    question = asked_question()
    make_release(question.round)
    return question.round


def test_a_released_round_keeps_its_address() -> None:
    round = released_round()
    with refused("This round’s address has been released and cannot change"):
        Round.objects.filter(pk=round.pk).update(slug="another")


def test_the_words_of_a_released_round_can_be_put_right() -> None:
    released_round()
    changed = Round.objects.update(
        title="Another", short_title="Other", caveats="One council counted twice.", method="By post"
    )
    assert changed == 1


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
    question = make_question(make_round(is_draft=True), type="yes_no")
    with refused("of different rounds"):
        Question.objects.filter(pk=question.pk).update(**{part: ELSEWHERE[part]()})


def test_an_option_of_a_draft_may_change() -> None:
    scale = make_bands(make_round(is_draft=True), {"high": 30, "low": 0})
    make_question(scale.round, type="single", scale=scale)
    assert scale.options.filter(key="high").update(label="A third", lower_bound=33) == 1


def test_a_change_to_a_question_is_kept_in_its_history() -> None:
    question = make_question(make_round(), text="First wording")
    Question.objects.update(text="Second wording")
    events = Question._meta.apps.get_model("surveys", "QuestionEvent").objects
    wordings = events.filter(pgh_obj=question.pk).order_by("pgh_id").values_list("text", flat=True)
    assert list(wordings) == ["First wording", "Second wording"]


def test_a_released_round_cannot_be_deleted() -> None:
    round = released_round()
    with pytest.raises(IntegrityError):
        Round.objects.filter(pk=round.pk).delete()


@pytest.mark.parametrize("label", ["no", " No.", "N o", "NO!"])
def test_nor_one_that_reads_like_it(label: str) -> None:
    question = asked_question()
    with refused("This label is or was another option"):
        Option.objects.filter(scale=question.scale, key="yes").update(label=label)
