"""One person asks for so many corrections an hour, whatever the return; others still can."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from councils.models import Council, User
from ppf_site.refused import Refused
from surveys.actions.signing import MOST_CORRECTIONS, ask_correction
from surveys.models import Return, Step
from tests.surveys.returns.signing import make_working_return

pytestmark = pytest.mark.django_db


def ask(signed: list[Return], by: User, times: int) -> None:
    for number in range(times):
        return_of = signed[number % len(signed)]
        ask_correction(return_of=return_of, by=by, reason=f"Number {number} is wrong.")


def test_a_person_asks_for_so_many_corrections_an_hour(
    home: Council, contributor: User, signatory: User
) -> None:
    signed = [make_working_return(home, state="signed") for _ in range(2)]
    with time_machine.travel(timezone.now(), tick=True) as clock:
        ask(signed, contributor, MOST_CORRECTIONS)
        with pytest.raises(Refused, match="You have asked for 5 corrections in an hour"):
            ask_correction(return_of=signed[0], by=contributor, reason="And this too.")
        ask_correction(return_of=signed[0], by=signatory, reason="And this too.")
        clock.shift(datetime.timedelta(hours=1, minutes=1))
        ask_correction(return_of=signed[0], by=contributor, reason="And this at last.")
    assert Step.objects.count() == MOST_CORRECTIONS + 2


def test_the_same_again_is_once_and_not_counted(home: Council, contributor: User) -> None:
    signed = make_working_return(home, state="signed")
    for _ in range(MOST_CORRECTIONS + 2):
        ask_correction(return_of=signed, by=contributor, reason="A late bill.")
    assert Step.objects.count() == 1
