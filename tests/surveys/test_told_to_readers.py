"""What a reader is told of a figure: as the page says it, so the file; and what is hidden is said
to be hidden."""

from typing import Any

import pytest
from django.test import Client

from surveys.models import Figure, Question
from tests.factories import (
    make_council,
    make_question,
    make_rate,
    make_region,
    make_release,
    make_return,
    make_round,
)
from tests.reading import squeezed
from tests.surveys.test_pages import rows_of

pytestmark = pytest.mark.django_db
SPREAD = ("lower_quartile", "median", "upper_quartile")


def make_figure(question: Question, **released: Any) -> Figure:
    release = make_release(question.round, stage="public", **released)
    return Figure.objects.get(release=release, question=question, area__kind="england")


def make_share_of_people() -> Figure:
    """Of three councils that are named: 33.3%, 37.2% and 43.6%, their counts rounded to 5."""
    round = make_round("spring", names_councils=True, discloses_small_counts=False)
    people, everybody = (
        make_question(round, key, counts_people=True) for key in ("people", "everybody")
    )
    rate = make_rate(people, everybody)
    region = make_region("North East")
    for name, top, bottom in (("A", 100, 300), ("B", 73, 196), ("C", 89, 204)):
        council = make_council(name, region=region)
        make_return(round, council, answers={people: top, everybody: bottom})
    return make_figure(rate)


def test_quartiles_of_a_share_are_as_exact_in_the_file_as_on_the_page(client: Client) -> None:
    figure = make_share_of_people()
    rows = rows_of(client, f"/releases/{figure.release_id}/")
    (row,) = (row for row in rows if row["figure"] == str(figure.pk))
    assert [row[name] for name in SPREAD] == ["35", "37", "40"]


def test_a_share_that_is_hidden_is_not_said_to_be_nobodys(client: Client) -> None:
    round = make_round("spring")
    share = make_question(round, "share", type="percentage")
    for name in ("A", "B", "C"):
        make_return(round, make_council(name), answers={share: 45})
    page = squeezed(client.get(make_figure(share).get_absolute_url()).text)
    assert "No council gave a number" not in page
    assert "Not shown" in page


def test_what_to_bear_in_mind_stands_with_every_figure(client: Client) -> None:
    round = make_round("spring", caveats="Only the north was asked.")
    number = make_question(round, "number")
    make_return(round, make_council("A"), answers={number: 5})
    assert "Only the north was asked." in client.get(make_figure(number).get_absolute_url()).text


def test_a_correction_says_at_its_head_what_it_changed(client: Client) -> None:
    round = make_round("spring")
    number = make_question(round, "number")
    make_return(round, make_council("A"), answers={number: 5})
    for note in ("", "A misprint was put right."):
        release = make_release(round, stage="public", note=note)
    page = client.get("/rounds/spring/").text
    head = page[: page.index('id="releases"')]
    assert f"/releases/{release.pk}/changes/" in head
    assert "A misprint was put right." in head


def test_a_search_finds_rounds_and_no_draft(client: Client) -> None:
    for year in ("2026", "2027"):
        make_round(f"open-{year}", title=f"Digital care records {year}")
    make_round("draft", title="Digital drafts", is_draft=True)
    page = client.get("/councils/?q=digital").text
    assert "Digital care records 2027" in page
    assert "Digital drafts" not in page
