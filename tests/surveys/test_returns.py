"""Returns and answers: who must answer, and which answer fits which question."""

import datetime
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection
from django.utils import timezone

from councils.models import Council, User
from surveys.models import Answer, Return
from tests.factories import (
    REFERENCE_DATE,
    answer,
    make_council,
    make_option,
    make_question,
    make_rate,
    make_return,
    make_round,
    make_scale,
)

pytestmark = pytest.mark.django_db
YESTERDAY = REFERENCE_DATE - datetime.timedelta(days=1)
MISFIT = "The value does not fit the question"
TYPES = ["scale", "single", "multiple", "yes_no", "number", "percentage", "date", "text"]
VALUES: dict[str, Any] = {
    "choices": ["yes"],
    "number": Decimal(1),
    "date": REFERENCE_DATE,
    "text": "Words",
}
HOME = dict.fromkeys(["scale", "single", "multiple", "yes_no"], "choices")
HOME |= {"number": "number", "percentage": "number", "date": "date", "text": "text"}


def refused(message: str) -> AbstractContextManager[Any]:
    return pytest.raises(IntegrityError, match=message)


# Who must answer


def test_a_return_is_made_for_each_council_in_force_on_the_reference_date() -> None:
    there = [make_council(), make_council(established=REFERENCE_DATE)]
    make_council(abolished=REFERENCE_DATE)
    make_council(established=REFERENCE_DATE + datetime.timedelta(days=1))
    round = make_round(is_draft=True)
    Return.objects.make_required(round)
    assert [return_of.council for return_of in round.returns.order_by("pk")] == there


def test_a_required_return_has_not_started() -> None:
    make_council()
    Return.objects.make_required(make_round(is_draft=True))
    made = Return.objects.get()
    assert (made.requirement, made.state, made.signed_at) == ("required", "not_started", None)


def test_making_the_required_returns_again_changes_nothing() -> None:
    make_council()
    round = make_round(is_draft=True)
    Return.objects.make_required(round)
    Return.objects.update(requirement="declined", requirement_reason="Said so.")
    before = list(Return.objects.values())
    Return.objects.make_required(round)
    assert list(Return.objects.values()) == before


def test_a_council_has_one_return_in_a_round() -> None:
    made = make_return(make_round())
    with refused("return_once_per_council"):
        make_return(made.round, made.council)


def test_a_signed_return_has_its_time() -> None:
    with refused("return_signed_has_its_time"):
        make_return(make_round(), signed_at=None)


def test_only_a_signed_return_has_a_time() -> None:
    with refused("return_signed_has_its_time"):
        make_return(make_round(), state="to_sign", signed_at=timezone.now())


@pytest.mark.parametrize("requirement", ["no_longer_required", "declined", "on_paper"])
def test_a_return_that_is_not_simply_required_has_a_reason(requirement: str) -> None:
    with refused("return_change_has_a_reason"):
        make_return(make_round(), requirement=requirement, requirement_reason="")


@pytest.mark.parametrize("requirement", ["no_longer_required", "declined"])
def test_a_signed_return_is_required(requirement: str) -> None:
    with refused("return_signed_is_required"):
        make_return(make_round(), requirement=requirement)


@pytest.mark.parametrize("was", ["required", "on_paper"])
@pytest.mark.parametrize("requirement", ["no_longer_required", "declined", "on_paper", "required"])
def test_what_is_required_of_a_signed_return_stays(was: str, requirement: str) -> None:
    """What was signed here did not come on paper; what came on paper was typed in and signed."""
    made = Return.objects.filter(pk=make_return(make_round(), requirement=was).pk)
    if was == requirement:
        assert made.update(requirement=requirement) == 1
        return
    with refused("This return is signed here. Reopen it"):
        made.update(requirement=requirement, requirement_reason="x")


@pytest.mark.parametrize("requirement", ["required", "on_paper"])
def test_a_return_may_be_signed_that_is_required_or_came_on_paper(requirement: str) -> None:
    assert make_return(make_round(), requirement=requirement).pk


def test_a_reopened_return_may_be_declined() -> None:
    make_return(make_round())
    Return.objects.update(state="in_progress", signed_at=None)
    assert Return.objects.update(requirement="declined", requirement_reason="Said so.") == 1


