"""Councils end and others follow, as one act; the past stays as it was."""

import datetime
from collections import defaultdict
from typing import Any

import pytest

from councils.altering import Alteration, alter
from councils.imports import REGISTER, save
from councils.models import Council, Region, Role, Succession, User
from councils.register_file import RegisterRow, parse
from councils.reorganising import Body, Reorganisation, free_slug, reorganise
from ppf_site.refused import Refused
from tests.factories import make_council, make_user

pytestmark = pytest.mark.django_db
APRIL = datetime.date(2027, 4, 1)
Kind = Succession.Kind


@pytest.fixture
def surrey(home_region: Region) -> Council:
    return make_council("Surrey", region=home_region, type="county", code="E10000030")


def half(name: str, *before: Council, **fields: object) -> Body:
    follows = frozenset(council.pk for council in before)
    values = {"short_name": name, "type": "unitary", "region": before[0].region}
    return Body(follows=follows, name=name, **{**values, **fields})  # type: ignore[arg-type]


def split(surrey: Council) -> Reorganisation:
    halves = (half("East Surrey", surrey), half("West Surrey", surrey))
    return Reorganisation(day=APRIL, ending=(surrey,), bodies=halves)


class TestASplitToCome:
    def test_the_council_is_in_force_to_the_end_of_its_last_day(
        self, surrey: Council, administrator: User
    ) -> None:
        reorganise(split(surrey), by=administrator)
        before = Council.objects.in_force(on=APRIL - datetime.timedelta(days=1))
        assert [council.name for council in before] == ["Surrey"]
        names = [council.name for council in Council.objects.in_force(on=APRIL)]
        assert names == ["East Surrey", "West Surrey"]

    def test_each_half_is_linked_as_a_split(self, surrey: Council, administrator: User) -> None:
        reorganise(split(surrey), by=administrator)
        links = Succession.objects.filter(predecessor=surrey)
        assert [(link.successor.name, link.kind) for link in links.order_by("successor__name")] == [
            ("East Surrey", Kind.SPLIT),
            ("West Surrey", Kind.SPLIT),
        ]

    def test_entered_twice_it_is_refused_the_second_time(
        self, surrey: Council, administrator: User
    ) -> None:
        reorganise(split(surrey), by=administrator)
        with pytest.raises(Refused, match="its last day is 31 March 2027"):
            reorganise(split(surrey), by=administrator)

    def test_people_of_a_split_council_are_not_carried(
        self, surrey: Council, administrator: User
    ) -> None:
        make_user(role="contributor", council=surrey)
        change = Reorganisation(APRIL, (surrey,), split(surrey).bodies, carries_people=True)
        reorganise(change, by=administrator)
        assert not Role.objects.filter(council__name="East Surrey").exists()


class TestKinds:
    def test_two_into_one_are_a_merger(self, surrey: Council) -> None:
        kent = make_council("Kent")
        change = Reorganisation(APRIL, (surrey, kent), (half("Weald", surrey, kent),))
        assert {change.kind_of(surrey), change.kind_of(kent)} == {Kind.MERGE}

    def test_joining_a_council_that_is_there_is_a_merger(self, surrey: Council) -> None:
        kent = make_council("Kent")
        joins = Body(follows=frozenset({surrey.pk}), existing=kent)
        assert Reorganisation(APRIL, (surrey,), (joins,)).kind_of(surrey) == Kind.MERGE

    def test_a_part_that_goes_elsewhere_is_a_reshape(self, surrey: Council) -> None:
        kent = make_council("Kent")
        bodies = (half("Weald", surrey, kent), half("New Surrey", surrey))
        change = Reorganisation(APRIL, (surrey, kent), bodies)
        assert (change.kind_of(surrey), change.kind_of(kent)) == (Kind.RESHAPE, Kind.MERGE)

    @pytest.mark.parametrize(("is_same", "kind"), [(True, Kind.CONTINUES), (False, Kind.SAME_AREA)])
    def test_one_for_one_is_what_it_is_said_to_be(
        self, surrey: Council, is_same: bool, kind: Kind
    ) -> None:
        change = Reorganisation(APRIL, (surrey,), (half("Surrey", surrey),), is_same)
        assert change.kind_of(surrey) == kind


class TestRefusals:
    def test_a_council_that_nobody_follows(self, surrey: Council, administrator: User) -> None:
        kent = make_council("Kent")
        change = Reorganisation(APRIL, (surrey, kent), (half("Weald", kent),))
        with pytest.raises(Refused, match="Nobody follows Surrey"):
            reorganise(change, by=administrator)

    def test_a_code_of_another_council(self, surrey: Council, administrator: User) -> None:
        body = half("New Surrey", surrey, code="E10000030")
        with pytest.raises(Refused, match="belongs to another council"):
            reorganise(Reorganisation(APRIL, (surrey,), (body,)), by=administrator)

    def test_a_name_that_another_has_then_in_the_words_of_the_database(
        self, surrey: Council, administrator: User
    ) -> None:
        make_council("Kent")
        change = Reorganisation(APRIL, (surrey,), (half("Kent", surrey),))
        with pytest.raises(Refused, match="Another council is called “Kent”"):
            reorganise(change, by=administrator)
        assert Council.objects.get(pk=surrey.pk).abolished is None


