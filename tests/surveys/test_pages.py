"""Rounds, releases, figures and councils as their own pages show them."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councils.models import Council
from ppf_site import words
from surveys.models import ChosenCouncil, Figure, Round
from surveys.releases.editions import edition_of
from surveys.sentences import source_line
from surveys.stats import Base
from tests.factories import (
    answer,
    make_council,
    make_option,
    make_question,
    make_rate,
    make_region,
    make_release,
    make_return,
    make_round,
    make_scale,
    make_total,
)
from tests.reading import squeezed

pytestmark = pytest.mark.django_db


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(f"{address}?download=csv")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def figure() -> Figure:
    """Of England's rate: 40 of 200 in two councils that gave both counts."""
    round = make_round("spring", names_councils=True)
    people, everybody = make_question(round, "people"), make_question(round, "everybody")
    rate = make_rate(people, everybody)
    region = make_region("North East")
    for name, top, bottom in (("Gateshead", 10, 100), ("Sunderland", 30, 100)):
        answers = {people: top, everybody: bottom}
        make_return(round, make_council(name, region=region), answers=answers)
    make_return(round, make_council("Silent", region=region), state="in_progress")
    release = make_release(round, stage="public")
    return Figure.objects.get(release=release, question=rate, area__kind="england")


def test_a_figure_shows_its_formula_and_its_base(client: Client, figure: Figure) -> None:
    page = squeezed(client.get(figure.get_absolute_url()).text)
    assert "40 / 200" in page
    assert "2 of 3 required councils; 1 sent no return" in page


def test_the_base_of_a_response_is_all_that_were_required(client: Client, figure: Figure) -> None:
    responses = Figure.objects.filter(release=figure.release, question=None)
    page = squeezed(client.get(responses.get(area__kind="england").get_absolute_url()).text)
    assert "3 required councils, of which 1 sent no return" in page
    assert "3 of 3 required" not in page


def test_a_figure_tells_pooled_from_typical(client: Client, figure: Figure) -> None:
    page = client.get(figure.get_absolute_url()).text
    assert "20.0%, all counted together; typical council 20.0%" in page


def test_a_figure_lists_the_answers_behind_it(client: Client, figure: Figure) -> None:
    behind = client.get(figure.get_absolute_url()).context["behind"]
    assert [(each.council.name, said) for each, said in behind] == [
        ("Gateshead", "10.0% (10 of 100)"),
        ("Silent", "No return"),
        ("Sunderland", "30.0% (30 of 100)"),
    ]


def test_a_figures_file_has_the_same_answers(client: Client, figure: Figure) -> None:
    rows = rows_of(client, figure.get_absolute_url())
    assert [row["Council"] for row in rows] == ["Gateshead", "Silent", "Sunderland"]
    names = ("Numerator (k)", "Denominator (n)", "Number or per cent")
    told = [[row[name] and float(row[name]) for name in names] for row in rows]
    assert told == [[10, 100, 10], ["", "", ""], [30, 100, 30]]


def test_a_figure_s_file_has_no_count_that_its_page_hides(client: Client) -> None:
    round = make_round("spring", names_councils=True, discloses_small_counts=False)
    people = make_question(round, "people", counts_people=True, unit="people")
    for name, number in (("Gateshead", 3), ("Sunderland", 1232), ("Torbay", 1500)):
        make_return(round, make_council(name), answers={people: number})
    release = make_release(round, stage="public")
    found = Figure.objects.get(release=release, question=people, area__kind="england")
    rows = rows_of(client, found.get_absolute_url())
    assert [row["Number or per cent"] for row in rows] == ["fewer than 5", "1230", "1500"]


def test_a_figure_s_heading_says_what_its_number_is_of(client: Client, figure: Figure) -> None:
    response = Figure.objects.get(release=figure.release, question=None, area__kind="england")
    assert [
        client.get(each.get_absolute_url()).context["heading"] for each in (figure, response)
    ] == [
        "20.0%, all counted together: Rate, England",
        "2 of 3 (67%) returns were received: England",
    ]


def test_a_round_names_who_did_not_answer(client: Client, figure: Figure) -> None:
    page = squeezed(client.get("/rounds/spring/").text)
    assert "2 of 3 councils answered" in page
    assert 'No return: <a class="govuk-link" href="/councils/silent/" >Silent</a>.' in page


def test_a_round_reads_no_return_of_the_councils_that_answered(
    client: Client, figure: Figure
) -> None:
    """Of 15,000 councils they were most of the three seconds that its page took."""
    with CaptureQueriesContext(connection) as queries:
        client.get("/rounds/spring/")
    [returns] = [each["sql"] for each in queries if 'FROM "surveys_releasedreturn"' in each["sql"]]
    assert 'NOT "surveys_releasedreturn"."is_answered"' in returns


def test_a_rounds_file_has_every_figure_of_the_release(client: Client, figure: Figure) -> None:
    rows = rows_of(client, "/rounds/spring/")
    figures = Figure.objects.filter(release=figure.release)
    assert {int(row["figure"]) for row in rows} == set(figures.values_list("pk", flat=True))


def test_shares_in_a_rounds_file_are_not_rounded(client: Client, figure: Figure) -> None:
    shares = [row["share"] for row in rows_of(client, "/rounds/spring/") if row["share"]]
    assert "0.6666666666666666" in shares


def test_a_council_stands_beside_its_region_and_england(client: Client, figure: Figure) -> None:
    [table] = client.get("/councils/gateshead/").context["tables"]
    rows = {row.cells["question"]: row for row in table.rows}
    assert rows["Rate"].cells["answer"] == "10.0%"
    assert rows["Rate"].cells["england"] == "20.0% of all counted together (typical council 20.0%)"


