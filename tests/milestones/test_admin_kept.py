"""Who edits what was released reads on the form what releases keep, and when an edit counts."""

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from councils.models import Council, Region
from milestones.models import (
    Expectation,
    Measure,
    MeasureBase,
    MeasureRate,
    Milestone,
    Programme,
    ReportedFigure,
)
from surveys.models import Check, Grid, Question, Round, Scale, Section, Total
from tests.factories import make_grid, make_question, make_release, make_round, make_total
from tests.milestones.conftest import SignIn
from tests.milestones.world import World, make_expectation

RELEASED: list[type[Model]] = [
    *(Round, Section, Question, Scale, Grid, Total),
    *(Programme, Milestone, Expectation, Measure, MeasureBase),
    *(Council, Region),
]
NOT_RELEASED: list[type[Model]] = [Check, ReportedFigure]


@pytest.fixture
def released(world: World) -> World:
    """A release that has each of them, and an expectation that no question of it tells of."""
    make_grid(world.round)
    Check.objects.create(
        round=world.round, key="range", kind="range", question=world.people, minimum=1
    )
    share = make_question(world.round, "share", type="percentage")
    measure = Measure.objects.create(expectation=world.expectation, slug="m", title="Share")
    base = MeasureBase.objects.create(measure=measure, name="all users")
    MeasureRate.objects.create(base=base, question=share)
    make_release(world.round)
    totals = make_round("totals", is_totals_only=True)
    make_total(make_question(totals, type="percentage"))
    make_release(totals)
    ReportedFigure.objects.create(key="A1-01", what="What", source="The article", held="statement")
    make_expectation("untold", number=2)
    return world


def form(client: Client, row: Model) -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return client.get(reverse(name, args=[row.pk])).text


def without(client: Client, models: list[type[Model]], *told: str) -> set[type[Model]]:
    """The models of which some row’s form says none of these."""
    rows = {model: list(model._default_manager.all()[:5]) for model in models}
    assert all(rows.values())
    return {
        model
        for model, found in rows.items()
        if not all(any(words in form(client, row) for words in told) for row in found)
    }


def test_every_form_says_from_when_an_edit_counts(sign_in: SignIn, released: World) -> None:
    said = ("An edit counts", "an edit counts", "change takes effect at once")
    assert without(sign_in("administrator"), [*RELEASED, *NOT_RELEASED], *said) == set()


def test_every_form_of_what_is_released_says_what_stays(sign_in: SignIn, released: World) -> None:
    said = ("eleases keep", "releases compiled after it", "Releases and receipts keep")
    assert without(sign_in("administrator"), RELEASED, *said) == set()


def test_of_a_total_numbers_too_are_kept(sign_in: SignIn, released: World) -> None:
    page = form(sign_in("administrator"), Total.objects.get())
    assert "those that are there keep the numbers" in page
    assert "Words can be put right" not in page


def test_of_a_check_it_is_said_that_a_change_takes_effect_at_once(
    sign_in: SignIn, released: World
) -> None:
    page = form(sign_in("administrator"), Check.objects.get())
    assert "takes effect at once" in page
    assert "Words can be put right" not in page


def test_of_a_round_what_readers_see_counts_from_the_next_release(
    sign_in: SignIn, released: World
) -> None:
    page = form(sign_in("administrator"), released.round)
    assert "A release keeps what it was compiled with" in page


@pytest.mark.parametrize(
    ("model", "fixed"),
    [
        (Expectation, ["text", "due_on", "due_label", "target_percent"]),
        (Measure, ["title", "description", "target_percent", "higher_is_better"]),
    ],
)
def test_what_was_asked_about_changes_its_meaning_on_the_programmes_page_alone(
    sign_in: SignIn, released: World, model: type[Model], fixed: list[str]
) -> None:
    row = model._default_manager.exclude(**{"slug": "untold"}).get()
    page = form(sign_in("administrator"), row)
    for name in fixed:
        assert f'name="{name}"' not in page
    part = model._meta.model_name
    assert f"/manage/programmes/programme/?part={part}&amp;pk={row.pk}#{part}-{row.pk}" in page


def test_what_nobody_was_asked_about_is_changed_here(sign_in: SignIn, released: World) -> None:
    page = form(sign_in("administrator"), Expectation.objects.get(slug="untold"))
    assert 'name="target_percent"' in page
    assert "are changed on the programme’s page" not in page
