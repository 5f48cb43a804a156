"""The programme along its days: what is due when, the surest first, and what moved."""

import datetime

import pytest
from django.test import Client

from milestones.models import Expectation, Milestone, Programme
from milestones.moving.courses import Course, InRound
from milestones.timeline.charts import due_chart
from milestones.timeline.due import DueDay, DueRow, later_words
from ppf_site.charts.drawing import Bars
from surveys.models import Question, Release, Round
from surveys.stats import Base, Choice, Place, Reading
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of, text_of


class TestTheDemonstration:
    @pytest.fixture
    def browser(self, demo_client: SignIn) -> Client:
        return demo_client("reader")

    def test_it_says_which_releases_it_is_made_of(self, browser: Client) -> None:
        page = browser.get("/milestones/")
        [release, *came] = page.context["releases"]
        assert release.round.slug == "ppf-2010"
        assert {each.round.slug for each in came} == {
            "personal-budgets-2011",
            "opportunity-links-2010",
        }
        address = f"/releases/{release.pk}/"
        assert f'href="{address}"' in page.text
        assert browser.get(address).status_code == 200

    def test_the_title_is_what_councils_said(self, browser: Client) -> None:
        title = browser.get("/milestones/").context["title"]
        assert title == (
            "In March 2010 councils were surest of “Personal budgets introduced” and least sure of "
            "“Agreements with health”"
        )

    def test_days_follow_each_other_and_in_each_the_surest_is_first(self, browser: Client) -> None:
        [(line, *_), *_] = browser.get("/milestones/").context["lines"]
        assert line.days[0].label == "December 2009"
        days = [day.rows[0].expectation.due_on for day in line.days]
        assert days == sorted(days)
        shares = [row.said.share for row in line.days[1].rows]
        assert shares == sorted(shares, reverse=True)

    def test_the_chart_has_the_same_days_and_order(self, browser: Client) -> None:
        [(line, chart, _), *_] = browser.get("/milestones/").context["lines"]
        rows = [(row.area, row.group) for row in chart.drawing.rows]
        assert rows == [
            (row.expectation.label, f"Due {day.label}") for day in line.days for row in day.rows
        ]
        assert chart.summary.endswith("No earlier round asked about any of them.")

    def test_what_came_later_is_told_beside_what_was_foretold(self, browser: Client) -> None:
        page = text_of(browser.get("/milestones/").text)
        assert (
            "30% on personal budgets: 93 of 132 (70%) “met”, of users with ongoing support, March "
            "2011"
        ) in page
        assert "another survey: of middle managers in local authorities" in page

    def test_how_far_it_got_stands_at_its_bar_and_in_its_row(self, browser: Client) -> None:
        page = browser.get("/milestones/")
        [(_, chart, _), *_] = page.context["lines"]
        notes = {row.area: row.note for row in chart.drawing.rows if row.note}
        # What other people said of the information strategy stands apart, under the chart.
        assert notes == {"30% on personal budgets": "met later: 71 or 93 of 132, by base"}
        assert "Personal budget survey, March 2011" in chart.source
        assert "79 of 151 (52%), March 2010; met later: 71 or 93 of 132, by base" in text_of(
            page.text
        )

    def test_a_milestone_is_drawn_by_its_days_and_its_picture_says_the_same(
        self, browser: Client
    ) -> None:
        chart = browser.get("/milestones/personal-budgets/").context["chart"]
        assert [row.group for row in chart.drawing.rows] == [
            "Due April 2010",
            "Due October 2010",
            "Due October 2010",
            "Due April 2011",
        ]
        assert "Offered at review: 76 of 150" in browser.get(chart.svg).text

    def test_the_file_says_what_the_page_says(self, browser: Client) -> None:
        page = text_of(browser.get("/milestones/").text)
        for row in rows_of(browser, "/milestones/?table=expectations"):
            assert f"{row['k']} of {row['n']}" in page

    def test_a_file_says_what_came_on_each_base(self, browser: Client) -> None:
        page = text_of(browser.get("/milestones/").text)
        counted = [row for row in rows_of(browser, "/milestones/?table=came") if row["k"]]
        assert len(counted) == 2
        for row in counted:
            share = f"{float(row['Share']):.0%}"
            assert f"{row['k']} of {row['n']} ({share}) “met”, of {row['Of']}, March 2011" in page


