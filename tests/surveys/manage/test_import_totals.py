"""Published totals from a file: areas × the numbers of questions and options, with their source."""

import re
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from xlsxwriter import Workbook

from councils.models import Council, User
from surveys.models import ImportFile, Round, Total
from surveys.releases.compiling import compile_release
from tests.factories import make_question, make_round
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
ADDRESS = "/manage/rounds/totals/import/"
SOURCE, LINK = "The press notice of 4 August 2010", "https://example.org/notice"
GOOD = (
    "Area,plan: Yes,plan: No,plan:yes:k,plan::n,People\n"
    'England,"only 60%",40%,90,150,"818,700"\nNorth East,75%,,,,\n'
)


@pytest.fixture
def totals(home: Council, elsewhere: Council) -> Round:
    totals = make_round("totals", is_totals_only=True)
    make_question(totals, "plan", type="yes_no", short_text="Plan")
    make_question(totals, "people", unit="people")
    return totals


@pytest.fixture
def desk(client: Client, analyst: User) -> Client:
    client.force_login(analyst)
    return client


def sent(desk: Client, content: str | bytes) -> str:
    is_text = isinstance(content, str)
    content = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("totals.csv" if is_text else "totals.xlsx", content)
    sent = desk.post(ADDRESS, {"file": file, "source": SOURCE, "url": LINK})
    return str(sent["Location"]).removesuffix("columns/")


def bring_in(desk: Client, content: str = GOOD, **said: str) -> str:
    return squeezed(desk.post(sent(desk, content), said, follow=True).text)


def total(area: str = "england", question: str = "plan", option: str | None = "yes") -> Any:
    return Total.objects.get(area__slug=area, question__key=question, option__key=option)


def test_columns_are_guessed_and_can_be_said(desk: Client, totals: Round) -> None:
    address = sent(desk, GOOD)
    assert ImportFile.objects.get().columns == {
        "A": "area", "B": "total:plan:yes:percent", "C": "total:plan:no:percent",
        "D": "total:plan:yes:k", "E": "total:plan::n", "F": "total:people::value",
    }  # fmt: skip
    page = squeezed(desk.get(f"{address}columns/").text)
    assert "Plan, Yes: per cent" in page and "The area" in page


def test_what_would_come_in_is_shown_first(desk: Client, totals: Round) -> None:
    page = squeezed(desk.get(sent(desk, GOOD)).text)
    assert "4 totals would come in" in page
    assert "only 90 councils, 150 answered, 60%" in page
    assert not Total.objects.exists()


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("England,90,150,,\nNorth East,95,,,\n", "1 region comes to 95, and England is 90."),
        ("England,90,150,,\nNorth East,80,,,\n", ""),
        ("England,,,9000,\nNorth East,,,5000,\nSouth West,,,5000,\n", ""),
        (
            "England,,,9000,\nNorth East,,,5001,\nSouth West,,,5003,\n",
            "10,004, and England is 9,000.",
        ),
    ],
)
def test_regions_that_come_to_more_than_england_are_told_and_may_come_in(
    desk: Client, totals: Round, rows: str, told: str
) -> None:
    content = f"Area,plan:yes:k,plan::n,People,plan: No\n{rows}"
    page = squeezed(desk.get(sent(desk, content)).text)
    assert (told in page) if told else ("do not agree" not in page)
    if told:
        assert "imported from" in bring_in(desk, content)


def test_totals_come_in_with_their_source(desk: Client, totals: Round) -> None:
    assert f"4 totals imported from {SOURCE}" in bring_in(desk)
    made = total()
    assert (made.k, made.n, made.percent, made.qualifier) == (90, 150, Decimal(60), "only")
    assert (made.source, made.url) == (SOURCE, LINK)
    assert total(area="north-east").percent == 75
    assert total(question="people", option=None).value == 818_700
    assert compile_release(round=totals).figures.filter(published_percent=75).exists()


def test_the_same_file_again_changes_nothing(desk: Client, totals: Round) -> None:
    bring_in(desk)
    assert "The file brings nothing new" in squeezed(desk.get(sent(desk, GOOD)).text)


def test_what_differs_replaces_only_where_it_is_ticked(desk: Client, totals: Round) -> None:
    bring_in(desk)
    other = GOOD.replace("60%", "61%")
    bring_in(desk, other)
    assert total().percent == 60
    bring_in(desk, other, replace="yes")
    assert total().percent == 61


@pytest.mark.parametrize(
    ("content", "k", "n"),
    [
        ("Area,plan:yes:k\nEngland,91\n", 91, 150),
        ("Area,plan: Yes,plan:yes:k\nEngland,many,91\n", 91, 150),
        ("Area,plan:yes:k\nEngland,151\n", 90, 150),
        ("Area,plan: Yes,plan::n\nEngland,60%,80\n", 90, 150),
    ],
)
def test_what_the_file_does_not_have_stays(
    desk: Client, totals: Round, content: str, k: int, n: int
) -> None:
    bring_in(desk)
    bring_in(desk, content, replace="yes")
    made = total()
    assert (made.k, made.n, made.percent, made.qualifier) == (k, n, Decimal(60), "only")


def test_all_problems_are_told_at_once_and_the_rest_comes_in(desk: Client, totals: Round) -> None:
    rows = "Area,plan: Yes,plan:yes:k,plan::n\nAtlantis,1%,,\nEngland,many,9,8\nNorth East,5%,,\n"
    page = bring_in(desk, rows)
    assert "No area has this code or name" in page
    assert "Cell B3, England, Plan, Yes: per cent: “many”" in page
    assert "This is more than the 8 councils that answered" in page
    assert Total.objects.count() == 1


