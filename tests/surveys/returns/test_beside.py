"""The page where a council sees itself: what it says, and what it keeps to itself."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from councils.models import Council, User
from surveys.models import Question, Release, Return
from tests.factories import (
    answer,
    make_council,
    make_open_round,
    make_question,
    make_region,
    make_release,
    make_return,
    make_round,
    put_right,
)

# Three councils answered the round before: Gateshead 100, Durham 300 and Leeds 800.
PEOPLE = {"Gateshead": 100, "Durham": 300, "Leeds": 800}
LIKELY = {"Gateshead": "very-likely", "Durham": "very-likely", "Leeds": "fairly-likely"}


@pytest.fixture
def councils(home: Council) -> dict[str, Council]:
    """Durham is in the region of `home` and of another type; Leeds the other way round."""
    durham = make_council("Durham", region=home.region, type="county")
    leeds = make_council("Leeds", region=make_region("Yorkshire"))
    return {"Gateshead": home, "Durham": durham, "Leeds": leeds}


@pytest.fixture
def before(councils: dict[str, Council]) -> tuple[Question, Question]:
    """The questions of the round before, which all three have signed."""
    round = make_round("before")
    people = make_question(round, "people", unit="people")
    likely = make_question(round, "likely", type="scale")
    for name, council in councils.items():
        make_return(round, council, answers={people: PEOPLE[name], likely: LIKELY[name]})
    return people, likely


@pytest.fixture
def released(before: tuple[Question, Question]) -> Release:
    return make_release(before[0].round, stage="sector")


@pytest.fixture
def own(councils: dict[str, Council], before: tuple[Question, Question]) -> Return:
    """This round's return of Gateshead, and what Durham has said so far, which is its own."""
    round = make_open_round("now")
    people = make_question(round, "people", unit="people", follows=before[0], comparability="same")
    likely = make_question(round, "likely", type="scale", follows=before[1], comparability="same")
    make_question(round, "words", type="text", is_required=False)
    durham = make_return(round, councils["Durham"], state="in_progress", answers={people: 7777})
    answer(durham, likely, "very-unlikely")
    return make_return(round, councils["Gateshead"], state="in_progress", answers={people: 120})


@pytest.fixture
def signed_in(client: Client, contributor: User) -> Client:
    client.force_login(contributor)
    return client


def rows_of(signed_in: Client, return_of: Return) -> list[list[str]]:
    """The cells of each table on the page, as text."""
    response = signed_in.get(f"/returns/{return_of.pk}/compare/")
    assert response.status_code == 200
    tables = response.context["tables"]
    return [[str(cell) for cell in row] for table in tables for row in list(table.as_values())[1:]]


def test_the_live_answer_stands_beside_region_type_and_england(
    signed_in: Client, own: Return, released: Release
) -> None:
    # Typical: of 100 and 300 in the region, of 100 and 800 of the type, of all three.
    people = ["People", "120 people", "200 people", "450 people", "300 people"]
    assert rows_of(signed_in, own)[0] == people


def test_a_council_that_moved_since_stands_where_the_round_counts_it(
    signed_in: Client, own: Return, councils: dict[str, Council], released: Release
) -> None:
    later = own.round.reference_date + datetime.timedelta(days=1)
    elsewhere = councils["Leeds"].region
    own.council.places.create(region=elsewhere, type="county", starts_on=later)
    people = ["People", "120 people", "200 people", "450 people", "300 people"]
    assert rows_of(signed_in, own)[0] == people


def test_of_a_choice_it_says_how_many_others_said_the_same(
    signed_in: Client, own: Return, released: Release
) -> None:
    own.answers.create(question=own.round.questions.get(key="likely"), choices=["very-likely"])
    told = rows_of(signed_in, own)[1]
    assert told[:2] == ["Likely", "Very likely"]
    assert told[2:] == [
        "of the one other, 1 said the same",
        "of the one other, none said the same",
        "of the 2 others, 1 said the same",
    ]
    shown = signed_in.get(f"/returns/{own.pk}/compare/").content.decode()
    assert "Gateshead answers as most of England did on 1 of 1 question" in shown


def test_the_others_are_those_of_the_release_whatever_it_says_now(
    signed_in: Client, own: Return, released: Release
) -> None:
    own.answers.create(question=own.round.questions.get(key="likely"), choices=["fairly-likely"])
    assert rows_of(signed_in, own)[1][4] == "of the 2 others, 1 said the same"


def test_a_council_that_was_not_in_the_release_has_all_of_it_as_others(
    signed_in: Client, own: Return, before: tuple[Question, Question]
) -> None:
    Return.objects.filter(round=before[0].round, council=own.council).update(
        requirement=Return.Requirement.NO_LONGER,
        requirement_reason="Said on the telephone.",
        state=Return.State.NOT_STARTED,
        signed_at=None,
    )
    make_release(before[0].round, stage="sector")
    own.answers.create(question=own.round.questions.get(key="likely"), choices=["very-likely"])
    assert rows_of(signed_in, own)[1][4] == "of the 2 others, 1 said the same"


def test_what_is_not_answered_yet_stands_beside_what_most_said(
    signed_in: Client, own: Return, released: Release
) -> None:
    told = rows_of(signed_in, own)[1]
    assert told[:2] == ["Likely", "Not answered yet"]
    assert told[4] == "Most said Very likely: 2 of 3 (67%)"


def test_no_other_council_is_named_or_quoted(
    signed_in: Client, own: Return, released: Release
) -> None:
    shown = signed_in.get(f"/returns/{own.pk}/compare/").content.decode()
    file = signed_in.get(f"/returns/{own.pk}/compare/?download=csv").content.decode()
    assert "120 people" in file
    # Neither what Durham has typed so far, nor what Leeds alone gave the round before.
    for theirs in ("Durham", "Leeds", "7,777", "7777", "800", "unlikely"):
        assert theirs not in shown
        assert theirs not in file


def test_of_a_release_in_preview_nothing_is_seen(
    signed_in: Client, own: Return, before: tuple[Question, Question]
) -> None:
    make_release(before[0].round, stage="preview")
    assert rows_of(signed_in, own) == []
    shown = signed_in.get(f"/returns/{own.pk}/compare/").content.decode()
    assert "No release that you may read has a question like these." in shown


def test_a_correction_in_preview_leaves_the_figures_of_the_release_before(
    signed_in: Client, own: Return, released: Release, councils: dict[str, Council]
) -> None:
    leeds = released.round.returns.get(council=councils["Leeds"])
    put_right(leeds.answers.filter(question__key="people"), number=900_000)
    correction = make_release(released.round)
    assert rows_of(signed_in, own)[0][3] == "450 people"
    correction.move_to("sector", at=timezone.now())
    assert rows_of(signed_in, own)[0][3] == "450,050 people"


def test_once_its_own_round_is_released_that_release_counts(
    signed_in: Client, own: Return, released: Release, councils: dict[str, Council]
) -> None:
    people = own.round.questions.get(key="people")
    make_return(own.round, councils["Leeds"], answers={people: 640})
    make_release(own.round, stage="sector")
    assert rows_of(signed_in, own)[0] == [
        "People",
        "120 people",
        "not published",
        "640 people",
        "640 people",
    ]


def test_another_councils_page_is_not_there(
    client: Client, stranger: User, own: Return, released: Release
) -> None:
    client.force_login(stranger)
    assert client.get(f"/returns/{own.pk}/compare/").status_code == 404
    assert client.get(f"/returns/{own.pk}/compare/?download=csv").status_code == 404
