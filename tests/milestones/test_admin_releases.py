"""What is told before a release is compiled, and before it is made public."""

import datetime
from typing import Any

import pytest
from django.test import Client

from milestones.models import Expectation, ExpectationQuestion
from surveys.models import Release
from surveys.releases.doubts import doubts_of
from tests.factories import make_release, make_round
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import text_of
from tests.milestones.world import World, make_measure


def test_what_keeps_a_round_from_being_compiled_is_told_before_anybody_asks(
    sign_in: SignIn, world: World
) -> None:
    page = f"/manage/rounds/{world.round.slug}/release/"
    analysts = sign_in("analyst")
    assert "It cannot be compiled yet" not in analysts.get(page).text
    ExpectationQuestion.objects.create(
        expectation=world.expectation, question=world.people, role="outcome"
    )
    told = text_of(analysts.get(page).text)
    assert "It cannot be compiled yet" in told
    assert "offers no answers to choose from" in told


def test_how_many_numbers_stay_hidden_is_told_before_each_of_them(
    sign_in: SignIn, world: World
) -> None:
    release = make_release(world.round)
    page = opened(sign_in("analyst"), release.pk)
    hides = page.context["checklist"].hides
    assert hides.count == sum(hides.totals) > 0
    summary, _, folded = page.text.partition('<details class="govuk-details">')
    assert f"{hides.count} numbers are hidden" in text_of(summary)
    assert all(line not in text_of(summary) for line in hides.each)
    assert all(line in text_of(folded) for line in hides.each)


def test_hidden_numbers_are_counted_by_area_and_reason(sign_in: SignIn, world: World) -> None:
    release = make_release(world.round)
    hides = opened(sign_in("analyst"), release.pk).context["checklist"].hides
    counted = {area: sum(counts) for area, counts in hides.by_area}
    for area, count in counted.items():
        figures = release.figures.filter(area__name=area, option=None).values_list("withheld")
        assert count == sum(len(parts) for (parts,) in figures)


class TestExpectationsWithoutAnOutcome:
    TOLD = "“Savings” was due by April 2011, and no question or measure up to this round tells"

    def told(self, world: World) -> list[str]:
        return [
            doubt.words for doubt in doubts_of(world.round) if doubt.words.startswith(self.TOLD)
        ]

    @pytest.fixture
    def due(self, world: World) -> World:
        Expectation.objects.update(due_on=world.round.reference_date)
        return world

    def test_are_told_from_the_day_on_that_they_are_due(self, world: World, due: World) -> None:
        assert len(self.told(due)) == 1
        Expectation.objects.update(due_on=world.round.reference_date + datetime.timedelta(days=1))
        assert self.told(world) == []

    def test_not_where_a_question_records_it(self, due: World) -> None:
        ExpectationQuestion.objects.create(
            expectation=due.expectation, question=due.likely, role="outcome"
        )
        assert self.told(due) == []

    def test_not_where_a_measure_counts_it(self, due: World) -> None:
        make_measure(due)
        assert self.told(due) == []

    def test_of_programmes_that_the_round_informs_alone(self, due: World) -> None:
        assert not any("was due by" in doubt.words for doubt in doubts_of(make_round()))


def opened(client: Client, pk: int) -> Any:
    release = Release.objects.get(pk=pk)
    return client.get(f"/manage/rounds/{release.round.slug}/release/{release.number}/public/")
