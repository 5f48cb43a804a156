"""One question: added, looked at, changed and removed; once the round is open, its words."""

import datetime
from typing import Any

import pytest
from django.test import Client

from surveys.models import Check, Question, Round
from tests.factories import (
    REFERENCE_DATE,
    answer,
    make_grid,
    make_question,
    make_round,
    make_section,
)
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
BEFORE = REFERENCE_DATE - datetime.timedelta(days=365)
ADD = "/manage/rounds/spring/add-question/"
NUMBER = {
    "section": "first",
    "text": "How many homes are there?",
    "short_text": "Care homes",
    "type": "number",
    "unit": "homes",
    "is_required": "on",
}
SCALE = {**NUMBER, "type": "scale", "unit": ""}


def add(client: Client, address: str = ADD, **fields: Any) -> str:
    return squeezed(client.post(address, {**NUMBER, **fields}, follow=True).text)


def edit(client: Client, name: str, **fields: Any) -> str:
    address = f"/manage/rounds/spring/questions/{name}/"
    return squeezed(client.post(address, fields, follow=True).text)


def labels(question: Question) -> list[tuple[str, int]]:
    assert question.scale
    return list(question.scale.options.values_list("label", "tone"))


class TestNeeded:
    def test_a_field_that_only_some_choices_need_says_which(
        self, runner: Client, draft: Round
    ) -> None:
        page = squeezed(runner.get(ADD).text)
        for told in (
            "Answers to choose from (needed for a choice)",
            "Heading of the new grid (needed for a new grid)",
            "How comparable it is (needed where it follows one)",
            "Unit (optional)",
        ):
            assert told in page

    def test_what_is_missing_is_told_beside_it(self, runner: Client, draft: Round) -> None:
        page = add(runner, **SCALE)
        assert 'id="id_answers_error"' in page
        assert not draft.questions.filter(key="care-homes").exists()


class TestAdding:
    def test_its_key_is_made_from_its_short_name(self, runner: Client, draft: Round) -> None:
        assert "Added: 1 question. Care homes" in add(runner)
        question = draft.questions.get(key="care-homes")
        assert (question.unit, question.section.key, question.added_at) == ("homes", "first", None)

    def test_a_second_with_its_name_is_refused_in_words(self, runner: Client, draft: Round) -> None:
        add(runner)
        page = add(runner)
        assert "“Care homes” is the short name of another of this round." in page
        assert not draft.questions.filter(key="care-homes-2").exists()

    def test_a_second_with_its_key_gets_one_of_its_own(self, runner: Client, draft: Round) -> None:
        add(runner)
        add(runner, short_text="Care homes!")
        assert draft.questions.filter(key="care-homes-2").exists()

    def test_it_stands_after_the_one_that_is_named(self, runner: Client, draft: Round) -> None:
        add(runner, f"{ADD}?after=people")
        keys = draft.questions.order_by("section__position", "position")
        assert [each.key for each in keys] == ["people", "care-homes", "likely", "words"]

    def test_another_is_added_after_it(self, runner: Client, draft: Round) -> None:
        response = runner.post(ADD, {**NUMBER, "do": "another"})
        assert response["Location"] == f"{ADD}?section=first&after=care-homes"

    def test_it_is_shown_without_being_saved(self, runner: Client, draft: Round) -> None:
        page = add(runner, do="show")
        assert page.count("How many homes are there?") == 2
        assert 'aria-hidden="true">homes</div>' in page
        assert draft.questions.count() == 3

    def test_what_is_wrong_is_told_beside_its_field(self, runner: Client, draft: Round) -> None:
        page = add(runner, text="", type="scale", unit="homes")
        assert "Write the question." in page
        assert "in the list, or write them under “New answers”, one a line." in page
        assert "Only a number has a unit." in page
        assert 'value="Care homes"' in page

    @pytest.mark.parametrize("key", ["people", "Not a key"])
    def test_a_key_that_cannot_be_is_refused(self, runner: Client, draft: Round, key: str) -> None:
        add(runner, key=key)
        assert draft.questions.count() == 3

    def test_to_an_open_round_it_comes_with_its_moment(self, runner: Client, draft: Round) -> None:
        draft.mark_opened(at=draft.first_moment)
        assert "councils that have signed are not asked" in squeezed(runner.get(ADD).text)
        add(runner)
        assert draft.questions.get(key="care-homes").added_at

    def test_a_round_without_sections_starts_with_one(self, runner: Client) -> None:
        make_round("bare", is_draft=True)
        response = runner.get("/manage/rounds/bare/add-question/")
        assert response["Location"] == "/manage/rounds/bare/add-section/"


