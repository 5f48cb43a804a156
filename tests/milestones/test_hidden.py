"""What is hidden is named hidden and why, on every page and in every file; never a zero."""

import csv
import io
import re

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from councils.models import Council, User
from milestones.models import ExpectationQuestion, MeasureBase, MeasureRate
from surveys.actions.widening import widen
from surveys.models import Release, Round
from surveys.releases.compiling import CannotCompileError, compile_release
from tests.factories import make_region, make_release, put_right
from tests.milestones.test_findings import text_of
from tests.milestones.world import World, make_world
from tests.reading import squeezed

WHY = "not shown: so few councils that it would tell what each said"


@pytest.fixture
def thin(home: Council) -> World:
    """Three councils in the North East, a dozen in each of two other regions."""
    world = make_world({home.region: 3, make_region("London"): 12, make_region("Kent"): 12})
    make_release(world.round, stage="public")
    return world


def test_the_heatmap_says_hidden_and_why(client: Client, thin: World) -> None:
    page = squeezed(client.get("/").text)
    assert page.count("<span>hidden</span>") == 2  # it, and one that it would follow from
    assert WHY in page
    assert "no answers" not in page


def test_the_page_of_an_expectation_names_the_hidden_areas(client: Client, thin: World) -> None:
    text = text_of(client.get("/expectations/savings/").text)
    assert f"North East: {WHY}." in text
    assert re.search(r"(London|Kent): not shown: a hidden figure could be worked out", text)


def test_the_file_has_nothing_where_a_value_is_hidden(client: Client, thin: World) -> None:
    address = "/expectations/savings/?download=csv&table=answers-by-region"
    text = client.get(address).content.decode("utf-8-sig")
    row = next(each for each in csv.DictReader(io.StringIO(text)) if each["Area"] == "North East")
    assert row["Very likely: councils (k)"] == ""
    assert row["Not known"] == ""
    assert row["Answered"] == "not shown"


def test_the_region_says_why_it_has_no_figures(client: Client, thin: World) -> None:
    assert f"on “Savings” is {WHY}." in text_of(client.get("/regions/north-east/").text)


def test_a_comparison_tells_the_count_as_not_shown(client: Client, thin: World) -> None:
    text = text_of(client.get("/compare/?areas=london,north-east,kent").text)
    assert f"in the North East, the count is {WHY}" in text


def test_the_sector_sees_every_count(client: Client, contributor: User, thin: World) -> None:
    client.force_login(contributor)
    page = squeezed(client.get("/").text)
    assert "<span>hidden</span>" not in page
    assert "1 of 3" in page


def test_a_round_that_does_not_publish_unanimous_areas_hides_them(
    client: Client, home: Council
) -> None:
    world = make_world({home.region: 8, make_region("London"): 9, make_region("Kent"): 9})
    Round.objects.filter(pk=world.round.pk).update(publishes_unanimous=False)
    make_release(Round.objects.get(pk=world.round.pk), stage="public")
    text = text_of(client.get("/expectations/savings/").text)
    assert "9 of 9" not in text
    assert "not shown: it would tell what every council said" in text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "also where every council of an area said the same"),
        ({"publishes_unanimous": False}, "but not where every council of an area"),
        ({"names_councils": True}, "Every council’s answers, with its name."),
        ({"discloses_small_counts": False}, "Counts of people under 5 are hidden"),
    ],
)
def test_councils_read_before_they_answer_what_will_be_published(
    client: Client, thin: World, fields: dict[str, bool], told: str
) -> None:
    fresh = make_world({make_region("Wales"): 1}, slug="coming")
    # As if it had been so when the round was opened.
    with pgtrigger.ignore("surveys.Round:widens_on_the_record"), transaction.atomic():
        Round.objects.filter(pk=fresh.round.pk).update(**fields)
    assert told in text_of(client.get("/rounds/coming/").text)


class TestBeforeItIsPublic:
    @pytest.fixture
    def address(self, thin: World) -> str:
        release = make_release(thin.round)
        return f"/manage/rounds/{thin.round.slug}/release/{release.number}/public/"

    def test_the_page_says_to_whom_what_opens_and_what_is_hidden(
        self, client: Client, analyst: User, address: str
    ) -> None:
        client.force_login(analyst)
        text = text_of(client.get(address).text)
        assert "Anyone can then read this release" in text
        assert "Likely: the count of councils in North East" in text

    def test_the_command_tells_and_refuses_alike(
        self, thin: World, capsys: pytest.CaptureFixture[str]
    ) -> None:
        return_of = thin.returns[next(iter(thin.returns))]
        put_right(return_of.answers.filter(question=thin.likely), choices=["fairly-likely"])
        with pytest.raises(CommandError, match="Say why they may be told"):
            call_command("compile_release", "spring", note="One changed.", stage="public")
        told = capsys.readouterr().out
        assert "Hidden: Likely: the count of councils in North East" in told
        assert "Changed: England: 1 council" in told


def retone(world: World, tone: int) -> None:
    """As of a round that came in so: once it is open its tones are fixed."""
    assert world.likely.scale
    with pgtrigger.ignore("surveys.Option:fixed_once_open"), transaction.atomic():
        world.likely.scale.options.update(tone=tone)


class TestWhatCannotBeTold:
    def test_a_forecast_without_tones_is_not_released(self, world: World) -> None:
        retone(world, 0)
        with pytest.raises(CannotCompileError, match="its answers have no tones"):
            compile_release(round=world.round)

    def test_an_outcome_without_a_met_answer_is_not_released(self, world: World) -> None:
        ExpectationQuestion.objects.update(role=ExpectationQuestion.Role.OUTCOME)
        retone(world, -1)
        with pytest.raises(CannotCompileError, match="which answer says that it was met"):
            compile_release(round=world.round)

    def test_a_measure_without_the_rate_of_a_base_is_not_released(self, world: World) -> None:
        measure = world.expectation.measures.create(slug="share", title="Share")
        bases = [
            MeasureBase.objects.create(measure=measure, key=key, name=f"{key} users")
            for key in ("all", "ongoing")
        ]
        MeasureRate.objects.create(base=bases[0], question=world.people)
        with pytest.raises(CannotCompileError, match="has no rate of ongoing users"):
            compile_release(round=world.round)


def test_a_later_setting_of_the_round_opens_nothing_released(client: Client, thin: World) -> None:
    """Who may see what is the release's own: widening needs a new one."""
    widen(round=thin.round, fields=["names_councils"], reason="They agreed.")
    assert "<span>hidden</span>" in squeezed(client.get("/").text)
    release = Release.objects.get()
    assert release.stage_at(timezone.now()) == "public"
    assert not release.names_councils
