"""Checks are added by their kinds, each asked for only what it needs."""

import datetime
from typing import Any

import pytest
from django.test import Client

from surveys.building.check_form import CheckBuilder
from surveys.building.pickers import QuestionPicker
from surveys.models import Check, Question, Round
from tests.factories import make_question, make_rate, make_round, make_section
from tests.reading import squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(draft: Round) -> Round:
    """Counts that follow an earlier round's, a rate of them, a forecast and a day."""
    before = make_round("before")
    first = make_section(draft, "first")
    people = draft.questions.get(key="people")
    Question.objects.filter(pk=people.pk).update(
        follows=make_question(before, "people"), comparability="same"
    )
    people.refresh_from_db()
    users = make_question(
        draft,
        "users",
        section=first,
        follows=make_question(before, "users"),
        comparability="wording",
    )
    make_question(draft, "others", section=first)
    make_question(draft, "day", type="date", section=first)
    make_rate(people, users, section=first)
    return draft


def send(client: Client, key: str, kind: str, **fields: Any) -> str:
    address = f"/manage/rounds/spring/questions/{key}/checks/?kind={kind}"
    return squeezed(client.post(address, fields, follow=True).text)


def pk(round: Round, key: str) -> int:
    return round.questions.get(key=key).pk


class TestPartOfAWhole:
    """Beds are no part of homes."""

    @pytest.fixture
    def counted(self, draft: Round) -> Round:
        first = make_section(draft, "first")
        for key, unit in (("beds", "beds"), ("all-beds", "Beds"), ("homes", "homes")):
            make_question(draft, key, unit=unit, section=first)
        make_question(draft, "anything", section=first)
        make_question(draft, "share", type="percentage", section=first)
        return draft

    def wholes(self, runner: Client, round: Round) -> set[str]:
        address = "/manage/rounds/spring/questions/beds/checks/?kind=part"
        page = runner.get(address).text
        return {
            key
            for key in ("all-beds", "homes", "anything", "share")
            if f'<option value="{pk(round, key)}"' in page
        }

    def test_only_what_is_counted_in_the_same_unit_or_in_none_is_offered(
        self, runner: Client, counted: Round
    ) -> None:
        assert self.wholes(runner, counted) == {"all-beds", "anything"}

    def test_another_unit_is_refused(self, runner: Client, counted: Round) -> None:
        send(runner, "beds", "part", others=pk(counted, "homes"), severity="hard")
        assert not counted.checks.exists()

    def test_the_same_unit_is_taken(self, runner: Client, counted: Round) -> None:
        send(runner, "beds", "part", others=pk(counted, "all-beds"), severity="hard")
        assert counted.checks.get().others.get().key == "all-beds"


