"""A measure of what nobody was asked about, in a round that names councils and rounds counts."""

import datetime

import pytest
from django.test import Client

from milestones.models import Measure
from surveys.models import Release
from tests.factories import make_question, make_rate, make_release, make_return, make_round
from tests.milestones.test_findings import rows_of
from tests.milestones.world import make_expectation
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
PAGE = "/measures/share/"


@pytest.fixture
def release(db: None) -> Release:
    """One council counts 40 of 100, a year before the day that 30% is due on."""
    expectation = make_expectation()
    expectation.due_on = datetime.date(2012, 3, 31)
    expectation.save()
    measure = Measure.objects.create(
        expectation=expectation, slug="share", title="Share of users", target_percent=30
    )
    base = measure.bases.create(key="all", name="all users")
    round = make_round("counted", names_councils=True, discloses_small_counts=False)
    people = make_question(round, "people", unit="people", counts_people=True)
    users = make_question(round, "users", unit="people", counts_people=True)
    base.rates.create(question=make_rate(people, users, "rate"))
    make_return(round, answers={people: 40, users: 100})
    return make_release(round, stage="public")


def test_it_leads_to_no_page_of_what_councils_said(client: Client, release: Release) -> None:
    for page in (PAGE, f"/releases/{release.pk}{PAGE}"):
        assert "What councils said of" not in squeezed(client.get(page).text)


def test_shares_that_readers_see_rounded_are_not_said_to_be_the_sectors(
    client: Client, release: Release
) -> None:
    told = squeezed(client.get(PAGE).text)
    assert "councils’ exact shares, of which it is counted, stay within the sector" in told


def test_a_target_that_is_met_needs_no_pace(client: Client, release: Release) -> None:
    """Its file has numbers alone in the column of points, and the verdict in one of its own."""
    [row] = rows_of(client, f"{PAGE}?table=time-all")
    assert (row["Points a month needed"], row["Target"]) == ("", "met")
    table = client.get(PAGE).text.partition('id="table-time-all"')[2].partition("</table>")[0]
    assert "met" in squeezed(table)
