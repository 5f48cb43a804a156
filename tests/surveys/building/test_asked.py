"""Who is asked: all in force on the reference date, or chosen councils with their reasons."""

from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from councils.models import Council
from surveys.actions.opening import NotReady, open_round
from surveys.models import ChosenCouncil, Round
from surveys.rounds.exports import round_file, to_toml
from surveys.rounds.imports import BadRoundError, parse, save
from tests.factories import make_council, make_round
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
ADDRESS = "/manage/rounds/spring/councils/"
PILOT = "The councils of the pilot."


def send(client: Client, **fields: Any) -> str:
    return squeezed(client.post(ADDRESS, fields, follow=True).text)


def choose(draft: Round, *councils: Council) -> None:
    for council in councils:
        ChosenCouncil.objects.create(round=draft, council=council, reason=PILOT)


class TestThePage:
    def test_all_in_force_are_asked_at_first(
        self, runner: Client, draft: Round, elsewhere: Council
    ) -> None:
        page = squeezed(runner.get(ADDRESS).text)
        assert "2 councils in the register are in force" in page
        assert set(draft.councils_to_ask()) == {draft.councils_to_ask()[0], elsewhere}

    def test_some_are_chosen_with_a_reason(
        self, runner: Client, draft: Round, elsewhere: Council
    ) -> None:
        page = send(runner, who="some", councils=[elsewhere.pk], reason=PILOT)
        assert "1 council will be asked." in page
        assert list(draft.councils_to_ask()) == [elsewhere]
        assert draft.chosen.get().reason == PILOT
        assert "those that were chosen" in squeezed(runner.get("/manage/rounds/spring/open/").text)

    def test_who_was_chosen_before_keeps_the_reason(
        self, runner: Client, draft: Round, home: Council, elsewhere: Council
    ) -> None:
        choose(draft, home)
        fields = {"who": "some", "councils": [home.pk, elsewhere.pk]}
        send(runner, **fields, reason="It asked to be in.")
        assert {each.reason for each in draft.chosen.all()} == {"It asked to be in."}
        ChosenCouncil.objects.filter(council=home).update(reason=PILOT)
        send(runner, who="some", councils=[home.pk], reason=PILOT)
        assert draft.chosen.get().reason == PILOT

    def test_that_everybody_reads_the_reason_is_said_wherever_one_is_written_or_fixed(
        self, runner: Client, draft: Round, home: Council
    ) -> None:
        opening = "/manage/rounds/spring/open/"
        told = "everybody reads why only these were asked"
        asking = squeezed(runner.get(ADDRESS).text)
        assert "With a release everybody reads it beside the results" in asking
        help_page = squeezed(runner.get("/manage/help/").text)
        assert "everybody reads why beside the results" in help_page
        assert told not in squeezed(runner.get(opening).text)
        choose(draft, home)
        assert told in squeezed(runner.get(opening).text)

    def test_all_are_asked_again(self, runner: Client, draft: Round, home: Council) -> None:
        choose(draft, home)
        assert "All in force will be asked." in send(runner, who="all", reason=PILOT)
        assert not draft.chosen.exists()

    def test_what_is_missing_is_told_and_what_was_ticked_stays(
        self, runner: Client, draft: Round, home: Council
    ) -> None:
        page = send(runner, who="some", councils=[home.pk])
        assert "Say why only these are asked." in page
        assert f'value="{home.pk}" checked' in page
        assert "Tick the councils that are asked." in send(runner, who="some", reason=PILOT)

    def test_ticks_beside_every_council_are_not_thrown_away(
        self, runner: Client, draft: Round, home: Council
    ) -> None:
        page = send(runner, who="all", councils=[home.pk])
        assert "You ticked 1 council: choose “Only these”, or untick them." in page
        assert f'value="{home.pk}" checked' in page

    def test_whoever_goes_back_to_all_need_not_untick_those_chosen(
        self, runner: Client, draft: Round, home: Council
    ) -> None:
        choose(draft, home)
        send(runner, who="all", councils=[home.pk], reason=PILOT)
        assert not draft.chosen.exists()

    def test_a_reason_that_is_needed_is_not_called_optional(
        self, runner: Client, draft: Round
    ) -> None:
        assert "(optional)" not in runner.get(ADDRESS).text

    def test_one_that_is_not_in_force_cannot_be_chosen(self, runner: Client, draft: Round) -> None:
        gone = make_council(abolished=draft.reference_date)
        send(runner, who="some", councils=[gone.pk], reason=PILOT)
        assert not draft.chosen.exists()