# Once the round is open: on the record


def test_a_council_is_added_to_an_open_round_with_a_reason() -> None:
    with refused("say why a return is required of this council too"):
        Return.objects.create(round=make_round(), council=make_council())


def test_a_reason_is_enough_to_add_a_council() -> None:
    made = Return.objects.create(
        round=make_round(), council=make_council(), requirement_reason="Left out by mistake."
    )
    assert made.pk


def test_many_councils_at_once_need_a_reason_too() -> None:
    make_council()
    with refused("say why a return is required of this council too"):
        Return.objects.make_required(make_round())


def test_nobody_can_have_signed_a_draft() -> None:
    with refused("The round has not been opened"):
        Return.objects.create(
            round=make_round(is_draft=True),
            council=make_council(),
            state="signed",
            signed_at=timezone.now(),
        )


def test_a_return_of_an_open_round_is_never_deleted() -> None:
    made = make_return(make_round(), state="not_started")
    with refused("a return is made not required"):
        made.delete()


def test_a_return_of_an_open_round_never_moves() -> None:
    made = make_return(make_round(), state="not_started")
    with refused("A return stays in its round and with its council"):
        Return.objects.filter(pk=made.pk).update(council=make_council())


def test_a_return_becomes_required_again_with_a_reason() -> None:
    make_return(make_round(), state="not_started", requirement="declined")
    with refused("say why what is required of the council changes"):
        Return.objects.update(requirement="required", requirement_reason="")


def test_the_first_signature_is_remembered() -> None:
    first = timezone.now() - datetime.timedelta(days=3)
    made = make_return(make_round(), signed_at=first)
    Return.objects.update(state="in_progress", signed_at=None)
    Return.objects.update(state="signed", signed_at=timezone.now(), first_signed_at=None)
    made.refresh_from_db()
    assert made.first_signed_at == first


def test_a_signature_is_kept_in_history() -> None:
    made = make_return(make_round(), state="to_sign")
    Return.objects.update(state="signed", signed_at=timezone.now())
    events = Return._meta.apps.get_model("surveys", "ReturnEvent").objects
    states = events.filter(pgh_obj=made.pk).order_by("pgh_id").values_list("state", flat=True)
    assert list(states) == ["to_sign", "signed"]


# Who may see a live return


def seen_by(person: User | AnonymousUser) -> set[str]:
    return set(Return.objects.visible_to(person).values_list("council__name", flat=True))


@pytest.mark.parametrize(
    ("person", "councils"),
    [
        ("reader", set()),
        ("contributor", {"Gateshead"}),
        ("signatory", {"Gateshead"}),
        ("stranger", {"Torbay"}),
        ("regional_lead", {"Gateshead", "Sunderland"}),
        ("analyst", {"Gateshead", "Sunderland", "Torbay"}),
        ("administrator", {"Gateshead", "Sunderland", "Torbay"}),
    ],
)
def test_a_live_return_is_seen_by_its_council_its_region_and_the_centre(
    person: str,
    councils: set[str],
    home: Council,
    elsewhere: Council,
    request: pytest.FixtureRequest,
) -> None:
    round = make_round()
    for council in (home, elsewhere, make_council("Sunderland", region=home.region)):
        make_return(round, council)
    assert seen_by(request.getfixturevalue(person)) == councils


# What fits


@pytest.mark.parametrize("type", TYPES)
@pytest.mark.parametrize("column", VALUES)
def test_an_answer_fits_its_question_only_in_the_types_own_column(type: str, column: str) -> None:
    round = make_round()
    options = ("yes", "no") if HOME[type] == "choices" else ()
    question = make_question(round, type=type, options=options)
    given = make_return(round)
    if HOME[type] == column:
        assert answer(given, question, **{column: VALUES[column]}).pk
        return
    with refused(MISFIT):
        answer(given, question, **{column: VALUES[column]})


@pytest.mark.parametrize("type", TYPES)
@pytest.mark.parametrize("reason", ["not_known", "not_applicable", ""])
def test_a_reason_or_a_blank_fits_every_question(type: str, reason: str) -> None:
    round = make_round()
    assert answer(make_return(round), make_question(round, type=type), reason=reason).pk


