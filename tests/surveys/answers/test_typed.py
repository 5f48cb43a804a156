"""What is typed on the page of a section: understood, read back, or asked about."""

import datetime
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from councils.models import Council, User
from ppf_site import words
from ppf_site.day_fields import day_field
from surveys.models import Answer, Return
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


@pytest.mark.parametrize(
    ("said", "asked", "labels"),
    [
        (("share", "0.12"), "Do you mean 12%, or 0.12%?", ["12%", "0.12%"]),
        (("people", "nil"), "“nil” is not a number.", ["0 people", "Not known", "Not applicable"]),
        (("day", "n/a"), "“n/a” is not a date.", ["Not applicable", "Not known"]),
    ],
)
def test_what_may_be_meant_is_offered_beside_the_box(
    inside: Client, ours: Return, said: tuple[str, str], asked: str, labels: list[str]
) -> None:
    told = typed(inside, ours, *said)
    assert told["state"] == "refused"
    assert asked in told["problem"]
    shown = re.findall(r'<label class="govuk-label[^>]*>([^<]*)</label>', told["problem"])
    assert shown == labels
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("said", "saved", "boxes"),
    [
        (("share", "0.12", "12"), (Decimal(12), ""), (["12"], [])),
        (("share", "0.12", "0.12"), (Decimal("0.12"), ""), (["0.12%"], [])),
        (("people", "nil", "0"), (Decimal(0), ""), (["0"], [])),
        (("people", "not known", "not_known"), (None, "not_known"), ([], ["not_known"])),
    ],
)
def test_what_is_meant_is_saved_and_stands_in_the_boxes(
    inside: Client,
    ours: Return,
    said: tuple[str, str, str],
    saved: tuple[Decimal | None, str],
    boxes: tuple[list[str], list[str]],
) -> None:
    told = typed(inside, ours, *said[:2], meant=said[2])
    answer = Answer.objects.get()
    assert (answer.number, answer.reason) == saved
    assert (told["values"], told["reasons"]) == boxes


def test_a_small_percentage_that_is_saved_is_not_asked_about_again(
    inside: Client, ours: Return
) -> None:
    typed(inside, ours, "share", "0.12", meant="0.12")
    page = f"/returns/{ours.pk}/sections/section/"
    assert 'value="0.12%"' in inside.get(page).content.decode()
    inside.post(page, {"share.version": "1", "share": "0.12%"})
    assert Answer.objects.get().version == 1


def test_what_was_meant_of_another_text_says_nothing_of_this_one(
    inside: Client, ours: Return
) -> None:
    assert typed(inside, ours, "share", "0.13", meant="12")["state"] == "refused"
    assert typed(inside, ours, "share", "45", meant="12")["values"] == ["45"]
