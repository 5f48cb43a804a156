"""The days between the first and the last of a round: in order, on the record, on one page."""

import datetime
import re
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from councils.models import Council, User
from ppf_site import words
from ppf_site.refused import Refused
from surveys.actions.rescheduling import MisplacedDays, reschedule, set_days
from surveys.actions.starting import copy_round
from surveys.following.rows import followed
from surveys.jobs import tell_opened
from surveys.models import Release, Rescheduling, Return, Round, RoundDay
from surveys.models.days import DayKind
from surveys.rounds.days import RoundDays
from surveys.rounds.exports import round_file, to_toml
from surveys.rounds.imports import BadRoundError, parse, save
from surveys.rounds.timetable import timetable_of
from tests.days import DAY, today
from tests.factories import add_day, make_open_round, make_question, make_release, make_return
from tests.reading import squeezed
from tests.surveys.returns.signing import forget_jobs, make_working_return, run_jobs

pytestmark = pytest.mark.django_db
WHY = "The holidays fall into the last week."


@pytest.fixture
def draft() -> Round:
    """From today for thirty days, of which the tenth before the last is due."""
    fields = {"opens_on": today(), "closes_on": today() + 30 * DAY}
    round = make_open_round("draft", is_draft=True, **fields)
    days = RoundDays.of(round)
    set_days(
        round=round,
        days=replace(
            days,
            due_on=today() + 20 * DAY,
            stops_new_on=today() + 10 * DAY,
            planned_release_on=today() + 60 * DAY,
            reminders=(today() + 9 * DAY, today() + 22 * DAY),
        ),
    )
    return Round.objects.get()


def in_days(*days: int) -> list[datetime.date]:
    return [today() + each * DAY for each in days]


class TestOrder:
    @pytest.mark.parametrize(
        ("field", "days"),
        [
            ("due_on", -1),
            ("due_on", 31),
            ("stops_new_on", -1),
            ("stops_new_on", 31),
            ("planned_release_on", 29),
            ("reminders", -1),
        ],
    )
    def test_a_day_out_of_order_is_refused_by_its_name(
        self, draft: Round, field: str, days: int
    ) -> None:
        day = today() + days * DAY
        wrong: Any = (day,) if field == "reminders" else day
        moved = replace(RoundDays.of(draft), **{field: wrong})
        with pytest.raises(MisplacedDays) as refused:
            set_days(round=draft, days=moved)
        assert [each.field for each in refused.value.problems] == [field]

    def test_a_last_day_before_the_one_that_is_described_is_refused(self, draft: Round) -> None:
        Round.objects.update(reference_date=draft.closes_on)
        draft.refresh_from_db()
        moved = replace(RoundDays.of(draft), closes_on=draft.closes_on - DAY)
        with pytest.raises(MisplacedDays) as refused:
            set_days(round=draft, days=moved)
        assert [each.field for each in refused.value.problems] == ["reference_date"]

    @pytest.mark.parametrize("moved", ["reference_date", "closes_on"])
    def test_the_database_has_no_round_that_describes_a_day_after_its_last(
        self, draft: Round, moved: str
    ) -> None:
        RoundDay.objects.all().delete()
        Round.objects.update(reference_date=draft.closes_on)
        day = draft.closes_on + (DAY if moved == "reference_date" else -DAY)
        with pytest.raises(IntegrityError, match="round_describes_no_later_day"):
            Round.objects.filter(pk=draft.pk).update(**{moved: day})

    @pytest.mark.parametrize(
        ("kind", "days"),
        [("due", -1), ("due", 31), ("stops_new", 31), ("release", 29), ("reminder", -1)],
    )
    def test_the_database_refuses_it_too(self, draft: Round, kind: str, days: int) -> None:
        RoundDay.objects.filter(kind=kind).delete()
        with pytest.raises(IntegrityError, match="stand in order"):
            RoundDay.objects.create(round=draft, kind=kind, day=today() + days * DAY)

    @pytest.mark.parametrize("moved", [{"opens_on": 10}, {"closes_on": 19}, {"closes_on": 61}])
    def test_the_database_moves_no_first_or_last_day_past_the_others(
        self, draft: Round, moved: dict[str, int]
    ) -> None:
        days = {name: today() + each * DAY for name, each in moved.items()}
        with pytest.raises(IntegrityError, match="stand in order"):
            Round.objects.update(**days)

    def test_all_of_them_move_at_once(self, draft: Round) -> None:
        days = RoundDays.of(draft)
        later = days.moved_to(days.opens_on + 90 * DAY, days.closes_on + 90 * DAY)
        set_days(round=draft, days=later)
        assert RoundDays.of(Round.objects.get()) == later
        assert later.due_on == today() + 110 * DAY

    def test_what_would_be_so_anyway_is_no_row(self, draft: Round) -> None:
        usual = replace(RoundDays.of(draft), due_on=draft.closes_on, stops_new_on=draft.closes_on)
        set_days(round=draft, days=replace(usual, reminders=tuple(in_days(23, 29, 31))))
        assert list(RoundDay.objects.values_list("kind", flat=True)) == ["release"]
        assert list(Round.objects.get().reminders) == in_days(23, 29, 31)

    def test_a_row_is_never_changed(self, draft: Round) -> None:
        with pytest.raises(DatabaseError, match="Cannot update"):
            RoundDay.objects.update(day=today())

    def test_a_draft_is_deleted_with_its_days(self, draft: Round) -> None:
        draft.delete()
        assert not RoundDay.objects.exists()


