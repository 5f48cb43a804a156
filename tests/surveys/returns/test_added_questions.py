"""A question that comes to an open round: asked of all but who has signed by then."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from councils.models import Council, User
from ppf_site.refused import Refused
from surveys.actions.signing import reopen, sign
from surveys.models import Question, Return
from surveys.releases.disclosure_cells import NOT_ASKED
from surveys.releases.withholding import contents_of
from surveys.returns.overview import overview_of
from surveys.returns.readiness import asked_of, missing_required
from surveys.returns.review import review_of
from tests.factories import make_question, make_release, make_user
from tests.reading import squeezed
from tests.surveys.returns.signing import handed_over, make_working_return

pytestmark = pytest.mark.django_db


def add_question(return_of: Return) -> Question:
    return make_question(
        return_of.round, "later", text="And how many more?", added_at=timezone.now()
    )


@pytest.fixture
def signed(home: Council, signatory: User) -> Return:
    return_of = make_working_return(home)
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    return Return.objects.get(pk=return_of.pk)


def fresh(return_of: Return) -> Return:
    return Return.objects.select_related("round", "council").get(pk=return_of.pk)


def test_a_new_question_says_when_it_came(home: Council) -> None:
    return_of = make_working_return(home)
    last = make_question(return_of.round)
    made = Question.objects.create(
        round=return_of.round, section=last.section, key="new", text="New?", type="text"
    )
    assert made.added_at
    assert timezone.now() - made.added_at < datetime.timedelta(minutes=1)


def test_nobody_is_said_to_have_left_blank_what_they_were_not_asked(
    client: Client, signed: Return, analyst: User
) -> None:
    added = add_question(signed)
    release = make_release(signed.round, stage="sector")
    client.force_login(analyst)
    figure = release.figures.get(question=added, area__kind="england")
    assert (figure.n, figure.not_asked) == (0, 1)
    own_entry = contents_of(release).entries[signed.council_id][added.key]
    assert own_entry.reason == NOT_ASKED
    page = squeezed(client.get(release.get_absolute_url()).text)
    assert "Base: 0 of 1 councils; 1 had signed before it was asked." in page
    page = squeezed(client.get(figure.get_absolute_url()).text)
    assert "0 of 1 required councils; 1 had signed before it was asked" in page
    own = client.get(f"/councils/{signed.council.slug}/?round={signed.round.slug}").text
    assert "Had signed before it was asked" in own
    assert "left it blank" not in page.lower()


def test_who_was_asked_and_signed_anew_left_it_blank(signed: Return, signatory: User) -> None:
    added = add_question(signed)
    analyst = make_user(role="analyst")
    until = timezone.localdate() + datetime.timedelta(days=7)
    reopen(return_of=signed, by=analyst, until=until, reason="A wrong number.")
    sign(return_of=handed_over(fresh(signed)), by=signatory, name=signatory.name)
    figure = make_release(signed.round).figures.get(question=added, area__kind="england")
    assert figure.not_asked == 0


def missing(return_of: Return) -> list[Question]:
    return missing_required(return_of, asked_of(return_of))


def test_it_is_asked_of_who_has_not_signed(home: Council, signatory: User) -> None:
    return_of = make_working_return(home)
    added = add_question(return_of)
    assert missing(return_of) == [added]
    assert [row.state for row in overview_of(return_of).sections] == ["In progress"]
    assert [line.question for line in review_of(return_of).missing] == [added]
    with pytest.raises(Refused, match="1 required question is not answered yet"):
        sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)


def test_who_has_signed_stays_complete(signed: Return) -> None:
    add_question(signed)
    overview = overview_of(signed)
    assert missing(signed) == []
    assert [row.state for row in overview.sections] == ["Complete"]
    assert review_of(signed).missing == []
    assert overview.readiness.missing == []


def test_who_has_signed_and_is_reopened_may_leave_it_blank(
    signed: Return, signatory: User, analyst: User
) -> None:
    add_question(signed)
    today = timezone.localdate()
    until = max(today, signed.round.closes_on)
    reopen(return_of=signed, by=analyst, until=until, reason="A late bill.")
    each = fresh(signed)
    assert [row.state for row in overview_of(each).sections] == ["Complete"]
    assert sign(return_of=handed_over(each), by=signatory, name=signatory.name).number == 2


def test_a_question_from_before_the_signature_is_still_required(
    signed: Return, signatory: User, analyst: User
) -> None:
    until = signed.round.closes_on
    reopen(return_of=signed, by=analyst, until=until, reason="A late bill.")
    signed.answers.update(number=None)
    assert len(missing(fresh(signed))) == 1
    with pytest.raises(Refused, match="1 required question is not answered yet"):
        sign(return_of=handed_over(signed), by=signatory, name=signatory.name)


def test_the_pages_call_it_optional_for_who_has_signed(
    client: Client, signed: Return, contributor: User
) -> None:
    added = add_question(signed)
    client.force_login(contributor)
    shown = squeezed(client.get(f"/returns/{signed.pk}/questions/").text)
    assert f"<strong>{added.text}</strong> (optional)" in shown
    assert shown.count("(optional)") == 1
    assert "Missing" not in client.get(f"/returns/{signed.pk}/sign/").text


def test_the_task_list_of_who_has_signed_still_says_complete(
    client: Client, signed: Return, contributor: User
) -> None:
    add_question(signed)
    client.force_login(contributor)
    page = client.get(f"/returns/{signed.pk}/").text
    assert "Complete" in page
    assert "required question" not in page


def test_a_question_is_called_optional_where_it_is_answered(
    client: Client, home: Council, contributor: User
) -> None:
    return_of = make_working_return(home)
    make_question(return_of.round, "remarks", type="text", is_required=False)
    make_question(return_of.round, "liked", type="yes_no", is_required=False)
    client.force_login(contributor)
    page = squeezed(client.get(f"/returns/{return_of.pk}/sections/section/").text)
    assert page.count("(optional)") == 2
