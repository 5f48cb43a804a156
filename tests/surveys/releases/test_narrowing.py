"""A release that is out can be narrowed, on the record; never widened, and in nothing else."""

import csv
import io
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from councils.models import Region, User
from ppf_site.refused import Refused
from surveys.actions.narrowing import narrow
from surveys.actions.releasing import NotMovedOn, move_on
from surveys.models import Answer, Figure, Narrowing, Release, Round
from surveys.models.rounds import PROMISED
from tests.factories import (
    make_council,
    make_question,
    make_region,
    make_release,
    make_return,
    make_round,
    put_right,
)
from tests.milestones.test_findings import text_of
from tests.reading import squeezed
from tests.surveys.releases.test_sealing import HOUR, refused

pytestmark = pytest.mark.django_db
WHY = "Councils had been promised that they would not be named."


def named_round(slug: str = "spring", *, sizes: tuple[int, ...] = (3, 8, 9)) -> Round:
    """A round that names its councils, with few of them in its first region."""
    round = make_round(slug, names_councils=True)
    staff = make_question(round, "staff", unit="people", counts_people=True)
    plan = make_question(round, "plan", type="yes_no")
    for number, size in enumerate(sizes):
        region = make_region(f"Region {number}")
        for each in range(size):
            council = make_council(region=region)
            said = "no" if each == 0 else "yes"
            make_return(round, council, answers={staff: 1001 + 10 * each, plan: said})
    return round


def correct(round: Round, councils: int) -> Release:
    """A public correction in which so many councils of the last region said something else."""
    last = Answer.objects.filter(return_of__round=round, question__key="staff").order_by("-pk")
    chosen = last.values_list("pk", flat=True)[:councils]
    put_right(Answer.objects.filter(pk__in=list(chosen)), number=777)
    return make_release(round, stage="public")


@pytest.fixture
def released(db: None) -> Release:
    return make_release(named_round(), stage="public")


def record(release: Release) -> Narrowing:
    return Narrowing.objects.create(release=release, reason=WHY, before="More.", after="Less.")


def again(release: Release) -> Release:
    return Release.objects.get(pk=release.pk)


def withheld(release: Release) -> dict[tuple[str, str], set[str]]:
    rows = Figure.objects.filter(release=release, option=None).exclude(withheld={})
    return {
        (row.question.key, row.area.name): {*row.withheld}
        for row in rows.select_related("question", "area")
        if row.question
    }


def figures_of(client: Client, release: Release) -> dict[tuple[str, str, str], dict[str, str]]:
    name = f"{release.round.slug}-figures"
    response = client.get(f"/releases/{release.pk}/?download=csv&table={name}")
    rows = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    return {(row["question"], row["area"], row["option"]): row for row in rows}


