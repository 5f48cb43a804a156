"""A round in the administration pages once it is open: what is fixed from then on."""

from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from councils.models import Council, User
from surveys.models import Option, Question, Return, Round, Scale, Section
from tests.factories import (
    make_council,
    make_grid,
    make_open_round,
    make_question,
    make_release,
    make_return,
    make_scale,
    make_section,
    make_tally,
)
from tests.milestones.submitted import untouched
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
RUNNERS = ["analyst", "administrator"]


@pytest.fixture(params=RUNNERS)
def runner(client: Client, request: pytest.FixtureRequest) -> Client:
    client.force_login(request.getfixturevalue(request.param))
    return client


@pytest.fixture
def analysts(client: Client, analyst: User) -> Client:
    client.force_login(analyst)
    return client


@pytest.fixture
def draft(home: Council) -> Round:
    round = make_open_round("spring", is_draft=True)
    make_question(round, "people")
    return round


@pytest.fixture
def signed(home: Council) -> Return:
    round = make_open_round("spring")
    return make_return(
        round, home, answers={make_question(round, "likely", type="scale"): "very-likely"}
    )


def change(client: Client, row: Any, **sent: Any) -> Any:
    """The page after its form was sent with these changes."""
    name = row._meta.model_name
    address = f"/admin/surveys/{name}/{row.pk}/change/"
    data = untouched(client.get(address).text, f"{name}_form")
    return client.post(address, {**data, **sent}, follow=True)


def fields(client: Client, row: Any) -> set[str]:
    name = row._meta.model_name
    return set(
        untouched(client.get(f"/admin/surveys/{name}/{row.pk}/change/").text, f"{name}_form")
    )