def test_a_council_without_a_return_says_so(client: Client, figure: Figure) -> None:
    assert "Silent sent no return in Spring." in client.get("/councils/silent/").text


def test_a_council_that_had_nothing_to_answer_says_so(client: Client, figure: Figure) -> None:
    make_council("Torbay")
    assert (
        "No released round has required a return of Torbay." in client.get("/councils/torbay/").text
    )


def test_a_round_that_is_not_released_shows_its_questions_and_no_figure(client: Client) -> None:
    round = make_round("coming")
    make_question(round, "people", text="How many people?")
    make_return(round, make_council(), answers={})
    page = squeezed(client.get("/rounds/coming/").text)
    assert "Coming has not been released yet" in page
    assert "How many people?" in page
    assert "/figures/" not in page


def test_a_released_round_without_answers_behind_it_says_where_totals_are_from(
    client: Client,
) -> None:
    round = make_round("totals", is_totals_only=True)
    scale = make_scale(round, options=())
    option = make_option(scale, "yes")
    question = make_question(round, "strategy", type="single", scale=scale)
    make_total(question, option=option, qualifier="about", source="The article")
    make_release(round, stage="public")
    figure = Figure.objects.get()
    page = client.get(figure.get_absolute_url()).text
    assert "60% (in the report’s words: about)" in page
    assert "The article" in page
    assert "never published" in page


def test_the_list_of_rounds_has_the_latest_first(client: Client) -> None:
    make_round("early", reference_date=datetime.date(2009, 3, 31))
    make_round("late", reference_date=datetime.date(2011, 3, 31))
    rows = client.get("/rounds/").context["rows"]
    assert [round.slug for round, _, _ in rows] == ["late", "early"]


def test_a_council_of_no_release_is_a_404_at_its_address(client: Client, figure: Figure) -> None:
    make_council("Torbay")
    assert client.get(f"/releases/{figure.release_id}/councils/torbay/").status_code == 404


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_machines_are_told_that_all_is_well(client: Client, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.text) == (200, "ok\n")


def test_a_council_stands_beside_the_others_of_each_area_without_itself(client: Client) -> None:
    round = make_round("autumn", names_councils=True)
    likely = make_question(round, "likely", type="scale")
    region = make_region("North East")
    said = {"Derby": "very-likely", "Leicester": "very-likely", "Rutland": "fairly-likely"}
    for name, choice in said.items():
        make_return(round, make_council(name, region=region), answers={likely: choice})
    make_release(round, stage="public")
    [row] = rows_of(client, "/councils/derby/")
    assert row["England"] == row["North East"] == "of the 2 others, 1 said the same"
    [row] = rows_of(client, "/councils/rutland/")
    assert row["England"] == "of the 2 others, none said the same"


def test_a_percentage_that_was_printed_alone_is_its_figure(client: Client) -> None:
    round = make_round("indicator", is_totals_only=True)
    rate = make_question(round, "rate", type="percentage")
    make_total(rate, percent=Decimal("29.2"), source="The article")
    make_release(round, stage="public")
    page = client.get(Figure.objects.get().get_absolute_url()).text
    assert '<h1 class="finding finding--long">29.2%: Rate, England</h1>' in squeezed(page)
    assert "No council gave a number" not in page
    assert "29.2%" in client.get("/rounds/indicator/").text
    assert "No council gave a number" not in client.get("/rounds/indicator/").text


def test_two_releases_of_one_day_are_told_apart_by_their_times(
    client: Client, home: Council
) -> None:
    first = make_release(stage="public")
    assert (
        words.day_and_time(first.public_at) not in client.get(first.round.get_absolute_url()).text
    )
    second = make_release(first.round, stage="public")
    page = client.get(first.round.get_absolute_url()).text
    assert all(words.day_and_time(each.public_at) in page for each in (first, second))


def make_chosen(council: Council) -> Round:
    """A round that asks this council alone."""
    chosen = make_round("spring", is_draft=True, names_councils=True)
    people = make_question(chosen, "people")
    ChosenCouncil.objects.create(round=chosen, council=council, reason="The pilot.")
    chosen.mark_opened(at=timezone.now())
    answer(chosen.returns.get(), people, 10)
    chosen.returns.update(state="signed", signed_at=timezone.now())
    return chosen


def test_that_only_chosen_councils_were_asked_is_said(
    client: Client, home: Council, elsewhere: Council
) -> None:
    make_release(make_chosen(home), stage="public")
    page = squeezed(client.get("/rounds/spring/").text)
    assert "Only chosen councils were asked, not all of the 2 that there were" in page
    assert "Why these: “The pilot.”" in page
    assert "“The pilot.”." not in page
    assert "What was asked, and what the council asked answered" in page


def test_a_release_keeps_how_many_there_were_and_says_it_with_each_base(
    home: Council, elsewhere: Council
) -> None:
    release = make_release(make_chosen(home), stage="public")
    make_council("Since then")
    assert edition_of(release).chosen_of == 2
    base = Base(n=1, required=1)
    assert "1 of 1 chosen councils answered" in source_line(release, base)
    assert "1 of 1 councils answered" in source_line(make_release(), base)


def test_a_source_says_of_the_base_of_a_rate_that_it_gave_both_counts() -> None:
    source = source_line(make_release(), Base(n=7, required=9), "gave both counts")
    assert "7 of 9 councils gave both counts" in source
    assert "answered" not in source
