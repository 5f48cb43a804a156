"""Expectations and measures of which nothing is released: their words, and who was asked."""

import pytest
from django.test import Client

from milestones.models import Expectation, ExpectationQuestion, Measure, Programme
from tests.factories import make_question, make_release, make_return, make_round
from tests.milestones.conftest import SignIn
from tests.milestones.world import World, make_expectation
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
PAGES = ["/expectations/savings/", "/measures/share/"]


@pytest.fixture
def promised(db: None) -> Expectation:
    """An expectation that nobody has been asked about, with what is counted of it."""
    expectation = make_expectation()
    fields = {"title": "Share of users", "target_percent": 30}
    Measure.objects.create(expectation=expectation, slug="share", **fields)
    return expectation


@pytest.mark.parametrize("page", PAGES)
def test_it_has_its_words_day_target_and_milestone(
    client: Client, promised: Expectation, page: str
) -> None:
    promised.target_percent = 30
    promised.save()
    told = squeezed(client.get(page).text)
    for words in ("Savings have been made.", "1 April 2011", "30%", "Prevention"):
        assert words in told
    assert "No council has been asked about" in told
    assert 'href="/tell-me/?expectation=savings"' in told


def test_one_that_is_only_counted_is_said_to_be_counted_once_that_is_released(
    client: Client, promised: Expectation
) -> None:
    round = make_round("counted")
    rate = make_question(round, "rate", type="percentage")
    make_return(round, answers={rate: 40})
    base = promised.measures.get().bases.create(key="all", name="all users")
    base.rates.create(question=rate)
    make_release(round, stage="preview")
    assert "No council has been asked about" in client.get("/expectations/savings/").text
    make_release(round, stage="public")
    told = squeezed(client.get("/expectations/savings/").text)
    assert "“Savings” is counted, not asked about: Share of users" in told
    assert "No council has been asked" not in told


@pytest.mark.parametrize(("role", "is_draft"), [("forecast", False), ("actual", True)])
def test_what_councils_foretold_or_a_draft_will_count_is_not_said_to_be_counted(
    client: Client, promised: Expectation, role: str, *, is_draft: bool
) -> None:
    round = make_round("secret", title="The secret round", is_draft=is_draft)
    rate = make_question(round, "rate", type="percentage")
    base = promised.measures.get().bases.create(key="all", name="all users")
    base.rates.create(question=rate, role=role)
    if not is_draft:
        make_return(round, answers={rate: 40})
        make_release(round, stage="public")
    told = squeezed(client.get("/expectations/savings/").text)
    assert "No council has been asked about" in told
    assert "is counted" not in told
    assert "The secret round" not in told


def test_a_round_that_asked_is_named_until_its_release(client: Client, world: World) -> None:
    told = squeezed(client.get("/expectations/savings/").text)
    assert (
        f"“Savings” was asked in {world.round.title}: no results are published at the moment"
        in told
    )
    assert "Very likely" not in told


def test_an_expectation_that_was_linked_after_the_release_says_so(
    client: Client, world: World
) -> None:
    make_release(world.round, stage="public")
    late = make_expectation("late", 2)
    late.questions.create(question=world.likely, role="forecast")
    told = squeezed(client.get("/expectations/late/").text)
    assert "“Late” was linked to Spring after the results were published" in told
    assert "no results are published at the moment" not in told


@pytest.mark.parametrize(("person", "told"), [("reader", False), ("analyst", True)])
def test_a_draft_that_will_ask_is_told_to_those_who_run_rounds(
    sign_in: SignIn, promised: Expectation, person: str, *, told: bool
) -> None:
    draft = make_round("secret", title="The secret round", is_draft=True)
    asked = make_question(draft, "likely", type="scale")
    ExpectationQuestion.objects.create(expectation=promised, question=asked, role="forecast")
    page = sign_in(person).get("/expectations/savings/").text
    assert ("The secret round" in page) == told
    assert "No council has been asked about" in page


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("person", "status"),
    [
        *[(each, 404) for each in ("reader", "contributor", "signatory", "regional_lead")],
        *[(each, 200) for each in ("analyst", "administrator")],
    ],
)
def test_before_publishing_it_is_there_for_those_who_run_rounds(
    sign_in: SignIn, promised: Expectation, page: str, person: str, status: int
) -> None:
    Programme.objects.update(is_published=False)
    answer = sign_in(person).get(page)
    assert answer.status_code == status
    assert ("Only those who run rounds see this page" in answer.text) == (status == 200)


@pytest.mark.parametrize("page", PAGES)
def test_a_round_that_told_nothing_of_it_is_not_there(
    client: Client, promised: Expectation, page: str
) -> None:
    assert client.get(f"{page}?round=nowhere").status_code == 404


@pytest.mark.parametrize(
    ("words", "page"), [*zip(["savings", "share of users"], PAGES, strict=True)]
)
def test_search_finds_what_is_promised_once_it_is_published(
    client: Client, promised: Expectation, words: str, page: str
) -> None:
    assert client.get("/councils/", {"q": words})["Location"] == page
    Programme.objects.update(is_published=False)
    assert page not in client.get("/councils/", {"q": words}).text
