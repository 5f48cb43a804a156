"""Until the end of the closing day in London, also on the two Sundays when the clocks change."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from councils.models import Council, User
from ppf_site.refused import Refused
from surveys.actions.signing import sign
from surveys.models import Return, Signature
from tests.surveys.returns.signing import handed_over, make_working_return

pytestmark = pytest.mark.django_db


def refused(return_of: Return, by: User, name: str | None = None, seen: str | None = None) -> str:
    with pytest.raises(Refused) as error:
        sign(
            return_of=handed_over(return_of),
            by=by,
            name=by.name if name is None else name,
            seen=seen,
        )
    assert Return.objects.get(pk=return_of.pk).state != "signed"
    assert not Signature.objects.exists()
    return str(error.value)


SPRING, AUTUMN = datetime.date(2026, 3, 29), datetime.date(2026, 10, 25)
ENDS = [(SPRING, "2026-03-29T23:00Z"), (AUTUMN, "2026-10-26T00:00Z")]
BEGINS = [(SPRING, "2026-03-29T00:00Z"), (AUTUMN, "2026-10-24T23:00Z")]
SECOND = datetime.timedelta(seconds=1)


def at(moment: str, shift: datetime.timedelta) -> datetime.datetime:
    return datetime.datetime.fromisoformat(moment) + shift


@pytest.mark.parametrize(("sunday", "end"), ENDS)
def test_the_last_second_of_the_closing_day_is_in_time(
    home: Council, signatory: User, sunday: datetime.date, end: str
) -> None:
    return_of = make_working_return(home, opens_on=datetime.date(2026, 1, 1), closes_on=sunday)
    with time_machine.travel(at(end, -SECOND), tick=False):
        assert sign(return_of=handed_over(return_of), by=signatory, name=signatory.name).number == 1


@pytest.mark.parametrize(("sunday", "end"), ENDS)
@pytest.mark.parametrize("late", [datetime.timedelta(0), SECOND])
def test_the_first_second_after_the_closing_day_is_too_late(
    home: Council, signatory: User, sunday: datetime.date, end: str, late: datetime.timedelta
) -> None:
    return_of = make_working_return(home, opens_on=datetime.date(2026, 1, 1), closes_on=sunday)
    with time_machine.travel(at(end, late), tick=False):
        assert "closed at the end of" in refused(return_of, signatory)


@pytest.mark.parametrize(("sunday", "begin"), BEGINS)
def test_a_round_opens_with_its_day_in_london(
    home: Council, signatory: User, sunday: datetime.date, begin: str
) -> None:
    return_of = make_working_return(home, opens_on=sunday, closes_on=datetime.date(2026, 12, 1))
    with time_machine.travel(at(begin, -SECOND), tick=False):
        assert "opens on" in refused(return_of, signatory)
    with time_machine.travel(at(begin, SECOND), tick=False):
        assert sign(return_of=handed_over(return_of), by=signatory, name=signatory.name).number == 1


@pytest.mark.parametrize(("sunday", "end"), ENDS)
def test_a_reopened_return_is_open_to_the_end_of_its_own_day(
    home: Council, signatory: User, sunday: datetime.date, end: str
) -> None:
    closed = sunday - datetime.timedelta(days=30)
    return_of = make_working_return(home, opens_on=datetime.date(2026, 1, 1), closes_on=closed)
    Return.objects.filter(pk=return_of.pk).update(reopened_until=sunday)
    with time_machine.travel(at(end, SECOND), tick=False):
        assert "closed at the end of" in refused(return_of, signatory)
    with time_machine.travel(at(end, -SECOND), tick=False):
        assert sign(return_of=handed_over(return_of), by=signatory, name=signatory.name).number == 1


def test_handed_over_and_too_late_it_says_that_it_is_closed(home: Council, signatory: User) -> None:
    return_of = make_working_return(
        home, state="to_sign", closes_on=timezone.localdate() - datetime.timedelta(days=1)
    )
    assert "closed at the end of" in refused(return_of, signatory)
