"""Who has to answer: one number everywhere, and one word for each way of not simply having to."""

import csv
import io
import re

import pytest
from django.test import Client

from councils.models import Council, User
from ppf_site.refused import Refused
from surveys.actions.signing import hand_over, sign
from surveys.answers.outcomes import Closed
from surveys.models import Figure, Return, Round
from tests.factories import (
    answer,
    make_council,
    make_open_round,
    make_question,
    make_release,
    make_return,
)
from tests.reading import squeezed
from tests.surveys.returns.signing import handed_over, make_working_return, save_number

pytestmark = pytest.mark.django_db
WORDS = {
    "declined": "Declined",
    "on_paper": "Received on paper",
    "no_longer_required": "No longer required",
}


@pytest.fixture
def round(home: Council) -> Round:
    """Five required councils, of which two answered: one here and one on paper."""
    round = make_open_round("spring")
    people = make_question(round, "people")
    region = home.region
    make_return(round, home, answers={people: 10})
    make_return(round, make_council(region=region), requirement="on_paper", answers={people: 20})
    make_return(round, make_council(region=region), state="not_started", requirement="on_paper")
    make_return(round, make_council(region=region), state="not_started", requirement="declined")
    make_return(round, make_council(region=region), state="in_progress")
    make_return(
        round, make_council(region=region), state="not_started", requirement="no_longer_required"
    )
    return round


def test_the_states_of_returns_add_up_to_those_required(round: Round) -> None:
    counts = {return_of.label: return_of.count for return_of in round.returns.count_by_state()}
    assert counts == {
        "Not started": 0,
        "In progress": 1,
        "Ready to sign": 0,
        "Signed": 2,
        "Received on paper": 1,
        "Declined": 1,
    }
    assert sum(counts.values()) == round.returns.required().count() == 5


def test_what_nobody_did_is_not_counted(home: Council) -> None:
    round = make_return(make_open_round(), home).round
    labels = [return_of.label for return_of in round.returns.count_by_state()]
    assert labels == ["Not started", "In progress", "Ready to sign", "Signed"]


def test_a_release_counts_the_same_councils(round: Round) -> None:
    release = make_release(round)
    response = Figure.objects.get(release=release, question=None, area__kind="england")
    base = Figure.objects.get(release=release, question__key="people", area__kind="england")
    assert (response.k, response.n, base.required) == (2, 5, 5)
    assert release.returns.filter(is_required=True).count() == round.returns.required().count()


HOW = {"Declined", "Received on paper", "No return", "No longer required"}


def names(round: Round) -> dict[str, str]:
    """How each council that did not answer did not, in words."""
    silent = round.returns.exclude(state="signed").select_related("council")
    return {
        each.council.name: "No return" if each.requirement == "required" else each.status
        for each in silent
    }


def test_a_release_keeps_how_councils_did_not_answer(round: Round) -> None:
    wanted = names(round)
    release = make_release(round)
    Return.objects.exclude(state="signed").update(
        requirement="declined", requirement_reason="They said so later."
    )
    found = {
        return_of.name: return_of.standing
        for return_of in release.returns.filter(is_answered=False)
    }
    assert found == wanted
    assert set(found.values()) == HOW
    response = Figure.objects.get(release=release, question=None, area__kind="england")
    assert (response.no_return, response.declined, response.on_paper) == (3, 1, 1)


def test_older_releases_say_what_they_held(round: Round) -> None:
    release = make_release(round)
    row = release.returns.exclude(requirement="required").filter(is_required=True)[0]
    row.requirement, row.is_answered = "", False
    assert row.standing == "No return"


