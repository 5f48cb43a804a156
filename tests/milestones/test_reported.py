"""The page of reported figures: what it lays to the sources, and how it tells growth."""

import csv
import io
from decimal import Decimal

import pytest
from django.test import Client

from milestones.models import Expectation, ReportedFigure
from milestones.reported.reconciled import growth_words
from ppf_site.demo.latent import Register
from surveys.models import ReleasedAnswer
from surveys.stats import Base
from tests.factories import make_council, make_question, make_release, make_return, make_round
from tests.milestones.test_findings import rows_of, text_of


@pytest.mark.usefixtures("demo")
def test_a_difference_without_a_reason_is_told_plainly(client: Client) -> None:
    agreeing = ReportedFigure.objects.filter(key="A1-01")
    assert agreeing.update(percent=99, numerator=1, denominator=2) == 1
    text = text_of(client.get("/reported/").text)
    assert "3 differ because the sources themselves disagree" in text
    assert "1 differs from the held data." in text


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("A0-01", "8 of 9"),
        ("A0-02", "4 of 15 (in the report’s words: just)"),
        ("A0-06", "2008-11"),
        ("A1-02", "60% (in the report’s words: only)"),
        ("A1-03", "In words only: one in six, read as 16.7%"),
        ("X-12", "376,000 of 950,000 (40%) (in the report’s words: expected)"),
        ("X-27", "83 of 132"),
    ],
)
def test_a_figure_stands_as_it_was_printed(client: Client, key: str, told: str) -> None:
    row = every_page(client).partition(f'id="{key}"')[2].partition("</tr>")[0]
    printed = row.partition('data-label="Reported"')[2].partition("</td>")[0]
    assert text_of(printed.partition(">")[2]) == told


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("key", "percent", "words", "read"),
    [
        ("A0-09", "17", "", ""),
        ("A1-02", "60", "only", ""),
        ("A1-03", "", "one in six", "16.7"),
        ("A0-01", "", "", ""),
    ],
)
def test_the_file_has_what_was_printed_apart_from_what_was_read(
    client: Client, key: str, percent: str, words: str, read: str
) -> None:
    address = "/reported/?download=csv&table=reported-figures"
    rows = csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig")))
    row = next(row for row in rows if row["No"] == key)
    columns = ("Per cent", "In words", "Per cent read from the words")
    assert tuple(row[column] for column in columns) == (percent, words, read)


@pytest.mark.usefixtures("demo")
def test_a_target_is_the_one_that_the_release_keeps(client: Client) -> None:
    before = row_of(client, "A2-01")
    assert "target 30%" in before
    Expectation.objects.filter(slug="personal-budgets-30-percent").update(target_percent=35)
    assert row_of(client, "A2-01") == before


def row_of(client: Client, key: str) -> str:
    return text_of(every_page(client).partition(f'id="{key}"')[2].partition("</tr>")[0])


def every_page(client: Client) -> str:
    """The list from its first row to its last."""
    first = client.get("/reported/")
    numbers = range(2, first.context["page"].paginator.num_pages + 1)
    return first.text + "".join(client.get(f"/reported/?page={page}").text for page in numbers)


@pytest.mark.usefixtures("demo")
def test_growth_is_told_on_matched_councils_with_the_unmatched_beside_it(client: Client) -> None:
    body_of = bodies()
    before, after = (
        {
            body_of[each.council_id]: each.number or 0
            for each in of_question(slug, "holders-ongoing")
        }
        for slug in ("ppf-2010", "personal-budgets-2010")
    )
    both = before.keys() & after.keys()
    growth = 100 * sum(after[body] for body in both) / sum(before[body] for body in both) - 100
    text = text_of(every_page(client))
    assert f"{round(growth, 1)}% more in the 138 councils that answered both rounds; " in text
    assert "55.0% more with each round’s own councils (151 before, 138 after)" in text