class TestAnswersToChooseFrom:
    def test_a_ready_scale_comes_with_the_question_that_uses_it(
        self, runner: Client, draft: Round
    ) -> None:
        add(runner, **SCALE, answers="ready.likelihood")
        add(runner, **SCALE, answers="own.likelihood")
        scales = {each.scale for each in draft.questions.filter(short_text="Care homes")}
        assert len(scales) == 1
        assert labels(draft.questions.get(key="care-homes"))[0] == ("Very likely", 2)

    def test_yes_or_no_needs_nothing_more(self, runner: Client, draft: Round) -> None:
        add(runner, type="yes_no", unit="")
        assert labels(draft.questions.get(key="care-homes")) == [("Yes", 1), ("No", -1)]

    def test_new_ones_are_written_a_line_each(self, runner: Client, draft: Round) -> None:
        add(runner, **SCALE, answers="new", new_answers="All\nSome\n\nNone")
        found = labels(draft.questions.get(key="care-homes"))
        assert found == [("All", 1), ("Some", 0), ("None", -1)]

    def test_to_write_new_ones_is_to_choose_them(self, runner: Client, draft: Round) -> None:
        add(runner, **SCALE, answers="", new_answers="All\nSome\nNone")
        found = labels(draft.questions.get(key="care-homes"))
        assert found == [("All", 1), ("Some", 0), ("None", -1)]

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"type": "single"}, "Choose the answers to choose from in the list, or write them"),
            (
                {"type": "single", "answers": "ready.likelihood", "new_answers": "A\nB"},
                "too. Empty",
            ),
            ({"type": "date", "new_answers": "A\nB"}, "Only a scale or a choice has answers"),
        ],
    )
    def test_neither_or_both_is_told_with_what_to_do(
        self, runner: Client, draft: Round, fields: dict[str, str], told: str
    ) -> None:
        page = add(runner, **{"unit": "", **fields})
        assert told in page
        assert "the scale that has them" not in page

    def test_none_of_these_rules_out_the_others(self, runner: Client, draft: Round) -> None:
        fields = {**SCALE, "type": "multiple", "answers": "new", "new_answers": "Money\nStaff"}
        add(runner, **fields, none_of_these="on")
        scale = draft.questions.get(key="care-homes").scale
        assert scale
        assert [each.key for each in scale.options.filter(is_exclusive=True)] == ["none-of-these"]

    @pytest.mark.parametrize("lines", ["", "Only this", "Yes\nyes"])
    def test_too_few_are_refused(self, runner: Client, draft: Round, lines: str) -> None:
        page = add(runner, **SCALE, answers="new", new_answers=lines)
        assert "There is a problem" in page
        assert draft.questions.count() == 3


class TestGrids:
    ROWS = {
        **SCALE,
        "text": "",
        "short_text": "",
        "grid": "new",
        "stem": "How ready is each of these?",
        "answers": "ready.extent",
        "rows": "Homes\nHome care\nDay care",
    }

    def test_two_rows_of_one_name_are_refused(self, runner: Client, draft: Round) -> None:
        add(runner, **self.ROWS)
        grid = draft.questions.get(key="homes").grid
        assert grid
        again = {**self.ROWS, "grid": grid.key, "stem": "", "answers": ""}
        told = "is the name of another row of this grid"
        assert told in add(runner, **{**again, "rows": "Respite\nrespite"})
        assert told in add(runner, **{**again, "rows": "HOMES"})
        assert draft.questions.filter(grid=grid).count() == 3

    def test_two_headings_of_one_name_are_refused(self, runner: Client, draft: Round) -> None:
        grid = make_grid(draft, "rows")
        told = "is the name of another beside it"
        assert told in add(runner, **{**self.ROWS, "stem": "HOW FAR IS"})
        add(runner, **self.ROWS)
        again = {"stem": self.ROWS["stem"]}
        assert told in squeezed(runner.post("/manage/rounds/spring/grids/rows/", again).text)
        grid.refresh_from_db()
        assert grid.stem == "How far is"

    def test_answers_written_twice_under_one_name_are_told_apart(
        self, runner: Client, draft: Round
    ) -> None:
        made = {**SCALE, "new_answers": "Far\nNear"}
        add(runner, **made, grid="new", stem="How far?", rows="Homes")
        add(runner, **{**made, "short_text": "How far?"})
        titles = draft.scales.filter(title__startswith="How far?").values_list("title", flat=True)
        assert set(titles) == {"How far?", "How far? 2"}

    def test_its_rows_come_at_once(self, runner: Client, draft: Round) -> None:
        assert "Added: 3 questions" in add(runner, **self.ROWS)
        rows = list(draft.questions.filter(grid__stem="How ready is each of these?"))
        assert [row.short_text for row in rows] == ["Homes", "Home care", "Day care"]
        assert len({(row.scale_id, row.grid_id) for row in rows}) == 1
        assert rows[0].text == "How ready is each of these? Homes"

    def test_they_are_shown_as_a_table(self, runner: Client, draft: Round) -> None:
        page = add(runner, **self.ROWS, do="show")
        assert page.count("grid__row") == 3
        assert draft.questions.count() == 3

    def test_one_more_row_has_the_answers_of_the_others(self, runner: Client, draft: Round) -> None:
        add(runner, **self.ROWS)
        key = draft.questions.get(key="homes").grid
        assert key
        more = {**self.ROWS, "grid": key.key, "stem": "", "answers": "", "rows": "Respite"}
        add(runner, **more)
        added = draft.questions.get(key="respite")
        assert added.scale == draft.questions.get(key="homes").scale
        page = add(runner, **{**more, "answers": "ready.likelihood", "rows": "Other"})
        assert "The rows of this grid are answered with “Extent”." in page

    def test_a_number_is_no_row(self, runner: Client, draft: Round) -> None:
        page = add(runner, grid="new", stem="How many")
        assert "The rows of a grid are answered with one choice each." in page

    def test_its_heading_is_changed(self, runner: Client, draft: Round) -> None:
        grid = make_grid(draft, "rows")
        runner.post("/manage/rounds/spring/grids/rows/", {"stem": "How far"})
        grid.refresh_from_db()
        assert grid.stem == "How far"


