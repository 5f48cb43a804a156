"""Compiling a release at /manage/: what blocks it, and what is accepted, by whom, on the record."""

import datetime
import re
from typing import Any

import pytest
from django.db import Error, transaction
from django.test import Client
from django.utils import timezone

from councils.models import Council, User
from surveys.actions.compiling import NotAcceptedError, compile_knowing
from surveys.actions.explaining import look_again
from surveys.actions.querying import ask
from surveys.actions.signing import ask_correction
from surveys.models import Acceptance, Answer, Question, Return, Round
from surveys.releases.doubts import doubts_of
from tests.factories import (
    make_council,
    make_question,
    make_release,
    make_return,
    make_round,
    put_right,
)
from tests.reading import squeezed
from tests.surveys.returns.signing import make_check, make_working_return, question_of

pytestmark = pytest.mark.django_db
METHOD: dict[str, Any] = {"method": "By post.", "caveats": "None known.", "names_councils": True}
BEFORE = datetime.date(2010, 3, 31)
SHARE_MOVED = "“Likely”, “Yes”: 3 of 4 (75%) in England, and 2 of 4 (50%) in Earlier."
UNSIGNED = "1 required return is not signed."


@pytest.fixture
def signed(home: Council) -> Return:
    """Of a round that is over, of which all is told."""
    over = make_round("over", **METHOD)
    return make_return(over, home, state="signed", answers={make_question(over, "people"): 10})


@pytest.fixture
def half(signed: Return, elsewhere: Council) -> Round:
    """Another council has not signed."""
    make_return(signed.round, elsewhere, state="in_progress")
    return signed.round


def told(round: Round) -> list[str]:
    return [doubt.words for doubt in doubts_of(round)]


class TestDoubts:
    def test_there_are_none_where_all_is_signed_and_told(self, signed: Return) -> None:
        assert told(signed.round) == []

    def test_what_is_not_signed(self, half: Round) -> None:
        assert told(half) == [UNSIGNED]

    def test_queries_that_are_not_settled(self, signed: Return, analyst: User) -> None:
        question = question_of(signed)
        ask(return_of=signed, question=question, by=analyst, text="So many?", inside=False)
        assert told(signed.round) == ["1 query about answers is not settled."]

    def test_corrections_that_wait_for_an_answer(self, signed: Return, contributor: User) -> None:
        ask_correction(return_of=signed, by=contributor, reason="A late bill.")
        assert told(signed.round) == ["1 correction asked for waits for an answer."]

    def test_odd_values_that_nobody_explained(self, home: Council) -> None:
        working = make_working_return(home, **METHOD)
        make_check(working.round, severity="soft")
        look_again(working)
        assert working.raised_checks.exists()
        Return.objects.update(state="signed", signed_at=timezone.now())
        assert "1 odd value in returns that count is not explained." in told(working.round)

    def test_what_readers_are_not_told(self, signed: Return) -> None:
        Round.objects.update(method="", caveats=" ")
        signed.round.refresh_from_db()
        assert [words.startswith("Readers are told nothing") for words in told(signed.round)] == [
            True,
            True,
        ]

    def test_what_was_asked_before_without_saying_how_comparable_it_is(
        self, signed: Return
    ) -> None:
        before = make_question(make_round("before", reference_date=BEFORE), "people")
        assert told(signed.round) == [
            "A question was asked in an earlier round too, and it is not said how comparable they "
            "are: “People”."
        ]
        signed.round.questions.update(follows=before, comparability="none")
        assert told(signed.round) == []

    def test_an_open_round_in_which_few_signed(self, home: Council) -> None:
        working = make_working_return(home, state="signed", **METHOD | {"names_councils": False})
        words = " ".join(told(working.round))
        assert "The round is open until the end of" in words
        assert "Fewer than 5 councils have signed in North East" in words

    def test_a_region_in_which_enough_signed_is_not_one_of_few(self, home: Council) -> None:
        working = make_working_return(home, state="signed", **METHOD | {"names_councils": False})
        for _ in range(4):
            make_return(working.round, make_council(region=home.region), state="signed")
        assert "Fewer than 5" not in " ".join(told(working.round))


