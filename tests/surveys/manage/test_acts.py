"""/manage/history/: who did what, in words, from the history that the database keeps."""

import datetime
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pghistory
import pghistory.models
import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from councils.actions import invite
from councils.models import Council, Role, User
from ppf_site import words
from ppf_site.acts.found import ActsAsked, rows_of
from ppf_site.acts.kinds import GROUPS, kinds
from ppf_site.acts.told import Act, acts_of
from surveys.actions.chasing import chase
from surveys.actions.querying import ask
from surveys.actions.rescheduling import reschedule
from surveys.following import sent_to
from surveys.following.rows import followed_return
from surveys.models import Answer, ChaserLetter, Question, Reminder, Return
from surveys.rounds.days import RoundDays
from tests.factories import add_day, make_role, move_days
from tests.reading import squeezed
from tests.surveys.returns.signing import forget_jobs, make_working_return, question_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def return_of(home: Council, contributor: User, signatory: User) -> Return:
    forget_jobs()
    return make_working_return(home)


def page(client: Client, by: User, **asked: str) -> str:
    client.force_login(by)
    answer = client.get(f"/manage/history/?{urlencode(asked)}")
    assert answer.status_code == 200
    return squeezed(answer.text)


def acts(*groups: str) -> list[Act]:
    return acts_of(rows_of(ActsAsked(groups or list(GROUPS)), 0, 200))


def test_every_history_is_told() -> None:
    histories = [each for each in apps.get_models() if issubclass(each, pghistory.models.Event)]
    tracked = {each.pgh_tracked_model._meta.label for each in histories}  # type: ignore[attr-defined]
    assert set(kinds) == tracked
    assert {kind.group for kind in kinds.values()} == set(GROUPS)


def slowly(asked: ActsAsked) -> list[tuple[datetime.datetime, int, str, str, dict[str, Any]]]:
    """Every event of each history read as a whole: who did it, where and when."""
    found: list[Any] = []
    for label, kind in kinds.items():
        for event in kind.events._default_manager.filter(**kind.only).select_related("pgh_context"):
            context = event.pgh_context.metadata if event.pgh_context else {}
            if kind.group in asked.groups and (
                asked.users is None or context.get("user") in asked.users
            ):
                now = {each.attname: getattr(event, each.attname) for each in kind.fields}
                found.append(
                    (event.pgh_created_at, event.pgh_id, label, context.get("url", ""), now)
                )
    return sorted(found, key=lambda each: (-each[0].timestamp(), -each[1], each[2]))