class TestTheDatabase:
    @pytest.mark.parametrize("name", PROMISED)
    def test_changes_nothing_without_a_record(self, released: Release, name: str) -> None:
        with refused():
            Release.objects.update(**{name: False})

    @pytest.mark.parametrize("name", PROMISED)
    def test_narrows_beside_a_record(self, released: Release, name: str) -> None:
        record(released)
        assert Release.objects.update(**{name: False}) == 1

    @pytest.mark.parametrize("name", PROMISED)
    def test_never_widens(self, released: Release, name: str) -> None:
        record(released)
        Release.objects.update(**{name: False})
        with refused():
            Release.objects.update(**{name: True})

    def test_wants_the_record_of_that_release(self, released: Release) -> None:
        record(make_release())
        with refused():
            Release.objects.filter(pk=released.pk).update(names_councils=False)

    @pytest.mark.parametrize("change", [{"number": 7}, {"note": "Other."}, {"public_at": None}])
    def test_changes_nothing_else_beside_a_record(self, change: dict[str, Any]) -> None:
        release = make_release()
        earlier = timezone.now() - HOUR
        Release.objects.filter(pk=release.pk).update(sector_at=earlier, public_at=earlier)
        record(release)
        with refused():
            Release.objects.filter(pk=release.pk).update(**change)

    def test_withholds_more_beside_a_record_alone(self, released: Release) -> None:
        figures = Figure.objects.filter(release=released, question__key="staff")
        with refused(), transaction.atomic():
            figures.update(withheld={"sum": "few"})
        record(released)
        assert figures.update(withheld={"sum": "few"}) > 0

    @pytest.mark.parametrize("change", [{"withheld": {}}, {"sum": 1}, {"n": 4}])
    def test_shows_no_more_and_changes_no_number(
        self, released: Release, change: dict[str, Any]
    ) -> None:
        record(released)
        figures = Figure.objects.filter(release=released, question__key="staff", option=None)
        figures.update(withheld={"sum": "few"})
        with refused():
            figures.update(**change)

    def test_keeps_the_record_as_it_is(self, released: Release) -> None:
        record(released)
        for act in (Narrowing.objects.all().delete, lambda: Narrowing.objects.update(reason="x")):
            with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
                act()

    def test_dates_the_record_itself(self, released: Release) -> None:
        """Else one of a later day would let the release be changed on that day."""
        later = timezone.now().replace(year=2040)
        made = Narrowing.objects.create(release=released, at=later, reason=WHY)
        made.refresh_from_db()
        assert made.at < timezone.now()

    def test_takes_back_what_was_public_alone(self) -> None:
        release = make_release(stage="sector")
        record(release)
        with pytest.raises(IntegrityError, match="release_taken_back_was_public"):
            Release.objects.filter(pk=release.pk).update(taken_back_at=timezone.now())


class TestNoLongerNaming:
    @pytest.fixture(autouse=True)
    def narrowed(self, released: Release, analyst: User) -> None:
        narrow(release=released, fields=["names_councils"], reason=WHY, by=analyst)

    def test_hides_what_would_tell_of_few(self, client: Client, released: Release) -> None:
        assert not again(released).names_councils
        hidden = withheld(released)
        assert "sum" in hidden["staff", "Region 0"]
        assert "options" in hidden["plan", "Region 0"]
        assert figures_of(client, released)["staff", "Region 0", ""]["sum"] == ""

    def test_no_council_is_told_to_the_public(self, client: Client, released: Release) -> None:
        council = released.returns.all()[0]
        page = text_of(client.get(f"/releases/{released.pk}/councils/{council.slug}/").text)
        assert "1,001" not in page
        figure = Figure.objects.get(release=released, question__key="staff", area__name="England")
        assert council.name not in client.get(figure.get_absolute_url()).text

    def test_the_sector_sees_what_it_saw(
        self, client: Client, released: Release, contributor: User
    ) -> None:
        client.force_login(contributor)
        assert figures_of(client, released)["staff", "Region 0", ""]["sum"] == "3033"

    def test_is_on_the_record(self, released: Release, analyst: User) -> None:
        [made] = Narrowing.objects.all()
        assert (made.release, made.by, made.reason) == (released, analyst, WHY)
        assert made.before.startswith("Every council’s answers, with its name.")
        assert made.after.startswith("Counts for England")
        assert made.hides == sum(map(len, withheld(released).values()))

    @pytest.mark.parametrize("page", ["/releases/{}/", "/rounds/spring/"])
    def test_the_page_says_from_when_and_why(
        self, client: Client, released: Release, page: str
    ) -> None:
        text = text_of(client.get(page.format(released.pk)).text)
        today = timezone.localdate()
        assert f"From {today.day} {today:%B %Y}: {WHY}" in text
        assert "What the public sees Counts for England" in text

    def test_the_next_release_names_nobody(self, released: Release) -> None:
        assert not make_release(Round.objects.get(pk=released.round_id)).names_councils

    def test_the_same_again_is_refused(self, released: Release) -> None:
        with pytest.raises(Refused, match="no longer sees"):
            narrow(release=released, fields=["names_councils"], reason=WHY)


