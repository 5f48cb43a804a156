"""What a draft lacks is told with where to mend it; then it is opened to the councils."""

import datetime

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries

from councils.models import Council, User
from ppf_site import words
from surveys.models import Check, Question, Round
from tests.factories import (
    REFERENCE_DATE,
    make_open_round,
    make_question,
    make_round,
    make_scale,
    make_section,
)
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
BEFORE = REFERENCE_DATE - datetime.timedelta(days=365)
ADDRESS = "/manage/rounds/spring/open/"


@pytest.fixture(params=["analyst", "administrator"])
def opener(client: Client, request: pytest.FixtureRequest) -> Client:
    client.force_login(request.getfixturevalue(request.param))
    return client


@pytest.fixture
def ready(home: Council) -> Round:
    round = make_open_round("spring", is_draft=True)
    make_question(round, "people")
    return round


class TestOpening:
    def test_is_offered_for_a_draft_alone(self, opener: Client, ready: Round) -> None:
        for page in (f"/admin/surveys/round/{ready.pk}/change/", "/manage/rounds/spring/"):
            assert ADDRESS in opener.get(page).text
        opener.post(ADDRESS)
        for page in (f"/admin/surveys/round/{ready.pk}/change/", "/manage/rounds/spring/"):
            assert ADDRESS not in opener.get(page).text

    def test_says_first_what_will_happen(self, opener: Client, ready: Round) -> None:
        page = squeezed(opener.get(ADDRESS).text)
        assert "a return of 1 question is required of 1 council" in page
        assert "Nobody of 1 council has an account yet" in page
        assert "It cannot be opened yet" not in page
        assert Round.objects.get().is_draft

    def test_does_it_and_says_so(self, opener: Client, ready: Round, contributor: User) -> None:
        page = opener.post(ADDRESS, follow=True).text
        assert "1 return required. 1 person is told." in page
        found = Round.objects.get()
        assert found.opened_by
        assert found.opened_by.email in {"analyst@example.org", "administrator@example.org"}
        assert found.returns.count() == 1
        assert ProcrastinateJob.objects.get().task_name == "send_round_opened"

    def test_asks_how_comparable_a_question_is_while_it_can_be_said(
        self, opener: Client, ready: Round
    ) -> None:
        before = make_open_round("before", reference_date=BEFORE)
        make_question(before, "people")
        for page in (ADDRESS, "/manage/rounds/spring/"):
            assert "“People” was asked in an earlier round too." in opener.get(page).text

    def test_the_key_of_another_survey_s_question_is_no_reason_to_ask(
        self, opener: Client, ready: Round
    ) -> None:
        before = make_open_round("before", reference_date=BEFORE)
        make_question(before, "people", text="How many people work at the council?")
        assert "asked in an earlier round too" not in opener.get(ADDRESS).text

    def test_says_what_cannot_follow_what_a_file_says(self, opener: Client, ready: Round) -> None:
        before = make_question(
            make_open_round("before", reference_date=BEFORE), "plan", type="yes_no"
        )
        ready.questions.update(follows=before, comparability="same")
        assert "“People”: “Plan” was answered in another way" in opener.get(ADDRESS).text

    def test_is_refused_with_all_that_is_missing(self, opener: Client, home: Council) -> None:
        make_round("spring", is_draft=True)
        for method in (opener.get, opener.post):
            page = method(ADDRESS).text
            assert "It cannot be opened yet" in page
            assert "It asks nothing" in page
            assert "which is over" in page
            assert "Open the round" not in page
        assert Round.objects.get().is_draft

    def test_twice_is_once(self, opener: Client, ready: Round) -> None:
        opener.post(ADDRESS)
        assert "has been opened already" in opener.post(ADDRESS, follow=True).text
        assert opener.get(ADDRESS)["Location"] == "/manage/rounds/spring/"

    @pytest.mark.parametrize(
        "person", ["reader", "contributor", "signatory", "regional_lead", "stranger"]
    )
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_is_for_nobody_else(
        self, client: Client, ready: Round, person: str, method: str, request: pytest.FixtureRequest
    ) -> None:
        who = request.getfixturevalue(person)
        if who.pk:
            client.force_login(who)
        assert getattr(client, method)(ADDRESS).status_code == (404 if who.pk else 302)
        assert Round.objects.get().is_draft


class TestWhatIsMissing:
    def test_each_is_told_with_where_it_is_mended(self, runner: Client, home: Council) -> None:
        round = make_round("spring", is_draft=True)
        late = make_question(round, "late", section=make_section(round, "z", position=9))
        make_question(round, "rate", derivation="rate", numerator=late, denominator=late)
        page = runner.get("/manage/rounds/spring/").text
        assert 'id="missing"' in page
        assert "put it after “late”, which it needs" in page
        for place in ("questions/rate/", "dates/"):
            assert f'class="govuk-link" href="/manage/rounds/spring/{place}">Mend it' in page

    def test_answers_that_are_too_few_are_mended_where_they_are(
        self, runner: Client, ready: Round
    ) -> None:
        scale = make_scale(ready, ("only",), key="lonely")
        make_question(ready, "choice", type="scale", scale=scale)
        page = runner.get("/manage/rounds/spring/").text
        assert 'href="/manage/rounds/spring/answers/lonely/">Mend it' in page

    def test_nothing_is_missing_of_one_that_can_be_opened(
        self, runner: Client, ready: Round
    ) -> None:
        assert 'id="missing"' not in runner.get("/manage/rounds/spring/").text

    @pytest.mark.parametrize("address", ["/manage/rounds/spring/", ADDRESS])
    def test_it_is_found_out_in_few_queries(
        self,
        runner: Client,
        ready: Round,
        address: str,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for number in range(20):
            question = make_question(ready, section=make_section(ready, f"section-{number % 5}"))
            check = Check.objects.create(
                round=ready, key=f"c{number}", kind="part", severity="hard", question=question
            )
            check.others.add(Question.objects.get(key="people"))
        with django_assert_max_num_queries(12):
            runner.get(address)


def test_the_heading_of_a_draft_whose_days_are_past_says_so(runner: Client) -> None:
    make_round("past", title="Spring 2011", is_draft=True)
    page = squeezed(runner.get("/manage/rounds/past/").text)
    told = "Spring 2011 is a draft whose last day, 13 May 2011, is over"
    assert told in page.split("<h1", 1)[1].split("</h1>", 1)[0]
    assert "is to open on" not in page


def test_the_heading_of_a_draft_to_come_says_when_it_opens(runner: Client) -> None:
    draft = make_open_round("later", title="Later", is_draft=True)
    page = squeezed(runner.get("/manage/rounds/later/").text)
    assert f"Later is to open on {words.day(draft.opens_on)}" in page