class TestPeople:
    def test_who_works_for_a_council_that_one_follows_works_for_that(
        self, surrey: Council, administrator: User
    ) -> None:
        ann = make_user(role="signatory", council=surrey)
        change = Reorganisation(
            APRIL, (surrey,), (half("Surrey", surrey),), is_same_body=True, carries_people=True
        )
        reorganise(change, by=administrator)
        given = Role.objects.get(user=ann, council__established=APRIL)
        assert (given.kind, given.starts_on) == ("signatory", APRIL)


class TestAnAlteration:
    def test_a_new_code_leaves_the_old_one_for_the_time_before(self, surrey: Council) -> None:
        day = datetime.date(2025, 4, 1)
        alter(Alteration(surrey, day, code="E10000099"))
        codes = {
            on: Council.objects.named_on(on).get(pk=surrey.pk).code_then  # type: ignore[attr-defined]
            for on in (day - datetime.timedelta(days=1), day)
        }
        assert list(codes.values()) == ["E10000030", "E10000099"]

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({"code": "E10000098"}, "^The council has another code that begins on this day.$"),
            ({"name": ("B", "B")}, "^The council has another name that begins on this day.$"),
            ({"code": "E10000099"}, "^The code E10000099 is in the register already"),
            ({"name": ("Kent", "Kent"), "day": APRIL}, "^Another council is called “Kent”"),
        ],
    )
    def test_what_is_refused_is_told_in_words(
        self, surrey: Council, change: dict[str, Any], why: str
    ) -> None:
        make_council("Kent")
        day = datetime.date(2025, 4, 1)
        alter(Alteration(surrey, day, code="E10000099", name=("A", "A")))
        with pytest.raises(Refused, match=why):
            alter(Alteration(**{"council": surrey, "day": day, **change}))


def test_an_address_stays_with_the_council_that_had_it(surrey: Council) -> None:
    assert free_slug("Surrey", APRIL) == "surrey-2027"


def _entered(rows: list[RegisterRow], by: User) -> None:
    """Every change of the file, day by day, as an administrator would enter it."""
    days: defaultdict[str, list[RegisterRow]] = defaultdict(list)
    for row in rows:
        if row.abolished:
            days[row.abolished].append(row)
    regions = {region.code: region for region in Region.objects.all()}
    new = {row.code: row for row in rows}
    for day, ending in sorted(days.items()):
        for change in _together(ending):
            councils = {row.code: Council.objects.with_code(row.code).get() for row in change}
            followers = {code for row in change for code in row.successors.split(";")}
            bodies = [
                Body(
                    follows=frozenset(
                        councils[row.code].pk for row in change if code in row.successors.split(";")
                    ),
                    name=new[code].name,
                    short_name=new[code].short_name,
                    type=new[code].type,
                    region=regions[new[code].region_code],
                    code=code,
                )
                for code in sorted(followers)
            ]
            is_same = change[0].continuity == Kind.CONTINUES
            made = Reorganisation(
                datetime.date.fromisoformat(day), tuple(councils.values()), tuple(bodies), is_same
            )
            reorganise(made, by=by)


def _together(ending: list[RegisterRow]) -> list[list[RegisterRow]]:
    """Councils that end on one day and share a follower end in one act."""
    groups: list[list[RegisterRow]] = []
    for row in ending:
        followers = set(row.successors.split(";"))
        near = [g for g in groups if followers & {c for r in g for c in r.successors.split(";")}]
        groups = [group for group in groups if group not in near]
        groups.append([*(each for group in near for each in group), row])
    return groups


def register_now() -> tuple[set[tuple[object, ...]], set[tuple[object, ...]]]:
    councils = Council.objects.values_list("name", "type", "established", "abolished")
    links = Succession.objects.values_list("predecessor__name", "successor__name", "kind")
    return set(councils), set(links)


def test_the_changes_of_england_entered_from_scratch_make_the_shipped_register(
    administrator: User,
) -> None:
    """2009 and 2019 to 2023, from the councils that were there before."""
    rows = parse(REGISTER.read_text(encoding="utf-8"))
    save(rows)
    wanted = register_now()
    Succession.objects.all().delete()
    Council.objects.exclude(established=None).delete()
    Council.objects.update(abolished=None)
    _entered(rows, administrator)
    assert register_now() == wanted
    for day, count in (("2009-03-31", 150), ("2010-04-01", 152), ("2026-11-29", 153)):
        assert Council.objects.in_force(on=datetime.date.fromisoformat(day)).count() == count
