"""What was typed over an answer and is not saved: kept, shown, and in the way of handing over."""

from typing import Any

import pytest
from django.test import Client

from councils.models import Council, User
from ppf_site.refused import Refused
from surveys.actions.signing import hand_over, sign
from surveys.models import Answer, Return, Unsaved
from tests.factories import answer, make_open_round, make_question, make_return, make_user
from tests.reading import squeezed
from tests.surveys.returns.signing import handed_over

pytestmark = pytest.mark.django_db
BUDGET = 26_000_000


@pytest.fixture
def ours(home: Council, contributor: User, signatory: User) -> Return:
    """Whole, with a budget that the contributor entered."""
    round = make_open_round("spring")
    budget = make_question(round, "budget", unit="pounds")
    made = make_return(round, home, state="in_progress")
    answer(made, budget, BUDGET, updated_by=contributor)
    return made


@pytest.fixture
def inside(client: Client, contributor: User) -> Client:
    client.force_login(contributor)
    return client


@pytest.fixture
def colleague(home: Council) -> Client:
    """Another contributor of the council, signed in."""
    client = Client()
    client.force_login(make_user("colleague@example.org", role="contributor", council=home))
    return client


def typed(client: Client, ours: Return, budget: str, **more: str) -> Any:
    """Sends the section, as its page without scripts does."""
    data = {"budget": budget, "budget.version": "1"} | more
    return client.post(f"/returns/{ours.pk}/sections/section/", data)


def typed_alone(client: Client, ours: Return, budget: str, **more: str) -> Any:
    """Sends one answer, as its page does a second after it was typed."""
    data = {"budget": budget, "budget.version": "1"} | more
    return client.post(f"/returns/{ours.pk}/answers/budget/", data).json()


def section_page(client: Client, ours: Return) -> str:
    return squeezed(client.get(f"/returns/{ours.pk}/sections/section/").content.decode())


def task_list(client: Client, ours: Return) -> str:
    return squeezed(client.get(f"/returns/{ours.pk}/").content.decode())


@pytest.mark.parametrize("send", [typed, typed_alone])
def test_a_return_is_not_handed_over_while_something_typed_is_not_saved(
    inside: Client, ours: Return, contributor: User, send: Any
) -> None:
    send(inside, ours, "£1.2m")
    with pytest.raises(Refused, match="1 typed answer is not saved"):
        hand_over(return_of=ours, by=contributor)
    ours.refresh_from_db()
    assert ours.state == "in_progress"


def test_a_director_does_not_sign_over_it_either(
    inside: Client, ours: Return, signatory: User
) -> None:
    typed(inside, ours, "£1.2m")
    with pytest.raises(Refused, match="1 typed answer is not saved"):
        sign(return_of=handed_over(ours), by=signatory, name=signatory.name)


def test_the_task_list_says_which_section_and_what_was_typed(inside: Client, ours: Return) -> None:
    typed(inside, ours, "£1.2m")
    page = task_list(inside, ours)
    assert "1 typed answer not saved" in page
    assert "Everything required is answered" not in page
    assert "You typed “£1.2m”, which is not saved" in page


def test_coming_back_what_was_typed_stands_beside_what_is_saved_and_whose_it_is(
    inside: Client, ours: Return, contributor: User
) -> None:
    typed_alone(inside, ours, "£1.2m")
    page = section_page(inside, ours)
    assert 'value="£1.2m"' in page
    assert "Enter the whole number without letters" in page
    assert f"Saved is <strong>£26,000,000</strong>, entered by {contributor}" in page


@pytest.mark.parametrize(
    "decide",
    [
        lambda client, ours: typed(client, ours, "1200000"),
        lambda client, ours: typed_alone(client, ours, "1200000"),
        lambda client, ours: typed(client, ours, "£1.2m", leave="budget"),
        lambda client, ours: typed_alone(client, ours, "£1.2m", **{"budget.keep": "saved"}),
        lambda client, ours: typed(client, ours, str(BUDGET)),
    ],
    ids=["saved", "saved by itself", "left", "left by itself", "typed as it is saved"],
)
def test_once_it_is_decided_the_return_is_handed_over(
    inside: Client, ours: Return, contributor: User, decide: Any
) -> None:
    typed(inside, ours, "£1.2m")
    decide(inside, ours)
    assert not Unsaved.objects.exists()
    hand_over(return_of=ours, by=contributor)
    ours.refresh_from_db()
    assert ours.state == "to_sign"


def test_a_clash_that_nobody_has_decided_is_unsaved_too(
    inside: Client, colleague: Client, ours: Return, contributor: User
) -> None:
    typed(colleague, ours, "27000000")
    typed(inside, ours, "28000000")
    with pytest.raises(Refused, match="not saved"):
        hand_over(return_of=ours, by=contributor)
    assert "changed this answer too" in section_page(inside, ours)
    typed_alone(inside, ours, "28000000", **{"budget.keep": "mine", "budget.over": "2"})
    assert Answer.objects.get().number == 28_000_000
    hand_over(return_of=ours, by=contributor)


def test_a_colleague_sees_what_somebody_else_typed_and_can_let_the_saved_answer_stand(
    inside: Client, colleague: Client, ours: Return, contributor: User
) -> None:
    typed(inside, ours, "£1.2m")
    page = section_page(colleague, ours)
    assert f"{contributor} typed “£1.2m” here" in page
    assert 'value="26,000,000"' in page
    typed(colleague, ours, "26,000,000", leave="budget")
    assert not Unsaved.objects.exists()


def test_a_clash_with_ones_own_second_window_does_not_speak_of_somebody_else(
    inside: Client, ours: Return
) -> None:
    typed_alone(inside, ours, "27000000")
    told = typed_alone(inside, ours, "28000000")
    assert "You saved another answer since you opened this page" in told["problem"]
    assert "changed this answer too" not in told["problem"]


def test_what_is_typed_into_a_return_handed_over_is_not_kept_in_its_way(
    inside: Client, ours: Return, contributor: User
) -> None:
    hand_over(return_of=ours, by=contributor)
    assert typed_alone(inside, ours, "£1.2m")["state"] == "closed"
    assert not Unsaved.objects.exists()
