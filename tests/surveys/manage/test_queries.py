"""Queries about an answer: asked at /manage/, answered by the council, settled or reopening."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from councils.models import Council, User
from ppf_site.refused import Refused
from surveys.actions.querying import answer, ask, reopen_for, settle
from surveys.models import Query, QueryMessage, Return
from tests.days import DAY, today
from tests.factories import make_council, make_question, make_return, make_user
from tests.reading import squeezed
from tests.surveys.returns.letters import sent, whole
from tests.surveys.returns.signing import forget_jobs, make_working_return, question_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def return_of(home: Council, contributor: User, signatory: User, analyst: User) -> Return:
    forget_jobs()
    return make_working_return(home)


@pytest.fixture
def query(return_of: Return, analyst: User) -> Query:
    return asked(return_of, analyst)


def asked(return_of: Return, by: User, *, inside: bool = False, text: str = "So many?") -> Query:
    question = question_of(return_of)
    return ask(return_of=return_of, question=question, by=by, text=text, inside=inside)


def centre(return_of: Return) -> str:
    return f"/manage/returns/{return_of.pk}/answers/people/"


def page(client: Client, person: User, address: str) -> str:
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return squeezed(answer.text)


class TestAsking:
    def test_the_answer_stands_beside_how_others_of_its_type_answer(
        self, client: Client, analyst: User, return_of: Return
    ) -> None:
        for number in (20, 30, 40, 50):
            council = make_council(type=return_of.place.type)
            make_return(return_of.round, council, answers={question_of(return_of): number})
        body = page(client, analyst, centre(return_of))
        assert "10 people" in body
        assert "Of 4 others of its type" in body
        assert "half say between 28 people and 43 people; the median is 35 people" in body

    def test_the_councils_people_are_told_and_read_it_beside_the_answer(
        self, client: Client, contributor: User, signatory: User, query: Query
    ) -> None:
        assert sent().keys() == {contributor.email, signatory.email}
        for message in mail.outbox:
            whole(message, "So many?", "How many people?")
        own = f"/returns/{query.return_of.pk}/"
        for address in (own, f"{own}sign/"):
            assert "1 answer asked about" in page(client, contributor, address)
        assert "So many?" in page(client, contributor, f"{own}sections/section/")
        assert "So many?" in page(client, contributor, f"{own}answers/people/history/")

    def test_it_is_asked_and_settled_on_the_page(
        self, client: Client, analyst: User, return_of: Return
    ) -> None:
        client.force_login(analyst)
        assert "Write what you want" in client.post(centre(return_of), {"do": "ask"}).text
        client.post(centre(return_of), {"do": "ask", "ask-text": "Is it so?"})
        assert QueryMessage.objects.get().text == "Is it so?"
        assert "Query open" in squeezed(client.get(f"/manage/returns/{return_of.pk}/").text)
        client.post(centre(return_of), {"do": "settle"})
        assert Query.objects.get().outcome == "stands"

    def test_asked_twice_it_is_one_query(self, return_of: Return, analyst: User) -> None:
        assert asked(return_of, analyst) == asked(return_of, analyst)
        assert QueryMessage.objects.count() == 1
        asked(return_of, analyst, text="And the year before?")
        assert Query.objects.count() == 1
        assert QueryMessage.objects.count() == 2


class TestAnswering:
    def test_who_asked_is_told(
        self, client: Client, contributor: User, analyst: User, query: Query
    ) -> None:
        make_user(role="analyst")
        forget_jobs()
        client.force_login(contributor)
        address = f"/returns/{query.return_of.pk}/queries/{query.pk}/"
        client.post(address, {"text": "A new home opened."})
        assert sent().keys() == {analyst.email}
        whole(mail.outbox[0], "A new home opened.")
        assert "A new home opened." in page(client, analyst, centre(query.return_of))
        assert Query.objects.get().state == "answered"

    def test_a_letter_of_what_was_answered_meanwhile_is_not_sent(
        self, contributor: User, analyst: User, query: Query
    ) -> None:
        answer(query=query, by=contributor, text="A new home.")
        assert sent().keys() == {analyst.email}

    def test_nothing_is_said_to_a_settled_one(
        self, contributor: User, analyst: User, query: Query
    ) -> None:
        settle(query=query, by=analyst)
        settle(query=query, by=analyst)
        with pytest.raises(Refused, match="settled"):
            answer(query=query, by=contributor, text="A new home.")

    def test_settled_the_council_is_told_that_it_stands(
        self, contributor: User, signatory: User, analyst: User, query: Query
    ) -> None:
        forget_jobs()
        settle(query=query, by=analyst)
        assert sent().keys() == {contributor.email, signatory.email}
        whole(mail.outbox[0], "The answer stands as it is")

    def test_another_councils_query_is_not_there(
        self, client: Client, elsewhere: Council, stranger: User, query: Query
    ) -> None:
        theirs = make_return(query.return_of.round, elsewhere)
        client.force_login(stranger)
        for pk in (query.return_of.pk, theirs.pk):
            assert client.get(f"/returns/{pk}/queries/{query.pk}/").status_code == 404


class TestReopening:
    def test_a_signed_return_is_open_again_for_the_answers_section_alone(
        self, client: Client, home: Council, signatory: User, analyst: User
    ) -> None:
        signed = make_working_return(home, state="signed")
        make_question(signed.round, "other")
        asked(signed, analyst)
        client.force_login(analyst)
        # The reason to the council is a text of its own: nothing is written for who reopens it.
        made = client.get(centre(signed)).context["forms"]["reopen"]
        assert made["reason"].value() is None
        fields = {"reopen-until": f"{today() + 5 * DAY:%d/%m/%Y}", "reopen-reason": "Put it right."}
        client.post(centre(signed), {"do": "reopen", **fields})
        signed.refresh_from_db()
        assert (signed.state, signed.reopened_until) == ("in_progress", today() + 5 * DAY)
        assert [section.key for section in signed.reopened_sections.all()] == ["section"]
        assert signed.steps.get().reason == "About “People”: Put it right."
        assert Query.objects.get().outcome == "reopened"

    def test_what_is_not_signed_is_changed_as_it_is(self, analyst: User, query: Query) -> None:
        with pytest.raises(Refused, match="not signed"):
            reopen_for(query=query, by=analyst, until=today() + 5 * DAY, reason="Put it right.")


class TestWithinTheCouncil:
    def test_a_director_asks_colleagues_and_nobody_outside_reads_it(
        self,
        client: Client,
        contributor: User,
        signatory: User,
        analyst: User,
        return_of: Return,
    ) -> None:
        client.force_login(signatory)
        asking = f"/returns/{return_of.pk}/answers/people/ask/"
        client.post(asking, {"text": "Is this right?"})
        assert sent().keys() == {contributor.email}
        query = Query.objects.get()
        own = f"/returns/{return_of.pk}/"
        for address in (f"{own}sign/", f"{own}sections/section/", f"{own}queries/{query.pk}/"):
            assert "Is this right?" in page(client, contributor, address) or "sign" in address
        assert "Is this right?" not in page(client, analyst, centre(return_of))

    def test_answered_and_settled_by_who_asked(
        self, client: Client, contributor: User, signatory: User, return_of: Return
    ) -> None:
        query = asked(return_of, signatory, inside=True)
        address = f"/returns/{return_of.pk}/queries/{query.pk}/"
        for person, fields in (
            (contributor, {"text": "Yes."}),
            (signatory, {"text": "Sure?"}),
            (contributor, {"text": "Quite.", "do": "settle"}),
        ):
            client.force_login(person)
            client.post(address, fields)
        assert [each.asks for each in query.messages.all()] == [True, False, True, False]
        client.force_login(signatory)
        client.post(address, {"do": "settle"})
        assert Query.objects.get().settled_by == signatory

    def test_of_a_signed_return_nobody_asks(self, home: Council, signatory: User) -> None:
        with pytest.raises(Refused, match="signed"):
            asked(make_working_return(home, state="signed"), signatory, inside=True)


class TestTheDatabase:
    def test_it_refuses_a_query_about_what_the_return_was_not_asked(
        self, return_of: Return, analyst: User, elsewhere: Council
    ) -> None:
        other = question_of(make_working_return(elsewhere))
        with pytest.raises(IntegrityError, match="was asked"), transaction.atomic():
            Query.objects.create(return_of=return_of, question=other, by=analyst)

    @pytest.mark.parametrize(
        "fields", [{"state": "settled"}, {"outcome": "stands"}, {"state": "lost"}]
    )
    def test_it_refuses_half_a_settlement(self, query: Query, fields: dict[str, str]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Query.objects.filter(pk=query.pk).update(**fields)

    def test_it_keeps_what_was_said(self, query: Query) -> None:
        for act in (
            lambda: query.messages.update(text="Else."),
            lambda: query.messages.all().delete(),
        ):
            with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
                act()

    def test_it_refuses_a_second_unsettled_one(self, query: Query) -> None:
        with pytest.raises(IntegrityError, match="query_one_unsettled"), transaction.atomic():
            Query.objects.create(return_of=query.return_of, question=query.question, by=query.by)


class TestTheList:
    def test_what_the_council_answered_comes_first_and_what_is_settled_is_asked_for(
        self, client: Client, analyst: User, contributor: User, query: Query, elsewhere: Council
    ) -> None:
        theirs = make_return(query.return_of.round, elsewhere)
        other = asked(theirs, analyst, text="And you?")
        answer(query=other, by=contributor, text="Yes, we do.")
        address = f"/manage/rounds/{query.return_of.round.slug}/queries/"
        body = page(client, analyst, address)
        assert "1 answered query to settle and 1 query with councils" in body
        assert body.index("Yes, we do.") < body.index("So many?")
        assert "So many?" not in page(client, analyst, f"{address}?region=south-west")
        settle(query=query, by=analyst)
        assert "So many?" not in page(client, analyst, address)
        assert "So many?" in page(client, analyst, f"{address}?state=settled")

    def test_what_a_director_asks_within_the_council_is_not_there(
        self, client: Client, analyst: User, signatory: User, return_of: Return
    ) -> None:
        asked(return_of, signatory, inside=True)
        body = page(client, analyst, f"/manage/rounds/{return_of.round.slug}/queries/")
        assert "So many?" not in body


def test_a_council_is_told_on_its_first_page(
    client: Client, contributor: User, signatory: User, query: Query
) -> None:
    first = page(client, contributor, "/returns/")
    assert "1 answer asked about" in first
    assert f"/returns/{query.return_of_id}/queries/{query.pk}/" in first
    answer(query=query, by=signatory, text="Yes.")
    assert "asked about" not in page(client, contributor, "/returns/")
