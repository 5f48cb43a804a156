"""A change to what councils were asked about: what it touches, and how comparable it is."""

from collections.abc import Mapping

import pytest
from django.db import IntegrityError
from django.test import Client

from councils.models import User
from milestones.defining.touched import touched_by
from milestones.models import Expectation
from surveys.models import Release
from tests.factories import make_release
from tests.milestones.world import World, make_expectation
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
SAID = {
    "label": "Savings",
    "text": "Savings have been made.",
    "short_text": "have made savings",
    "due_on": "1 April 2011",
    "due_label": "April 2011",
    "target_percent": "",
    "do": "save",
}
TARGET = {**SAID, "target_percent": "35"}
WHOLE = {"comparability": "wording", "change_note": "The law changed.", "confirmed": "on"}


@pytest.fixture
def release(world: World) -> Release:
    return make_release(world.round, stage="public")


@pytest.fixture
def runner(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def form_of(client: Client, expectation: Expectation) -> str:
    address = f"/manage/programmes/programme/?part=expectation&pk={expectation.pk}"
    return squeezed(client.get(address).text)


def save(client: Client, expectation: Expectation, data: Mapping[str, str]) -> str:
    address = f"/manage/programmes/programme/?part=expectation&pk={expectation.pk}"
    page = client.post(address, data, follow=True).text
    expectation.refresh_from_db()
    return squeezed(page)


def test_the_form_names_the_rounds_that_ask_and_the_releases_that_keep_it(
    runner: Client, world: World, release: Release
) -> None:
    page = form_of(runner, world.expectation)
    assert f'href="{release.get_absolute_url()}">{release}</a>' in page
    assert f"{world.round}: “Likely”" in page


def test_another_target_is_not_saved_in_silence(
    runner: Client, world: World, release: Release
) -> None:
    page = save(runner, world.expectation, TARGET)
    assert "Choose how comparable it is to what was asked before." in page
    assert "Say in a sentence why it changes." in page
    assert "Tick that you have seen what the change touches." in page
    assert world.expectation.target_percent is None


def test_a_change_is_kept_with_how_comparable_it_is_and_why(
    runner: Client, world: World, release: Release
) -> None:
    page = save(runner, world.expectation, {**TARGET, **WHOLE})
    assert world.expectation.target_percent == 35
    assert "Changed since it was asked about: wording only. The law changed." in page
    acts = squeezed(runner.get("/manage/history/?what=programmes").text)
    assert "Why it changed: nothing → <strong>The law changed.</strong>" in acts


def test_a_label_alone_is_confirmed_without_a_reason(
    runner: Client, world: World, release: Release
) -> None:
    save(runner, world.expectation, {**SAID, "label": "Saved", "confirmed": "on"})
    assert (world.expectation.label, world.expectation.comparability) == ("Saved", "")


def test_a_release_compiled_before_it_was_linked_is_not_touched(
    runner: Client, world: World, release: Release
) -> None:
    late = make_expectation("late", 2)
    late.questions.create(question=world.likely, role="forecast")
    assert touched_by(world.expectation).releases == [release]
    assert touched_by(late).releases == []
    assert touched_by(late).has_been_asked


def test_why_it_changes_is_not_called_optional(
    runner: Client, world: World, release: Release
) -> None:
    assert "Why it changes (optional)" not in form_of(runner, world.expectation)


def test_what_nobody_was_asked_about_is_changed_without_being_asked(runner: Client) -> None:
    expectation = make_expectation()
    assert "What a change touches" not in form_of(runner, expectation)
    save(runner, expectation, TARGET)
    assert expectation.target_percent == 35


def test_the_database_keeps_no_comparability_without_its_reason(db: None) -> None:
    make_expectation()
    with pytest.raises(IntegrityError, match="expectation_change_is_explained"):
        Expectation.objects.update(comparability="same")