def test_a_share_of_one_is_asked_about(desk: Client, totals: Round) -> None:
    rows = "Area,plan: Yes\nEngland,0.6\nNorth East,0.75\n"
    assert "2 numbers under 1" in bring_in(desk, rows)
    [name] = set(re.findall(r'name="(asked-[^"]+)"', desk.get(sent(desk, rows)).text))
    bring_in(desk, rows, **{name: "0"})
    assert total().percent == 60
    assert "The file brings nothing new" in squeezed(desk.get(sent(desk, rows)).text)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("60%,50%,,,", "The shares of England come to 110%"),
        (",,30,5,33", "The answers of England come to 35 councils, and 33 answered."),
        ("10%,,30,,33", "Yes: 30 of 33 is 90.9%, and the file says 10%."),
    ],
)
def test_totals_that_cannot_all_be_so_come_in_only_if_somebody_says_so(
    desk: Client, totals: Round, row: str, told: str
) -> None:
    heading = "Area,plan: Yes,plan: No,plan:yes:k,plan:no:k,plan::n"
    address = sent(desk, f"{heading}\nEngland,{row}\nNorth East,75%,,,,\n")
    assert told in squeezed(desk.get(address).text)
    assert f"Choose what to do: {told}" in squeezed(desk.post(address).text)
    assert not Total.objects.exists()
    [name] = set(re.findall(r'name="(doubt-[^"]+)"', desk.get(address).text))
    desk.post(address, {name: "leave"})
    assert [each.area.slug for each in Total.objects.all()] == ["north-east"]
    address = sent(desk, f"{heading}\nEngland,{row}\n")
    desk.post(address, {name: "take"})
    assert Total.objects.filter(area__slug="england").exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("plan: No\nEngland,50%\n", "The shares of England come to 110%, with “Yes”"),
        (
            "plan:no:k,plan::n\nEngland,70,160\n",
            "The file says that 160 answered in England, and 150 did by “Yes”",
        ),
        ("plan:no:k\nEngland,70\n", "come to 160 councils, with “Yes”"),
    ],
)
def test_what_contradicts_totals_that_came_before_is_asked_about(
    desk: Client, totals: Round, content: str, told: str
) -> None:
    bring_in(desk, "Area,plan: Yes,plan:yes:k,plan::n\nEngland,60%,90,150\n")
    address = sent(desk, f"Area,{content}")
    page = squeezed(desk.get(address).text)
    assert told in page
    assert f"({SOURCE}), which is here already" in page
    assert ", row 2)" in page
    assert "Choose what to do: The" in squeezed(desk.post(address).text)
    assert Total.objects.count() == 1


def test_a_contradiction_to_several_answers_is_told_once(desk: Client, totals: Round) -> None:
    make_question(totals, "when", type="single", options=["now", "soon", "never"])
    bring_in(desk, "Area,when:now:k,when:soon:k,when::n\nEngland,60,40,150\n")
    page = squeezed(desk.get(sent(desk, "Area,when:never:k,when::n\nEngland,5,160\n")).text)
    assert page.count("The file says that 160 answered in England, and 150 did by “") == 1
    assert f"did by “Now” and “Soon” ({SOURCE}), which is here already" in page


@pytest.mark.parametrize("row", ["91%,,30,,33", "90.9%,9%,30,3,33", "only 90%,,30,,33"])
def test_shares_that_are_rounded_are_not_asked_about(desk: Client, totals: Round, row: str) -> None:
    heading = "Area,plan: Yes,plan: No,plan:yes:k,plan:no:k,plan::n"
    page = squeezed(desk.get(sent(desk, f"{heading}\nEngland,{row}\n")).text)
    assert "cannot all be so" not in page


def test_a_round_with_councils_answers_takes_no_totals(desk: Client, home: Council) -> None:
    round = make_round("totals")
    make_question(round, "people")
    assert "The council" in squeezed(desk.get(f"{sent(desk, GOOD)}columns/").text)


def formulas(**cells: str) -> bytes:
    """A workbook with a row for England."""
    with BytesIO() as kept:
        book = Workbook(kept)
        sheet = book.add_worksheet("Totals")
        for at, (heading, said) in enumerate({"Area": "England", **cells}.items()):
            sheet.write(0, at, heading)
            formula, _, comes_to = said.partition(" -> ")
            if comes_to:
                sheet.write_formula(1, at, formula, value=int(comes_to))
            else:
                sheet.write(1, at, int(said) if said.isdigit() else said)
        book.close()
        return kept.getvalue()


def test_a_formula_that_comes_to_more_than_its_base_is_a_problem(
    desk: Client, totals: Round
) -> None:
    content = formulas(**{"plan:yes:k": "=80+11 -> 91", "plan::n": "90"})
    page = squeezed(desk.get(sent(desk, content)).text)
    assert "This is more than the 90 councils that answered" in page
    assert "worked out by formulas" not in page


def test_a_base_that_is_decided_and_is_less_than_its_part_is_refused(
    desk: Client, totals: Round
) -> None:
    address = sent(desk, formulas(**{"plan:yes:k": "91", "plan::n": "=80+10 -> 90"}))
    [name] = set(re.findall(r'name="(asked-[^"]+)"', desk.get(address).text))
    page = squeezed(desk.post(address, {name: "0"}).text)
    assert "Cell B2: 91 councils are more than the 90 that answered" in page
    assert not Total.objects.exists()