class TestAdding:
    def test_only_the_kinds_that_fit_are_offered(self, runner: Client, asked: Round) -> None:
        def kinds(key: str) -> list[str]:
            page = runner.get(f"/manage/rounds/spring/questions/{key}/checks/").text
            return [kind for kind in Check.Kind.values if f"?kind={kind}" in page]

        assert kinds("people") == ["part", "sum", "range", "change", "peers"]
        assert kinds("likely") == ["pace"]
        assert kinds("day") == ["past"]
        assert kinds("words") == []

    def test_each_asks_only_for_what_it_needs(self, runner: Client, asked: Round) -> None:
        page = runner.get("/manage/rounds/spring/questions/people/checks/?kind=range").text
        assert 'name="minimum"' in page
        assert 'name="others"' not in page
        page = runner.get("/manage/rounds/spring/questions/people/checks/?kind=change").text
        assert 'name="percent"' in page
        assert 'name="severity"' not in page

    def test_a_part_of_a_whole(self, runner: Client, asked: Round) -> None:
        send(runner, "people", "part", severity="hard", others=pk(asked, "users"))
        page = squeezed(runner.get("/manage/rounds/spring/questions/people/checks/").text)
        assert "Not more than “Users”. It must be put right." in page
        check = Check.objects.get()
        assert (check.key, check.severity) == ("people-part", "hard")
        assert [each.key for each in check.others.all()] == ["users"]

    def test_a_sum(self, runner: Client, asked: Round) -> None:
        parts = [pk(asked, "users"), pk(asked, "others")]
        page = send(runner, "people", "sum", severity="hard", others=parts)
        assert "Equal to “Users” and “Others” together." in page

    def test_a_range(self, runner: Client, asked: Round) -> None:
        assert "From 0 to 500." in send(
            runner, "people", "range", severity="soft", minimum="0", maximum="500"
        )

    def test_a_change(self, runner: Client, asked: Round) -> None:
        assert "above a change of 50%" in send(runner, "people", "change", percent="50")
        assert Check.objects.get().severity == "soft"

    def test_similar_councils(self, runner: Client, asked: Round) -> None:
        send(runner, "people", "peers")
        assert Check.objects.get().kind == "peers"

    def test_a_pace(self, runner: Client, asked: Round) -> None:
        fields = {"percent": "30", "due_on": "1 April 2030", "others": pk(asked, "rate")}
        assert "far off the pace to 30% by 1 April 2030" in send(runner, "likely", "pace", **fields)
        assert Check.objects.get().due_on == datetime.date(2030, 4, 1)

    def test_a_day_that_has_passed(self, runner: Client, asked: Round) -> None:
        assert "Not after today." in send(runner, "day", "past", severity="hard")

    @pytest.mark.parametrize(
        ("what", "fields", "message"),
        [
            ("people part", {"severity": "hard"}, "Choose the whole that it is a part of."),
            ("people range", {"severity": "hard"}, "Enter the lowest number"),
            ("people range", {"minimum": "1"}, "Choose one under “When it speaks up”."),
            ("likely pace", {"percent": "300"}, "Enter the target, from 1 to 100 per cent."),
            ("others change", {"percent": "50"}, "needs an earlier round’s question"),
        ],
    )
    def test_what_it_lacks_is_told_beside_its_field(
        self, runner: Client, asked: Round, what: str, fields: Any, message: str
    ) -> None:
        key, kind = what.split()
        page = send(runner, key, kind, **fields)
        assert "There is a problem" in page
        assert message in page
        assert not Check.objects.exists()

    def test_a_change_of_what_follows_nothing_says_so_first(
        self, runner: Client, asked: Round
    ) -> None:
        page = runner.get("/manage/rounds/spring/questions/others/checks/?kind=change").text
        assert "Say first which question of an earlier round it follows" in page
        assert 'name="percent"' not in page


