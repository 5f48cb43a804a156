"""What a round asks is seen as a council sees it, and put in order."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from councils.models import User
from surveys.models import Question, Round
from tests.factories import (
    make_council,
    make_grid,
    make_open_round,
    make_question,
    make_rate,
    make_region,
    make_section,
)
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
ADDRESS = "/manage/rounds/spring/questions/"


def order(round: Round) -> list[str]:
    found = round.questions.order_by("section__position", "position")
    return list(found.values_list("key", flat=True))


def send(client: Client, **fields: str) -> str:
    sent = {name.replace("_", "-"): value for name, value in fields.items()}
    return squeezed(client.post(ADDRESS, sent, follow=True).text)


@pytest.fixture
def grid(draft: Round) -> None:
    """Two rows of a grid after the forecast."""
    first = make_section(draft, "first")
    rows = make_grid(draft, "rows", section=first)
    likely = draft.questions.get(key="likely")
    for place, key in enumerate(("adults", "carers"), 2):
        make_question(
            draft, key, type="scale", scale=likely.scale, section=first, grid=rows, position=place
        )


class TestDrawn:
    def test_each_question_is_drawn_and_cannot_be_filled_in(
        self, runner: Client, draft: Round
    ) -> None:
        page = squeezed(runner.get(ADDRESS).text)
        assert '<fieldset class="drawn" disabled' in page
        assert "What is people?" in page
        assert "Very likely" in page
        assert page.count("(optional)") == 1

    def test_a_grid_is_drawn_as_one(self, runner: Client, draft: Round, grid: None) -> None:
        page = runner.get(ADDRESS).text
        assert page.count('class="govuk-fieldset grid grid--6"') == 1

    def test_how_a_value_is_worked_out_is_told(self, runner: Client, draft: Round) -> None:
        users = make_question(draft, "users", section=make_section(draft, "first"))
        make_rate(draft.questions.get(key="people"), users)
        page = squeezed(runner.get(ADDRESS).text)
        assert "“People” as a percentage of “Users”" in page

    def test_it_takes_few_queries_however_much_is_asked(
        self,
        runner: Client,
        home_region: object,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        region = make_region("Far away")
        for number in range(153):
            make_council(f"Council {number} of many", region=region)
        large = make_open_round("large", is_draft=True)
        scale = make_question(large, type="scale").scale
        for number in range(60):
            section = make_section(large, f"section-{number % 6}", position=number % 6)
            make_question(large, type="scale", scale=scale, section=section)
        with django_assert_max_num_queries(12):
            runner.get("/manage/rounds/large/questions/")


class TestOrder:
    def test_a_question_moves_up_and_down(self, runner: Client, draft: Round) -> None:
        send(runner, up="likely")
        assert order(draft) == ["likely", "people", "words"]
        send(runner, down="likely")
        assert order(draft) == ["people", "likely", "words"]

    def test_the_first_stays_where_it_is(self, runner: Client, draft: Round) -> None:
        send(runner, up="people")
        assert order(draft) == ["people", "likely", "words"]

    def test_a_grid_is_passed_as_a_whole(self, runner: Client, draft: Round, grid: None) -> None:
        send(runner, down="likely")
        assert order(draft) == ["people", "adults", "carers", "likely", "words"]

    def test_a_grid_moves_whole(self, runner: Client, draft: Round, grid: None) -> None:
        send(runner, grid_up="adults")
        assert order(draft) == ["people", "adults", "carers", "likely", "words"]

    def test_a_row_moves_within_its_grid(self, runner: Client, draft: Round, grid: None) -> None:
        send(runner, up="carers")
        assert order(draft) == ["people", "likely", "carers", "adults", "words"]
        send(runner, up="carers")
        assert order(draft) == ["people", "likely", "carers", "adults", "words"]

    def test_a_section_moves_with_its_questions(self, runner: Client, draft: Round) -> None:
        send(runner, section_up="second")
        assert order(draft) == ["words", "people", "likely"]

    def test_a_dropped_question_stands_before_the_one_it_was_dropped_on(
        self, runner: Client, draft: Round
    ) -> None:
        send(runner, moved="likely", section="first", before="people")
        assert order(draft) == ["likely", "people", "words"]

    def test_a_question_is_dropped_in_another_section(self, runner: Client, draft: Round) -> None:
        send(runner, moved="people", section="second")
        assert order(draft) == ["likely", "words", "people"]
        assert draft.questions.get(key="people").section.key == "second"

    def test_not_once_the_round_is_open(self, runner: Client, draft: Round) -> None:
        draft.mark_opened(at=draft.first_moment)
        page = send(runner, moved="people", section="second")
        assert "a question stays in its section" in page
        assert draft.questions.get(key="people").section.key == "first"

    def test_rows_of_a_grid_stay_in_its_section(
        self, runner: Client, draft: Round, grid: None
    ) -> None:
        assert "stay in the section" in send(runner, moved="adults", section="second")

    def test_a_rate_stays_after_its_counts(self, runner: Client, draft: Round) -> None:
        first = make_section(draft, "first")
        users = make_question(draft, "users", section=first, position=7)
        make_rate(draft.questions.get(key="people"), users, section=first, position=8)
        page = send(runner, up="rate")
        assert "“Rate” is worked out from “Users”: it stays after it." in page
        assert order(draft) == ["people", "likely", "users", "rate", "words"]

    def test_what_is_no_longer_there_is_told(self, runner: Client, draft: Round) -> None:
        assert "no longer there" in send(runner, up="nothing")

    def test_only_what_moved_is_written(self, runner: Client, draft: Round) -> None:
        before = Question.objects.get(key="words").position
        send(runner, up="likely")
        assert Question.objects.get(key="words").position == before


def test_it_is_not_there_for_a_lead(client: Client, draft: Round, regional_lead: User) -> None:
    client.force_login(regional_lead)
    assert client.get(ADDRESS).status_code == 404


def test_who_moves_a_question_comes_back_to_the_button(runner: Client, draft: Round) -> None:
    """So that it can be pressed again; at the end, to where it stood."""
    there = runner.post(ADDRESS, {"down": "people"})
    assert there.headers["Location"] == f"{ADDRESS}#down-people"
    page = runner.get(ADDRESS).text
    assert page.count('id="down-people"') == 1
    assert '<button class="tools__button" form="order" id="down-likely"' in page
