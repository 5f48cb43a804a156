"""The page of a round's days: set and moved, with reminders added and removed."""

import pytest
from django.test import Client

from councils.models import User
from surveys.models import Round
from surveys.rounds.days import RoundDays
from tests.days import DAY, today
from tests.reading import squeezed
from tests.surveys.rounds.test_days import draft, in_days

pytestmark = pytest.mark.django_db
__all__ = ["draft"]


class TestThePage:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client: Client, analyst: User) -> None:
        client.force_login(analyst)

    def typed(self, **days: str) -> dict[str, str]:
        first_and_last = {"opens_on": f"{today()}", "closes_on": f"{today() + 30 * DAY}"}
        return {"do": "save", "reminds": "usual", **first_and_last, **days}

    def send(self, client: Client, **days: str) -> str:
        address = "/manage/rounds/draft/dates/"
        return squeezed(client.post(address, self.typed(**days), follow=True).text)

    def test_a_drafts_days_are_set_without_a_reason(self, client: Client, draft: Round) -> None:
        page = squeezed(client.get("/manage/rounds/draft/dates/").text)
        assert 'name="reason"' not in page
        assert "nobody has been told of its days" in page
        assert "Saved." in self.send(client, due_on=f"{today() + 3 * DAY}")
        found = RoundDays.of(Round.objects.get())
        assert (found.due_on, found.stops_new_on, found.reminders) == (today() + 3 * DAY, None, ())

    def test_reminders_have_days_of_their_own(self, client: Client, draft: Round) -> None:
        own = {"reminder-0": f"{today() + 5 * DAY}", "reminder-1": "", "reminder-2": f"{today()}"}
        self.send(client, reminds="own", **own)
        assert list(Round.objects.get().reminders) == in_days(0, 5)

    def test_a_wrong_day_is_told_beside_its_field_and_linked(
        self, client: Client, draft: Round
    ) -> None:
        early = f"{today() - DAY}"
        own = {"reminder-0": early, "reminder-1": f"{today()}"}
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
        page = self.send(client, **{"reminder-0": f"{today() + DAY}"})
        assert 'href="#id_reminds_0"' in page
        assert "choose “On days of its own”" in page
        page = self.send(client, reminds="own", **{"reminder-0": ""})
        assert "Enter the day of a reminder" in page
