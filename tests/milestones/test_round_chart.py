"""A whole round on one page: a bar a question, and the finding in its title."""

import pytest

from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import text_of

PAGE = "/rounds/ppf-2010/"


def test_the_title_is_the_rounds_finding(demo_client: SignIn) -> None:
    told = text_of(demo_client("reader").get(PAGE).text)
    assert "Councils answered “Very likely” most often on" in told
    assert "151 of 152 councils answered" in told


def test_every_bar_is_its_questions_counts(demo_client: SignIn) -> None:
    context = demo_client("reader").get(PAGE).context
    results = {result.question.short_text: result for result in context["results"]}
    rows = context["chart"].drawing.rows
    assert len(rows) > 15
    for row in rows:
        counts = {reading.choice.label: reading.k for reading in results[row.area].readings}
        drawn = {mark.series: mark.width for mark in row.marks}
        base = results[row.area].base.required
        counts["No answer"] = results[row.area].base.missing
        assert sum(drawn.values()) == pytest.approx(100)
        for label, width in drawn.items():
            assert width == pytest.approx(100 * counts[label] / base)


def test_sections_are_listed(demo_client: SignIn) -> None:
    page = demo_client("reader").get(PAGE).text
    assert 'href="#section-prevention"' in page
    assert 'id="section-prevention"' in page


def test_what_was_asked_is_folded_by_section_under_the_chart(demo_client: SignIn) -> None:
    asked = demo_client("reader").get(PAGE).text.partition('id="asked"')[2]
    folds = [fold.partition("</details>")[0] for fold in asked.split("<details")[1:]]
    found = next(fold for fold in folds if 'id="section-prevention"' in fold)
    assert 'id="prevention-strategy-likelihood"' in found
    assert " open" not in found.partition(">")[0]


def test_a_round_of_totals_has_its_page(demo_client: SignIn) -> None:
    assert demo_client("reader").get("/rounds/opportunity-links-2010/").status_code == 200


class TestPublishedTotals:
    def test_the_title_is_what_was_published(self, demo_client: SignIn) -> None:
        told = text_of(demo_client("reader").get("/rounds/opportunity-links-2010/").text)
        assert "“Yes” on “Strategy in place” in June 2010: 60%, as published" in told
        assert "no council’s answers are held" in told

    def test_each_published_share_is_a_bar_and_the_rest_is_said(self, demo_client: SignIn) -> None:
        context = demo_client("reader").get("/rounds/opportunity-links-2010/").context
        drawn = {
            row.area: [(mark.series, round(mark.width, 1)) for mark in row.marks]
            for row in context["chart"].drawing.rows
        }
        assert drawn["Strategy in place"] == [("Yes", 60), ("No", 40)]
        assert drawn["Biggest barrier"] == [("Lack of resources", 40), ("Not published", 60)]
        assert drawn["Reached planning stage"] == [("No", 16.7), ("Not published", 83.3)]

    def test_areas_of_a_published_rate_stand_beside_england(self, demo_client: SignIn) -> None:
        chart = demo_client("reader").get("/rounds/national-indicator-130-2011/").context["chart"]
        assert {row.area: row.label for row in chart.drawing.rows} == {
            "Self-directed support": "29.2%",
            "Self-directed support, North West": "35%",
            "Self-directed support, South West": "18.3%",
        }