class TestSeveralReleases:
    def test_an_earlier_one_that_tells_of_few_goes_back(
        self, client: Client, released: Release
    ) -> None:
        second = correct(released.round, 1)
        narrow(release=second, fields=["names_councils"], reason=WHY)
        assert [again(each).stage for each in (released, second)] == ["sector", "public"]
        text = text_of(client.get(f"/releases/{released.pk}/").text)
        assert "Release 1 is no longer public" in text
        assert WHY in text
        assert "Release 2 of Spring has the figures that hold now." in text

    def test_ones_that_tell_nothing_together_stay_and_hide_the_same(
        self, released: Release
    ) -> None:
        second = correct(released.round, 6)
        narrow(release=released, fields=["names_councils"], reason=WHY)
        assert {again(each).stage for each in (released, second)} == {"public"}
        assert not again(second).names_councils
        assert withheld(released) == withheld(second) != {}

    def test_one_that_named_nobody_hides_what_the_other_has_to(self, released: Release) -> None:
        """The second answers in full where the first had three, and hides it all the same."""
        round = Round.objects.get(pk=released.round_id)
        Round.objects.filter(pk=round.pk).update(names_councils=False)
        region = Region.objects.get(name="Region 0")
        for _ in range(6):
            staff = round.questions.get(key="staff")
            make_return(round, make_council(region=region), answers={staff: 5000})
        second = make_release(Round.objects.get(pk=round.pk), stage="public")
        assert "sum" not in withheld(second)["staff", "Region 0"]
        narrow(release=released, fields=["names_councils"], reason=WHY)
        assert again(released).stage == "public"
        assert "sum" in withheld(second)["staff", "Region 0"]
        assert [made.release for made in Narrowing.objects.all()] == [released, second]

    def test_a_later_one_in_preview_is_narrowed_and_compared(self, released: Release) -> None:
        put_right(Answer.objects.filter(pk=Answer.objects.order_by("pk")[0].pk), number=1)
        second = make_release(released.round)
        narrow(release=released, fields=["names_councils"], reason=WHY)
        assert not again(second).names_councils
        assert again(second).tells_few
        with pytest.raises(NotMovedOn, match="Say why they may be told"):
            move_on(release=second, stage="public")

    def test_one_that_was_to_become_public_and_tells_of_few_is_called_off(
        self, released: Release
    ) -> None:
        put_right(Answer.objects.filter(pk=Answer.objects.order_by("pk")[0].pk), number=1)
        second = make_release(released.round)
        second.move_to("public", at=timezone.now() + 3 * HOUR)
        narrow(release=released, fields=["names_councils"], reason=WHY)
        assert again(second).public_at is None


class TestOtherWays:
    def test_small_counts_are_rounded_from_now_on(self, client: Client, released: Release) -> None:
        narrow(release=released, fields=["discloses_small_counts"], reason=WHY)
        assert figures_of(client, released)["staff", "Region 1", ""]["sum"] == "8290"
        assert again(released).names_councils

    def test_areas_of_one_mind_are_hidden_from_now_on(self, client: Client) -> None:
        round = named_round("winter", sizes=(8, 8, 8))
        plan = round.questions.get(key="plan")
        first = Answer.objects.filter(question=plan).order_by("pk")[:8]
        put_right(Answer.objects.filter(pk__in=[answer.pk for answer in first]), choices=["yes"])
        Round.objects.filter(pk=round.pk).update(names_councils=False)
        release = make_release(Round.objects.get(pk=round.pk), stage="public")
        assert ("plan", "Region 0") not in withheld(release)
        narrow(release=release, fields=["publishes_unanimous"], reason=WHY)
        assert "options" in withheld(release)["plan", "Region 0"]


