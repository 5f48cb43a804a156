"""Who may see a release, its figures and its councils' answers, and from when."""

import datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from councils.models import Council, User
from councils.permissions import Person
from surveys.models import Figure, Release, ReleasedAnswer, ReleasedReturn
from surveys.releases.sentences import Seen, seen_before_others, told_before_others
from tests.factories import (
    make_question,
    make_release,
    make_return,
    make_role,
    make_round,
    make_user,
)
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
CAST = [
    "reader",
    "contributor",
    "signatory",
    "regional_lead",
    "stranger",
    "analyst",
    "administrator",
]
CENTRE = {"analyst", "administrator"}
SECTOR = {"contributor", "signatory", "regional_lead", "stranger"} | CENTRE
SECTOR_AT = datetime.datetime(2011, 6, 1, 9, 30, tzinfo=datetime.UTC)
PUBLIC_AT = datetime.datetime(2011, 6, 8, 9, 30, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
DAY = datetime.timedelta(days=1)
MOMENTS = {
    "before the sector": (SECTOR_AT - SECOND, CENTRE),
    "as the sector may": (SECTOR_AT, SECTOR),
    "before the public": (PUBLIC_AT - SECOND, SECTOR),
    "as the public may": (PUBLIC_AT, SECTOR | {"reader"}),
}


@pytest.fixture
def everybody(request: pytest.FixtureRequest) -> dict[str, Person]:
    return {name: request.getfixturevalue(name) for name in CAST}


def scheduled(**fields: Any) -> Release:
    """A release of one council's answer, open to the sector and the public at set times."""
    round = make_round(**fields)
    make_return(round, answers={make_question(round): 10})
    release = make_release(round)
    Release.objects.filter(pk=release.pk).update(sector_at=SECTOR_AT, public_at=PUBLIC_AT)
    return release


def who_sees(model: Any, everybody: dict[str, Person], at: datetime.datetime) -> set[str]:
    with time_machine.travel(at, tick=False):
        return {
            name for name, person in everybody.items() if model.objects.visible_to(person).exists()
        }


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("model", [Release, Figure])
def test_a_release_and_its_figures_open_at_their_times(
    model: Any, moment: str, everybody: dict[str, Person]
) -> None:
    scheduled()
    at, people = MOMENTS[moment]
    assert who_sees(model, everybody, at) == people


@pytest.mark.parametrize("moment", MOMENTS)
def test_named_answers_stay_with_the_sector(moment: str, everybody: dict[str, Person]) -> None:
    scheduled(names_councils=False)
    at, people = MOMENTS[moment]
    assert who_sees(ReleasedAnswer, everybody, at) == people - {"reader"}


@pytest.mark.parametrize("moment", MOMENTS)
def test_named_answers_are_public_where_the_round_says_so(
    moment: str, everybody: dict[str, Person]
) -> None:
    scheduled(names_councils=True)
    at, people = MOMENTS[moment]
    assert who_sees(ReleasedAnswer, everybody, at) == people


@pytest.mark.parametrize(
    ("stage", "people"),
    [("preview", CENTRE), ("sector", SECTOR), ("public", SECTOR | {"reader"})],
)
def test_a_stage_opens_a_release_at_once(
    stage: str, people: set[str], everybody: dict[str, Person]
) -> None:
    assert make_release(stage=stage).stage == stage
    assert who_sees(Release, everybody, timezone.now() + SECOND) == people


@pytest.mark.parametrize("person", ["contributor", "stranger"])
def test_a_named_viewer_sees_a_preview(person: str, everybody: dict[str, Person]) -> None:
    viewer = everybody[person]
    assert isinstance(viewer, User)
    scheduled().viewers.add(viewer)
    assert who_sees(Release, everybody, SECTOR_AT - SECOND) == CENTRE | {person}


def test_a_preview_says_first_that_it_is_under_embargo(client: Client, contributor: User) -> None:
    release = scheduled()
    release.viewers.add(contributor)
    with time_machine.travel(SECTOR_AT - SECOND, tick=False):
        client.force_login(contributor)
        page = squeezed(client.get(release.get_absolute_url()).text)
        listed = client.get("/rounds/").text
    assert "Under embargo until" in page
    assert "do not pass it on. Only those who run rounds see it" in page
    assert "Not to be cited yet" in page
    assert "Show this chart on your own page" not in page
    assert "Tell me when this round" not in page
    assert "the latest released" not in listed


OF_THE_SECTOR = "as somebody of the sector"
WHO_IS_TOLD = {
    "sector": f"Not public yet: you see it {OF_THE_SECTOR}.",
    "public": f"You see more here than the public does, {OF_THE_SECTOR}: what each council",
}


@pytest.mark.parametrize("stage", WHO_IS_TOLD)
def test_who_sees_more_than_the_public_is_told_so(
    client: Client, contributor: User, stage: str
) -> None:
    release = make_release(stage=stage)
    client.force_login(contributor)
    assert WHO_IS_TOLD[stage] in squeezed(client.get(release.get_absolute_url()).text)
    client.logout()
    assert OF_THE_SECTOR not in client.get(release.get_absolute_url()).text


def test_each_release_that_a_page_draws_on_says_who_sees_it_before_others(
    contributor: User,
) -> None:
    """That there is more to see is said once; what is under embargo, or early, of each."""
    own, later, first, early = (
        make_release(stage=stage) for stage in ("public", "public", "public", "preview")
    )
    own.names_councils = True
    [more] = told_before_others(own, [own, later, first], contributor)[Seen.MORE]
    both = f"{later.round.title} and {first.round.title}"
    assert f"{OF_THE_SECTOR}, of {both}: what each council" in more
    told = told_before_others(own, [early, first], contributor)
    assert told[Seen.EMBARGO][0].startswith(f"{early.round.title}: under embargo until")
    assert first.round.title in told[Seen.MORE][0]
    assert told_before_others(own, [first], AnonymousUser()) == {}


def test_who_sees_the_same_as_the_public_is_told_nothing(contributor: User) -> None:
    release = make_release(stage="public")
    release.names_councils, release.discloses_small_counts = True, False
    assert "counts of people as they are" in seen_before_others(release, contributor)
    release.discloses_small_counts = True
    assert seen_before_others(release, contributor) == ""


def test_a_named_viewer_sees_it_while_a_role_is_in_force() -> None:
    """Whoever has left reads no embargoed release any more, and none never had a role does."""
    release = scheduled()
    people: dict[str, Person] = {"works": make_user(), "left": make_user(), "never": make_user()}
    for name, last in {"works": SECTOR_AT, "left": SECTOR_AT - 2 * DAY}.items():
        person = people[name]
        assert isinstance(person, User)
        make_role(person, "contributor", ends_on=last.date())
    for person in people.values():
        assert isinstance(person, User)
        release.viewers.add(person)
    assert who_sees(Figure, people, SECTOR_AT - DAY) == {"works"}


def test_a_viewer_of_one_release_sees_no_other() -> None:
    viewer = make_user(role="contributor")
    shown, hidden = scheduled(), scheduled()
    shown.viewers.add(viewer)
    with time_machine.travel(SECTOR_AT - SECOND, tick=False):
        seen = set(Release.objects.visible_to(viewer))
    assert shown in seen
    assert hidden not in seen


def test_a_release_still_being_compiled_is_seen_by_nobody(everybody: dict[str, Person]) -> None:
    Release.objects.create(round=make_round(), number=1, sector_at=SECTOR_AT, public_at=SECTOR_AT)
    assert who_sees(Release, everybody, timezone.now()) == set()


def test_a_reader_gets_the_newest_release_that_is_public(
    reader: AnonymousUser, analyst: User
) -> None:
    round = make_round()
    make_return(round, answers={make_question(round): 1})
    public, preview = make_release(round, stage="public"), make_release(round)
    newest = [
        Release.objects.visible_to(person).newest_of_each_round().get()
        for person in (reader, analyst)
    ]
    assert newest == [public, preview]


def test_the_newest_releases_come_by_reference_date() -> None:
    def of(year: int) -> Release:
        round = make_round(reference_date=datetime.date(year, 3, 31))
        make_return(round)
        return make_release(round)

    made = [of(2010), of(2012), of(2011)]
    assert list(Release.objects.newest_first()) == [made[1], made[2], made[0]]


@pytest.mark.parametrize(("names", "given"), [(False, None), (True, 10)])
def test_a_reader_gets_a_councils_answer_only_where_councils_are_named(
    names: bool, given: int | None, reader: AnonymousUser
) -> None:
    release = scheduled(names_councils=names)
    question = release.round.questions.get()
    row = ReleasedReturn.objects.of_release(release).with_whole_answer_to([question], reader).get()
    assert (row.given and row.given["number"]) == given


@pytest.mark.parametrize(("person", "readable"), [("reader", False), ("stranger", True)])
def test_a_councils_page_says_whether_its_answers_may_be_read(
    person: str, readable: bool, request: pytest.FixtureRequest
) -> None:
    release = scheduled()
    council = Council.objects.get(released_returns__release=release)
    rows = ReleasedReturn.objects.of_councils([council.pk], request.getfixturevalue(person))
    assert [row.is_readable for row in rows] == [readable]
