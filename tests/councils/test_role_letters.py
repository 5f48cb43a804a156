"""What a person reads about a role that they were given, or whose end was set."""

import datetime

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from councils.accounts import tell_role
from councils.models import Council, Role, User
from tests.councils.letters import work
from tests.factories import make_role, make_user
from tests.reading import squeezed
from tests.surveys.returns.signing import forget_jobs

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime.date(2026, 3, 31), datetime.date(2027, 3, 30)


@pytest.fixture
def role(home: Council) -> Role:
    forget_jobs()
    return make_role(make_user(), "signatory", council=home, starts_on=FIRST, ends_on=LAST)


def letter() -> tuple[str, str, str]:
    """Of the one that was sent: subject, plain words, and what of them is in the other form."""
    work()
    [message] = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    html = squeezed(str(message.alternatives[0][0]))
    body = squeezed(str(message.body))
    return str(message.subject), body, html


def test_a_role_that_is_given_says_what_it_is_from_when_until_when_and_by_whom(
    role: Role, administrator: User
) -> None:
    forget_jobs()
    tell_role(role, "given", by=administrator)
    subject, body, html = letter()
    said = "From 31 March 2026 until 30 March 2027 you are: Signatory, Gateshead."
    assert subject == "[Council surveys] You have a new role: Signatory, Gateshead"
    for text in (body, html):
        assert said in text
        assert f"It was given by {administrator.name}. If you do not expect this" in text


def test_a_role_without_an_end_names_none(role: Role) -> None:
    role.ends_on = None
    tell_role(role, "given")
    _, body, html = letter()
    for text in (body, html):
        assert "From 31 March 2026 you are: Signatory, Gateshead." in text
        assert "given by" not in text


def test_a_role_that_ends_says_its_last_day_and_who_decided_it(
    role: Role, administrator: User
) -> None:
    forget_jobs()
    tell_role(role, "ended", by=administrator)
    subject, body, html = letter()
    assert subject == "[Council surveys] Your role ends: Signatory, Gateshead"
    for text in (body, html):
        assert "Your role as Signatory, Gateshead has 30 March 2027 as its last day." in text
        assert f"{administrator.name} decided it. If you do not expect this" in text


def test_a_role_that_was_taken_away_has_ended(role: Role) -> None:
    role.ends_on = None
    tell_role(role, "ended")
    assert "Your role as Signatory, Gateshead has ended." in letter()[1]
