"""The administration pages of rounds and returns: what is read, what is written, and by whom."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client

from councils.models import Council, User
from surveys.actions.querying import ask
from surveys.models import Answer, ChaserLetter, ChosenCouncil, Query, Return, Round
from tests.factories import (
    answer,
    make_open_round,
    make_question,
    make_release,
    make_return,
    make_round,
)
from tests.milestones.submitted import untouched
from tests.surveys.records import make_records

RUNNERS = ["analyst", "administrator"]


@pytest.fixture(params=RUNNERS)
def runner(client: Client, request: pytest.FixtureRequest) -> Client:
    """A browser of each who runs surveys."""
    client.force_login(request.getfixturevalue(request.param))
    return client


@pytest.fixture
def signed(home: Council) -> Return:
    round = make_open_round("spring")
    likely = make_question(round, "likely", type="scale")
    people = make_question(round, "people", unit="people")
    return make_return(round, home, answers={likely: "fairly-likely", people: 1234})


class TestAnswers:
    @pytest.mark.parametrize("values", [{"number": "1"}, {"choices": "very-likely"}, {}])
    def test_are_not_written(self, runner: Client, signed: Return, values: dict[str, Any]) -> None:
        before = list(Answer.objects.order_by("pk").values())
        for each in signed.answers.all():
            data = {"return_of": signed.pk, "question": each.question_id, **values}
            assert runner.post(f"/admin/surveys/answer/{each.pk}/change/", data).status_code == 403
        assert list(Answer.objects.order_by("pk").values()) == before

    def test_are_not_added_or_deleted(self, runner: Client, signed: Return) -> None:
        each = signed.answers.first()
        assert each
        assert runner.get("/admin/surveys/answer/add/").status_code == 403
        deleting = runner.post(f"/admin/surveys/answer/{each.pk}/delete/", {"post": "yes"})
        assert deleting.status_code == 403
        assert signed.answers.count() == 2

    def test_are_read_in_words_with_a_link_to_their_return(
        self, runner: Client, signed: Return
    ) -> None:
        for address in (
            "/admin/surveys/answer/",
            *(f"/admin/surveys/answer/{each.pk}/change/" for each in signed.answers.all()),
        ):
            page = runner.get(address).text
            assert "1,234 people" in page or "Fairly likely" in page
            assert f'href="/admin/surveys/return/{signed.pk}/change/"' in page

    def test_their_return_is_read_and_offers_nothing_to_save(
        self, administrator: User, client: Client, signed: Return
    ) -> None:
        client.force_login(administrator)
        page = client.get(f"/admin/surveys/return/{signed.pk}/change/").text
        assert 'name="_save"' not in page
        assert "changed where its round is run" in page
        assert 'name="_save"' in client.get("/admin/surveys/return/add/").text

    def test_are_found_from_their_return(self, runner: Client, signed: Return) -> None:
        other = make_return(signed.round)
        answer(other, signed.round.questions.get(key="people"), 77)
        address = f"/admin/surveys/answer/?return_of__id__exact={signed.pk}"
        assert address in runner.get(f"/admin/surveys/return/{signed.pk}/change/").text
        page = runner.get(address).text
        assert "1,234 people" in page
        assert "77 people" not in page


class TestWhatIsReadAlone:
    def test_a_query_with_what_was_said_but_none_within_a_council(
        self, runner: Client, signed: Return, analyst: User, signatory: User
    ) -> None:
        question = signed.round.questions.get(key="people")
        asked = ask(return_of=signed, question=question, by=analyst, text="So many?", inside=False)
        inside = Query.objects.create(
            return_of=signed, question=question, by=signatory, is_inside=True
        )
        page = runner.get(f"/admin/surveys/query/{asked.pk}/change/").text
        assert "So many?" in page
        assert f'href="/manage/returns/{signed.pk}/answers/people/"' in page
        assert "_save" not in page
        listed = runner.get("/admin/surveys/query/").text
        assert f"/query/{asked.pk}/" in listed
        assert f"/query/{inside.pk}/" not in listed

    def test_whom_a_round_asks_with_the_page_where_that_is_changed(
        self, runner: Client, home: Council
    ) -> None:
        draft = make_open_round("draft", is_draft=True)
        chosen = ChosenCouncil.objects.create(round=draft, council=home, reason="The pilot.")
        page = runner.get(f"/admin/surveys/chosencouncil/{chosen.pk}/change/").text
        assert "The pilot." in page
        assert 'href="/manage/rounds/draft/councils/"' in page
        assert runner.get("/admin/surveys/chosencouncil/add/").status_code == 403


@pytest.fixture
def round_of_records(signed: Return, analyst: User, contributor: User) -> Round:
    make_release(signed.round)
    make_records(signed, by=analyst, to=contributor)
    return signed.round


class TestTheRecords:
    @pytest.mark.parametrize(
        ("model", "page", "said"),
        [
            ("narrowing", "release/1/", "Too much."),
            ("widening", "publish-more/", "Readers ask."),
            ("rescheduling", "dates/", "The last day to answer, change and sign is 2 May 2011"),
            ("publicrequest", "release/1/", "Person"),
            ("chaser", "returns/", "Dear {name}"),
        ],
    )
    def test_is_read_with_the_page_where_it_is_done(
        self, runner: Client, round_of_records: Round, model: str, page: str, said: str
    ) -> None:
        there = f"/admin/surveys/{model}/"
        [link] = re.findall(rf'href="({there}\d+/change/)', runner.get(there).text)[:1]
        shown = runner.get(link).text
        assert said in shown
        assert f'href="/manage/rounds/{round_of_records.slug}/{page}"' in shown
        assert "_save" not in shown
        assert runner.get(f"{there}add/").status_code == 403

    def test_a_letter_leads_to_each_return_that_got_it(
        self, runner: Client, round_of_records: Round
    ) -> None:
        copy = ChaserLetter.objects.get()
        shown = runner.get(f"/admin/surveys/chaser/{copy.chaser_id}/change/").text
        assert f'href="/manage/returns/{copy.return_of_id}/"' in shown
        assert "not sent" in shown


class TestAReturn:
    def test_is_never_deleted(self, runner: Client, home: Council) -> None:
        unused = make_return(make_open_round(), home, state="not_started")
        address = f"/admin/surveys/return/{unused.pk}/delete/"
        assert runner.post(address, {"post": "yes"}).status_code == 403
        several = {"action": "delete_selected", "_selected_action": [unused.pk], "post": "yes"}
        runner.post("/admin/surveys/return/", several)
        assert Return.objects.filter(pk=unused.pk).exists()


NAMES = {"slug", "title", "short_title", "respondents", "illustrative"}
BASE = {"reference_date", "is_totals_only"}


def open_fields(client: Client, address: str) -> set[str]:
    return set(untouched(client.get(address).text, f"{address.split('/')[3]}_form"))


class TestARound:
    def test_that_is_a_draft_can_be_changed(self, runner: Client) -> None:
        draft = make_open_round(is_draft=True, is_totals_only=True)
        address = f"/admin/surveys/round/{draft.pk}/change/"
        assert open_fields(runner, address) >= NAMES | BASE

    def test_that_is_open_keeps_what_its_returns_were_made_from(
        self, runner: Client, signed: Return
    ) -> None:
        address = f"/admin/surveys/round/{signed.round_id}/change/"
        fields = open_fields(runner, address)
        assert not fields & (BASE | NAMES)
        page = runner.get(address).text
        assert "its address (slug), so that stays" in page
        assert "made from the register on the reference date" in page
        assert "an edit counts from the moment it is saved" in page
        for name in ("details", "dates", "publish-more"):
            assert f'href="/manage/rounds/spring/{name}/"' in page

    def test_that_was_released_takes_its_words_on_its_own_page(
        self, runner: Client, signed: Return
    ) -> None:
        make_release(signed.round)
        address = f"/admin/surveys/round/{signed.round_id}/change/"
        sent = untouched(runner.get(address).text, "round_form")
        forged = {"caveats": "Two councils counted carers.", "slug": "x", "title": "Other"}
        assert not {"method", "caveats"} & {*sent}
        assert 'href="/manage/rounds/spring/details/"' in runner.get(address).text
        assert runner.post(address, {**sent, **forged}).status_code == 302
        found = Round.objects.get(pk=signed.round_id)
        assert (found.caveats, found.slug, found.title) == ("", "spring", "Spring")

    def test_that_is_saved_as_a_draft_requires_nobody_yet(
        self, runner: Client, home: Council
    ) -> None:
        round = make_round("spring", is_draft=True)
        address = f"/admin/surveys/round/{round.pk}/change/"
        sent = untouched(runner.get(address).text, "round_form")
        assert runner.post(address, {**sent, "reference_date": "2011-04-30"}).status_code == 302
        round.refresh_from_db()
        assert round.reference_date == datetime.date(2011, 4, 30)
        assert not round.returns.exists()

    def test_that_is_open_is_not_deleted(self, runner: Client, signed: Return) -> None:
        address = f"/admin/surveys/round/{signed.round_id}/delete/"
        assert runner.post(address, {"post": "yes"}).status_code == 403

    def test_that_is_added_says_what_the_date_decides(self, runner: Client) -> None:
        assert "in force on the reference date" in runner.get("/admin/surveys/round/add/").text
