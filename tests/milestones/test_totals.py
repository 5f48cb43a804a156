"""An expectation whose outcome is known only as a published total, and the files of a milestone."""

import csv
import io

import pytest
from django.test import Client

from tests.milestones.test_findings import table_of, text_of

STRATEGY = "/expectations/information-strategy/"
PUBLISHED = f"{STRATEGY}?round=opportunity-links-2010"

pytestmark = pytest.mark.usefixtures("demo")


class TestAnOutcomeKnownAsATotal:
    def test_is_told_as_it_was_published(self, client: Client) -> None:
        page = client.get(PUBLISHED)
        assert page.status_code == 200
        assert page.context["title"].startswith(
            "60% of middle managers in local authorities answered “Yes” on"
        )
        assert page.context["title"].endswith("(in the report’s words: only 60%)")
        text = text_of(page.text)
        assert "Base not published" in text
        assert "Held as the total that was published, without its base." in text
        assert "Answered by middle managers in local authorities." in text

    def test_has_no_base_in_its_table(self, client: Client) -> None:
        table = table_of(client.get(PUBLISHED).text, "answers-by-region")
        assert "England 60% (in the report’s words: only)" in table
        assert "four in ten (in words only, read as 40%)" in table
        assert "not published not published not published" in table

    def test_has_no_chart_and_no_comparison_of_regions(self, client: Client) -> None:
        page = client.get(PUBLISHED)
        assert page.context["chart"] is None
        assert "Compare two regions" not in page.text

    def test_is_not_what_the_page_shows_first(self, client: Client) -> None:
        page = client.get(STRATEGY)
        assert page.context["selection"].round.slug == "ppf-2010"
        assert 'value="opportunity-links-2010"' in page.text

    def test_is_listed_by_its_milestone(self, client: Client) -> None:
        page = client.get("/milestones/information/").text
        assert "/expectations/information-strategy/?round=opportunity-links-2010" in page

    def test_is_compared_with_nothing(self, client: Client) -> None:
        query = "expectation=information-strategy&round=opportunity-links-2010"
        page = client.get(f"/compare/?{query}")
        assert page.status_code == 200
        assert page.context["title"].startswith("60% of middle managers in local authorities")


def test_the_first_table_of_a_milestone_is_a_file(client: Client) -> None:
    answer = client.get("/milestones/personal-budgets/?download=csv&table=expectations")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    asked = next(row for row in rows if row["Expectation"] == "30% on personal budgets")
    assert (asked["Answer"], asked["k"], asked["n"]) == ("Very likely", "79", "151")
    assert asked["Source"].startswith("Source: Putting People First: year 2")
