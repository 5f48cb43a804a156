"""Publishing more of an open round: on the record, councils are told, and the past stays."""

from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError
from django.test import Client

from councils.models import Council, User
from ppf_site.refused import Refused
from surveys.actions.widening import widen
from surveys.models import Return, Round, Widening
from surveys.models.rounds import PROMISED
from tests.factories import (
    make_council,
    make_question,
    make_release,
    make_return,
    make_round,
    make_user,
)
from tests.reading import squeezed
from tests.surveys.returns.signing import run_jobs

pytestmark = pytest.mark.django_db
WHY = "All councils agreed at the spring meeting."


@pytest.fixture
def answered(home: Council) -> Return:
    careful: dict[str, Any] = dict.fromkeys(PROMISED, False)
    round = make_round("spring", **careful)
    return make_return(round, home, answers={make_question(round, "people"): 10})


def address(round: Round) -> str:
    return f"/manage/rounds/{round.slug}/publish-more/"


@pytest.mark.parametrize("field", PROMISED)
def test_the_database_widens_on_the_record_alone(answered: Return, field: str) -> None:
    with pytest.raises(IntegrityError, match="Publish more by the act that tells them"):
        Round.objects.filter(pk=answered.round_id).update(**{field: True})


@pytest.mark.parametrize("field", PROMISED)
def test_a_draft_is_widened_at_will(field: str) -> None:
    careful: dict[str, Any] = dict.fromkeys(PROMISED, False)
    draft = make_round(is_draft=True, **careful)
    assert Round.objects.filter(pk=draft.pk).update(**{field: True}) == 1


def test_it_counts_from_the_next_release_on(answered: Return) -> None:
    first = make_release(answered.round, stage="public")
    widen(round=answered.round, fields=["names_councils"], reason=WHY)
    first.refresh_from_db()
    assert not first.names_councils
    second = make_release(Round.objects.get(pk=answered.round_id))
    assert second.names_councils
    assert not second.discloses_small_counts


def test_it_is_on_the_record(answered: Return, analyst: User) -> None:
    widen(round=answered.round, fields=["names_councils"], reason=WHY, by=analyst)
    [record] = Widening.objects.all()
    assert (record.by, record.reason) == (analyst, WHY)
    assert record.before.startswith("Counts for England")
    assert record.after.startswith("Every council’s answers, with its name.")
    with pytest.raises(DatabaseError, match="Cannot update"):
        Widening.objects.update(reason="Another.")


def test_everybody_at_the_councils_asked_is_told_once(
    answered: Return, contributor: User, signatory: User
) -> None:
    make_user("elsewhere@example.org", role="contributor", council=make_council())
    assert widen(round=answered.round, fields=PROMISED, reason=WHY) == 2
    with pytest.raises(Refused, match="and was not before"):
        widen(round=answered.round, fields=PROMISED, reason=WHY)
    assert run_jobs() == ["send_widened"] * 2
    assert [letter.to for letter in mail.outbox] == [[contributor.email], [signatory.email]]
    body = str(mail.outbox[0].body)
    assert WHY in body
    assert "Until now: Counts for England" in body
    assert "From the next release on: Every council’s answers, with its name." in body


@pytest.mark.parametrize(
    ("reason", "fields", "why"),
    [(" ", ["names_councils"], "Say why more is published"), (WHY, [], "Choose what is")],
)
def test_it_needs_a_reason_and_something_to_publish(
    answered: Return, reason: str, fields: list[str], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        widen(round=answered.round, fields=fields, reason=reason)
    assert not Widening.objects.exists()


def test_a_draft_has_nobody_to_tell() -> None:
    with pytest.raises(Refused, match="is a draft"):
        widen(round=make_round(is_draft=True), fields=["names_councils"], reason=WHY)


class TestItsPage:
    def test_says_who_is_told_and_asks_for_a_reason(
        self, client: Client, analyst: User, answered: Return, contributor: User
    ) -> None:
        client.force_login(analyst)
        assert (
            address(answered.round)
            in client.get(f"/admin/surveys/round/{answered.round_id}/change/").text
        )
        page = squeezed(client.get(address(answered.round)).text)
        assert "1 person with a role at the 1 council asked is told by e-mail" in page
        page = client.post(address(answered.round), {"fields_wanted": ["names_councils"]}).text
        assert "Say why more is published." in page
        assert not Widening.objects.exists()

    def test_does_it_and_says_so(
        self, client: Client, analyst: User, answered: Return, contributor: User
    ) -> None:
        client.force_login(analyst)
        sent = {"fields_wanted": ["names_councils"], "reason": WHY}
        page = client.post(address(answered.round), sent, follow=True).text
        assert "publishes more. 1 person is told." in page
        assert Round.objects.get().names_councils
        assert WHY in client.get(address(answered.round)).text

    def test_is_for_those_who_run_rounds(
        self, client: Client, contributor: User, answered: Return
    ) -> None:
        client.force_login(contributor)
        assert client.get(address(answered.round)).status_code == 404