class TestTakingBack:
    @pytest.fixture(autouse=True)
    def taken(self, released: Release) -> None:
        narrow(release=released, fields=[], takes_back=True, reason="It had been loaded twice.")

    def test_the_public_reads_why_and_no_number(self, client: Client, released: Release) -> None:
        text = text_of(client.get(f"/releases/{released.pk}/").text)
        assert "Release 1 is no longer public" in text
        assert "It had been loaded twice." in text
        assert "20 of 20" not in text
        figure = Figure.objects.filter(release=released).latest("pk")
        page = client.get(figure.get_absolute_url())
        assert page.status_code == 404
        assert "are no longer public since" in text_of(page.text)

    def test_the_round_is_not_said_to_be_unreleased(
        self, client: Client, released: Release
    ) -> None:
        text = text_of(client.get("/rounds/spring/").text)
        assert "Spring is no longer public" in text
        assert "Release 1: no longer public since" in text
        listed = text_of(client.get("/rounds/").text)
        assert "No longer public" in listed
        assert "not released" not in listed.lower()

    def test_the_sector_goes_on_reading_it(
        self, client: Client, released: Release, contributor: User
    ) -> None:
        client.force_login(contributor)
        text = text_of(client.get(f"/releases/{released.pk}/").text)
        assert "20 of 20 councils answered" in text
        assert "It had been loaded twice." in text

    def test_it_never_becomes_public_again(self, released: Release) -> None:
        with pytest.raises(NotMovedOn, match="compile a correction"):
            move_on(release=released, stage="public")
        with refused():
            Release.objects.update(taken_back_at=None)

    def test_a_new_release_of_the_round_can_be_public(
        self, client: Client, released: Release
    ) -> None:
        make_release(released.round, stage="public")
        assert "20 of 20 councils answered" in text_of(client.get("/rounds/spring/").text)


def test_taking_back_the_correction_gives_nothing_back_to_the_public(client: Client) -> None:
    """What was given back because of it stays so: it has been read, and widening is no way."""
    round = named_round()
    Round.objects.filter(pk=round.pk).update(names_councils=False)
    first = make_release(Round.objects.get(pk=round.pk), stage="public")
    second = correct(Round.objects.get(pk=round.pk), 1)
    narrow(release=second, fields=[], takes_back=True, reason=WHY)
    assert not Release.objects.public().exists()
    assert client.get(f"/releases/{first.pk}/").status_code == 200
    assert client.get(f"/releases/{first.pk}/overview/").status_code == 404


def test_without_a_reason_nothing_is_narrowed(released: Release) -> None:
    with pytest.raises(Refused, match="Say why"):
        narrow(release=released, fields=["names_councils"], reason=" ")
    assert again(released).names_councils


class TestThePage:
    @pytest.fixture
    def address(self, client: Client, released: Release, analyst: User) -> str:
        client.force_login(analyst)
        return f"/manage/rounds/spring/release/{released.number}/narrow/"

    def test_shows_what_changes_before_it_is_done(self, client: Client, address: str) -> None:
        assert address in client.get(address.replace("narrow/", "")).text
        data = {"fields_wanted": ["names_councils"], "reason": WHY, "look": "See what changes"}
        page = squeezed(client.post(address, data).text)
        assert "Every council’s answers, with its name" in page
        assert "Staff: the sum in Region 0" in page
        assert "The public then reads release 1 first." in page
        assert Release.objects.get().names_councils

    def test_is_done_when_sent_once_more_and_stands_on_the_record(
        self, client: Client, address: str
    ) -> None:
        data = {"fields_wanted": ["names_councils", "take_back"], "reason": WHY, "narrow": "Yes"}
        assert client.post(address, data).status_code == 302
        release = Release.objects.get()
        assert (release.names_councils, release.stage) == (False, "sector")
        assert f"“{WHY}”" in squeezed(client.get(address.replace("narrow/", "")).text)

    def test_asks_for_what_and_why_and_keeps_what_was_said(
        self, client: Client, address: str
    ) -> None:
        page = squeezed(client.post(address, {"reason": WHY, "narrow": "Yes"}).text)
        assert "Choose what the public no longer sees." in page
        assert WHY in page
        page = squeezed(client.post(address, {"fields_wanted": ["take_back"]}).text)
        assert "Say why the public sees less." in page
        assert not Narrowing.objects.exists()