class TestFollowing:
    def test_it_is_picked_with_how_comparable_it_is(self, runner: Client, draft: Round) -> None:
        earlier = make_question(make_round("before", reference_date=BEFORE), "homes", unit="homes")
        assert "Say how comparable" in add(runner, follows=earlier.pk)
        add(runner, follows=earlier.pk, comparability="wording")
        made = draft.questions.get(key="care-homes")
        assert (made.follows, made.comparability) == (earlier, "wording")

    @pytest.mark.parametrize(
        ("type", "unit", "told"),
        [
            ("yes_no", "", "“Homes” was answered in another way (yes or no)."),
            ("number", "people", "“Homes” was counted in people."),
        ],
    )
    def test_another_kind_of_answer_or_unit_is_not_the_same(
        self, runner: Client, draft: Round, type: str, unit: str, told: str
    ) -> None:
        before = make_round("before", reference_date=BEFORE)
        earlier = make_question(before, "homes", type=type, unit=unit)
        assert told in add(runner, follows=earlier.pk, comparability="same")
        add(runner, follows=earlier.pk, comparability="none")
        assert draft.questions.get(key="care-homes").follows == earlier

    def test_a_question_about_a_later_day_is_not_offered(
        self, runner: Client, draft: Round
    ) -> None:
        later = draft.reference_date + datetime.timedelta(days=1)
        make_question(make_round("after", reference_date=later), "homes", short_text="Too late")
        assert "Too late" not in squeezed(runner.get(ADD).text)

    def test_a_question_of_the_same_round_is_not_offered(
        self, runner: Client, draft: Round
    ) -> None:
        own = draft.questions.get(key="people")
        add(runner, follows=own.pk, comparability="same")
        assert not draft.questions.filter(key="care-homes").exists()


class TestEditing:
    def test_a_draft_is_changed_in_everything(self, runner: Client, draft: Round) -> None:
        edit(runner, "people", **{**NUMBER, "section": "second", "key": "homes"})
        question = draft.questions.get(key="homes")
        assert (question.text, question.section.key) == ("How many homes are there?", "second")
        assert not draft.questions.filter(key="people").exists()

    def test_it_is_shown_as_it_is(self, runner: Client, draft: Round) -> None:
        page = squeezed(runner.get("/manage/rounds/spring/questions/likely/").text)
        assert '<fieldset class="drawn" disabled' in page
        assert "checked" in page

    def test_it_goes_with_its_checks(self, runner: Client, draft: Round) -> None:
        people = draft.questions.get(key="people")
        Check.objects.create(
            round=draft, key="low", kind="range", severity="soft", question=people, minimum=1
        )
        assert "Removed: People" in edit(runner, "people", do="remove")
        assert not Check.objects.exists()

    def test_not_while_something_is_worked_out_from_it(self, runner: Client, draft: Round) -> None:
        people = draft.questions.get(key="people")
        make_question(draft, "rate", derivation="rate", numerator=people, denominator=people)
        assert "still needs it" in edit(runner, "people", do="remove")
        assert draft.questions.filter(key="people").exists()


