"""What was sent to a person, found by their name: letters about returns, queries and roles too."""

import pytest
from django.test import Client

from councils.accounts import tell_role
from councils.models import Council, User
from surveys.actions.querying import ask
from surveys.actions.signing import hand_over, sign
from surveys.models import Return
from tests.surveys.manage.test_acts import page
from tests.surveys.returns.signing import (
    forget_jobs,
    handed_over,
    make_working_return,
    question_of,
    run_jobs,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def return_of(home: Council, contributor: User, signatory: User) -> Return:
    forget_jobs()
    return make_working_return(home)


def test_a_query_and_a_receipt_are_among_them_and_lead_to_the_return(
    client: Client, analyst: User, contributor: User, signatory: User, return_of: Return
) -> None:
    ask(
        return_of=return_of, question=question_of(return_of), by=analyst, text="Sure?", inside=False
    )
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    told = page(client, analyst, person=contributor.email)
    assert 'id="sent"' not in told
    run_jobs()
    told = page(client, analyst, person=contributor.email)
    council = return_of.council.short_name
    assert f">“{council}: a question about an answer in" in told
    assert "is signed, receipt" in told
    link = f'<a class="govuk-link" href="/manage/returns/{return_of.pk}/">'
    assert f"to {contributor}: {link}" in told
    assert 'id="sent"' not in page(client, analyst, person=analyst.email)


def test_what_a_director_asks_colleagues_is_not(
    client: Client, administrator: User, contributor: User, signatory: User, return_of: Return
) -> None:
    question = question_of(return_of)
    hand_over(return_of=return_of, by=contributor)
    forget_jobs()
    ask(return_of=return_of, question=question, by=signatory, text="Sure?", inside=True)
    assert run_jobs() == ["send_query_message"]
    assert 'id="sent"' not in page(client, administrator, person=contributor.email)


def test_notices_of_roles_are_told_to_administrators_alone(
    client: Client, administrator: User, analyst: User, contributor: User, return_of: Return
) -> None:
    role = contributor.roles.get()
    tell_role(role, "given", by=administrator)
    tell_role(role, "ended", by=administrator)
    run_jobs()
    told = page(client, administrator, person=contributor.email)
    assert f"to {contributor}: “You have a new role: {role}”" in told
    assert f"to {contributor}: “Your role ends: {role}”" in told
    assert "invitations and notices of roles to people of that name" in told
    assert "new role" in page(client, administrator, person=contributor.email, what="people")
    here = {"person": contributor.email, "council": return_of.council.slug}
    assert "new role" in page(client, administrator, **here)
    assert "You have a new role" not in page(client, analyst, person=contributor.email)