class TestCompiling:
    def test_what_is_not_accepted_blocks_it(
        self, client: Client, analyst: User, half: Round
    ) -> None:
        client.force_login(analyst)
        page = client.post("/manage/rounds/over/release/", {"note": ""})
        assert "Accept each of these" in page.text
        assert not half.releases.exists()
        with pytest.raises(NotAcceptedError):
            compile_knowing(round=half, by=analyst, note="", leave_out=False, accepted=["Else."])

    def test_each_doubt_stands_once_with_the_page_to_put_it_right(
        self, client: Client, analyst: User, half: Round
    ) -> None:
        client.force_login(analyst)
        page = squeezed(client.get("/manage/rounds/over/release/").text)
        assert len(re.findall(f">\\s*{UNSIGNED}", page)) == 1
        assert 'href="/manage/rounds/over/returns/" aria-describedby="id_accepted_0_words"' in page

    def test_who_accepted_what_is_kept(self, client: Client, analyst: User, half: Round) -> None:
        client.force_login(analyst)
        client.post("/manage/rounds/over/release/", {"note": "", "accepted": [UNSIGNED]})
        kept = Acceptance.objects.get()
        assert (kept.release.number, kept.words, kept.by) == (1, UNSIGNED, analyst)
        page = squeezed(client.get("/manage/rounds/over/release/1/").text)
        assert f"{UNSIGNED} {analyst}" in page
        with pytest.raises(Error, match="Cannot update or delete"), transaction.atomic():
            Acceptance.objects.update(words="Else.")

    def test_a_correction_that_changes_no_figure_says_so(
        self, client: Client, analyst: User, signed: Return
    ) -> None:
        client.force_login(analyst)
        address = f"/manage/rounds/{signed.round.slug}/release/"
        first = squeezed(client.post(address, {"note": ""}, follow=True).text)
        assert "No figure of it differs" not in first
        again = client.post(address, {"note": "The caveats are put right."}, follow=True)
        assert "No figure of it differs" in squeezed(again.text)

    def test_without_doubts_nothing_is_asked(
        self, client: Client, analyst: User, signed: Return
    ) -> None:
        client.force_login(analyst)
        client.post("/manage/rounds/over/release/", {"note": ""})
        assert signed.round.releases.get().compiled_by == analyst
        page = squeezed(client.get("/manage/rounds/over/release/").text)
        assert "Release 1 is compiled: open it to the sector, then to everybody" in page


@pytest.mark.parametrize("names", [True, False])
def test_the_note_names_no_council_where_the_round_names_none(
    client: Client, analyst: User, half: Round, names: bool
) -> None:
    Round.objects.update(names_councils=names)
    make_release(half)
    client.force_login(analyst)
    page = client.get("/manage/rounds/over/release/").text
    assert ("so name no council" in page) is not names


def test_the_page_takes_a_dozen_queries(
    client: Client, analyst: User, half: Round, django_assert_max_num_queries: Any
) -> None:
    make_release(half, stage="public")
    client.force_login(analyst)
    client.get("/manage/")
    with django_assert_max_num_queries(12):
        client.get("/manage/rounds/over/release/")


class TestFiguresThatMovedALot:
    """What they do is known once they are worked out: it is asked then, and nothing stays."""

    @pytest.fixture
    def moved(self, home: Council) -> Round:
        """From 2 of 4 to 3 of 4, 25 points; the typical council from 10 to 15 people."""
        councils = [home, *(make_council() for _ in range(3))]
        rounds = [make_round("earlier", reference_date=BEFORE, **METHOD), make_round(**METHOD)]
        before: dict[str, Question] = {}
        for round, yes, people in zip(rounds, (2, 3), (10, 15), strict=True):
            asked = {
                key: make_question(
                    round,
                    key,
                    type=type,
                    follows=before.get(key),
                    comparability="same" if before else "",
                )
                for key, type in (("likely", "yes_no"), ("people", "number"))
            }
            before = asked
            for number, council in enumerate(councils):
                said = "yes" if number < yes else "no"
                make_return(
                    round, council, answers={asked["likely"]: said, asked["people"]: people}
                )
            if round == rounds[0]:
                make_release(round, stage="public")
        return rounds[1]

    def test_a_share_by_20_points_is_asked_about(self, analyst: User, moved: Round) -> None:
        with pytest.raises(NotAcceptedError) as error:
            compile_knowing(round=moved, by=analyst, note="", leave_out=False, accepted=[])
        assert [doubt.words for doubt in error.value.doubts] == [SHARE_MOVED]
        assert not moved.releases.exists()

    def test_a_number_by_twice_as_much(self, analyst: User, moved: Round) -> None:
        put_right(Answer.objects.filter(question__round=moved, number=15), number=20)
        with pytest.raises(NotAcceptedError) as error:
            compile_knowing(round=moved, by=analyst, note="", leave_out=False, accepted=[])
        assert [doubt.words for doubt in error.value.doubts][1:] == [
            "“People”: 20 in the typical council in England, and 10 in the typical council in "
            "Earlier."
        ]

    def test_not_where_the_questions_are_not_comparable(self, analyst: User, moved: Round) -> None:
        moved.questions.update(comparability="options")
        compile_knowing(round=moved, by=analyst, note="", leave_out=False, accepted=[])
        assert moved.releases.exists()

    def test_on_the_page_it_is_asked_and_then_kept(
        self, client: Client, analyst: User, moved: Round
    ) -> None:
        client.force_login(analyst)
        page = client.post(f"/manage/rounds/{moved.slug}/release/", {})
        assert f'value="{SHARE_MOVED}"' in page.text
        assert "Accept each of these" in page.text
        client.post(f"/manage/rounds/{moved.slug}/release/", {"accepted": [SHARE_MOVED]})
        assert Acceptance.objects.get().words == SHARE_MOVED
