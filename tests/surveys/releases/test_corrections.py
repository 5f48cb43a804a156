"""A correction of a few councils tells their answers to those who kept the release before."""

from dataclasses import replace

from surveys.releases.corrections import changed_by_area, changed_by_figure, tells, that_tell
from surveys.releases.disclosure_cells import ENGLAND, Contents, Entry, Where
from tests.surveys.releases.plain_rounds import PLAN, STAFF, chose, contents_of, gave, met_on

NORTH, SOUTH = Where("region", "north"), Where("region", "south")
UNITARY = Where("type", "unitary")
SAID = {"staff": gave(10), "plan": chose("yes")}


def release(changes: dict[int, dict[str, Entry] | None] | None = None) -> Contents:
    """Ten councils in the north and ten in the south, some with other answers, or none."""
    said: dict[int, dict[str, Entry] | None] = dict.fromkeys(range(20), SAID)
    said |= changes or {}
    return contents_of(
        [STAFF, PLAN],
        [("north" if number < 10 else "south", "unitary", said[number]) for number in range(20)],
    )


def test_nothing_changed_tells_nothing() -> None:
    assert changed_by_area(release(), release()) == {}
    assert not tells({})


def test_a_changed_council_is_counted_in_each_of_its_areas() -> None:
    changed = changed_by_area(release(), release({3: SAID | {"staff": gave(11)}}))
    assert changed == {ENGLAND: {3}, NORTH: {3}, UNITARY: {3}}
    assert tells(changed)


def test_another_date_is_a_change() -> None:
    dated = SAID | {"met-on": met_on(3)}
    changed = changed_by_figure(release({3: dated}), release({3: dated | {"met-on": met_on(4)}}))
    assert changed["met-on", ENGLAND] == {3}
    assert set(that_tell(changed)) == {("met-on", where) for where in (ENGLAND, NORTH, UNITARY)}


def test_who_came_in_and_who_left_changed() -> None:
    changed = changed_by_area(release({3: None}), release({14: None}))
    assert changed[ENGLAND] == {3, 14}
    assert (changed[NORTH], changed[SOUTH]) == ({3}, {14})


def test_a_council_that_moved_changed_in_both_areas() -> None:
    moved = release()
    respondents = [
        replace(respondent, region="south") if respondent.council == 3 else respondent
        for respondent in moved.respondents
    ]
    changed = changed_by_area(release(), replace(moved, respondents=respondents))
    assert changed[NORTH] == changed[SOUTH] == {3}


def test_five_in_an_area_tell_nothing_and_four_do() -> None:
    five = changed_by_area(release(), release({number: {} for number in range(5)}))
    assert not tells(five)
    nine = changed_by_area(
        release(), release({each: {} for each in [0, 1, 2, 3, 4, 10, 11, 12, 13]})
    )
    assert that_tell(nine) == [SOUTH]


def test_of_five_that_changed_one_alone_in_a_question_is_told() -> None:
    changes = {number: SAID | {"staff": gave(11)} for number in range(5)}
    changes[0] |= {"plan": chose("no")}
    before, after = release(), release({**changes})
    assert not tells(changed_by_area(before, after))
    told = that_tell(changed_by_figure(before, after))
    assert set(told) == {("plan", where) for where in (ENGLAND, NORTH, UNITARY)}
