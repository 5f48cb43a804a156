"""A deletion in the administration says what goes along, or why the row stays."""

from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from councils.models import Region, User
from milestones.defining.staying import StaysOnceReleased
from milestones.models import Commentary, Expectation, Measure, MeasureBase, Statement
from ppf_site.administration import FOR_MACHINES
from ppf_site.deleting import TellsDeletion
from surveys.models import Round
from tests.factories import make_release
from tests.milestones.world import World, make_measure, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


@pytest.fixture
def world(home_region: Region) -> World:
    return make_world({home_region: 3})


def deletion_of(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_delete", args=[row.pk])


def test_every_kind_of_row_has_the_page() -> None:
    kinds = admin.site._registry.values()
    ours = [each for each in kinds if each.opts.app_label not in FOR_MACHINES]
    assert [each.opts.label for each in ours if not isinstance(each, TellsDeletion)] == []


def test_what_was_released_stays_and_it_is_said_why_and_what_would_go_along(
    signed_in: Client, world: World
) -> None:
    measure = make_measure(world)
    make_release(world.round)
    for row in [measure, measure.bases.get(), world.expectation]:
        page = signed_in.post(deletion_of(row), {"post": "yes"})
        assert page.status_code == 403
        assert "have been released, so it stays" in page.text
        assert "Measure rate:" in page.text
        assert deletion_of(row).replace("/delete/", "/change/") in page.text
        assert type(row)._default_manager.filter(pk=row.pk).exists()


def test_what_was_not_released_goes_with_all_that_was_told(signed_in: Client, world: World) -> None:
    base = make_measure(world).bases.get()
    Statement.objects.create(
        programme=world.expectation.milestone.programme, expectation=world.expectation, key="said",
        speaker="A director", position_held="Director", said="said so", said_on="2010-05-01",
        source="The article",
    )  # fmt: skip
    page = signed_in.get(deletion_of(world.expectation))
    assert page.status_code == 200
    for told in [f"Measure base: {base}", "Measure rate:", "Statement: A director"]:
        assert told in page.text
    signed_in.post(deletion_of(world.expectation), {"post": "yes"})
    assert not Expectation.objects.exists() and not MeasureBase.objects.exists()
    assert not Measure.objects.exists() and not Statement.objects.exists()


def test_what_somebody_wrote_about_stays(signed_in: Client, world: World) -> None:
    Commentary.objects.create(
        round=world.round, expectation=world.expectation, by="A president",
        position_held="President", written_on="2010-05-27", text="It went well.",
    )  # fmt: skip
    page = signed_in.get(deletion_of(world.expectation)).text
    assert "A president wrote about it: remove that commentary first." in page


def test_rows_of_other_kinds_say_why_too(signed_in: Client, world: World) -> None:
    programme = world.expectation.milestone.programme
    assert "Remove those first" in signed_in.get(deletion_of(programme)).text
    told = signed_in.get(deletion_of(Round.objects.get()))
    assert told.status_code == 403
    assert "Councils have been told" in told.text


def test_what_is_released_while_its_deletion_is_answered_stays(
    signed_in: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure = make_measure(world)
    deletes = StaysOnceReleased.delete_model

    def after_a_release(site: Any, request: HttpRequest, row: Measure) -> None:
        make_release(world.round)
        deletes(site, request, row)

    monkeypatch.setattr(StaysOnceReleased, "delete_model", after_a_release)
    page = signed_in.post(deletion_of(measure), {"post": "yes"})
    assert page.status_code == 403
    assert "have been released, so it stays" in page.text
    assert Measure.objects.exists()


def test_who_may_not_see_the_row_learns_nothing_of_it(
    client: Client, contributor: User, analyst: User, world: World
) -> None:
    client.force_login(contributor)
    answer = client.get(deletion_of(world.expectation), follow=True)
    assert "A deletion would take along" not in answer.text
    # An analyst comes into the administration, and sees no people there.
    client.force_login(analyst)
    answer = client.get(deletion_of(contributor))
    assert answer.status_code == 404
    assert contributor.email not in answer.text
