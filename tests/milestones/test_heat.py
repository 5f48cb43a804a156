"""The heatmap: grouped by milestone, or in the order of an area; what is robust is marked."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from milestones.heat import heat_of
from milestones.stats import Outlook
from ppf_site.pages import Lost
from surveys.releases.disclosure_cells import Why
from surveys.stats import Base, Breakdown, Choice, Place, Reading
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of, text_of

VERY = Choice("very-likely", "Very likely", 2)


def told(slug: str, k: int, n: int, kind: str = "region") -> Breakdown:
    place = Place(slug, slug.capitalize(), kind)
    return Breakdown(place, Base(n=n, required=n), (Reading(1, place, VERY, k, Base(n, n)),))


def untold(slug: str) -> Reading:
    """Hidden, whatever its count."""
    place = Place(slug, slug.capitalize(), "region")
    return Reading(1, place, VERY, None, Base(15, 15), withheld=Why.FEW)


def outlook(label: str, milestone: str, england: int, north: int, south: int) -> Outlook:
    return Outlook(
        slug=label.lower(),
        label=label,
        short_text=label,
        due_label="April 2011",
        milestone_slug=milestone.lower(),
        milestone=milestone,
        england=told("england", england, 30, "england"),
        regions=(told("north", north, 15), told("south", south, 15)),
    )


OUTLOOKS = [
    outlook("Asked", "One", 10, 2, 8),
    outlook("Told", "One", 16, 8, 8),
    outlook("Paid", "Two", 20, 14, 6),
]


def labels(by: str) -> list[str]:
    heat = heat_of(OUTLOOKS, by)
    assert heat
    return [row.outlook.label for row in heat.rows]


def test_without_an_order_each_milestone_has_its_own() -> None:
    heat = heat_of(OUTLOOKS)
    assert heat
    assert [(group.milestone, len(group.rows)) for group in heat.groups] == [("One", 2), ("Two", 1)]


def test_an_areas_shares_decide_the_order_highest_first() -> None:
    assert labels("england") == ["Paid", "Told", "Asked"]
    assert labels("north") == ["Paid", "Told", "Asked"]
    assert labels("south") == ["Asked", "Told", "Paid"]


def test_the_other_way_round_the_lowest_comes_first_and_what_is_not_told_last_both_ways() -> None:
    hidden = replace(OUTLOOKS[1].regions[0], readings=(untold("north"),))
    told = [OUTLOOKS[0], replace(OUTLOOKS[1], regions=(hidden, OUTLOOKS[1].regions[1]))]
    told.append(OUTLOOKS[2])
    orders = [heat_of(told, by) for by in ("north", "-north")]
    assert [[row.outlook.label for row in heat.rows] for heat in orders if heat] == [
        ["Paid", "Asked", "Told"],
        ["Asked", "Paid", "Told"],
    ]


def test_a_heading_leads_to_its_order_and_then_turns_it_round() -> None:
    told = [heat_of(OUTLOOKS, by) for by in ("", "england", "-england", "south")]
    ways = [[(each.way, each.next) for each in heat.headings] for heat in told if heat]
    north, south = ("", "north"), ("", "south")
    assert ways == [
        [("", "england"), north, south],
        [("descending", "-england"), north, south],
        [("ascending", "england"), north, south],
        [("", "england"), north, ("descending", "-south")],
    ]


def test_only_a_robust_gap_is_marked() -> None:
    heat = heat_of(OUTLOOKS)
    assert heat
    marks = [[cell.robust for _, cell in row.regions] for row in heat.rows]
    assert marks == [["lower", "higher"], ["", ""], ["higher", "lower"]]


def test_an_order_by_no_area_offers_those_there_are() -> None:
    with pytest.raises(Lost) as lost:
        heat_of(OUTLOOKS, "atlantis")
    assert [each.url for each in lost.value.suggestions] == [
        "?by=england",
        "?by=north",
        "?by=south",
    ]


def test_nothing_asked_is_no_heatmap() -> None:
    assert heat_of([]) is None


class TestOnTheDemonstration:
    @pytest.fixture
    def browser(self, demo_client: SignIn) -> Client:
        return demo_client("reader")

    def test_the_order_is_in_the_address_and_announced(self, browser: Client) -> None:
        page = browser.get("/?round=ppf-2010&by=south-west")
        assert page.context["heat"].rows[0].outlook.slug == "personal-budgets-introduced"
        marked = r'aria-sort="descending"\s+class="heat__chosen">\s*<a [^>]*href="([^"]*)"'
        assert re.findall(marked, page.text) == ["?round=ppf-2010&amp;by=-south-west#heatmap"]
        assert page.text.count("aria-sort=") == 1

    def test_its_file_says_of_each_cell_what_the_page_marks(self, browser: Client) -> None:
        page = browser.get("/?round=ppf-2010")
        marked = {
            (row.outlook.label, place.name): cell.robust
            for row in page.context["heat"].rows
            for place, cell in row.regions
        }
        rows = rows_of(browser, "/?round=ppf-2010&table=expectations-by-region")
        filed = {
            (row["Expectation"], row["Area"]): row["Clearly against the rest of England"]
            for row in rows
        }
        assert {key: filed[key] for key in marked} == marked
        assert set(filed.values()) == {"", "higher", "lower"}

    def test_an_unknown_order_is_a_helpful_404(self, browser: Client) -> None:
        page = browser.get("/?by=atlantis")
        assert page.status_code == 404
        assert "?by=east-midlands" in page.text

    def test_what_stands_out_is_drawn_told_and_filed_alike(self, browser: Client) -> None:
        chart = browser.get("/").context["shown"].furthest
        drawn = {row.area: row.label for row in chart.drawing.rows}
        filed = {
            f"{row['Area']}: {row['Expectation'][0].lower()}{row['Expectation'][1:]}": row
            for row in rows_of(browser, "/?table=furthest")
        }
        assert len(drawn) == 6
        assert drawn.keys() == filed.keys()
        for area, label in drawn.items():
            assert label.startswith(f"{filed[area]['k']} of {filed[area]['n']} ")

    def test_the_round_that_is_being_asked_comes_next(self, browser: Client) -> None:
        assert "Next: " in text_of(browser.get("/").text)