class TestWhatNobodyCouldSign:
    def add(self, runner: Client, about: str, kind: str, **fields: Any) -> str:
        address = f"/manage/rounds/spring/questions/{about}/checks/?kind={kind}"
        page = runner.post(address, {"severity": "hard", **fields}, follow=True)
        return squeezed(page.text)

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"minimum": "20"}, "By those “People” is at most 10."),
            ({"minimum": "10"}, ""),
            ({"minimum": "20", "severity": "soft"}, ""),
            ({"maximum": "-1"}, "An answer is 0 or more, never below."),
            ({"minimum": "1.2", "maximum": "1.8"}, "No whole number lies between the two."),
        ],
    )
    def test_a_range_beside_another_that_allows_none_of_it(
        self, runner: Client, asked: Round, fields: Any, message: str
    ) -> None:
        self.add(runner, "people", "range", maximum="10")
        page = self.add(runner, "people", "range", key="second", **fields)
        assert message in page
        assert Check.objects.filter(key="second").exists() is (not message)

    def test_a_percentage_above_a_hundred(self, runner: Client, asked: Round) -> None:
        make_question(asked, "share", type="percentage", section=make_section(asked, "first"))
        page = self.add(runner, "share", "range", minimum="120")
        assert "A percentage is 100 at most, never 120." in page

    def test_a_part_that_is_more_than_its_whole_may_be(self, runner: Client, asked: Round) -> None:
        self.add(runner, "people", "range", minimum="20")
        self.add(runner, "users", "range", maximum="10")
        page = self.add(runner, "people", "part", others=pk(asked, "users"))
        assert "By those “People” is at least 20 and “Users” is at most 10." in page
        parts = [pk(asked, "people"), pk(asked, "others")]
        page = self.add(runner, "users", "sum", others=parts)
        assert "could sign only with “not known”" in page

    def test_a_whole_that_is_a_part_of_its_own_part(self, runner: Client, asked: Round) -> None:
        self.add(runner, "people", "part", others=pk(asked, "users"))
        self.add(runner, "users", "part", others=pk(asked, "others"))
        page = self.add(runner, "others", "part", others=pk(asked, "people"))
        assert "By another check “People” is itself a part of “Others”." in page

    def test_a_check_is_not_held_against_itself(self, runner: Client, asked: Round) -> None:
        self.add(runner, "people", "range", maximum="10")
        address = "/manage/rounds/spring/checks/people-range/"
        runner.post(address, {"severity": "hard", "minimum": "20"})
        assert Check.objects.get().minimum == 20


class TestChanging:
    ADDRESS = "/manage/rounds/spring/checks/people-range/"

    @pytest.fixture
    def there(self, runner: Client, asked: Round) -> Check:
        send(runner, "people", "range", severity="soft", minimum="5")
        return Check.objects.get()

    def test_it_is_changed(self, runner: Client, there: Check) -> None:
        assert 'value="5' in runner.get(self.ADDRESS).text
        runner.post(self.ADDRESS, {"severity": "hard", "maximum": "9", "key": "few"})
        there.refresh_from_db()
        assert (there.key, there.minimum, there.severity) == ("few", None, "hard")
        assert there.maximum == 9

    def test_it_is_removed(self, runner: Client, there: Check) -> None:
        runner.post(self.ADDRESS, {"do": "remove"})
        assert not Check.objects.exists()


def test_a_pace_says_what_its_rate_needs_before_anything_is_saved(
    runner: Client, asked: Round
) -> None:
    people, others = asked.questions.get(key="people"), asked.questions.get(key="others")
    lost = make_rate(people, others, "lost", section=make_section(asked, "first"))
    page = squeezed(runner.get("/manage/rounds/spring/questions/likely/checks/?kind=pace").text)
    assert "each of which follows a question of an earlier round" in page
    assert "“Lost” cannot be chosen: “Others” follows no question of an earlier round" in page
    assert f'value="{lost.pk}"' not in page


def test_a_rate_that_is_chosen_is_offered_and_not_told_apart(asked: Round) -> None:
    likely, people = asked.questions.get(key="likely"), asked.questions.get(key="people")
    section = make_section(asked, "first")
    held, other = [
        make_rate(people, asked.questions.get(key="others"), key, section=section)
        for key in ("held", "other")
    ]
    Question.objects.filter(pk__in=[held.pk, other.pk]).update(short_text="Lost")
    check = Check.objects.create(round=asked, question=likely, kind="pace", key="pace", percent=30)
    check.others.add(held)
    form = CheckBuilder(kind="pace", question=likely, others=asked.questions.all(), check=check)
    picker = form.fields["others"]
    assert isinstance(picker, QuestionPicker)
    assert f'value="{held.pk}"' in str(form) and f'value="{other.pk}"' not in str(form)
    assert picker.help_text.count("“Lost” cannot be chosen") == 1


def test_a_kind_that_lacks_something_says_so_where_it_is_offered(
    runner: Client, asked: Round
) -> None:
    page = squeezed(runner.get("/manage/rounds/spring/questions/others/checks/").text)
    assert page.count("Say first which question of an earlier round it follows") == 2