class TestWhatIsFixed:
    def test_a_question_is_read_but_for_its_words(self, runner: Client, signed: Return) -> None:
        question = Question.objects.get()
        asked = fields(runner, question)
        assert asked >= {"text", "short_text", "help_text", "section", "position", "is_required"}
        assert not asked & {"key", "type", "unit", "scale", "grid", "counts_not_known"}
        page = runner.get(f"/admin/surveys/question/{question.pk}/change/").text
        assert "This round was opened on" in page
        assert "What it means stays as it was asked" in page

    def test_a_forged_meaning_is_left_and_the_words_are_saved(
        self, runner: Client, signed: Return
    ) -> None:
        question = Question.objects.get()
        sent = {"text-same": "on", "type": "single", "key": "other"}
        change(runner, question, text="How likely is it?", **sent)
        found = Question.objects.get()
        assert (found.text, found.type, found.key) == ("How likely is it?", "scale", "likely")

    def test_what_is_optional_stays_so(self, runner: Client) -> None:
        question = make_question(make_open_round(), is_required=False)
        change(runner, question, is_required="on")
        question.refresh_from_db()
        assert not question.is_required

    def test_a_draft_is_changed_at_will(self, runner: Client, draft: Round) -> None:
        asked = fields(runner, Question.objects.get())
        assert asked >= {"key", "type", "unit", "scale", "grid", "text"}

    def test_options_are_read_but_for_their_labels(self, runner: Client, signed: Return) -> None:
        scale = Scale.objects.get()
        asked = fields(runner, scale)
        assert "options-0-label" in asked
        assert not asked & {"key", *(f"options-0-{name}" for name in ("key", "position", "tone"))}
        assert "options-0-DELETE" not in runner.get(f"/admin/surveys/scale/{scale.pk}/change/").text

    def test_of_an_answered_label_it_is_asked_whether_it_means_the_same(
        self, runner: Client, signed: Return
    ) -> None:
        make_release(signed.round)
        page = change(runner, Scale.objects.get(), **{"options-0-label": "Hopeless"})
        said = squeezed(page.text)
        assert "“Very likely” becomes “Hopeless”. 1 answer has it, and would read other" in said
        assert "Release 1 keeps “Very likely”. Tick that the meaning is the same" in said
        assert 'value="Hopeless"' in said
        assert 'name="options-0-label-same">' in said
        assert Option.objects.get(key="very-likely").label == "Very likely"

    def test_a_label_is_put_right(self, runner: Client, signed: Return) -> None:
        sent = {"options-0-label": "Very likely indeed", "options-0-label-same": "on"}
        change(runner, Scale.objects.get(), **sent)
        assert Option.objects.get(key="very-likely").label == "Very likely indeed"

    def test_nothing_is_asked_of_a_label_that_nobody_chose(
        self, runner: Client, signed: Return
    ) -> None:
        change(runner, Scale.objects.get(), **{"options-1-label": "Rather likely"})
        assert Option.objects.filter(label="Rather likely").exists()

    def test_nor_of_a_label_whose_letters_stay(self, runner: Client, signed: Return) -> None:
        change(runner, Scale.objects.get(), **{"options-0-label": "Very likely."})
        assert Option.objects.get(key="very-likely").label == "Very likely."

    def test_a_label_never_becomes_anothers(self, runner: Client, signed: Return) -> None:
        page = change(runner, Scale.objects.get(), **{"options-0-label": "Very unlikely"})
        assert "answers would change their meaning" in page.text
        assert Option.objects.get(key="very-likely").label == "Very likely"

    def test_a_scale_that_no_question_offers_yet_can_be_changed(self, runner: Client) -> None:
        scale = make_scale(make_open_round(), ("all", "some"))
        assert fields(runner, scale) >= {"options-0-key", "options-0-tone", "options-0-label"}

    @pytest.mark.parametrize("make", [make_section, make_scale, make_grid])
    def test_keys_stay(self, runner: Client, make: Any) -> None:
        row = make(make_open_round(), key="first")
        assert "key" not in fields(runner, row)
        change(runner, row, key="other")
        assert type(row).objects.get().key == "first"

    def test_a_section_can_be_added_on_its_own_page(self, runner: Client) -> None:
        round = make_open_round()
        data = {"round": round.pk, "key": "new", "title": "New", "position": "1"}
        answer = runner.post(f"/admin/surveys/section/add/?round={round.pk}", data)
        assert answer.status_code == 302
        assert Section.objects.get().key == "new"

    def test_a_question_that_is_added_says_who_is_asked(self, runner: Client, draft: Round) -> None:
        address = "/admin/surveys/question/add/?round="
        told = "councils that have signed are not asked this question again"
        assert told in runner.get(f"{address}{make_open_round().pk}").text
        assert told not in runner.get(f"{address}{draft.pk}").text

    def test_a_row_is_not_added_to_a_grid_that_a_tally_counts(self, runner: Client) -> None:
        grid = make_grid(make_open_round())
        make_question(grid.section.round, type="yes_no", grid=grid)
        make_tally(grid)
        data = {
            "round": grid.section.round.pk, "section": grid.section.pk, "grid": grid.pk,
            "key": "more", "text": "More?", "short_text": "More", "type": "number", "position": 0,
        }  # fmt: skip
        page = runner.post(f"/admin/surveys/question/add/?round={grid.section.round.pk}", data)
        assert page.status_code == 200
        assert "counts the rows of this grid" in page.text

    @pytest.mark.parametrize("make", [make_question, make_section, make_grid])
    def test_what_is_asked_is_not_deleted_though_nobody_answered(
        self, runner: Client, make: Any
    ) -> None:
        row = make(make_open_round())
        address = f"/admin/surveys/{row._meta.model_name}/{row.pk}/delete/"
        assert runner.post(address, {"post": "yes"}).status_code == 403
        assert type(row).objects.filter(pk=row.pk).exists()

    def test_a_section_is_not_deleted_on_the_page_of_its_round(self, runner: Client) -> None:
        section = make_section(make_open_round())
        change(runner, section.round, **{"sections-0-DELETE": "on"})
        assert Section.objects.exists()

    def test_an_answered_question_is_not_deleted(self, runner: Client, signed: Return) -> None:
        address = f"/admin/surveys/question/{Question.objects.get().pk}/delete/"
        assert runner.post(address, {"post": "yes"}).status_code == 403
        several = {
            "action": "delete_selected", "_selected_action": [Question.objects.get().pk],
            "post": "yes",
        }  # fmt: skip
        runner.post("/admin/surveys/question/", several)
        assert Question.objects.exists()

    def test_what_the_form_could_not_foresee_is_said_on_the_page(
        self, analysts: Client, draft: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def opened_meanwhile(question: Question, *args: Any, **kwargs: Any) -> None:
            draft.mark_opened(at=draft.first_moment)
            Question.objects.filter(pk=question.pk).update(key=question.key)

        monkeypatch.setattr(Question, "save", opened_meanwhile)
        page = change(analysts, Question.objects.get(), key="other")
        assert "This question is fixed since its round was opened" in page.text
        assert Question.objects.get().key == "people"

    def test_another_fault_of_the_database_is_not_hidden(
        self, analysts: Client, draft: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*args: Any, **kwargs: Any) -> None:
            raise IntegrityError

        monkeypatch.setattr(Question, "save", broken)
        with pytest.raises(IntegrityError):
            change(analysts, Question.objects.get(), key="other")


class TestWhoMustAnswer:
    def test_one_more_council_is_added_with_a_reason_and_told(
        self, runner: Client, contributor: User
    ) -> None:
        council, round = contributor.roles.get().council, make_open_round()
        assert council
        data = {"round": round.pk, "council": council.pk, "requirement_reason": ""}
        steps = {
            f"{name}-{form}_FORMS": 0
            for name in ("steps", "signatures")
            for form in ("TOTAL", "INITIAL")
        }
        page = runner.post("/admin/surveys/return/add/", {**data, **steps})
        assert "Say why, for the record." in page.text
        data["requirement_reason"] = "Left out by mistake."
        assert runner.post("/admin/surveys/return/add/", {**data, **steps}).status_code == 302
        assert Return.objects.get().requirement_reason == "Left out by mistake."
        assert ProcrastinateJob.objects.get().task_name == "send_round_opened"

    def test_nobody_is_added_to_a_draft(self, runner: Client, draft: Round) -> None:
        data = {"round": draft.pk, "council": make_council().pk, "requirement_reason": "Why not."}
        page = runner.post("/admin/surveys/return/add/", data)
        assert "Its returns are made from the register when it is opened" in page.text
        assert not Return.objects.exists()


PROMISED = ["names_councils", "discloses_small_counts", "publishes_unanimous"]


class TestWhatIsPublished:
    def test_a_new_round_starts_with_the_careful_settings(self, runner: Client) -> None:
        data = untouched(runner.get("/admin/surveys/round/add/").text, "round_form")
        assert not data.keys() & {*PROMISED}

    @pytest.mark.parametrize("field", PROMISED)
    def test_is_changed_on_the_rounds_own_page_once_councils_were_told(
        self, analysts: Client, signed: Return, field: str
    ) -> None:
        round = signed.round
        Round.objects.filter(pk=round.pk).update(**dict.fromkeys(PROMISED, False))
        page = squeezed(change(analysts, round, **{field: "on"}).text)
        assert "Councils were told of its days and of what is published" in squeezed(
            analysts.get(f"/admin/surveys/round/{round.pk}/change/").text
        )
        assert "was changed successfully" in page
        assert not getattr(Round.objects.get(), field)


def test_a_scale_says_what_tones_do_and_draws_them(analysts: Client, signed: Return) -> None:
    scale = Scale.objects.get()
    page = squeezed(analysts.get(f"/admin/surveys/scale/{scale.pk}/change/").text)
    assert "Very likely (better, right of the middle)" in page
    assert "A tone says how good an answer is" in page
