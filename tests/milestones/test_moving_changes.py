"""An expectation that was changed between two rounds: how comparable it is, as readers are told."""

import datetime

import pytest
from django.test import Client

from councils.models import Council
from milestones.models import Expectation, Measure, MeasureRate
from tests.factories import (
    answer,
    make_council,
    make_question,
    make_rate,
    make_region,
    make_release,
)
from tests.milestones.test_findings import rows_of, text_of
from tests.milestones.test_moving import MOVING, SPRING, WINTER, give, likelihoods
from tests.milestones.world import make_measure, make_world

pytestmark = pytest.mark.django_db
PAGE = "/expectations/savings/"
WHY = "The minister asked for it."


def change(comparability: str, **fields: object) -> None:
    Expectation.objects.update(comparability=comparability, change_note=WHY, **fields)


def two_rounds(comparability: str, **fields: object) -> None:
    """The same councils asked the same question; in between, what it asks about was changed."""
    region = make_region("North East")
    councils: list[Council] = [make_council(region=region) for _ in range(6)]
    winter = likelihoods("winter", WINTER)
    give(winter, dict.fromkeys(councils, "very-likely"))
    change(comparability, **fields)
    give(likelihoods("spring", SPRING, winter), dict.fromkeys(councils, "very-likely"))


LATER = {"due_on": datetime.date(2011, 10, 1), "due_label": "October 2011"}


@pytest.mark.parametrize(
    ("comparability", "said", "strokes", "marks"),
    [
        ("same", "It is held to ask for the same, so the rounds are joined.", 1, 0),
        ("wording", "Only its wording changed, so the rounds are joined, with a mark (*).", 1, 1),
        ("options", "That changes what it asks, so the rounds are not joined.", 0, 0),
    ],
)
def test_a_line_joins_as_those_who_changed_the_expectation_said(
    client: Client, comparability: str, said: str, strokes: int, marks: int
) -> None:
    two_rounds(comparability, **LATER)
    page = client.get(MOVING)
    assert "In March 2010 the expectation had changed: due October 2011 (before: April" in text_of(
        page.text
    )
    assert said in text_of(page.text)
    drawing = page.context["chart"].drawing
    assert len(list(drawing.strokes)) == strokes
    assert sum(point.text.endswith("*") for point in drawing.points) == marks


def test_another_expectation_stands_apart(client: Client) -> None:
    two_rounds("none", target_percent=35)
    page = client.get(MOVING)
    assert "“Savings” was another expectation before Spring" in text_of(page.text)
    assert "a target of 35% (before: none)" in text_of(page.text)
    assert page.context["chart"] is None
    assert list(page.context["found"].course.apart) == ["Winter"]


def test_the_expectations_own_page_says_it_too(client: Client) -> None:
    two_rounds("options", text="Savings have been made and kept.")
    said = text_of(client.get(PAGE).text)
    assert "Asked before only in words that cannot be compared." in said
    assert "In March 2010 the expectation had changed: other words." in said


def test_the_file_says_of_each_round_how_it_is_joined(client: Client) -> None:
    two_rounds("wording", **LATER)
    told = [row["Against the round before"] for row in rows_of(client, f"{MOVING}?table=time")]
    assert told == [
        "the first to ask",
        "the same question; the expectation changed only in its wording: "
        "due October 2011 (before: April 2011)",
    ]


def test_areas_in_several_rounds_are_joined_in_the_same_way(client: Client) -> None:
    two_rounds("options", **LATER)
    page = client.get("/compare/?expectation=savings&round=winter,spring&areas=england,north-east")
    assert "That changes what it asks, so the rounds are not joined." in text_of(page.text)
    assert not list(page.context["chart"].drawing.strokes)


def test_why_it_was_changed_is_not_for_readers(client: Client) -> None:
    two_rounds("wording", **LATER)
    assert WHY not in client.get(MOVING).text
    assert WHY not in client.get(PAGE).text


def test_a_change_after_the_last_release_touches_no_page_of_it(client: Client) -> None:
    two_rounds("same", **LATER)
    before = client.get(MOVING).text
    change("none", text="Another thing altogether.")
    assert client.get(MOVING).text == before


def test_a_change_before_both_rounds_is_none_between_them(client: Client) -> None:
    winter = likelihoods("winter", WINTER)
    change("options", **LATER)
    council = make_council()
    give(winter, {council: "very-likely"})
    give(likelihoods("spring", SPRING, winter), {council: "very-likely"})
    assert "had changed" not in client.get(MOVING).text


def test_the_line_of_a_measure_breaks_where_it_counts_something_else(client: Client) -> None:
    region = make_region("North East")
    make_measure(world := make_world({region: 6}, slug="winter", reference_date=WINTER))
    make_release(world.round, stage="public")
    Measure.objects.update(target_percent=40, comparability="options", change_note=WHY)
    later = make_world({region: 6}, slug="spring", reference_date=SPRING)
    users = make_question(later.round, "users", unit="people")
    for return_of in later.returns.values():
        answer(return_of, users, 1000)
    MeasureRate.objects.create(
        base=Measure.objects.get().bases.get(), question=make_rate(later.people, users, "share")
    )
    make_release(later.round, stage="public")
    page = client.get("/measures/share/")
    said = "In March 2010 the measure had changed: a target of 40% (before: 30%). That changes what"
    assert said in text_of(page.text)
    assert not list(page.context["through_time"][0].drawing.strokes)
