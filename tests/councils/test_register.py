"""The register: councils through time, and what the database refuses to hold of them."""

import datetime
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError

from councils.models import Area, Council, CouncilCode, Region, Succession
from tests.factories import make_council, make_region

pytestmark = pytest.mark.django_db
DAY = datetime.date(2009, 4, 1)


def refused(constraint: str) -> AbstractContextManager[Any]:
    return pytest.raises(IntegrityError, match=constraint)


def test_a_council_is_in_force_on_its_first_day() -> None:
    council = make_council(established=DAY)
    assert council in Council.objects.in_force(on=DAY)


def test_a_council_is_not_in_force_before_its_first_day() -> None:
    make_council(established=DAY)
    assert not Council.objects.in_force(on=DAY - datetime.timedelta(days=1))


def test_a_council_is_gone_on_the_day_it_is_abolished() -> None:
    make_council(abolished=DAY)
    assert not Council.objects.in_force(on=DAY)


def test_a_council_is_in_force_on_the_day_before_it_is_abolished() -> None:
    council = make_council(abolished=DAY)
    assert council in Council.objects.in_force(on=DAY - datetime.timedelta(days=1))


def test_a_council_cannot_be_abolished_on_the_day_it_is_established() -> None:
    with refused("council_abolished_after_established"):
        make_council(established=DAY, abolished=DAY)


def test_a_population_is_a_thousand_or_more() -> None:
    with refused("council_population_positive"):
        make_council(population=0)


def test_a_change_of_population_is_kept_in_the_history() -> None:
    council = make_council(population=200)
    council.population = 210
    council.save()
    events = apps.get_model("councils", "CouncilEvent")
    kept = events._default_manager.filter(pgh_obj_id=council.pk).order_by("pgh_id")
    assert list(kept.values_list("population", flat=True)) == [200, 210]


def test_a_council_is_of_a_known_type() -> None:
    with refused("council_type_known"):
        make_council(type="parish")


@pytest.mark.parametrize(
    "position",
    [
        {"latitude": "49.799"},
        {"latitude": "55.901"},
        {"longitude": "-6.501"},
        {"longitude": "1.901"},
    ],
)
def test_a_council_lies_in_england(position: dict[str, Any]) -> None:
    with refused("council_position_in_england"):
        make_council(**position)


def test_two_councils_cannot_have_one_name_at_the_same_time() -> None:
    make_council("Somerset", abolished=DAY)
    with refused("Another council is called “Somerset” on some of the same days"):
        make_council("Somerset", slug="other", established=DAY - datetime.timedelta(days=1))


def test_a_council_may_take_the_name_of_the_one_it_follows() -> None:
    make_council("Somerset", slug="somerset-to-2009", abolished=DAY)
    make_council("Somerset", established=DAY)
    assert [council.name for council in Council.objects.in_force(on=DAY)] == ["Somerset"]


def test_two_councils_cannot_share_an_address() -> None:
    make_council("Somerset", slug="somerset")
    with refused("slug"):
        make_council("Other", slug="somerset")


def test_two_councils_cannot_share_a_code() -> None:
    make_council(code="E10000027")
    with refused("code"):
        make_council(code="E10000027")


@pytest.mark.parametrize("code", ["E1000002", "W10000027", "e10000027", "E1000002X"])
def test_a_code_is_e_and_eight_digits(code: str) -> None:
    council = make_council()
    with refused("council_code_shape"):
        CouncilCode.objects.create(council=council, code=code)


@pytest.mark.parametrize("field", ["code", "name", "slug"])
def test_two_regions_cannot_share_a_code_a_name_or_an_address(field: str) -> None:
    first = make_region("North East")
    with refused(field):
        make_region(**{"name": "North West", field: getattr(first, field)})


def test_a_succession_is_recorded_once_for_a_pair() -> None:
    before, after = make_council(), make_council()
    Succession.objects.create(predecessor=before, successor=after, kind="merge")
    with refused("succession_once_per_pair"):
        Succession.objects.create(predecessor=before, successor=after, kind="split")


def test_a_council_does_not_succeed_itself() -> None:
    council = make_council()
    with refused("succession_is_of_another"):
        Succession.objects.create(predecessor=council, successor=council, kind="merge")


@pytest.mark.parametrize("kind", ["same_body_new_status", "one_to_one_new_body"])
def test_a_council_that_continues_has_one_successor(kind: str) -> None:
    before = make_council()
    Succession.objects.create(predecessor=before, successor=make_council(), kind=kind)
    with refused("succession_one_to_one_has_one_successor"):
        Succession.objects.create(predecessor=before, successor=make_council(), kind=kind)


def test_a_council_that_is_split_has_many_successors() -> None:
    before = make_council()
    for _ in range(2):
        Succession.objects.create(predecessor=before, successor=make_council(), kind="split")
    assert before.succeeded_by.count() == 2


@pytest.mark.parametrize(
    ("kind", "carries"),
    [
        ("same_body_new_status", True),
        ("one_to_one_new_body", True),
        ("split", False),
        ("merge", False),
        ("reshape", False),
    ],
)
def test_a_trend_runs_only_through_bodies_that_continue_one_to_one(
    kind: str, carries: bool
) -> None:
    assert Succession(kind=kind).carries_a_trend is carries


def test_the_areas_are_england_each_region_and_each_type() -> None:
    make_region("North East")
    kinds = list(Area.objects.values_list("kind", flat=True))
    assert kinds == ["england", "region", "type", "type", "type", "type"]


def test_making_the_areas_again_follows_a_regions_new_name_and_adds_none() -> None:
    make_region("North East")
    count = Area.objects.count()
    Region.objects.update(name="The North East")
    Area.objects.rebuild()
    assert Area.objects.count() == count
    assert Area.objects.get(kind="region").name == "The North East"


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "england", "council_type": "county"},
        {"kind": "region"},
        {"kind": "type"},
        {"kind": "type", "council_type": "parish"},
    ],
)
def test_an_area_is_one_thing(fields: dict[str, str]) -> None:
    with refused("area_is_one_thing"):
        Area.objects.create(slug="other", name="Other", position=1, **fields)


def test_there_is_one_england() -> None:
    Area.objects.rebuild()
    with refused("area_england_once"):
        Area.objects.create(kind="england", slug="other", name="Other", position=1)


def test_there_is_one_area_of_each_type() -> None:
    Area.objects.rebuild()
    with refused("area_type_once"):
        Area.objects.create(
            kind="type", council_type="county", slug="other", name="Other", position=1
        )


def test_there_is_one_area_of_each_region() -> None:
    region = make_region()
    with refused("region"):
        Area.objects.create(kind="region", region=region, slug="other", name="Other", position=1)


@pytest.mark.parametrize("words", ["tyne", "Upon Newcastle", "e08000021"])
def test_a_council_is_found_by_words_of_its_name_or_by_its_code(words: str) -> None:
    council = make_council("Newcastle upon Tyne", code="E08000021")
    make_council("Torbay")
    assert list(Council.objects.matching(words)) == [council]
