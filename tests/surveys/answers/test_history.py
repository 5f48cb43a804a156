"""The history of a return tells what the answers alone do not: explanations, what is required."""

import pytest
from django.test import Client

from councils.models import Council, User
from surveys.actions.checking import refresh_raised_checks
from surveys.actions.explaining import explain
from surveys.models import Return
from tests.surveys.returns.signing import make_check, make_working_return, save_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def return_of(home: Council, contributor: User) -> Return:
    """Its odd value was explained and then changed, so that its check asks again."""
    made = make_working_return(home)
    make_check(made.round, severity="soft")
    refresh_raised_checks(made)
    raised = made.raised_checks.get()
    explain(raised=raised, text="A new team.", about=raised.values, by=contributor)
    save_number(made, contributor, 99, version=1)
    return made


def page(client: Client, person: User, return_of: Return, name: str) -> str:
    client.force_login(person)
    return str(client.get(f"/returns/{return_of.pk}/{name}/").content.decode())


def test_an_explanation_of_a_number_changed_since_is_kept(
    client: Client, return_of: Return, contributor: User
) -> None:
    assert return_of.raised_checks.get().explanation == ""
    shown = page(client, contributor, return_of, "history")
    assert "A new team." in shown
    assert "10 people is more than 5 people" in shown


def test_an_answers_own_history_has_its_explanations(
    client: Client, return_of: Return, contributor: User
) -> None:
    assert "A new team." in page(client, contributor, return_of, "answers/people/history")


def test_a_check_that_asks_again_shows_what_was_said_before(
    client: Client, return_of: Return, contributor: User
) -> None:
    shown = page(client, contributor, return_of, "checks")
    assert "Explained before" in shown
    assert "A new team." in shown


def test_a_change_of_what_is_required_is_on_the_record(
    client: Client, return_of: Return, contributor: User
) -> None:
    Return.objects.filter(pk=return_of.pk).update(
        requirement="no_longer_required", requirement_reason="Merged into its neighbour."
    )
    shown = page(client, contributor, return_of, "history")
    assert "No longer required" in shown
    assert "Merged into its neighbour." in shown
