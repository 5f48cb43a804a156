"""Numbers of a handful of councils are named answers in effect: the public does not see them."""

import csv
import io

import pytest
from django.test import Client

from councils.models import User
from surveys.models import Answer, Figure, Question, Release, Round
from tests.factories import (
    make_council,
    make_question,
    make_region,
    make_release,
    make_return,
    make_total,
    put_right,
)
from tests.factories import make_round as new_round

pytestmark = pytest.mark.django_db


def released(councils: int, **fields: bool) -> Release:
    round = new_round("spring", **fields)
    region = make_region()
    spent: Question = make_question(round, "spent", unit="pounds")
    for number in range(councils):
        make_return(round, make_council(region=region), answers={spent: 7_000_001 + number})
    return make_release(round, stage="public")


def sums(client: Client) -> set[str]:
    response = client.get("/rounds/spring/?download=csv&table=spring-figures")
    rows = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    return {row["sum"] for row in rows if row["question"] == "spent"}


def figure_page(client: Client) -> str:
    figure = Figure.objects.get(question__key="spent", area__kind="england", option=None)
    return str(client.get(f"/figures/{figure.pk}/").content.decode())


def test_four_councils_numbers_are_not_shown_to_the_public(client: Client) -> None:
    released(4)
    assert sums(client) == {""}
    assert "28,000,0" not in client.get("/rounds/spring/").content.decode()
    page = figure_page(client)
    assert "so few councils that it would tell" in page
    assert "28,000,0" not in page
    assert "7,000,0" not in page


def corrected(release: Release) -> Release:
    """One council gave another number."""
    first = Answer.objects.filter(return_of__round=release.round).earliest("pk")
    put_right(Answer.objects.filter(pk=first.pk), number=6_000_000)
    return make_release(Round.objects.get(pk=release.round_id))


def test_a_correction_tells_nothing_of_numbers_that_nobody_was_shown() -> None:
    assert not corrected(released(4)).tells_few


def test_a_correction_tells_of_a_council_where_the_public_has_both_numbers() -> None:
    assert corrected(released(5)).tells_few


def test_five_councils_numbers_are_shown(client: Client) -> None:
    released(5)
    assert sums(client) == {"35000015"}
    assert "35,000,015" in figure_page(client)


def test_the_sector_sees_them(client: Client, contributor: User) -> None:
    released(4)
    client.force_login(contributor)
    assert sums(client) == {"28000010"}


def test_a_published_share_without_a_base_is_shown(client: Client) -> None:
    round = new_round("totals", is_totals_only=True)
    share = make_question(round, "share", type="percentage")
    make_total(share, percent=60)
    make_release(round, stage="public")
    page = client.get(f"/figures/{Figure.objects.get(question=share).pk}/").content.decode()
    assert "so few councils" not in page


def test_a_round_that_names_councils_shows_them(client: Client) -> None:
    released(1, names_councils=True)
    assert "7,000,001" in figure_page(client)
