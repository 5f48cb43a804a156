"""What is said of an answer: as it was entered, to whoever reads it, and only while it is so."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from councils.models import Council, User
from ppf_site.refused import Refused
from surveys.actions.explaining import explain
from surveys.actions.signing import hand_over
from surveys.models import RaisedCheck, Return
from surveys.sentences_values import given_words
from surveys.values import Value
from tests.factories import make_open_round, make_question, make_rate
from tests.reading import squeezed
from tests.surveys.returns.signing import make_check, make_working_return

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(home: Council) -> Return:
    return make_working_return(home)


def page(client: Client, person: User, address: str) -> str:
    client.force_login(person)
    return squeezed(client.get(address).content.decode())


@pytest.mark.parametrize(
    ("entered", "said"),
    [("99.96", "99.96%"), ("45.0000", "45%"), ("12.5", "12.5%"), ("0", "0%"), ("100", "100%")],
)
def test_an_entered_percentage_is_said_as_it_was_entered(db: None, entered: str, said: str) -> None:
    share = make_question(make_open_round(), "share", type="percentage")
    assert given_words(share, Value(number=Decimal(entered))) == said


def test_a_rate_that_is_worked_out_is_rounded(db: None) -> None:
    round = make_open_round()
    rate = make_rate(make_question(round, "part"), make_question(round, "whole"))
    assert given_words(rate, Value(number=Decimal("29.1666"))) == "29.2%"


@pytest.mark.parametrize("path", ["", "sections/section/"])
def test_nobody_works_on_a_return_that_cannot_be_changed(
    ours: Return, contributor: User, signatory: User, client: Client, path: str
) -> None:
    theirs = Client()
    page(theirs, contributor, f"/returns/{ours.pk}/sections/section/")
    address = f"/returns/{ours.pk}/{path}"
    assert "working on it now" in page(client, signatory, address)
    hand_over(return_of=ours, by=contributor)
    assert "working on it now" not in page(client, signatory, address)


@pytest.mark.parametrize("text", ["x", "…", "ok", "12 34", ". .", "asdf"])
def test_an_explanation_is_in_words(
    ours: Return, contributor: User, client: Client, text: str
) -> None:
    make_check(ours.round, severity="soft")
    page(client, contributor, f"/returns/{ours.pk}/checks/")
    raised: Any = RaisedCheck.objects.get()
    with pytest.raises(Refused, match="such as “Two homes closed in May”"):
        explain(raised=raised, text=text, about=raised.values, by=contributor)
