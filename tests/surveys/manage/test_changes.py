"""What a correction changes at /manage/: every figure before and after, before it is compiled."""

import csv
import datetime
import io
from decimal import Decimal

import pgtrigger
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councils.models import User
from surveys.actions.narrowing import narrow
from surveys.actions.releasing import move_on
from surveys.models import Answer, CorrectionPreview, Figure, Release, Round
from surveys.releases.changed import changes_between, compared_with
from surveys.releases.shown import read
from surveys.releases.tables import numbered
from tests.factories import (
    make_council,
    make_question,
    make_rate,
    make_region,
    make_release,
    make_return,
    make_round,
    put_right,
)
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
PAGE = "/manage/rounds/spring/release/"


@pytest.fixture
def first(db: None) -> Release:
    """A public release: two of three councils are likely, and they have 60 staff."""
    round = make_round("spring")
    staff = make_question(round, "staff", unit="people")
    likely = make_question(round, "likely", type="yes_no")
    region = make_region("North East")
    for number, said in ((10, "no"), (20, "yes"), (30, "yes")):
        make_return(round, make_council(region=region), answers={staff: number, likely: said})
    return make_release(round, stage="public")


@pytest.fixture
def runs(client: Client, analyst: User) -> Client:
    client.force_login(analyst)
    return client


def correct(number: int = 90) -> None:
    """The council with 30 staff, and a yes, comes to have so many and a no."""
    answers = Answer.objects.filter(return_of__answers__number=30)
    put_right(answers.filter(question__key="likely"), choices=["no"])
    put_right(Answer.objects.filter(number=30), number=number)


def tried(runs: Client, slug: str = "spring") -> str:
    """The page, once it is worked out for it."""
    address = f"/manage/rounds/{slug}/release/changes/"
    return squeezed(runs.post(address, follow=True).text)


def told(page: str) -> list[list[str]]:
    rows = page.partition("<tbody")[2].partition("</tbody>")[0].split("<tr")[1:]
    return [[cell.strip() for cell in squeezed(row).split("<")] for row in rows]


class TestBeforeItIsCompiled:
    def test_every_figure_is_shown_before_and_after(self, runs: Client, first: Release) -> None:
        correct()
        page = tried(runs)
        assert "A correction would change" in page
        for words in ("60 people", "120 people", "2 of 3 (67%)", "1 of 3 (33%)"):
            assert words in page

    def test_and_nothing_of_the_release_stays(self, runs: Client, first: Release) -> None:
        correct()
        before = Figure.objects.count()
        tried(runs)
        assert Release.objects.get() == first
        assert Figure.objects.count() == before

    def test_what_is_to_become_public_is_not_what_the_public_has(
        self, runs: Client, first: Release
    ) -> None:
        assert "Release 1 is what the public has." in tried(runs)
        other = make_release()
        move_on(release=other, stage="public", at=timezone.now() + datetime.timedelta(days=1))
        assert "Release 1 is the one before it." in tried(runs, other.round.slug)

    def test_where_nothing_changes_that_is_said(self, runs: Client, first: Release) -> None:
        assert "No figure changes" in tried(runs)

    def test_looking_works_nothing_out(self, runs: Client, first: Release) -> None:
        page = squeezed(runs.get(f"{PAGE}changes/").text)
        assert "Work out what changes" in page
        assert not CorrectionPreview.objects.exists()

    def test_what_was_worked_out_stays_until_it_is_worked_out_again_or_compiled(
        self, runs: Client, first: Release
    ) -> None:
        correct()
        rows = told(tried(runs))
        put_right(Answer.objects.filter(number=90), number=91)
        assert told(squeezed(runs.get(f"{PAGE}changes/").text)) == rows
        assert told(tried(runs)) != rows
        make_release(first.round)
        assert "Work out what changes" in squeezed(runs.get(f"{PAGE}changes/").text)

    def test_the_file_of_it_has_numbers_and_days(self, runs: Client, first: Release) -> None:
        correct()
        tried(runs)
        file = runs.get(f"{PAGE}changes/?download=csv").content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(file)))
        assert "120" in {row["Release 2: value"] for row in rows}
        kept = {"before_value": "1.5", "after_value": "2011-03-31"}
        assert numbered([kept]) == [
            {"before_value": Decimal("1.5"), "after_value": datetime.date(2011, 3, 31)}
        ]

    def test_without_a_release_there_is_nothing_to_compare(self, runs: Client) -> None:
        make_return(make_round("spring"))
        assert "There is nothing to compare" in runs.get(f"{PAGE}changes/").text

    def test_the_page_that_compiles_leads_there_and_asks_for_a_note(
        self, runs: Client, first: Release
    ) -> None:
        assert f'href="{PAGE}changes/"' in runs.get(PAGE).text
        page = runs.post(PAGE, {"note": " "})
        assert "Say what the correction changes and why." in page.text


