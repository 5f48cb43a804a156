"""Who has to answer: one number everywhere, and one word for each way of not simply having to."""

import pytest
from django.test import Client

from councils.models import Council, User
from surveys.actions.saving import Closed
from surveys.actions.signing import Refused, hand_over, sign
from surveys.models import Figure, Return, Round
from tests.factories import (
    answer,
    make_council,
    make_open_round,
    make_question,
    make_release,
    make_return,
)
from tests.surveys.returns.signing import make_working_return, save_number

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
    counts = {one.label: one.count for one in round.returns.count_by_state()}
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
    labels = [one.label for one in round.returns.count_by_state()]
    assert labels == ["Not started", "In progress", "Ready to sign", "Signed"]


def test_a_release_counts_the_same_councils(round: Round) -> None:
    release = make_release(round)
    response = Figure.objects.get(release=release, question=None, area__kind="england")
    base = Figure.objects.get(release=release, question__key="people", area__kind="england")
    assert (response.k, response.n, base.required) == (2, 5, 5)
    assert release.returns.filter(is_required=True).count() == round.returns.required().count()


def test_the_pages_of_a_round_say_one_number(client: Client, round: Round, analyst: User) -> None:
    make_release(round, stage="public")
    assert "2 of 5 councils answered" in client.get("/rounds/spring/").text
    assert "2 of 5" in client.get("/rounds/").text
    client.force_login(analyst)
    page = client.get(f"/admin/surveys/round/{round.pk}/compile/").text
    assert "5 required returns now" in page
    assert "<li>Declined: 1</li>" in page


def test_a_region_of_which_few_answered_is_counted_among_the_required(round: Round) -> None:
    region = round.returns.all()[0].council.region.name
    assert round.returns.regions_with_few(3) == [region]
    assert round.returns.regions_with_few(2) == []


@pytest.mark.parametrize("requirement", WORDS)
def test_each_has_one_word_on_every_page(
    client: Client, home: Council, contributor: User, analyst: User, requirement: str
) -> None:
    one = make_working_return(home)
    Return.objects.filter(pk=one.pk).update(
        requirement=requirement, requirement_reason="Said on the telephone."
    )
    word = WORDS[requirement]
    client.force_login(contributor)
    pages = ("/returns/", f"/returns/{one.pk}/", f"/returns/{one.pk}/history/")
    assert [word in client.get(page).text for page in pages] == [True] * 3
    client.force_login(analyst)
    runs = ("/admin/surveys/return/", f"/admin/surveys/return/{one.pk}/reopen/")
    assert [word in client.get(page).text for page in runs] == [True] * 2


def test_what_came_on_paper_and_is_signed_reads_as_signed(home: Council) -> None:
    assert make_return(make_open_round(), home, requirement="on_paper").status == "Signed"


@pytest.mark.parametrize("requirement", ["declined", "no_longer_required"])
def test_who_need_not_answer_finds_the_return_closed_and_why(
    client: Client, home: Council, signatory: User, requirement: str
) -> None:
    one = make_working_return(home)
    Return.objects.update(requirement=requirement, requirement_reason="They said so.")
    one = Return.objects.select_related("round", "council").get(pk=one.pk)
    why = f"{WORDS[requirement]}: They said so. To answer after all, ask"
    saved = save_number(one, signatory, 12, 1)
    assert isinstance(saved, Closed)
    assert why in saved.why
    with pytest.raises(Refused, match=why):
        sign(return_of=one, by=signatory, name="Ann")
    with pytest.raises(Refused, match=why):
        hand_over(return_of=one, by=signatory)
    client.force_login(signatory)
    assert why in client.get(f"/returns/{one.pk}/").text


def test_what_came_on_paper_can_still_be_filled_in(home: Council, signatory: User) -> None:
    one = make_return(make_open_round(), home, state="in_progress", requirement="on_paper")
    answer(one, make_question(one.round, "people"), 10)
    assert sign(return_of=one, by=signatory, name="Ann").number == 1