class TestAnOpenRound:
    @pytest.fixture
    def working(self, home: Council) -> Return:
        forget_jobs()
        return make_working_return(home)

    def move(self, return_of: Return, **days: Any) -> int:
        round = return_of.round
        return reschedule(round=round, days=replace(RoundDays.of(round), **days), reason=WHY)

    def test_changes_on_the_record_with_what_each_day_was(self, working: Return) -> None:
        due = working.round.closes_on - 2 * DAY
        self.move(working, due_on=due)
        self.move(working, due_on=None, reminders=(today(),))
        records = Rescheduling.objects.order_by("pk").values_list("days_before", "days_after")
        assert list(records) == [
            ({}, {"due": [due.isoformat()]}),
            ({"due": [due.isoformat()]}, {"reminder": [today().isoformat()]}),
        ]

    def test_the_letter_tells_each_day_that_moved(self, working: Return, contributor: User) -> None:
        closes = working.round.closes_on
        told = self.move(working, due_on=closes - DAY, planned_release_on=closes + 30 * DAY)
        assert told == 1
        run_jobs()
        body = squeezed(str(mail.outbox[0].body))
        assert f"due by the end of {words.day(closes - DAY)}" in mail.outbox[0].subject
        assert f"due by the end of {words.day(closes - DAY)}, not of {words.day(closes)}." in body
        assert f"Its release is planned for {words.day(closes + 30 * DAY)}." in body

    def test_nobody_is_told_of_reminders_alone(self, working: Return, contributor: User) -> None:
        assert self.move(working, reminders=(today(),)) == 0
        assert run_jobs() == []

    def test_nothing_is_moved_to_a_day_that_is_over(self, working: Return) -> None:
        for days in ({"due_on": today() - DAY}, {"reminders": (today() - DAY,)}):
            with pytest.raises(Refused, match=r"a day that is over|from today"):
                self.move(working, **days)

    def test_the_database_adds_and_removes_none_without_the_record(self, working: Return) -> None:
        self.move(working, due_on=today())
        for act in (
            RoundDay.objects.all().delete,
            lambda: RoundDay.objects.create(round=working.round, kind="reminder", day=today()),
        ):
            with (
                pytest.raises(IntegrityError, match="by the act that tells them"),
                transaction.atomic(),
            ):
                act()

    def test_the_timetable_has_them(self, draft: Round) -> None:
        told = [(each.on, re.split(r":| \(", each.what)[0]) for each in timetable_of(draft)]
        reminder = "Reminder to whoever has not signed"
        assert told == [
            (today(), "Opens to the councils that it asks"),
            (today() + 9 * DAY, reminder),
            (today() + 10 * DAY, "The last day to begin a return that nobody has begun"),
            (today() + 20 * DAY, "Due"),
            (today() + 22 * DAY, reminder),
            (today() + 30 * DAY, "The last day to answer, change and sign, to its end in London"),
            (today() + 60 * DAY, "Its release is planned"),
        ]