def test_the_pages_of_a_release_tell_apart_how_councils_did_not_answer(
    client: Client, round: Round
) -> None:
    wanted = names(round)
    release = make_release(round, stage="public")
    page = squeezed(client.get("/rounds/spring/").text)
    assert "1 sent no return, 1 declined and 1 sent it on paper" in page
    for council, standing in wanted.items():
        assert re.search(rf"{standing}: <a [^>]*>{council}</a>", page)
        slug = Council.objects.get(name=council).slug
        for address in (f"/councils/{slug}/", f"/releases/{release.pk}/councils/{slug}/"):
            assert f": {standing.lower()}" in squeezed(client.get(address).text)
    file = client.get("/rounds/spring/?download=csv&table=returns").content.decode("utf-8-sig")
    rows = {row["Council"]: row["Return"] for row in csv.DictReader(io.StringIO(file))}
    assert {name: rows[name] for name in wanted} == wanted
    figures = client.get("/rounds/spring/?download=csv").content.decode("utf-8-sig")
    first = next(csv.DictReader(io.StringIO(figures)))
    assert (first["no_return"], first["declined"], first["on_paper"]) == ("3", "1", "1")


def test_a_figure_of_the_response_tells_who_declined(client: Client, round: Round) -> None:
    wanted = names(round)
    release = make_release(round, stage="public")
    response = Figure.objects.get(release=release, question=None, area__kind="england")
    page = squeezed(client.get(f"/figures/{response.pk}/").text)
    required = {name: how for name, how in wanted.items() if how != "No longer required"}
    for council, standing in required.items():
        assert re.search(rf"{council}.{{0,200}}{standing}", page)


def test_the_pages_of_a_round_say_one_number(client: Client, round: Round, analyst: User) -> None:
    make_release(round, stage="public")
    assert "2 of 5 councils answered" in client.get("/rounds/spring/").text
    assert "2 of 5" in client.get("/rounds/").text
    client.force_login(analyst)
    page = client.get(f"/manage/rounds/{round.slug}/release/").text
    assert "5 required returns now" in page
    assert "<li>Declined: 1</li>" in page


def test_who_answered_is_counted_among_the_required(round: Round) -> None:
    region = round.returns.all()[0].council.region.name
    assert list(round.returns.regions_that_answered()) == [region] * 2


@pytest.mark.parametrize("requirement", WORDS)
def test_each_has_one_word_on_every_page(
    client: Client, home: Council, contributor: User, analyst: User, requirement: str
) -> None:
    return_of = make_working_return(home)
    Return.objects.filter(pk=return_of.pk).update(
        requirement=requirement, requirement_reason="Said on the telephone."
    )
    word = WORDS[requirement]
    client.force_login(contributor)
    pages = ("/returns/", f"/returns/{return_of.pk}/", f"/returns/{return_of.pk}/history/")
    assert [word in client.get(page).text for page in pages] == [True] * 3
    client.force_login(analyst)
    run = ("/admin/surveys/return/", f"/manage/returns/{return_of.pk}/reopen/")
    assert [word in client.get(page).text for page in run] == [True] * 2


def test_what_came_on_paper_and_is_signed_reads_as_signed(home: Council) -> None:
    assert make_return(make_open_round(), home, requirement="on_paper").status == "Signed"


@pytest.mark.parametrize("requirement", ["declined", "no_longer_required"])
def test_who_need_not_answer_finds_the_return_closed_and_why(
    client: Client, home: Council, signatory: User, requirement: str
) -> None:
    return_of = make_working_return(home)
    Return.objects.update(requirement=requirement, requirement_reason="They said so.")
    return_of = Return.objects.select_related("round", "council").get(pk=return_of.pk)
    why = f"{WORDS[requirement]}: They said so. To answer after all, ask"
    saved = save_number(return_of, signatory, 12, 1)
    assert isinstance(saved, Closed)
    assert why in saved.why
    with pytest.raises(Refused, match=why):
        sign(return_of=return_of, by=signatory, name=signatory.name)
    with pytest.raises(Refused, match=why):
        hand_over(return_of=return_of, by=signatory)
    client.force_login(signatory)
    assert why in client.get(f"/returns/{return_of.pk}/").text


def test_what_came_on_paper_can_still_be_filled_in(home: Council, signatory: User) -> None:
    return_of = make_return(make_open_round(), home, state="in_progress", requirement="on_paper")
    answer(return_of, make_question(return_of.round, "people"), 10)
    assert sign(return_of=handed_over(return_of), by=signatory, name=signatory.name).number == 1