class TestOnceItIsCompiled:
    def test_it_is_compared_with_what_was_public(self, runs: Client, first: Release) -> None:
        correct(40)
        make_release(first.round)
        correct_again = Answer.objects.filter(number=40)
        put_right(correct_again, number=90)
        third = make_release(first.round)
        assert compared_with(third, of_round=first.round_id) == first
        page = squeezed(runs.get(f"{PAGE}3/changes/").text)
        assert "of release 1" in page
        assert f'href="{PAGE}3/changes/"' in runs.get(f"{PAGE}3/").text

    def test_the_largest_change_comes_first(self, analyst: User, first: Release) -> None:
        correct(33)
        second = make_release(first.round)
        old, new = (
            read(Figure.objects.of_release(each), analyst, [each]) for each in (first, second)
        )
        changes = changes_between(old, new)
        sizes = [change.size for change in changes]
        assert sizes == sorted(sizes, reverse=True)
        [total] = [
            each for each in changes if each.what == "Sum" and each.figure.area.kind == "england"
        ]
        assert (total.before, total.after) == ("60 people", "63 people")
        assert total.size == pytest.approx(3 / 63)

    def test_the_file_has_the_rows_of_the_page(self, runs: Client, first: Release) -> None:
        correct()
        make_release(first.round)
        page = runs.get(f"{PAGE}2/changes/")
        file = runs.get(f"{PAGE}2/changes/?download=csv").content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(file)))
        assert len(rows) == page.context["count"]
        assert len(told(page.text)) == len(rows)
        assert {"Release 1", "Release 2", "Release 2: value", "Figure"} <= rows[0].keys()
        assert runs.get(f"{PAGE}2/changes/?download=xlsx").status_code == 200

    def test_a_long_list_has_pages(
        self, runs: Client, first: Release, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("surveys.views.manage.changes.PER_PAGE", 2)
        correct()
        make_release(first.round)
        page = runs.get(f"{PAGE}2/changes/?page=2")
        assert ": 3 to 4 of" in page.text
        assert len(told(page.text)) == 2

    def test_it_takes_no_more_queries_than_a_page_may(self, runs: Client, first: Release) -> None:
        correct()
        make_release(first.round)
        with CaptureQueriesContext(connection) as queries:
            runs.get(f"{PAGE}2/changes/")
        assert len(queries) <= 12

    def test_of_a_question_that_came_since_the_figure_was_not_there(
        self, analyst: User, first: Release
    ) -> None:
        fresh = make_question(Round.objects.get(), "fresh")
        second = make_release(first.round)
        old, new = (
            read(Figure.objects.of_release(each), analyst, [each]) for each in (first, second)
        )
        came = [each for each in changes_between(old, new) if each.figure.question_id == fresh.pk]
        assert came
        assert {(each.before, each.size) for each in came} == {("not there", 1.0)}


def numbers_of(client: Client, release: Release) -> dict[str, tuple[object, ...]]:
    """What England's row of each number has before and after, in words and in the file."""
    rows = client.get(f"/releases/{release.pk}/changes/").context["table"].data
    ends = ("before", "after", "before_value", "after_value")
    return {
        row["what"]: tuple(row[end] for end in ends) for row in rows if row["area"] == "England"
    }


class TestForReaders:
    """Of a correction of five councils, in a region of six: what both releases show of it."""

    @pytest.fixture
    def corrected(self, db: None) -> Release:
        round = make_round("spring")
        staff = make_question(round, "staff", unit="people")
        region = make_region("North East")
        for number in range(10, 16):
            make_return(round, make_council(region=region), answers={staff: number})
        make_release(round, stage="public")
        put_right(Answer.objects.filter(number__gte=11), number=90)
        return make_release(round, note="They had counted twice.", stage="public")

    @pytest.fixture
    def few(self, db: None) -> Release:
        """Fifteen people of 60, where a release that hides small counts had 3."""
        round = make_round("spring", names_councils=True, discloses_small_counts=False)
        people, clients = (
            make_question(round, key, unit="people", counts_people=True)
            for key in ("people", "all")
        )
        make_rate(people, clients)
        region = make_region("North East")
        for number in (3, 0, 0, 0, 0, 0):
            given = {people: number, clients: 10}
            make_return(round, make_council(region=region), answers=given)
        make_release(round, stage="public")
        put_right(Answer.objects.filter(question=people, number=3), number=15)
        return make_release(round, note="They had counted half.", stage="public")

    def test_everybody_reads_what_changed(self, client: Client, corrected: Release) -> None:
        page = squeezed(client.get(f"/releases/{corrected.pk}/changes/").text)
        assert "75 people" in page
        assert "460 people" in page
        assert "They had counted twice." in page

    def test_its_own_page_and_the_rounds_lead_there(
        self, client: Client, corrected: Release
    ) -> None:
        link = f'href="/releases/{corrected.pk}/changes/"'
        assert link in client.get(f"/releases/{corrected.pk}/").text
        assert link in client.get("/rounds/spring/").text

    def test_what_is_hidden_is_not_told_by_it(
        self, client: Client, analyst: User, corrected: Release
    ) -> None:
        shown = client.get(f"/releases/{corrected.pk}/changes/").context["table"]
        kinds = {row["what"] for row in shown.data}
        assert "Sum" in kinds
        assert not kinds & {"Typical council (median)", "Lower quartile", "Upper quartile"}
        client.force_login(analyst)
        all_kinds = {row["what"] for row in client.get(f"{PAGE}2/changes/").context["table"].data}
        assert "Typical council (median)" in all_kinds

    def test_fewer_than_five_people_are_told_in_words(self, client: Client, few: Release) -> None:
        told = numbers_of(client, few)
        assert told["Sum above the line"] == ("fewer than 5", "15", None, 15)
        assert told["Sum"] == ("fewer than 5 people", "15 people", None, 15)

    def test_that_the_next_release_rounds_no_more_is_no_change(
        self, client: Client, few: Release
    ) -> None:
        put_right(Answer.objects.filter(number=10), number=11)
        make_release(few.round, note="One more each.", stage="public")
        with pgtrigger.ignore(), transaction.atomic():
            Round.objects.update(discloses_small_counts=True)
        exact = make_release(Round.objects.get(), note="They agreed.", stage="public")
        told = numbers_of(client, exact)
        assert not {"Sum", "Sum above the line", "Sum below the line", "Pooled rate"} & told.keys()

    def test_a_rate_of_few_people_is_hidden_and_no_change(
        self, client: Client, few: Release
    ) -> None:
        assert "Pooled rate" not in numbers_of(client, few)

    def test_a_release_before_it_that_is_not_public_is_not_compared(
        self, client: Client, corrected: Release
    ) -> None:
        narrow(release=Release.objects.get(number=1), fields=[], takes_back=True, reason="Twice.")
        page = client.get(f"/releases/{corrected.pk}/changes/")
        assert page.status_code == 404
        assert "corrects none that can be read here" in page.text
        assert "/changes/" not in client.get(f"/releases/{corrected.pk}/").text

    def test_it_takes_six_queries(self, client: Client, corrected: Release) -> None:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/releases/{corrected.pk}/changes/")
        assert len(queries) <= 6
