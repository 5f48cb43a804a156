"""A briefing of one round: its title, author, first finding and first chart are that round's."""

import datetime
from decimal import Decimal

import pypdfium2
import pytest
from django.contrib.auth.models import AnonymousUser

from councils.models import Council, User
from milestones.glance.findings import Glance
from milestones.measures.measured import OnBase, Rate, councils_in
from milestones.measures.sentences import without_counts
from milestones.models import Measure, MeasureBase, MeasureRate
from milestones.regions.briefed import BriefingFigures
from milestones.regions.briefing import findings_of, title_of
from milestones.regions.briefing_response import response_of
from surveys.models import Question, Release, Round
from surveys.stats import Amount, Base, Place
from tests.factories import make_council, make_release, make_return
from tests.milestones.conftest import SignIn
from tests.milestones.test_briefing import paper
from tests.milestones.test_findings import rows_of, text_of
from tests.milestones.world import make_measure, make_world

PAGE, PDF = "/regions/london/briefing/", "/regions/london/briefing.pdf"
# Of each round: who ran it, how its title and its first finding begin, and its first chart.
ROUNDS = {
    "personal-budgets-2010": (
        "ADASS",
        "London, share of people on personal budgets: from 13.9%",
        "Share of people on personal budgets, London, September 2010: 25.2%",
        "trend",
    ),
    "ppf-2010": (
        "ADASS and the LGA",
        "London: furthest above the rest of England",
        "Furthest above the rest of England: 24 of the 33",
        "against",
    ),
}


@pytest.mark.parametrize("asked", ROUNDS)
def test_what_it_begins_with_is_of_the_round_asked_for(demo_client: SignIn, asked: str) -> None:
    sponsor, title, finding, chart = ROUNDS[asked]
    client = demo_client("reader")
    page = client.get(f"{PAGE}?round={asked}")
    told = page.context["briefing"]
    assert page.context["release"].round.slug == asked
    assert told.title.startswith(title)
    assert told.findings[0].startswith(finding)
    assert told.charts[0].key == chart
    content = client.get(f"{PDF}?round={asked}").content
    about = pypdfium2.PdfDocument(content).get_metadata_dict()
    assert about["Title"] == told.title
    assert about["Author"] == page.context["release"].round.sponsor == sponsor


@pytest.mark.parametrize("asked", ROUNDS)
def test_page_and_paper_have_the_notes_of_every_survey_each_with_its_name(
    demo_client: SignIn, asked: str
) -> None:
    client = demo_client("reader")
    page = client.get(f"{PAGE}?round={asked}")
    told = page.context["briefing"]
    _, printed = paper(client.get(f"{PDF}?round={asked}").content)
    shown = text_of(page.text)
    for each in (*told.notes, *told.caveats, *told.method):
        for text in (each.name, each.text):
            assert " ".join(text.split()) in shown
            assert " ".join(text.split()) in printed


def test_the_numbers_of_its_charts_are_tables_and_files_but_of_a_letter(
    demo_client: SignIn,
) -> None:
    client, asked = demo_client("reader"), f"{PAGE}?round=personal-budgets-2010"
    assert 'id="table-trend"' in client.get(asked).text
    days = [row["Position at"] for row in rows_of(client, f"{asked}&table=trend")]
    assert days == ["31 March 2010", "30 September 2010"]
    lettered = client.get(f"{asked}&anonymised=yes", follow=True).text
    assert "table-trend" not in lettered and "/figures/" not in lettered


def not_counted_there(amount: Amount | None) -> BriefingFigures:
    """Of a round that counted in England and nothing in Kent."""
    round = Round(slug="r", title="Survey", reference_date=datetime.date(2011, 3, 31))
    release = Release(pk=1, round=round)
    england = Amount(
        1,
        Place("england", "England", "england"),
        Base(9, 10),
        None,
        None,
        Decimal(30),
        Decimal(100),
    )
    amounts = {"england": england, **({"kent": amount} if amount else {})}
    rate = Rate(release, Question(pk=1), amounts)
    on_base = OnBase(Measure(title="Share of users"), MeasureBase(name="users"), [rate], [])
    return BriefingFigures("kent", "Kent", release, None, (), None, Glance(bases=[on_base]))


def test_a_region_of_which_nothing_counts_is_told_so() -> None:
    none = Amount(2, Place("kent", "Kent", "region"), Base(0, 5), None, None)
    for amount, why in (
        (None, "it counted nothing there, as no council of the region was asked."),
        (none, "none of the 5 councils asked gave both counts."),
    ):
        held = not_counted_there(amount)
        assert title_of(held) == "Kent, share of users: no share is told of March 2011"
        assert findings_of(held) == [f"Share of users, Kent, March 2011: {why}"]
    assert response_of(held) == "0 of 5 Kent councils gave the numbers."


def test_who_answered_without_both_counts_is_named_to_the_sector_alone(
    home: Council, contributor: User
) -> None:
    world = make_world({home.region: 12})
    without = make_council(region=home.region, name="Borchester")
    make_return(world.round, without, answers={world.likely: "very-likely"})
    make_measure(world)
    release = make_release(world.round, stage="public")
    rate = Rate(release, MeasureRate.objects.get().question, {})
    silent = councils_in(rate, contributor, home.region.slug).silent
    assert without_counts(silent) == "answered without both counts: Borchester"
    assert not councils_in(rate, AnonymousUser(), home.region.slug).silent
