"""What is typed on the page of a section: understood, read back, or asked about."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from councils.models import Council, User
from ppf_site import words
from surveys.models import Answer, Return
from surveys.returns.forms import day_field
from tests.factories import make_open_round, make_question, make_return


@pytest.fixture
def ours(home: Council) -> Return:
    """A return with nothing answered."""
    round = make_open_round("spring")
    make_question(round, "people", unit="people")
    make_question(round, "share", type="percentage")
    make_question(round, "day", type="date")
    return make_return(round, home, state="in_progress")


@pytest.fixture
def inside(client: Client, contributor: User) -> Client:
    client.force_login(contributor)
    return client


def typed(inside: Client, ours: Return, key: str, text: str, **more: str) -> dict[str, Any]:
    """What the page is told when one answer is saved as it is typed."""
    form = {f"{key}.version": "0", key: text, **{f"{key}.{name}": v for name, v in more.items()}}
    told: dict[str, Any] = inside.post(f"/returns/{ours.pk}/answers/{key}/", form).json()
    return told


@pytest.mark.parametrize(
    ("text", "read_back"), [("04/05/25", " as 4 May 2025"), ("4 May 2025", "")]
)
def test_a_day_is_read_back_as_it_was_understood(
    inside: Client, ours: Return, text: str, read_back: str
) -> None:
    told = typed(inside, ours, "day", text)
    assert told["status"] == f"Saved at {words.clock(timezone.now())}{read_back}"
    assert Answer.objects.get().date == datetime.date(2025, 5, 4)


def test_the_days_of_other_forms_are_read_alike() -> None:
    assert day_field("Until").clean("1st of April, 25") == datetime.date(2025, 4, 1)