class TestSoFewThatNothingIsPublic:
    """One or two are asked here: both are fewer than figures are shown of."""

    @pytest.mark.parametrize("where", [ADDRESS, "/manage/rounds/spring/open/"])
    def test_is_told_before_it_is_opened(
        self, runner: Client, draft: Round, elsewhere: Council, where: str
    ) -> None:
        choose(draft, elsewhere)
        page = squeezed(runner.get(where).text)
        assert "1 council is asked. As this round is set, the public will see no answers" in page
        assert "figures on fewer than 5 councils are not shown" in page
        assert "/manage/rounds/spring/details/#id_names_councils" in page

    @pytest.mark.parametrize("where", [ADDRESS, "/manage/rounds/spring/open/"])
    def test_is_not_told_where_councils_are_named(
        self, runner: Client, draft: Round, where: str
    ) -> None:
        Round.objects.update(names_councils=True)
        assert "The public will see nothing of it" not in runner.get(where).text

    def test_is_not_told_of_five(self, runner: Client, draft: Round) -> None:
        for number in range(3):
            make_council(f"Town {number}")
        assert "The public will see nothing of it" in runner.get(ADDRESS).text
        make_council("Another town")
        assert "The public will see nothing of it" not in runner.get(ADDRESS).text


class TestOpening:
    def test_the_denominator_is_of_the_chosen_alone(
        self, draft: Round, home: Council, elsewhere: Council
    ) -> None:
        choose(draft, elsewhere)
        assert open_round(round=draft).returns == 1
        assert draft.returns.required().get().council == elsewhere

    def test_is_refused_where_one_was_not_there_on_the_day(self, draft: Round) -> None:
        choose(draft, make_council("Old town", abolished=draft.reference_date))
        with pytest.raises(NotReady, match="is chosen, and was not in force on"):
            open_round(round=draft)

    @pytest.mark.parametrize("do", ["add", "change", "remove"])
    def test_fixes_who_is_asked(
        self, draft: Round, home: Council, elsewhere: Council, do: str
    ) -> None:
        choose(draft, elsewhere)
        open_round(round=draft)
        chosen = ChosenCouncil.objects.all()
        with pytest.raises(IntegrityError, match="who is asked was decided then"):
            if do == "add":
                choose(draft, home)
            elif do == "change":
                chosen.update(reason="Another.")
            else:
                chosen.delete()

    def test_a_draft_is_tried_as_a_chosen_council(
        self, runner: Client, draft: Round, elsewhere: Council
    ) -> None:
        choose(draft, elsewhere)
        page = runner.get("/rounds/spring/preview/").text
        assert f'<option value="{elsewhere.slug}" selected>' in page
        assert "Gateshead" not in page


@pytest.mark.parametrize("reason", ["", None])
def test_a_choice_has_a_reason(draft: Round, home: Council, reason: Any) -> None:
    with pytest.raises(IntegrityError):
        ChosenCouncil.objects.create(round=draft, council=home, reason=reason)


def test_a_council_is_chosen_once(draft: Round, home: Council) -> None:
    choose(draft, home)
    with pytest.raises(IntegrityError, match="council_chosen_once"):
        choose(draft, home)


class TestTheFile:
    def test_carries_who_is_asked(self, draft: Round, home: Council, elsewhere: Council) -> None:
        choose(draft, home, elsewhere)
        text = to_toml(round_file(draft))
        assert text.count(PILOT) == 2
        draft.chosen.all().delete()
        choose(draft, make_council())
        save(parse(text))
        assert to_toml(round_file(draft)) == text

    def test_of_an_opened_round_makes_returns_of_these_alone(
        self, draft: Round, home: Council, elsewhere: Council
    ) -> None:
        choose(draft, elsewhere)
        open_round(round=draft)
        opened = Round.objects.get()
        text = to_toml(round_file(opened, with_answers=True)).replace('"spring"', '"autumn"')
        text = text.replace(f'title = "{opened.title}"', 'title = "Autumn"')
        made = save(parse(text))
        assert [each.council for each in made.returns.all()] == [elsewhere]
        assert to_toml(round_file(save(parse(text)), with_answers=True)) == text

    def test_names_councils_that_are_there(self, draft: Round) -> None:
        text = to_toml(round_file(draft)) + '\n[[chosen]]\ncouncil = "E99"\nreason = "x"\n'
        with pytest.raises(BadRoundError, match="chosen: no council has the code E99"):
            save(parse(text))


def test_an_opened_round_has_no_such_page(runner: Client) -> None:
    make_round("spring")
    assert runner.get(ADDRESS).status_code == 404
