"""Programmes: published or nowhere, and one of them the site's front."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from councils.models import User
from milestones.imports import BadFileError, parse_programme, save_programme
from milestones.models import Expectation, ExpectationQuestion, Measure, Milestone, Programme
from tests.factories import make_region, make_release
from tests.milestones.world import make_expectation, make_measure, make_world

pytestmark = pytest.mark.django_db
OTHERS = ["reader", "contributor", "regional_lead"]
RUNNERS = ["analyst", "administrator"]
FILE = """
[programme]
slug = "{slug}"
title = "{slug}"
description = "What is promised."
starts_on = 2026-01-01
ends_on = 2027-01-01
{more}
"""


def load(slug: str = "next", more: str = "") -> Programme:
    return save_programme(parse_programme(FILE.format(slug=slug, more=more)))


def make_programme(slug: str, **fields: Any) -> Programme:
    start = datetime.date(2026, 1, 1)
    days = {"starts_on": start, "ends_on": start.replace(year=2027)}
    return Programme.objects.create(slug=slug, title=slug.capitalize(), **{**days, **fields})


def sign_in(client: Client, request: pytest.FixtureRequest, person: str) -> Any:
    who = request.getfixturevalue(person)
    if who.pk:
        client.force_login(who)
    return who


@pytest.fixture
def hidden(db: None) -> Expectation:
    """An expectation of a programme that is not published."""
    expectation = make_expectation()
    Programme.objects.update(is_published=False)
    return expectation


def test_a_new_programme_is_not_published() -> None:
    assert not make_programme("next").is_published


@pytest.mark.parametrize("person", OTHERS)
def test_an_unpublished_programme_is_nowhere_for_others(
    client: Client, hidden: Expectation, person: str, request: pytest.FixtureRequest
) -> None:
    who = sign_in(client, request, person)
    page = client.get("/milestones/")
    assert "No programme has been set up yet" in page.text
    assert "dministrat" not in page.text
    assert hidden.label not in page.text
    assert hidden.label.encode() not in client.get("/milestones/?download=csv").content
    answer = client.get("/milestones/milestone-1/")
    assert answer.status_code == 404
    assert "There is no milestone called" in answer.text
    Measure.objects.create(slug="share", title="Share", expectation=hidden)
    for model in (Programme, Milestone, Expectation, Measure):
        assert not model.objects.visible_to(who).exists()


@pytest.mark.parametrize("person", RUNNERS)
def test_an_unpublished_programme_is_marked_for_those_who_run_rounds(
    client: Client, hidden: Expectation, person: str, request: pytest.FixtureRequest
) -> None:
    who = sign_in(client, request, person)
    for address in ("/milestones/", "/milestones/milestone-1/"):
        page = client.get(address).text
        assert hidden.label in page
        assert "Draft" in page
    assert Milestone.objects.visible_to(who).exists()


@pytest.mark.parametrize("address", ["/", "/compare/", "/regions/", "/regions/north-east/"])
def test_released_answers_do_not_tell_of_an_unpublished_programme(
    client: Client, address: str
) -> None:
    world = make_world({make_region("North East"): 6})
    make_release(world.round, stage="public")
    assert world.expectation.label in client.get(address).text
    Programme.objects.update(is_published=False)
    assert world.expectation.label not in client.get(address).text


def test_a_measure_of_no_expectation_is_of_no_programme(hidden: Expectation) -> None:
    Measure.objects.create(slug="share", title="Share")
    assert Measure.objects.exclude(expectation=hidden).exists()


def test_one_programme_is_the_front() -> None:
    make_programme("one", is_published=True, is_front=True)
    with pytest.raises(IntegrityError, match="programme_front_once"):
        make_programme("two", is_published=True, is_front=True)


def test_the_front_is_published() -> None:
    with pytest.raises(IntegrityError, match="programme_front_is_published"):
        make_programme("one", is_front=True)


def test_each_programme_stands_under_its_own_heading_the_front_first(client: Client) -> None:
    make_programme("later", is_published=True, starts_on=datetime.date(2026, 6, 1))
    make_programme("front", is_published=True, is_front=True)
    make_programme("secret")
    page = client.get("/milestones/").text
    assert "2 programmes" in page
    assert page.index('id="programme-front"') < page.index('id="programme-later"')
    assert "secret" not in page


# From a file


def test_a_loaded_programme_is_published_and_the_front_if_it_is_alone() -> None:
    first, second = load("first"), load("second")
    assert (first.is_published, first.is_front) == (True, True)
    assert (second.is_published, second.is_front) == (True, False)


def test_a_loaded_programme_that_is_there_already_stays_the_front() -> None:
    load("first")
    load("second")
    assert load("first").is_front


def test_a_file_may_keep_its_programme_back() -> None:
    made = load(more="is_published = false")
    assert (made.is_published, made.is_front) == (False, False)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("is_front = true", "is the site’s front already"),
        ("is_front = true\nis_published = false", "the site’s front is a published programme"),
    ],
)
def test_a_file_cannot_take_the_front_unasked(more: str, problem: str) -> None:
    load("first")
    with pytest.raises(BadFileError, match=problem):
        load("second", more)


def test_the_front_is_not_kept_back_by_its_file() -> None:
    load("first")
    with pytest.raises(BadFileError, match="it stays published"):
        load("first", "is_published = false")


# In the administration pages


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"is_front": "on"}, "The site’s front is a published programme."),
        ({"is_front": "on", "is_published": "on"}, "Another programme is the site’s front."),
    ],
)
def test_a_front_that_cannot_be_is_said_on_the_form(
    client: Client, administrator: User, sent: dict[str, str], words: str
) -> None:
    client.force_login(administrator)
    load("first")
    each = make_programme("two")
    data = {
        "slug": each.slug,
        "title": each.title,
        "description": "What is promised.",
        "starts_on": "2026-01-01",
        "ends_on": "2027-01-01",
        "milestones-TOTAL_FORMS": "0",
        "milestones-INITIAL_FORMS": "0",
    }
    page = client.post(f"/admin/milestones/programme/{each.pk}/change/", {**data, **sent})
    assert page.status_code == 200
    assert words in page.text


@pytest.mark.parametrize("is_published", [False, True])
def test_what_has_figures_is_marked_while_its_programme_is_a_draft(
    client: Client, analyst: User, is_published: bool
) -> None:
    world = make_world({make_region(): 6})
    make_measure(world)
    make_release(world.round, stage="public")
    Programme.objects.update(is_published=is_published)
    client.force_login(analyst)
    for address in ("/expectations/savings/", "/measures/share/"):
        page = client.get(address)
        assert page.status_code == 200
        assert ("Only those who run rounds see this page" in page.text) != is_published


@pytest.mark.parametrize("address", ["/regions/here/", "/"])
def test_a_round_of_another_programme_tells_its_own_and_not_the_fronts(
    client: Client, address: str
) -> None:
    here = make_region("Here")
    front = make_world({here: 3}, names_councils=True)
    make_measure(front)
    Measure.objects.update(slug="fronts", title="Share of the front")
    Programme.objects.update(is_front=True)
    make_release(front.round, stage="public")
    later = front.round.reference_date + datetime.timedelta(days=90)
    other = make_world({here: 3}, slug="autumn", names_councils=True, reference_date=later)
    ExpectationQuestion.objects.filter(question=other.likely).delete()
    other.expectation = make_expectation("homes", 2)
    other.expectation.milestone.programme = make_programme("next", is_published=True)
    other.expectation.milestone.save()
    make_measure(other)
    make_release(other.round, stage="public")
    page = client.get(f"{address}?round=autumn")
    assert page.context["release"].round.slug == "autumn"
    assert "Share of the front" not in page.text