class TestOnceItIsOpen:
    @pytest.fixture
    def opened(self, draft: Round) -> Round:
        draft.mark_opened(at=draft.first_moment)
        answer(draft.returns.get(), draft.questions.get(key="people"), 5)
        return draft

    def test_only_words_are_put_right(self, runner: Client, opened: Round) -> None:
        page = runner.get("/manage/rounds/spring/questions/people/").text
        assert 'name="text"' in page
        assert 'name="type"' not in page

    def test_who_changes_them_is_asked_whether_the_meaning_is_the_same(
        self, runner: Client, opened: Round
    ) -> None:
        words = {"text": "How many?", "short_text": "People", "help_text": "", "is_required": "on"}
        page = edit(runner, "people", **words)
        assert "1 answer was given to it." in page
        edit(runner, "people", **words, **{"text-same": "on"})
        assert opened.questions.get(key="people").text == "How many?"

    def test_who_changes_one_of_a_trend_says_how_comparable_it_is(
        self, runner: Client, opened: Round
    ) -> None:
        people = opened.questions.get(key="people")
        later = make_question(make_round("later"), "people", follows=people, comparability="same")
        words = {"text": "Which people?", "short_text": "People", "text-same": "on"}
        words["is_required"] = "on"
        assert "Choose how comparable it is now." in edit(runner, "people", **words)
        edit(runner, "people", **words, followed="none")
        later.refresh_from_db()
        assert later.comparability == "none"

    def test_one_of_no_trend_is_not_asked_how_comparable_it_is(
        self, runner: Client, opened: Round
    ) -> None:
        page = runner.get("/manage/rounds/spring/questions/people/").text
        assert "how comparable is it" not in page

    def test_nothing_is_removed(self, runner: Client, opened: Round) -> None:
        assert "what councils are asked stays" in edit(runner, "people", do="remove")


class TestSections:
    def test_one_is_added_at_the_end(self, runner: Client, draft: Round) -> None:
        runner.post("/manage/rounds/spring/add-section/", {"title": "Third part"})
        assert [each.key for each in draft.sections.all()] == ["first", "second", "third-part"]

    def test_its_words_are_changed(self, runner: Client, draft: Round) -> None:
        runner.post("/manage/rounds/spring/sections/first/", {"title": "New", "guidance": "Read."})
        section = make_section(draft, "first")
        assert (section.title, section.guidance) == ("New", "Read.")

    def test_an_empty_one_is_removed_and_no_other(self, runner: Client, draft: Round) -> None:
        make_section(draft, "empty")
        for key in ("empty", "first"):
            runner.post(f"/manage/rounds/spring/sections/{key}/", {"do": "remove"})
        assert {each.key for each in draft.sections.all()} == {"first", "second"}


class TestScales:
    def rows(self, *labels: str, **fields: Any) -> dict[str, Any]:
        sent = {"options-TOTAL_FORMS": "8", "options-INITIAL_FORMS": "0", "title": "Barriers"}
        for place, label in enumerate(labels):
            sent |= {f"options-{place}-label": label, f"options-{place}-tone": "-1"}
        return {**sent, **fields}

    def test_answers_are_added_in_their_order(self, runner: Client, draft: Round) -> None:
        sent = self.rows("Money", "Staff", **{"options-1-is_exclusive": "on"})
        runner.post("/manage/rounds/spring/add-answers/", sent)
        scale = draft.scales.get(key="barriers")
        found = [(each.key, each.tone, each.is_exclusive) for each in scale.options.all()]
        assert found == [("money", -1, False), ("staff", -1, True)]

    def test_answers_are_changed_and_removed(self, runner: Client, draft: Round) -> None:
        runner.post("/manage/rounds/spring/add-answers/", self.rows("Money", "Staff", "Other"))
        sent = self.rows("Staff", "Cash", **{"options-0-key": "staff", "options-1-key": "money"})
        runner.post("/manage/rounds/spring/answers/barriers/", sent)
        options = draft.scales.get(key="barriers").options
        assert list(options.values_list("key", "label")) == [("staff", "Staff"), ("money", "Cash")]

    def test_one_answer_is_too_few(self, runner: Client, draft: Round) -> None:
        page = runner.post("/manage/rounds/spring/add-answers/", self.rows("Money")).text
        assert page.count("Write at least two answers") == 2

    def test_the_summary_says_which_row_is_wrong(self, runner: Client, draft: Round) -> None:
        sent = self.rows("Money", "Staff", "money")
        page = squeezed(runner.post("/manage/rounds/spring/add-answers/", sent).text)
        assert "<li>Answer 3: This answer is there twice.</li>" in page

    def test_what_questions_use_is_not_removed(self, runner: Client, draft: Round) -> None:
        scale = draft.scales.get()
        address = f"/manage/rounds/spring/answers/{scale.key}/"
        page = runner.post(address, {"do": "remove"}, follow=True).text
        assert "“Likely” is answered with it." in page
