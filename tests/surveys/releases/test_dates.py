"""When councils said: by which days, worked by hand, and who sees what of them."""

import csv
import datetime
import io

import pytest
from django.test import Client

from councils.models import Council, User
from surveys.models import Figure, Question, Release
from tests.factories import (
    make_council,
    make_open_round,
    make_question,
    make_release,
    make_return,
    make_round,
)
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
NAMES = ["earliest_date", "lower_quartile_date", "median_date", "upper_quartile_date"]
NAMES += ["latest_date"]


def april(day: int) -> datetime.date:
    return datetime.date(2010, 4, day)


def released(home: Council, *days: int, stage: str = "public", **fields: bool) -> Release:
    """Met on these days of April 2010: the first by `home`, the others by its neighbours."""
    round = make_round("spring", **fields)
    met_on = make_question(round, "met-on", type="date")
    for number, day in enumerate(days):
        council = make_council(region=home.region) if number else home
        make_return(round, council, answers={met_on: april(day)})
    make_return(round, make_council(region=home.region), answers={met_on: "not_known"})
    return make_release(round, stage=stage)


def figure(area: str = "england") -> Figure:
    return Figure.objects.get(question__key="met-on", area__slug=area)


def days_of(figure: Figure) -> list[int | None]:
    return [date and date.day for date in (getattr(figure, name) for name in NAMES)]


def read(client: Client, address: str) -> str:
    return squeezed(client.get(address).content.decode())


def file_row(client: Client) -> list[str]:
    response = client.get("/rounds/spring/?download=csv&table=spring-figures")
    rows = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    return next(
        [row[name] for name in [*NAMES, "hidden"]]
        for row in rows
        if (row["question"], row["area"]) == ("met-on", "England")
    )


def test_of_four_the_second_is_the_first_by_which_half_had_it(home: Council) -> None:
    released(home, 30, 2, 20, 10)
    assert days_of(figure()) == [2, 2, 10, 20, 30]


def test_of_five_the_third_is_the_one_in_the_middle(home: Council) -> None:
    released(home, 1, 5, 9, 13, 30)
    assert days_of(figure()) == [1, 5, 9, 13, 30]


def test_without_a_date_there_is_none(home: Council, client: Client) -> None:
    released(home, names_councils=True)
    assert days_of(figure()) == [None] * 5
    assert "No council gave a date" in read(client, f"/figures/{figure().pk}/")


def test_readers_see_the_middle_of_ten_and_neither_end(client: Client, home: Council) -> None:
    released(home, *range(11, 21))
    page = read(client, f"/figures/{figure().pk}/")
    assert "15 April 2010 in the typical council" in page
    assert "A quarter of councils by 13 April 2010, half by 15 April 2010" in page
    assert "the earliest and the latest date: each is what one council answered" in page
    page += read(client, "/rounds/spring/")
    assert "11 April 2010" not in page
    assert "20 April 2010" not in page


def test_readers_see_no_date_of_nine(client: Client, home: Council) -> None:
    released(home, *range(11, 20))
    page = read(client, f"/figures/{figure().pk}/") + read(client, "/rounds/spring/")
    assert "Not shown: so few councils that it would tell what each said" in page
    assert "April 2010" not in page


def test_a_file_has_days_that_sort_and_says_what_is_hidden(client: Client, home: Council) -> None:
    released(home, *range(11, 21))
    hidden = "Not shown: the earliest and the latest date: each is what one council answered."
    assert file_row(client) == ["", "2010-04-13", "2010-04-15", "2010-04-18", "", hidden]


def test_councils_and_rounds_that_name_them_see_both_ends(client: Client, home: Council) -> None:
    released(home, 11, 12, 13, names_councils=True)
    assert file_row(client) == [f"2010-04-{day}" for day in (11, 11, 12, 13, 13)] + [""]
    assert "the earliest 11 April 2010, the latest 13 April 2010" in read(client, "/rounds/spring/")


def test_the_sector_sees_both_ends(client: Client, contributor: User, home: Council) -> None:
    released(home, 11, 12, 13, stage="sector")
    client.force_login(contributor)
    assert file_row(client) == [f"2010-04-{day}" for day in (11, 11, 12, 13, 13)] + [""]


def test_a_council_stands_beside_the_typical_one(
    client: Client, contributor: User, home: Council
) -> None:
    released(home, 11, 12, 13)
    client.force_login(contributor)
    response = client.get(f"/councils/{home.slug}/?download=csv&table=answers")
    [row] = csv.reader(io.StringIO(response.content.decode("utf-8-sig")).readlines()[1:])
    days = [cell for cell in row if cell.endswith("April 2010")]
    assert days == ["11 April 2010", *["12 April 2010"] * 3]


def test_a_return_stands_beside_the_typical_council_before(
    client: Client, contributor: User, home: Council
) -> None:
    before = released(home, 11, 12, 13, stage="sector").round
    asked = Question.objects.get(round=before)
    now = make_open_round("now")
    question = make_question(now, "met-on", type="date", follows=asked, comparability="same")
    own = make_return(now, home, state="in_progress", answers={question: april(25)})
    client.force_login(contributor)
    page = read(client, f"/returns/{own.pk}/compare/")
    assert "25 April 2010" in page
    assert "12 April 2010" in page