def row_of(k: int, n: int, k_before: int, n_before: int) -> DueRow:
    """From December 2009 to March 2010."""
    days = [datetime.date(2009, 12, 31), datetime.date(2010, 3, 31)]
    releases = [Release(round=Round(reference_date=day)) for day in days]
    steps = [InRound(release, Question(), joins=True) for release in releases]
    england, very = Place("england", "England", "england"), Choice("very", "Very likely", 2)
    before, said = (
        Reading(None, england, very, count, Base(n=base, required=base))
        for count, base in ((k_before, n_before), (k, n))
    )
    expectation = Expectation(label="Savings", due_label="April 2011")
    return DueRow(expectation, Course("forecasts", "", steps), said, before)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((79, 151, 41, 148), "+25 points since December 2009"),
        ((41, 148, 79, 151), "−25 points since December 2009"),
        ((1, 100, 0, 100), "+1 point since December 2009"),
        ((50, 100, 50, 100), "±0 points since December 2009"),
        ((501, 1000, 500, 1000), "±0 points since December 2009"),
        ((5, 10, 0, 0), ""),
    ],
)
def test_a_change_is_in_points_since_the_round_before(
    counts: tuple[int, int, int, int], said: str
) -> None:
    assert row_of(*counts).moved == said


def test_a_change_stands_beside_its_bar_and_in_what_sums_the_chart_up() -> None:
    days = [DueDay("April 2011", [row_of(79, 151, 41, 148)])]
    chart = due_chart(days, title="Title", page="/", source="Source")
    assert chart
    assert isinstance(chart.drawing, Bars)
    [row] = chart.drawing.drawn
    assert (row.label, row.untold) == ("79 of 151 (52%)", "+25 points since December 2009")
    assert chart.summary == (
        "Savings, due April 2011: 79 of 151 (52%), +25 points since December 2009."
    )


def test_how_far_it_got_on_bases_that_agree_is_said_once() -> None:
    england, met = Place("england", "England", "england"), Choice("met", "Met", 2)
    none, every = (Reading(None, england, met, k, Base(n=5, required=5)) for k in (0, 5))
    assert later_words([]) == ""
    assert later_words([none]) == "met later: 0 of 5"
    assert later_words([every, every]) == "met later: 5 of 5"
    assert later_words([every, none]) == "met later: 0 or 5 of 5, by base"


@pytest.mark.django_db
def test_a_programme_of_which_nothing_was_asked_shows_its_days_alone(client: Client) -> None:
    programme = Programme.objects.create(
        slug="care",
        title="Care",
        starts_on=datetime.date(2026, 1, 1),
        ends_on=datetime.date(2027, 1, 1),
        is_published=True,
    )
    milestone = Milestone.objects.create(programme=programme, slug="first", number=1, title="First")
    milestone.expectations.create(
        slug="plan", label="A plan", due_on=datetime.date(2026, 6, 1), due_label="June 2026"
    )
    page = text_of(client.get("/milestones/").text)
    assert "What councils were to do, milestone by milestone" in page
    assert "Due June 2026" in page
    assert "not asked" not in page


def test_a_milestone_leads_to_regions_and_to_what_came(demo_client: SignIn) -> None:
    page = demo_client("reader").get("/milestones/personal-budgets/").text
    assert 'href="/expectations/personal-budgets-30-percent/outcome/"' in page
    assert 'href="/regions/">Each region by itself' in page


def test_barriers_are_told_under_the_question_that_asked(demo_client: SignIn) -> None:
    page = demo_client("reader").get("/expectations/prevention-savings/barriers/")
    asked = page.context["found"].asked.any.question
    told = text_of(page.text)
    assert f"Asked in {asked.round.title}, answered by " in told
    assert f"“{asked.text}”" in told
