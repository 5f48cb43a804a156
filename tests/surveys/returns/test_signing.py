"""Signing: one statement decides; every refusal says why; twice is once; nothing is lost."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from councils.models import Council, User
from ppf_site.refused import Refused
from surveys.actions.checking import refresh_raised_checks
from surveys.actions.explaining import explain as keep_explanation
from surveys.actions.saving import save_answer
from surveys.actions.signing import (
    ask_correction,
    hand_over,
    reopen,
    send_back,
    sign,
    take_back,
)
from surveys.answers.outcomes import Closed, Saved
from surveys.models import Answer, Return, Signature
from surveys.returns.review import review_of
from surveys.returns.since import mark_of
from surveys.values import Value
from tests.factories import make_question, make_section
from tests.surveys.returns.signing import (
    explain,
    handed_over,
    make_check,
    make_working_return,
    question_of,
    save_number,
)

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
TODAY_AND_ON = datetime.timedelta(days=3)


@pytest.fixture
def return_of(home: Council, signatory: User) -> Return:
    """Of a council with a director."""
    return make_working_return(home)


def state_of(return_of: Return) -> str:
    return Return.objects.get(pk=return_of.pk).state


def kinds(return_of: Return) -> list[str]:
    return list(return_of.steps.values_list("kind", flat=True))


def day_after(days: int) -> datetime.date:
    return datetime.datetime.now(LONDON).date() + datetime.timedelta(days=days)


# What is signed


def test_a_signed_return_has_a_receipt_with_its_answers(return_of: Return, signatory: User) -> None:
    signature = sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    kept = signature.answers[0]
    assert (signature.number, signature.name, kept["number"]) == (1, "Ann Director", "10.0000")
    assert (state_of(return_of), kinds(return_of)) == ("signed", ["signed"])


def test_signing_twice_gives_the_first_receipt(return_of: Return, signatory: User) -> None:
    first = sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    assert sign(return_of=handed_over(return_of), by=signatory, name=signatory.name) == first
    assert (Signature.objects.count(), kinds(return_of)) == (1, ["signed"])


def test_a_return_that_was_handed_over_can_be_signed(return_of: Return, signatory: User) -> None:
    hand_over(return_of=return_of, by=signatory)
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    assert kinds(return_of) == ["handed_over", "signed"]


def test_a_reason_is_an_answer(home: Council, signatory: User) -> None:
    return_of = make_working_return(home, answered=False)
    Answer.objects.create(return_of=return_of, question=question_of(return_of), reason="not_known")
    assert (
        sign(return_of=handed_over(return_of), by=signatory, name=signatory.name).answers[0][
            "reason"
        ]
        == "not_known"
    )


def test_an_explained_odd_value_is_signed_with_its_explanation(
    return_of: Return, signatory: User
) -> None:
    make_check(return_of.round, severity="soft")
    with pytest.raises(Refused):
        hand_over(return_of=return_of, by=signatory)
    explain(return_of, "We counted twice.")
    kept = sign(return_of=handed_over(return_of), by=signatory, name=signatory.name).answers[0]
    assert kept["explanations"][0]["explanation"] == "We counted twice."


def test_a_round_with_a_long_name_can_be_signed(home: Council, signatory: User) -> None:
    return_of = make_working_return(home, slug="a-very-long-name-of-a-round-" + "x" * 30)
    assert sign(
        return_of=handed_over(return_of), by=signatory, name=signatory.name
    ).reference.endswith("-1")


@pytest.mark.parametrize("name", [" Ann  Director ", "ann director"])
def test_the_signature_is_the_name_of_the_account(
    return_of: Return, signatory: User, name: str
) -> None:
    assert sign(return_of=handed_over(return_of), by=signatory, name=name).name == "Ann Director"


# What is refused


def refused(return_of: Return, by: User, name: str | None = None, seen: str | None = None) -> str:
    with pytest.raises(Refused) as error:
        sign(
            return_of=handed_over(return_of),
            by=by,
            name=by.name if name is None else name,
            seen=seen,
        )
    assert state_of(return_of) != "signed"
    assert not Signature.objects.exists()
    return str(error.value)


def test_a_missing_required_answer_is_refused(home: Council, signatory: User) -> None:
    return_of = make_working_return(home, answered=False)
    assert refused(return_of, signatory) == "1 required question is not answered yet."


def test_an_optional_blank_is_no_hindrance(return_of: Return, signatory: User) -> None:
    make_question(return_of.round, "remarks", type="text", is_required=False)
    assert (
        sign(return_of=handed_over(return_of), by=signatory, name=signatory.name).answers[1][
            "answer"
        ]
        is None
    )


def test_an_open_hard_problem_is_refused(return_of: Return, signatory: User) -> None:
    make_check(return_of.round, severity="hard")
    assert "hard problem" in refused(return_of, signatory)


def test_an_unexplained_odd_value_is_refused(return_of: Return, signatory: User) -> None:
    make_check(return_of.round, severity="soft")
    assert "not been explained" in refused(return_of, signatory)


def test_what_a_refusal_found_can_be_read_afterwards(return_of: Return, signatory: User) -> None:
    make_check(return_of.round, severity="hard")
    refused(return_of, signatory)
    assert return_of.raised_checks.count() == 1


@pytest.mark.parametrize("name", ["", "   ", "M", "A. Director", "Somebody Else"])
def test_a_name_is_typed(return_of: Return, signatory: User, name: str) -> None:
    assert "name" in refused(return_of, signatory, name=name)


def test_what_changed_since_it_was_read_is_not_signed(return_of: Return, signatory: User) -> None:
    seen = mark_of(return_of)
    save_answer(
        return_of=return_of,
        question=question_of(return_of),
        value=Value(number=Decimal(11)),
        by=signatory,
        version=1,
    )
    told = refused(return_of, signatory, seen=seen)
    assert "changed since you opened this page. People: “10 people” is now “11 people”" in told
    assert f"({signatory}, " in told
    sign(
        return_of=handed_over(return_of), by=signatory, name=signatory.name, seen=mark_of(return_of)
    )


def test_an_explanation_given_since_it_was_read_is_told_with_whose_it_is(
    return_of: Return, signatory: User
) -> None:
    make_check(return_of.round, severity="soft")
    refused(return_of, signatory)
    seen = mark_of(return_of)
    return_of.raised_checks.update(
        explanation="Counted twice.",
        explained_by=signatory,
        explained_at=datetime.datetime.now(datetime.UTC),
    )
    assert f"People: {signatory} explained it anew" in refused(return_of, signatory, seen=seen)


def test_a_page_kept_from_before_a_reopening_signs_nothing(
    return_of: Return, signatory: User
) -> None:
    seen = mark_of(return_of)
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name, seen=seen)
    reopen(return_of=return_of, by=signatory, until=day_after(3), reason="Wrong.")
    with pytest.raises(Refused, match="changed since"):
        sign(return_of=handed_over(return_of), by=signatory, name=signatory.name, seen=seen)


def test_a_return_that_came_in_signed_has_no_receipt_and_says_so(
    home: Council, signatory: User
) -> None:
    return_of = make_working_return(home)
    Return.objects.filter(pk=return_of.pk).update(state="signed", signed_at="2026-01-01T12:00Z")
    with pytest.raises(Refused, match="read-only"):
        sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)


# The other steps


def test_handing_over_twice_is_once(return_of: Return, contributor: User) -> None:
    hand_over(return_of=return_of, by=contributor)
    hand_over(return_of=return_of, by=contributor)
    assert (state_of(return_of), kinds(return_of)) == ("to_sign", ["handed_over"])


def test_taking_back_twice_is_once(return_of: Return, contributor: User) -> None:
    hand_over(return_of=return_of, by=contributor)
    take_back(return_of=return_of, by=contributor)
    take_back(return_of=return_of, by=contributor)
    assert (state_of(return_of), kinds(return_of)) == ("in_progress", ["handed_over", "taken_back"])


def test_sending_back_twice_is_once(return_of: Return, signatory: User) -> None:
    hand_over(return_of=return_of, by=signatory)
    for _ in range(2):
        send_back(return_of=return_of, by=signatory, reason="Look at the people.")
    assert kinds(return_of) == ["handed_over", "sent_back"]
    assert return_of.steps.get(kind="sent_back").reason == "Look at the people."


@pytest.mark.parametrize("reason", ["", "  ", "x" * 10_001])
def test_sending_back_needs_a_reason(return_of: Return, signatory: User, reason: str) -> None:
    hand_over(return_of=return_of, by=signatory)
    with pytest.raises(Refused):
        send_back(return_of=return_of, by=signatory, reason=reason)
    assert state_of(return_of) == "to_sign"


def test_what_is_not_handed_over_cannot_be_sent_back(return_of: Return, signatory: User) -> None:
    with pytest.raises(Refused, match="in hand already"):
        send_back(return_of=return_of, by=signatory, reason="Look again.")


def test_an_untouched_return_is_not_handed_over(home: Council, contributor: User) -> None:
    return_of = make_working_return(home, state="not_started")
    with pytest.raises(Refused, match="Nothing has been filled in"):
        hand_over(return_of=return_of, by=contributor)


class TestARoundThatRequiresNothing:
    @pytest.fixture
    def untouched(self, home: Council) -> Return:
        made = make_working_return(home, answered=False, state="not_started")
        made.round.questions.update(is_required=False)
        return made

    @pytest.fixture
    def begun(self, untouched: Return, contributor: User) -> Return:
        question = question_of(untouched)
        save_answer(
            return_of=untouched, question=question, value=Value(), by=contributor, version=0
        )
        untouched.refresh_from_db()
        return untouched

    def test_is_not_signed_before_anybody_has_begun(
        self, untouched: Return, signatory: User
    ) -> None:
        with pytest.raises(Refused, match="Nothing has been filled in yet"):
            sign(return_of=handed_over(untouched), by=signatory, name=signatory.name)

    def test_is_offered_to_nobody_before(
        self, untouched: Return, signatory: User, client: Client
    ) -> None:
        client.force_login(signatory)
        page = client.get(f"/returns/{untouched.pk}/sign/").text
        assert "Gateshead: not started" in page
        assert "Nothing has been filled in yet." in page
        assert "Sign the return" not in page
        tasks = client.get(f"/returns/{untouched.pk}/").text
        assert "nothing has been filled in yet" in tasks
        assert "Everything required is answered" not in tasks

    def test_is_handed_over_and_signed_blank_once_begun(
        self, begun: Return, contributor: User, signatory: User
    ) -> None:
        assert review_of(begun).is_ready
        hand_over(return_of=begun, by=contributor)
        assert sign(return_of=handed_over(begun), by=signatory, name=signatory.name).number == 1


def test_nobody_saves_into_a_return_that_is_handed_over(
    return_of: Return, contributor: User
) -> None:
    hand_over(return_of=return_of, by=contributor)
    assert isinstance(save_number(return_of, contributor, 11, version=1), Closed)


def test_asking_for_the_same_correction_twice_is_once(return_of: Return, contributor: User) -> None:
    sign(return_of=handed_over(return_of), by=contributor, name=contributor.name)
    for _ in range(2):
        ask_correction(return_of=return_of, by=contributor, reason="It is 12.")
    assert kinds(return_of) == ["signed", "correction_asked"]


def test_only_what_is_signed_needs_a_correction(return_of: Return, contributor: User) -> None:
    with pytest.raises(Refused, match="can still be changed"):
        ask_correction(return_of=return_of, by=contributor, reason="It is 12.")


def test_a_reopened_section_can_be_changed_and_the_others_not(
    return_of: Return, contributor: User, analyst: User
) -> None:
    other = make_question(return_of.round, "other", section=make_section(return_of.round, "second"))
    save_answer(
        return_of=return_of,
        question=other,
        value=Value(number=Decimal(1)),
        by=contributor,
        version=0,
    )
    sign(return_of=handed_over(return_of), by=contributor, name=contributor.name)
    reopen(
        return_of=return_of,
        by=analyst,
        until=day_after(30),
        reason="Asked.",
        sections=[question_of(return_of).section],
    )
    assert isinstance(save_number(return_of, contributor, 12, version=1), Saved)
    outcome = save_answer(
        return_of=return_of,
        question=other,
        value=Value(number=Decimal(2)),
        by=contributor,
        version=1,
    )
    assert isinstance(outcome, Closed)


def test_signed_again_it_has_a_second_receipt_beside_the_first(
    return_of: Return, signatory: User, analyst: User
) -> None:
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    reopen(return_of=return_of, by=analyst, until=day_after(3), reason="Asked.")
    save_number(return_of, signatory, 12, version=1)
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    kept = return_of.signatures.order_by("number").values_list("number", "answers__0__number")
    assert list(kept) == [(1, "10.0000"), (2, "12.0000")]


def test_a_return_whose_round_is_over_can_be_given_more_time(
    home: Council, signatory: User, analyst: User
) -> None:
    return_of = make_working_return(home, closes_on=day_after(-1))
    reopen(return_of=return_of, by=analyst, until=day_after(1), reason="They were flooded.")
    assert sign(return_of=handed_over(return_of), by=signatory, name=signatory.name).number == 1


def test_a_return_that_is_open_is_given_more_time_but_not_less(
    return_of: Return, analyst: User
) -> None:
    with pytest.raises(Refused, match=r"open until .* anyway"):
        reopen(return_of=return_of, by=analyst, until=day_after(3), reason="Asked.")
    reopen(return_of=return_of, by=analyst, until=day_after(40), reason="They were flooded.")
    return_of.refresh_from_db()
    assert (return_of.state, return_of.last_day) == ("in_progress", day_after(40))


def test_a_reopened_return_is_open_to_its_own_day_and_no_longer(
    return_of: Return, signatory: User, analyst: User
) -> None:
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    reopen(return_of=return_of, by=analyst, until=day_after(3), reason="Asked.")
    with time_machine.travel(f"{day_after(4)} 12:00", tick=False):
        assert isinstance(save_number(return_of, signatory, 12, version=1), Closed)
        with pytest.raises(Refused, match="closed at the end of"):
            sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)


def test_an_odd_value_in_a_section_that_was_not_reopened_can_be_explained(
    return_of: Return, signatory: User, analyst: User
) -> None:
    make_check(return_of.round, severity="soft")
    refresh_raised_checks(return_of)
    explain(return_of)
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    other = make_section(return_of.round, "other")
    make_question(return_of.round, "second", section=other, is_required=False)
    reopen(return_of=return_of, by=analyst, until=day_after(3), reason="Asked.", sections=[other])
    return_of.raised_checks.update(explanation="")
    raised = return_of.raised_checks.get()
    keep_explanation(raised=raised, text="Two homes closed.", about=raised.values, by=signatory)
    assert sign(return_of=handed_over(return_of), by=signatory, name=signatory.name).number == 2


def test_a_reopening_can_be_widened(return_of: Return, signatory: User, analyst: User) -> None:
    other = make_section(return_of.round, "other")
    make_question(return_of.round, "second", section=other, is_required=False)
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    reopen(return_of=return_of, by=analyst, until=day_after(30), reason="Asked.", sections=[other])
    assert isinstance(save_number(return_of, signatory, 12, version=1), Closed)
    reopen(return_of=return_of, by=analyst, until=day_after(30), reason="And the people.")
    assert isinstance(save_number(return_of, signatory, 12, version=1), Saved)


def test_a_return_is_not_handed_over_to_nobody(home: Council, contributor: User) -> None:
    return_of = make_working_return(home)
    with pytest.raises(Refused, match="Nobody may sign for Gateshead yet"):
        hand_over(return_of=return_of, by=contributor)


def test_nothing_is_reopened_until_yesterday(return_of: Return, analyst: User) -> None:
    sign(return_of=handed_over(return_of), by=analyst, name=analyst.name)
    with pytest.raises(Refused, match="from today on"):
        reopen(return_of=return_of, by=analyst, until=day_after(-1), reason="Asked.")