class TestWhoIsTold:
    @pytest.fixture
    def spring(self, home: Council) -> Round:
        """Open, due in a week, and planned to be released in sixty days."""
        forget_jobs()
        spring = make_working_return(home).round
        for kind, days in (("due", 7), ("stops_new", 3), ("release", 60)):
            add_day(spring, kind, today() + days * DAY)
        return spring

    def test_readers_are_told_of_the_planned_release(self, client: Client, spring: Round) -> None:
        page = squeezed(client.get(f"/rounds/{spring.slug}/").text)
        assert f"Planned for {words.day(today() + 60 * DAY)}" in page

    def test_the_letter_of_the_opening_has_them(self, spring: Round, contributor: User) -> None:
        tell_opened(spring, list(spring.returns.values_list("council", flat=True)))
        run_jobs()
        body = squeezed(str(mail.outbox[0].body))
        assert f"due by the end of {words.day(today() + 7 * DAY)}." in body
        assert f"Begin it by the end of {words.day(today() + 3 * DAY)}." in body
        assert f"signed until the end of {words.day(spring.closes_on)}." in body
        assert f"Its results are planned for {words.day(today() + 60 * DAY)}." in body

    def test_it_is_overdue_from_the_day_after_it_is_due(self, spring: Round, analyst: User) -> None:
        due = today() + 7 * DAY
        for days, is_overdue in ((0, False), (1, True)):
            with time_machine.travel(due + days * DAY):
                (row,) = followed(spring, analyst)
                assert row.is_overdue == is_overdue
                says = "Overdue since" if is_overdue else "Due"
                assert row.due_words == f"{says} {words.day(due)}"


class TestItsFile:
    def test_has_them_and_makes_them_again(self, draft: Round) -> None:
        text = to_toml(round_file(draft))
        assert f"due_on = {today() + 20 * DAY}" in text
        draft.delete()
        assert to_toml(round_file(save(parse(text)))) == text

    def test_moves_them_all(self, draft: Round) -> None:
        """As the file says, whatever the draft had."""
        file = round_file(draft)
        later = RoundDays.of(draft).moved_to(today() + 90 * DAY, today() + 120 * DAY)
        moved = file.round.model_copy(update=later.part)
        assert RoundDays.of(save(file.model_copy(update={"round": moved}))) == later

    def test_every_day_out_of_order_is_told(self, draft: Round) -> None:
        text = to_toml(round_file(draft)).replace(
            f"due_on = {today() + 20 * DAY}", f"due_on = {today() + 40 * DAY}"
        )
        with pytest.raises(BadRoundError, match=r"round\.due_on: Enter a day from"):
            save(parse(text))

    def test_a_copy_is_as_far_from_its_last_day(self, draft: Round) -> None:
        new = Round(
            slug="next",
            title="Next",
            short_title="Next",
            reference_date=today(),
            opens_on=today() + 365 * DAY,
            closes_on=today() + 380 * DAY,
        )
        days = RoundDays.of(copy_round(of=draft, new=new))
        assert (days.due_on, days.stops_new_on) == (today() + 370 * DAY, today() + 365 * DAY)
        assert days.planned_release_on == today() + 410 * DAY
        assert list(days.reminders) == in_days(365, 372)


def test_a_round_is_awaited_until_it_is_due_though_something_of_it_is_out() -> None:
    round = make_open_round()
    make_return(round, answers={make_question(round): 10})
    make_release(round, stage="public")
    add_day(round, DayKind.DUE, round.closes_on - 2 * DAY)

    def awaited(on: datetime.date) -> bool:
        with time_machine.travel(datetime.datetime.combine(on, datetime.time(12)), tick=False):
            return Round.objects.awaiting(Release.objects.all()).exists()

    assert awaited(round.closes_on - 2 * DAY)
    assert not awaited(round.closes_on - DAY)
    assert not awaited(round.closes_on + DAY)
