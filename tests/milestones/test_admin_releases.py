"""What is told before a release is compiled, and before it is made public."""

from typing import Any

from django.test import Client

from milestones.models import ExpectationQuestion
from surveys.models import Release
from tests.factories import make_release
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import text_of
from tests.milestones.world import World


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


def opened(client: Client, pk: int) -> Any:
    release = Release.objects.get(pk=pk)
    return client.get(f"/manage/rounds/{release.round.slug}/release/{release.number}/public/")
