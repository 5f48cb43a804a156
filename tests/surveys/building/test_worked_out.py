"""Rates, bands and tallies are worked out from what is asked, by plain forms."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from surveys.models import Round
from tests.factories import (
    make_bands,
    make_grid,
    make_question,
    make_release,
    make_return,
    make_scale,
    make_section,
)
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
ADD = "/manage/rounds/spring/add-worked-out/"
WORDS = {"section": "first", "text": "Share of homes", "short_text": "Share"}


@pytest.fixture
def asked(draft: Round) -> Round:
    first = make_section(draft, "first")
    make_question(draft, "users", section=first)
    grid = make_grid(draft, "rows", section=first)
    scale = make_scale(draft, ("yes", "no"), key="yes-no")
    for key in ("adults", "carers"):
        make_question(draft, key, type="yes_no", scale=scale, section=first, grid=grid)
    make_bands(draft, {"30-or-more": 30, "under-30": 0}, key="bands")
    return draft


def send(client: Client, kind: str, **fields: Any) -> str:
    data = {**WORDS, **fields}
    return squeezed(client.post(f"{ADD}?kind={kind}", data, follow=True).text)


def pk(round: Round, key: str) -> int:
    return round.questions.get(key=key).pk


def test_the_three_are_told_apart_first(runner: Client, asked: Round) -> None:
    page = runner.get(f"{ADD}?section=first").text
    assert "One number as a percentage of another." in page


def test_a_rate(runner: Client, asked: Round) -> None:
    people, users = pk(asked, "people"), pk(asked, "users")
    page = send(runner, "rate", numerator=people, denominator=users)
    assert "“People” as a percentage of “Users”" in page
    rate = asked.questions.get(key="share")
    assert (rate.type, rate.derivation, rate.is_required) == ("percentage", "rate", False)


@pytest.mark.parametrize("field", ["numerator", "denominator"])
def test_a_rate_has_no_percentage_as_its_part_or_whole(
    runner: Client, asked: Round, field: str
) -> None:
    make_question(asked, "budget", type="percentage", short_text="Budget share")
    parts = {"numerator": pk(asked, "people"), "denominator": pk(asked, "users")}
    page = send(runner, "rate", **{**parts, field: pk(asked, "budget")})
    assert "“Budget share” is a percentage. A rate is one count as a percentage" in page
    assert not asked.questions.filter(derivation="rate").exists()


def test_two_of_a_round_have_no_short_name_in_common(runner: Client, asked: Round) -> None:
    parts = {"numerator": pk(asked, "people"), "denominator": pk(asked, "users")}
    send(runner, "rate", **parts)
    page = send(runner, "rate", **{**parts, "short_text": "SHARE"})
    assert "“SHARE” is the short name of another of this round." in page
    assert asked.questions.filter(derivation="rate").count() == 1


def test_a_number_is_no_rate_of_itself(runner: Client, asked: Round) -> None:
    people = pk(asked, "people")
    page = send(runner, "rate", numerator=people, denominator=people)
    assert "This is the part itself" in page
    assert not asked.questions.filter(key="share").exists()


def test_a_band(runner: Client, asked: Round) -> None:
    send(runner, "band", banded=pk(asked, "users"), answers="own.bands", type="single")
    band = asked.questions.get(key="share")
    assert (band.banded_id, band.derivation, band.type) == (pk(asked, "users"), "band", "single")


def test_a_tally_has_its_results_ready(runner: Client, asked: Round) -> None:
    fields = {"tallied_grid": "rows", "tallied_options": ["yes"], "type": "scale"}
    page = send(runner, "tally", **fields, answers="ready.tally")
    assert "Whether all, some or none of “How far is” are “Yes”" in page
    tally = asked.questions.get(key="share")
    assert tally.scale
    assert [each.key for each in tally.scale.options.all()] == ["all", "some", "none"]


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        ("rate", {}, "Choose the number that is the part."),
        ("band", {"type": "scale"}, "A question with choices needs the scale that has them."),
        ("tally", {"type": "scale", "tallied_grid": "rows"}, "Tick the answers that count."),
    ],
)
def test_what_is_missing_is_told(
    runner: Client, asked: Round, kind: str, fields: Any, message: str
) -> None:
    page = send(runner, kind, **fields)
    assert message in page
    assert not asked.questions.filter(key="share").exists()


def test_it_does_not_stand_before_what_it_needs(runner: Client, asked: Round) -> None:
    late = make_question(asked, "late", section=make_section(asked, "second"))
    page = send(runner, "rate", numerator=late.pk, denominator=pk(asked, "users"))
    assert "“Share” is worked out from “Late”: it stays after it." in page
    assert not asked.questions.filter(key="share").exists()


def test_it_is_changed_and_removed(runner: Client, asked: Round) -> None:
    people, users = pk(asked, "people"), pk(asked, "users")
    send(runner, "rate", numerator=people, denominator=users)
    address = "/manage/rounds/spring/questions/share/"
    assert f'value="{people}" selected' in runner.get(address).text
    runner.post(address, {**WORDS, "numerator": users, "denominator": people})
    assert asked.questions.get(key="share").numerator_id == users
    runner.post(address, {"do": "remove"})
    assert not asked.questions.filter(key="share").exists()


class TestOfAnOpenRound:
    @pytest.fixture
    def added(self, runner: Client, asked: Round) -> Round:
        asked.mark_opened(at=timezone.now())
        send(runner, "rate", numerator=pk(asked, "people"), denominator=pk(asked, "users"))
        return asked

    def remove(self, client: Client, key: str) -> str:
        address = f"/manage/rounds/spring/questions/{key}/"
        return squeezed(client.post(address, {"do": "remove"}, follow=True).text)

    def test_a_value_that_no_release_has_can_be_removed(self, runner: Client, added: Round) -> None:
        assert "Remove it" in runner.get("/manage/rounds/spring/questions/share/").text
        assert "Removed: Share" in self.remove(runner, "share")
        assert not added.questions.filter(key="share").exists()

    def test_one_that_a_release_has_stays(self, runner: Client, added: Round) -> None:
        counts = {added.questions.get(key="people"): 5, added.questions.get(key="users"): 10}
        make_return(added, answers=counts)
        make_release(added)
        assert "Remove it" not in runner.get("/manage/rounds/spring/questions/share/").text
        assert "what councils are asked stays" in self.remove(runner, "share")