@pytest.mark.django_db
@pytest.mark.parametrize("names_councils", [True, False])
def test_growth_that_tells_what_one_council_gave_is_told_unmatched(
    client: Client, names_councils: bool
) -> None:
    councils = [make_council() for _ in range(6)]
    for slug, answering in [("spring", councils), ("autumn", councils[1:])]:
        question = make_question(make_round(slug, names_councils=names_councils), "people")
        for council in answering:
            make_return(question.round, council, answers={question: 10})
        make_release(question.round, stage="public")
    ReportedFigure.objects.create(
        key="1",
        source="A notice",
        published="2010",
        what="Growth",
        area="England",
        percent=-17,
        held="computed",
        round="autumn",
        question="people",
        area_slug="england",
        statistic="growth",
        against="spring/people",
        rule="equal",
    )
    text = text_of(client.get("/reported/").text)
    assert "16.7% less with each round’s own councils (6 before, 5 after)" in text
    told = "0.0% more in the 5 councils that answered both rounds" in text
    assert told is names_councils


def of_question(slug: str, key: str) -> list[ReleasedAnswer]:
    return list(ReleasedAnswer.objects.filter(release__round__slug=slug, question__key=key))


def bodies() -> dict[int, str]:
    register = Register.load()
    return {council.pk: register.body_of(council.pk) for council in register.councils}


@pytest.mark.parametrize(
    ("growth", "told"), [("54.96", "55.0% more"), ("-3.2", "3.2% less"), ("0", "0.0% more")]
)
def test_a_fall_is_told_as_less(growth: str, told: str) -> None:
    words = growth_words(Decimal(growth), Base(9, 9), Base(8, 8), None)
    assert words == f"{told} with each round’s own councils (9 before, 8 after)"


@pytest.mark.usefixtures("demo")
class TestTheList:
    """Twenty to a page, by source, milestone and verdict; the address keeps what is shown."""

    def test_has_twenty_to_a_page(self, client: Client) -> None:
        page = client.get("/reported/")
        assert len(page.context["page"]) == 20
        assert "1 to 20 of" in text_of(page.text)

    def test_goes_on_with_the_same_filters(self, client: Client) -> None:
        page = client.get("/reported/?source=community-care&page=2").text
        assert "?source=community-care&amp;page=1" in page

    @pytest.mark.parametrize("verdict", ["agrees", "differs", "cannot be told"])
    def test_shows_one_verdict(self, client: Client, verdict: str) -> None:
        page = client.get(f"/reported/?verdict={verdict.replace(' ', '-')}")
        assert {row.verdict for row in page.context["page"]} == {verdict}

    def test_shows_one_milestone(self, client: Client) -> None:
        page = client.get("/reported/?milestone=prevention")
        assert page.context["page"].paginator.count
        assert all("revent" in row.reported.what for row in page.context["page"])

    def test_offers_each_milestone_with_how_many_are_about_it(self, client: Client) -> None:
        page = client.get("/reported/")
        offered = dict(page.context["milestones"])
        assert offered == {
            "personal-budgets": "Personal budgets (46)",
            "prevention": "Prevention (6)",
            "information": "Information and advice (10)",
            "none": "About no milestone (21)",
        }
        assert page.context["page"].paginator.count == 46 + 6 + 10 + 21

    def test_shows_those_about_no_milestone(self, client: Client) -> None:
        page = client.get("/reported/?milestone=none&source=tlap")
        assert [row.reported.key for row in page.context["page"]] == ["X-26"]

    def test_works_out_the_milestone_of_what_is_compared(self, client: Client) -> None:
        assert ReportedFigure.objects.update(milestone="")
        page = client.get("/reported/?milestone=personal-budgets&source=community-care")
        told = [row.reported.key for row in page.context["page"]]
        first = ["A0-01", "A0-02", "A0-03", "A0-07", "A0-08"]
        assert told == [*first, "A2-01", "A2-02", "A2-03", "A2-04"]

    def test_names_what_it_does_not_have(self, client: Client) -> None:
        page = client.get("/reported/?verdict=perhaps&page=none")
        assert len(page.context["page"]) == 20
        assert "verdict" in text_of(page.text)

    def test_says_when_nothing_is_all_of_that(self, client: Client) -> None:
        page = client.get("/reported/?source=tlap&milestone=prevention").text
        assert "No reported figure is all of that." in text_of(page)

    def test_files_what_is_shown_on_all_pages(self, client: Client) -> None:
        address = "/reported/?source=community-care"
        count = client.get(address).context["page"].paginator.count
        assert len(rows_of(client, address)) == count > 20
