"""Who must answer was in force on the reference date: nothing can be changed so that it was not."""

import datetime
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from councils.models import Council, User
from surveys.models import Return, Round
from tests.factories import REFERENCE_DATE, make_council, make_return, make_round

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
NOT_THERE: list[Mapping[str, datetime.date]] = [
    {"established": REFERENCE_DATE + DAY},
    {"abolished": REFERENCE_DATE},
]
JUST_THERE: list[Mapping[str, datetime.date]] = [
    {"established": REFERENCE_DATE},
    {"abolished": REFERENCE_DATE + DAY},
]
COUNTED = ["required", "declined", "on_paper"]


def refused(message: str) -> AbstractContextManager[Any]:
    return pytest.raises(IntegrityError, match=message)


def not_required(round: Round, council: Council) -> Return:
    return make_return(round, council, state="not_started", requirement="no_longer_required")


# A return


@pytest.mark.parametrize("days", NOT_THERE)
@pytest.mark.parametrize("requirement", COUNTED)
def test_nothing_is_required_of_a_council_that_is_not_there(
    days: dict[str, Any], requirement: str
) -> None:
    with refused("was not in force on 31 March 2011, the reference date of “Spring”"):
        council = make_council(**days)
        make_return(make_round("spring"), council, requirement=requirement, state="not_started")


@pytest.mark.parametrize("days", JUST_THERE)
def test_a_return_is_required_of_a_council_that_is_there(days: dict[str, Any]) -> None:
    assert make_return(make_round(), make_council(**days)).pk


@pytest.mark.parametrize("requirement", COUNTED)
def test_a_return_of_a_council_that_is_not_there_is_not_required_again(requirement: str) -> None:
    made = not_required(make_round(), make_council(abolished=REFERENCE_DATE))
    with refused("was not in force on 31 March 2011"):
        Return.objects.filter(pk=made.pk).update(requirement=requirement)


def test_a_return_does_not_move_to_a_council_that_is_not_there() -> None:
    made = make_return(make_round(is_draft=True), make_council())
    with refused("was not in force"):
        Return.objects.filter(pk=made.pk).update(council=make_council(abolished=REFERENCE_DATE))


def test_a_return_does_not_move_to_a_round_of_another_day() -> None:
    made = make_return(make_round(is_draft=True), make_council(abolished=REFERENCE_DATE + DAY))
    with refused("was not in force on 1 April 2011"):
        later = make_round(reference_date=REFERENCE_DATE + DAY)
        Return.objects.filter(pk=made.pk).update(round=later)


def test_a_return_of_a_council_that_is_gone_is_still_signed() -> None:
    """What is not about who must answer asks nothing of the register."""
    made = make_return(make_round(), make_council(), state="not_started")
    made.state = "in_progress"
    made.save()
    assert Return.objects.get(pk=made.pk).state == "in_progress"


# The register


@pytest.mark.parametrize("days", NOT_THERE)
@pytest.mark.parametrize("requirement", COUNTED)
def test_a_council_that_must_answer_is_there_on_the_day(
    days: dict[str, Any], requirement: str
) -> None:
    council = make_council("Avon")
    make_return(make_round("spring"), council, requirement=requirement, state="not_started")
    with refused(r"Avon must answer “Spring” \(31 March 2011\); .* no longer required first"):
        Council.objects.filter(pk=council.pk).update(**days)


def test_every_round_that_a_council_must_answer_is_named() -> None:
    council = make_council("Avon")
    for slug in ("autumn", "spring"):
        make_return(make_round(slug), council)
    make_return(make_round("earlier", reference_date=REFERENCE_DATE - DAY), council)
    with refused(r"must answer “Autumn” \(31 March 2011\), “Spring” \(31 March 2011\);"):
        Council.objects.filter(pk=council.pk).update(abolished=REFERENCE_DATE)


@pytest.mark.parametrize("days", JUST_THERE)
def test_a_council_may_end_the_day_after_or_begin_on_the_day(days: dict[str, Any]) -> None:
    council = make_council()
    make_return(make_round(), council)
    assert Council.objects.filter(pk=council.pk).update(**days)


@pytest.mark.parametrize("days", NOT_THERE)
def test_a_council_whose_return_is_not_required_may_be_gone(days: dict[str, Any]) -> None:
    council = make_council()
    not_required(make_round(), council)
    assert Council.objects.filter(pk=council.pk).update(**days)


# The round


@pytest.mark.parametrize(
    ("days", "day"),
    [
        ({"established": REFERENCE_DATE}, REFERENCE_DATE - DAY),
        ({"abolished": REFERENCE_DATE + DAY}, REFERENCE_DATE + DAY),
    ],
)
def test_a_reference_date_does_not_move_where_a_required_council_is_not(
    days: dict[str, Any], day: datetime.date
) -> None:
    round = make_round()
    make_return(round, make_council("Avon", **days))
    with refused("these councils were not in force, and a return is required of them: Avon"):
        Round.objects.filter(pk=round.pk).update(reference_date=day)


def test_a_reference_date_moves_while_every_required_council_is_there() -> None:
    round = make_round(is_draft=True)
    make_return(round, make_council(established=REFERENCE_DATE - DAY))
    not_required(round, make_council(established=REFERENCE_DATE))
    assert Round.objects.filter(pk=round.pk).update(reference_date=REFERENCE_DATE - DAY)


# On the form


def test_the_page_that_requires_it_again_says_why_it_does_not(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)
    made = not_required(make_round("spring"), make_council("Avon", abolished=REFERENCE_DATE))
    sent = {"return": made.pk, "requirement": "required", "reason": "After all."}
    answer = client.post("/manage/rounds/spring/requirement/", sent)
    assert "Avon was not in force on 31 March 2011, the reference date of “Spring”." in answer.text
    made.refresh_from_db()
    assert made.requirement == "no_longer_required"