class TestFound:
    """Which they are is asked first, then what is told of them: a slow twin reads everything."""

    @pytest.fixture(autouse=True)
    def done(self, return_of: Return, administrator: User, analyst: User) -> None:
        for person in (administrator, analyst):
            with pghistory.context(user=person.pk, url=f"/of/{person.pk}/"):
                Council.objects.update(note=f"By {person.pk}")
                Question.objects.update(short_text=f"By {person.pk}")
                Answer.objects.update(note=f"By {person.pk}")

    @pytest.mark.parametrize("start", [0, 2])
    @pytest.mark.parametrize("of_one", [False, True])
    def test_the_rows_are_those_of_the_slow_twin(
        self, analyst: User, start: int, of_one: bool
    ) -> None:
        asked = ActsAsked(list(GROUPS), users=[analyst.pk] if of_one else None)
        expected = slowly(asked)
        assert len(expected) > 2
        found = rows_of(asked, start, 50)
        names = [(row.at, row.kind.model._meta.label, row.page) for row in found]
        assert (
            names == [(at, label, page) for at, _, label, page, _ in expected][start : start + 50]
        )
        for row, (*_, now) in zip(found, expected[start:], strict=False):
            assert [row.now[key] for key in ("id", "note") if key in row.now] == [
                now[key] for key in ("id", "note") if key in row.now
            ]

    def test_nobody_has_done_nothing_and_it_is_not_looked_for(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(0):
            assert rows_of(ActsAsked(list(GROUPS), users=[]), 0, 50) == []


class TestWords:
    def test_an_answer_is_told_with_what_it_was(self, return_of: Return, analyst: User) -> None:
        answer = Answer.objects.get(return_of=return_of, question=question_of(return_of))
        answer.number, answer.updated_by = 12, analyst
        answer.save()
        name = question_of(return_of).short_text
        told = f"Changed the answer to “{name}” in {return_of.council}’s"
        # All of a test is one moment: what of it is newest is not told.
        [newest] = [act for act in acts("returns") if act.what.startswith(told)]
        assert newest.changes == [("Answer", "10 people", "12 people")]
        assert newest.who == str(analyst)

    def test_a_letter_to_councils_is_told_with_its_words(
        self, return_of: Return, analyst: User
    ) -> None:
        row = followed_return(return_of.pk, analyst)
        assert row
        chase(round=return_of.round, rows=[row], by=analyst, subject="It is due", body="Dear all")
        [act] = [act for act in acts("returns") if act.what.startswith("Wrote")]
        assert act.what == f"Wrote to councils about their returns to {return_of.round}"
        assert (act.who, act.changes) == (
            str(analyst),
            [("Subject", "", "It is due"), ("Letter", "", "Dear all")],
        )

    def test_why_days_were_moved_is_told(self, return_of: Return, analyst: User) -> None:
        days = RoundDays.of(return_of.round)
        later = replace(days, closes_on=days.closes_on + datetime.timedelta(days=7))
        reschedule(round=return_of.round, days=later, reason="Snow.", by=analyst)
        [act] = [act for act in acts("rounds") if act.what.startswith("Moved")]
        assert act.what == f"Moved the days of {return_of.round}"
        assert (act.who, act.changes) == (str(analyst), [("Why", "", "Snow.")])

    def test_a_step_has_its_own_word(self, return_of: Return, signatory: User) -> None:
        return_of.state, return_of.signed_at = Return.State.SIGNED, timezone.now()
        return_of.signed_by = signatory
        return_of.save()
        assert f"Signed {return_of.council}’s return to {return_of.round}" in [
            act.what for act in acts("returns")
        ]

    def test_what_is_gone_is_told_too(self, home: Council, analyst: User) -> None:
        role = make_role(analyst, Role.Kind.CONTRIBUTOR, council=home)
        role.delete()
        [gone] = [act.what for act in acts("people") if act.what.startswith("Removed the role of")]
        assert home.name in gone

    def test_who_accepts_an_invitation_is_told_with_whose_it_was(
        self, home: Council, administrator: User
    ) -> None:
        made = invite(council=home, kind="contributor", email="new@example.org", by=administrator)
        fields = {"name": "Sam Okoro", "password": "a long pass phrase of Sam"}
        Client().post(f"/invitations/{made.new_token()}/", fields)
        told = {act.what: act.who for act in acts("people")}
        accepted = f"Accepted an invitation of new@example.org by {administrator}: Contributor"
        assert told[accepted] == "Sam Okoro"

    def test_a_moment_that_reads_as_before_is_no_change(self, contributor: User) -> None:
        minute = datetime.datetime(2030, 1, 1, 8, 15, tzinfo=datetime.UTC)
        for second in (1, 2):
            contributor.email_verified_at = minute + datetime.timedelta(seconds=second)
            contributor.save()
        changes = [change for act in acts("people") for change in act.changes]
        assert sum(name == "E-mail verified" for name, *_ in changes) == 1

    def test_values_are_in_words(self, return_of: Return) -> None:
        round = return_of.round
        before = round.closes_on
        move_days(round, closes_on=before + datetime.timedelta(days=1))
        [change] = [change for act in acts("rounds") for change in act.changes]
        assert change == ("Closes on", words.day(before), words.day(round.closes_on))

    def test_a_day_that_came_or_went_is_said_with_its_date(self, return_of: Return) -> None:
        round = return_of.round
        add_day(round, "due", round.closes_on)
        said = f"Added “Due” on {words.day(round.closes_on)} of {round}"
        assert said in [act.what for act in acts("rounds")]


class TestThePage:
    def test_a_person_is_found_by_what_they_did(
        self, client: Client, administrator: User, home: Council
    ) -> None:
        with pghistory.context(user=administrator.pk, url="/admin/"):
            Council.objects.filter(pk=home.pk).update(note="A new note")
        body = page(client, administrator, person=administrator.email)
        assert f"Changed {home.name}" in body
        assert "A new note" in body
        assert "Changed" not in page(client, administrator, person="nobody at all")

    def test_letters_and_reminders_to_a_person_are_found_by_their_name(
        self, client: Client, analyst: User, contributor: User, return_of: Return
    ) -> None:
        row = followed_return(return_of.pk, analyst)
        assert row
        chase(round=return_of.round, rows=[row], by=analyst, subject="It is due", body="Dear all")
        assert 'id="sent"' not in page(client, analyst, person=contributor.email)
        now = timezone.now()
        ChaserLetter.objects.update(sent_at=now)
        last = return_of.last_day
        Reminder.objects.create(
            return_of=return_of, due_on=last, planned_on=last, kind="before", sent_at=now
        )
        told = page(client, analyst, person=contributor.email)
        assert f"to {contributor}: <a" in told
        assert f"“It is due”, about {return_of.council}’s return to {return_of.round}" in told
        assert "A reminder (" in told
        kinds = "Letters to whoever is awaited, receipts, hand-overs, queries and reminders"
        assert f"{kinds} to people of that name" in told
        assert "The newest" not in told
        assert 'id="sent"' not in page(client, analyst, person=analyst.email)
        assert 'id="sent"' not in page(client, analyst)

    def test_only_the_newest_are_told_and_that_there_are_older_ones(
        self, client: Client, administrator: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for kind in ("observer", "analyst"):
            invite(by=administrator, email=administrator.email, kind=kind)
        assert "The newest" not in page(client, administrator, person=administrator.email)
        monkeypatch.setattr(sent_to, "MOST", 1)
        told = page(client, administrator, person=administrator.email)
        assert "The newest 1 are here" in told
        assert told.count("An invitation: ") == 1

    def test_an_invitation_is_found_by_whom_it_went_to_and_told_to_who_may_know(
        self,
        client: Client,
        analyst: User,
        administrator: User,
        return_of: Return,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        invite(council=return_of.council, by=administrator, email=analyst.email, kind="signatory")
        client.force_login(administrator)
        with django_assert_max_num_queries(12):
            told = client.get(f"/manage/history/?person={analyst.email}").text
        assert "An invitation: " in told
        assert "notices of roles to people of that name" in told
        assert "An invitation: " not in page(client, analyst, person=analyst.email)

    def test_an_analyst_reads_of_rounds_alone(
        self, client: Client, analyst: User, administrator: User, return_of: Return
    ) -> None:
        assert "Added the role of" in page(client, administrator)
        body = page(client, analyst)
        assert return_of.council.name in body
        assert "Added the role of" not in body
        assert "Added the role of" not in page(client, analyst, what="people")

    def test_a_directors_own_question_stays_in_the_council(
        self, client: Client, administrator: User, signatory: User, return_of: Return
    ) -> None:
        question = question_of(return_of)
        ask(return_of=return_of, question=question, by=signatory, text="Sure?", inside=True)
        assert "query about" not in page(client, administrator)

    def test_days_narrow_it_and_a_wrong_one_is_told(
        self, client: Client, analyst: User, return_of: Return
    ) -> None:
        assert "Nothing is kept of that" in page(client, analyst, until="1 March 2020")
        assert "Nothing is kept of that" not in page(client, analyst, since="1 March 2020")
        assert "Enter a date with day, month and year" in page(client, analyst, since="soon")

    def test_a_council_narrows_it(
        self, client: Client, analyst: User, return_of: Return, elsewhere: Council
    ) -> None:
        assert "Nothing is kept of that" in page(client, analyst, council=elsewhere.slug)
        named = page(client, analyst, council=return_of.council.slug)
        assert f"Who did what at {return_of.council.name}" in named

    def test_it_is_a_file_as_well(self, client: Client, analyst: User, return_of: Return) -> None:
        body = page(client, analyst, download="csv", what="returns")
        assert body.count("10 people") >= 1

    @pytest.mark.parametrize("what", ["", *GROUPS])
    def test_it_takes_few_queries(
        self,
        client: Client,
        administrator: User,
        return_of: Return,
        what: str,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        Question.objects.filter(round=return_of.round).update(short_text="Another")
        client.force_login(administrator)
        with django_assert_max_num_queries(12):
            client.get(f"/manage/history/?what={what}")
