"""The days between the first and the last of a round: in order, on the record, on one page."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from councils.models import Council, User
from ppf_site import words
from ppf_site.refused import Refused
from surveys.actions.rescheduling import MisplacedDays, reschedule, set_days
from surveys.actions.starting import copy_round
from surveys.models import Rescheduling, Return, Round, RoundDay
from surveys.rounds.days import RoundDays
from surveys.rounds.exports import round_file, to_toml
from surveys.rounds.imports import BadRoundError, parse, save
from surveys.rounds.timetable import timetable_of
from tests.factories import make_open_round
from tests.reading import squeezed
from tests.surveys.returns.signing import forget_jobs, make_working_return, run_jobs

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
TODAY = timezone.localdate()
WHY = "The holidays fall into the last week."


@pytest.fixture
def draft() -> Round:
    """From today for thirty days, of which the tenth before the last is due."""
    fields = {"opens_on": TODAY, "closes_on": TODAY + 30 * DAY}
    round = make_open_round("draft", is_draft=True, **fields)
    days = RoundDays.of(round)
    set_days(
        round=round,
        days=replace(
            days,
            due_on=TODAY + 20 * DAY,
            stops_new_on=TODAY + 10 * DAY,
            planned_release_on=TODAY + 60 * DAY,
            reminders=(TODAY + 9 * DAY, TODAY + 22 * DAY),
        ),
    )
    return Round.objects.get()


def in_days(*days: int) -> list[datetime.date]:
    return [TODAY + each * DAY for each in days]


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
            ("reference_date", 31),
        ],
    )
    def test_a_day_out_of_order_is_refused_by_its_name(
        self, draft: Round, field: str, days: int
    ) -> None:
        day = TODAY + days * DAY
        if field == "reference_date":
            Round.objects.update(reference_date=day)
            moved = replace(RoundDays.of(draft), due_on=TODAY)
        else:
            wrong: Any = (day,) if field == "reminders" else day
            moved = replace(RoundDays.of(draft), **{field: wrong})
        with pytest.raises(MisplacedDays) as refused:
            set_days(round=draft, days=moved)
        assert [each.field for each in refused.value.problems] == [field]

    @pytest.mark.parametrize(
        ("kind", "days"),
        [("due", -1), ("due", 31), ("stops_new", 31), ("release", 29), ("reminder", -1)],
    )
    def test_the_database_refuses_it_too(self, draft: Round, kind: str, days: int) -> None:
        RoundDay.objects.filter(kind=kind).delete()
        with pytest.raises(IntegrityError, match="stand in order"):
            RoundDay.objects.create(round=draft, kind=kind, day=TODAY + days * DAY)

    @pytest.mark.parametrize("moved", [{"opens_on": 10}, {"closes_on": 19}, {"closes_on": 61}])
    def test_the_database_moves_no_first_or_last_day_past_the_others(
        self, draft: Round, moved: dict[str, int]
    ) -> None:
        days = {name: TODAY + each * DAY for name, each in moved.items()}
        with pytest.raises(IntegrityError, match="stand in order"):
            Round.objects.update(**days)

    def test_all_of_them_move_at_once(self, draft: Round) -> None:
        days = RoundDays.of(draft)
        later = days.moved_to(days.opens_on + 90 * DAY, days.closes_on + 90 * DAY)
        set_days(round=draft, days=later)
        assert RoundDays.of(Round.objects.get()) == later
        assert later.due_on == TODAY + 110 * DAY

    def test_what_would_be_so_anyway_is_no_row(self, draft: Round) -> None:
        usual = replace(RoundDays.of(draft), due_on=draft.closes_on, stops_new_on=draft.closes_on)
        set_days(round=draft, days=replace(usual, reminders=tuple(in_days(23, 29, 31))))
        assert list(RoundDay.objects.values_list("kind", flat=True)) == ["release"]
        assert list(Round.objects.get().reminders) == in_days(23, 29, 31)

    def test_a_row_is_never_changed(self, draft: Round) -> None:
        with pytest.raises(DatabaseError, match="Cannot update"):
            RoundDay.objects.update(day=TODAY)

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
        self.move(working, due_on=None, reminders=(TODAY,))
        records = Rescheduling.objects.order_by("pk").values_list("days_before", "days_after")
        assert list(records) == [
            ({}, {"due": [due.isoformat()]}),
            ({"due": [due.isoformat()]}, {"reminder": [TODAY.isoformat()]}),
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
        assert self.move(working, reminders=(TODAY,)) == 0
        assert run_jobs() == []

    def test_nothing_is_moved_to_a_day_that_is_over(self, working: Return) -> None:
        for days in ({"due_on": TODAY - DAY}, {"reminders": (TODAY - DAY,)}):
            with pytest.raises(Refused, match=r"a day that is over|from today"):
                self.move(working, **days)

    def test_the_database_adds_and_removes_none_without_the_record(self, working: Return) -> None:
        self.move(working, due_on=TODAY)
        for act in (
            RoundDay.objects.all().delete,
            lambda: RoundDay.objects.create(round=working.round, kind="reminder", day=TODAY),
        ):
            with (
                pytest.raises(IntegrityError, match="by the act that tells them"),
                transaction.atomic(),
            ):
                act()

    def test_the_timetable_has_them(self, draft: Round) -> None:
        told = [(each.on, each.what.partition(":")[0]) for each in timetable_of(draft)]
        reminder = "Reminder to whoever has not signed"
        assert told == [
            (TODAY, "Opens to the councils that it asks"),
            (TODAY + 9 * DAY, reminder),
            (TODAY + 10 * DAY, "The last day to begin a return that nobody has begun"),
            (TODAY + 20 * DAY, "Due"),
            (TODAY + 22 * DAY, reminder),
            (TODAY + 30 * DAY, "The last day to answer, change and sign, to its end in London"),
            (TODAY + 60 * DAY, "Its release is planned"),
        ]


class TestItsFile:
    def test_has_them_and_makes_them_again(self, draft: Round) -> None:
        text = to_toml(round_file(draft))
        assert f"due_on = {TODAY + 20 * DAY}" in text
        draft.delete()
        assert to_toml(round_file(save(parse(text)))) == text

    def test_moves_them_all(self, draft: Round) -> None:
        """As the file says, whatever the draft had."""
        file = round_file(draft)
        later = RoundDays.of(draft).moved_to(TODAY + 90 * DAY, TODAY + 120 * DAY)
        moved = file.round.model_copy(update=later.part)
        assert RoundDays.of(save(file.model_copy(update={"round": moved}))) == later

    def test_every_day_out_of_order_is_told(self, draft: Round) -> None:
        text = to_toml(round_file(draft)).replace(
            f"due_on = {TODAY + 20 * DAY}", f"due_on = {TODAY + 40 * DAY}"
        )
        with pytest.raises(BadRoundError, match=r"round\.due_on: Enter a day from"):
            save(parse(text))

    def test_a_copy_is_as_far_from_its_last_day(self, draft: Round) -> None:
        new = Round(
            slug="next",
            title="Next",
            short_title="Next",
            reference_date=TODAY,
            opens_on=TODAY + 365 * DAY,
            closes_on=TODAY + 380 * DAY,
        )
        days = RoundDays.of(copy_round(of=draft, new=new))
        assert (days.due_on, days.stops_new_on) == (TODAY + 370 * DAY, TODAY + 365 * DAY)
        assert days.planned_release_on == TODAY + 410 * DAY
        assert list(days.reminders) == in_days(365, 372)


class TestThePage:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client: Client, analyst: User) -> None:
        client.force_login(analyst)

    def typed(self, **days: str) -> dict[str, str]:
        first_and_last = {"opens_on": f"{TODAY}", "closes_on": f"{TODAY + 30 * DAY}"}
        return {"do": "save", "reminds": "usual", **first_and_last, **days}

    def send(self, client: Client, **days: str) -> str:
        address = "/manage/rounds/draft/dates/"
        return squeezed(client.post(address, self.typed(**days), follow=True).text)

    def test_a_drafts_days_are_set_without_a_reason(self, client: Client, draft: Round) -> None:
        page = squeezed(client.get("/manage/rounds/draft/dates/").text)
        assert 'name="reason"' not in page
        assert "nobody has been told of its days" in page
        assert "Saved." in self.send(client, due_on=f"{TODAY + 3 * DAY}")
        found = RoundDays.of(Round.objects.get())
        assert (found.due_on, found.stops_new_on, found.reminders) == (TODAY + 3 * DAY, None, ())

    def test_reminders_have_days_of_their_own(self, client: Client, draft: Round) -> None:
        own = {"reminder-0": f"{TODAY + 5 * DAY}", "reminder-1": "", "reminder-2": f"{TODAY}"}
        self.send(client, reminds="own", **own)
        assert list(Round.objects.get().reminders) == in_days(0, 5)

    def test_a_wrong_day_is_told_beside_its_field_and_linked(
        self, client: Client, draft: Round
    ) -> None:
        early = f"{TODAY - DAY}"
        own = {"reminder-0": early, "reminder-1": f"{TODAY}"}
        page = self.send(client, due_on=early, reminds="own", **own)
        for name in ("due_on", "reminder-0"):
            assert f'href="#id_{name}"' in page
            assert f'id="id_{name}_error"' in page
        assert f'value="{early}"' in page
        assert RoundDays.of(Round.objects.get()) == RoundDays.of(draft)

    def test_a_reminder_is_added_and_removed_without_anything_being_saved(
        self, client: Client, draft: Round
    ) -> None:
        typed = {"due_on": "soon", "reminder-0": "1/2/2027", "reminder-1": "3/2/2027"}
        page = self.send(client, do="add", **typed)
        assert 'name="reminder-2"' in page
        assert 'value="soon"' in page
        assert "There is a problem" not in page
        page = self.send(client, do="remove-reminder-0", **typed)
        assert 'name="reminder-1"' not in page
        assert 'value="3/2/2027"' in page
        assert RoundDays.of(Round.objects.get()) == RoundDays.of(draft)

    def test_no_day_that_was_typed_is_passed_over(self, client: Client, draft: Round) -> None:
        self.send(client)
        page = self.send(client, **{"reminder-0": f"{TODAY + DAY}"})
        assert 'href="#id_reminds_0"' in page
        assert "choose “On days of its own”" in page
        page = self.send(client, reminds="own", **{"reminder-0": ""})
        assert "Enter the day of a reminder" in page
