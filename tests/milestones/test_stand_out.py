"""Which regions stand out from the rest of England, and what the rest of England is."""

import pytest

from milestones.stats import Outlook, furthest, pickable, rest_of_england, stand_out
from surveys.stats import Base, Breakdown, Choice, Place, Reading
from surveys.stats_compare import Comparison

TOP = Choice("very-likely", "Very likely", 2)
ENGLAND = Place("england", "England", "england")


def region(name: str, k: int | None, n: int | None, required: int | None = None) -> Reading:
    base = Base(n=n, required=n if required is None else required)
    return Reading(1, Place(name, name, "region"), TOP, k, base)


def england_of(regions: list[Reading]) -> Reading:
    base = Base(
        n=sum(each.n or 0 for each in regions),
        required=sum(each.base.required or 0 for each in regions),
    )
    return Reading(1, ENGLAND, TOP, sum(each.k or 0 for each in regions), base)


def found_of(regions: list[Reading]) -> tuple[str, bool, bool] | None:
    found = stand_out(england_of(regions), regions)
    return None if found is None else (found.reading.place.name, found.is_higher, found.is_end)


LEVEL = [region(name, 5, 10) for name in "abcdefgh"]


@pytest.mark.parametrize(
    ("odd", "told"),
    [
        (region("i", 5, 10), None),
        (region("i", 15, 15), ("i", True, True)),
        (region("i", 0, 15), ("i", False, True)),
        # 6 of 10 against 40 of 80: one council makes it 5 of 10 against 41 of 80.
        (region("i", 6, 10), None),
        # 7 of 10 becomes 6 of 10, more than 41 of 80, but no more than the 6 of 10 of each other.
        (region("i", 7, 10), ("i", True, False)),
        # The missing could bring it from 15 to 15 of 40.
        (region("i", 15, 15, required=40), None),
        (region("i", 0, 0, required=4), None),
        (region("i", 0, 0), None),
    ],
)
def test_a_region_stands_out_if_its_gap_from_the_rest_is_robust(
    odd: Reading, told: tuple[str, bool, bool] | None
) -> None:
    assert found_of([*LEVEL, odd]) == told


def test_the_widest_of_several_robust_gaps_stands_out() -> None:
    assert found_of([*LEVEL, region("i", 15, 15), region("j", 0, 15)]) in {
        ("i", True, True),
        ("j", False, True),
    }
    found = found_of([*LEVEL, region("i", 9, 15), region("j", 0, 15)])
    assert found is not None
    assert found[0] == "j"


def test_no_region_is_at_an_end_that_silent_councils_could_share() -> None:
    # Nobody answered in j, so it could be as high.
    assert found_of([*LEVEL, region("i", 15, 15), region("j", 0, 0, required=3)]) == (
        "i",
        True,
        False,
    )


def test_of_no_regions_none_stands_out() -> None:
    assert stand_out(None, []) is None
    assert stand_out(england_of([]), []) is None


def test_none_stands_out_where_england_is_only_a_published_share() -> None:
    england = Reading(1, ENGLAND, TOP, None, Base(None, None))
    assert stand_out(england, [*LEVEL, region("i", 15, 15)]) is None


def test_the_rest_of_england_is_england_less_the_region() -> None:
    england = Reading(1, ENGLAND, TOP, 102, Base(148, 150))
    rest = rest_of_england(england, region("a", 8, 9))
    assert (rest.k, rest.n, rest.base.required) == (94, 139, 141)


def test_the_rest_of_england_is_not_known_where_counts_are_not() -> None:
    rest = rest_of_england(Reading(1, ENGLAND, TOP, None, Base(None, None)), region("a", 8, 9))
    assert (rest.k, rest.n, rest.base.required) == (None, None, None)


def outlook(slug: str, regions: list[Reading]) -> Outlook:
    england = england_of(regions)
    shown = [Breakdown(each.place, each.base, (each,)) for each in [england, *regions]]
    return Outlook(slug, slug, slug, "April", "one", "One", shown[0], tuple(shown[1:]))


class TestWhatStandsOutAmongMany:
    # Against 40 of 80: by 50, 40, 30 and 20 points, above and below.
    MANY = [
        outlook(f"{name}{side}", [*LEVEL, region("i", k, 10)])
        for name, up in (("a", 5), ("b", 4), ("c", 3), ("d", 2))
        for side, k in (("+", 5 + up), ("-", 5 - up))
    ]

    def test_are_the_three_widest_at_either_end_by_their_gap(self) -> None:
        found = furthest(list(reversed(self.MANY)))
        assert [each.slug for each, _ in found.above] == ["a+", "b+", "c+"]
        assert [each.slug for each, _ in found.below] == ["a-", "b-", "c-"]

    def test_are_all_that_are_level_with_the_third(self) -> None:
        twice = [*self.MANY, outlook("again", [*LEVEL, region("j", 8, 10)])]
        assert [each.slug for each, _ in furthest(twice).above] == ["a+", "b+", "c+", "again"]

    def test_are_robust(self) -> None:
        found = furthest(self.MANY)
        assert all(pair.is_robust for _, pair in [*found.above, *found.below])

    def test_are_none_where_no_gap_is_robust(self) -> None:
        found = furthest([outlook("level", LEVEL)])
        assert (found.above, found.below) == ((), ())


@pytest.mark.parametrize(
    ("left", "right", "count"),
    [
        ("region", "region", 36),
        ("region", "rest", 9),
        ("type", "rest", 4),
        ("type", "type", 6),
        ("region", "type", 36),
    ],
)
def test_how_many_such_pairs_could_have_been_picked(left: str, right: str, count: int) -> None:
    places = [Place(str(number), str(number), "region") for number in range(9)]
    places += [Place(f"type-{number}", f"type-{number}", "type") for number in range(4)]
    first, other = (
        Reading(1, Place(kind, kind, kind), TOP, 1, Base(2, 2)) for kind in (left, right)
    )
    assert pickable(Comparison(first, other), places) == count