@pytest.mark.parametrize("type", ["scale", "single", "multiple", "yes_no"])
def test_a_choice_is_one_of_the_scales_options(type: str) -> None:
    round = make_round()
    question, given = make_question(round, type=type), make_return(round)
    with refused(MISFIT):
        answer(given, question, "perhaps")


@pytest.mark.parametrize("type", ["scale", "single", "yes_no"])
def test_one_choice_is_not_two(type: str) -> None:
    round = make_round()
    question, given = make_question(round, type=type, options=("a", "b")), make_return(round)
    with refused(MISFIT):
        answer(given, question, ["a", "b"])


def test_several_choices_may_be_several() -> None:
    round = make_round()
    question = make_question(round, type="multiple", options=("a", "b", "c"))
    assert answer(make_return(round), question, ["c", "a"]).pk


def test_none_of_these_is_not_chosen_with_another() -> None:
    round = make_round()
    scale = make_scale(round, ("phone", "web"))
    make_option(scale, "none-of-these", is_exclusive=True)
    question, given = make_question(round, type="multiple", scale=scale), make_return(round)
    with refused(MISFIT):
        answer(given, question, ["web", "none-of-these"])


def test_none_of_these_is_chosen_alone() -> None:
    round = make_round()
    scale = make_scale(round, ("phone", "web"))
    make_option(scale, "none-of-these", is_exclusive=True)
    question = make_question(round, type="multiple", scale=scale)
    assert answer(make_return(round), question, "none-of-these").pk


def test_choices_are_never_an_empty_list() -> None:
    round = make_round()
    question, given = make_question(round, type="multiple"), make_return(round)
    with refused("answer_choices_not_empty"):
        answer(given, question, [])


@pytest.mark.parametrize("value", ["0", "100", "33.3333"])
def test_a_percentage_lies_between_0_and_100(value: str) -> None:
    round = make_round()
    question = make_question(round, type="percentage")
    assert answer(make_return(round), question, Decimal(value)).pk


@pytest.mark.parametrize("value", ["100.0001", "-1"])
def test_a_percentage_beyond_0_to_100_is_refused(value: str) -> None:
    round = make_round()
    question, given = make_question(round, type="percentage"), make_return(round)
    with refused(MISFIT):
        answer(given, question, Decimal(value))


def test_a_whole_number_has_no_part() -> None:
    round = make_round()
    question, given = make_question(round), make_return(round)
    with refused(MISFIT):
        answer(given, question, Decimal("1.5"))


def test_a_number_is_not_negative() -> None:
    round = make_round()
    question, given = make_question(round), make_return(round)
    with refused("answer_number_not_negative"):
        answer(given, question, -1)


def test_zero_is_a_value() -> None:
    round = make_round()
    assert answer(make_return(round), make_question(round), 0).number == 0


def test_a_question_of_another_round_is_refused() -> None:
    given = make_return(make_round())
    foreign = make_question(make_round())
    with refused("The question is of another round"):
        answer(given, foreign, 1)


def test_a_worked_out_value_is_never_answered() -> None:
    round = make_round()
    rate, given = make_rate(make_question(round), make_question(round)), make_return(round)
    with refused("A worked-out value is never answered"):
        answer(given, rate, 50)


def test_an_answer_is_a_value_or_a_reason() -> None:
    round = make_round()
    question, given = make_question(round), make_return(round)
    with refused("answer_is_one_value_or_reason"):
        answer(given, question, 1, reason="not_known")


def test_a_question_is_answered_once_in_a_return() -> None:
    round = make_round()
    question = make_question(round)
    given = make_return(round, answers={question: 1})
    with refused("answer_once_per_question"):
        answer(given, question, 2)


def test_a_bulk_change_must_fit_too() -> None:
    round = make_round()
    make_return(round, answers={make_question(round): 1})
    with refused(MISFIT):
        Answer.objects.update(number=Decimal("1.5"))


def test_a_raw_statement_must_fit_too() -> None:
    round = make_round()
    make_return(round, answers={make_question(round, type="yes_no"): "yes"})
    with refused(MISFIT), connection.cursor() as cursor:
        cursor.execute("UPDATE surveys_answer SET choices = ARRAY['perhaps']")
