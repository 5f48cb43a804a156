"""What of a release is hidden: rounds small enough to work out by hand."""

import pytest

from surveys.releases.disclosure import Hidden, Rules, failures, find_hidden
from surveys.releases.disclosure_cells import (
    ENGLAND,
    NOT_ASKED,
    Asked,
    Contents,
    Entry,
    Kind,
    Part,
    Where,
    Why,
)
from tests.surveys.releases.attacker import Attacker
from tests.surveys.releases.plain_rounds import (
    BOTH,
    HELPED,
    MET_ON,
    OLDER,
    PEOPLE,
    PLAN,
    RATE,
    SCALE,
    STAFF,
    YOUNGER,
    chose,
    contents_of,
    gave,
    met_on,
    reason_of,
    worked_out,
)

NORTH, SOUTH, EAST, WEST = (Where("region", key) for key in ("north", "south", "east", "west"))
COUNTY, UNITARY, BOROUGH = (Where("type", key) for key in ("county", "unitary", "borough"))
NAMES_NONE = Rules()
Council = tuple[str, str, dict[str, Entry] | None]


def councils(region: Where, type: Where, how_many: int, **said: Entry) -> list[Council]:
    return [(region.key, type.key, said)] * how_many


def where_hidden(hidden: Hidden, key: str, part: Part) -> dict[Where, Why]:
    return {
        where: parts[part] for (own, where), parts in hidden.items() if own == key and part in parts
    }


def numbers(*groups: tuple[Where, Where, int]) -> Contents:
    """So many councils of a region and type, each with 100 staff."""
    listed = [council for group in groups for council in councils(*group, staff=gave(100))]
    return contents_of([STAFF], listed)


def test_nothing_is_hidden_where_councils_are_named() -> None:
    assert find_hidden(numbers((NORTH, UNITARY, 1)), Rules(names_councils=True)) == {}


def test_numbers_of_four_councils_are_hidden_as_few() -> None:
    hidden = find_hidden(numbers((NORTH, UNITARY, 4)), NAMES_NONE)
    assert where_hidden(hidden, "staff", Part.SUM) == {
        ENGLAND: Why.FEW,
        NORTH: Why.FEW,
        UNITARY: Why.FEW,
    }
    assert where_hidden(hidden, "staff", Part.GROSSED_UP) == {ENGLAND: Why.FEW}


def test_numbers_of_five_are_shown_and_their_quartiles_are_not() -> None:
    hidden = find_hidden(numbers((NORTH, UNITARY, 5)), NAMES_NONE)
    assert where_hidden(hidden, "staff", Part.SUM) == {}
    assert set(where_hidden(hidden, "staff", Part.QUARTILES)) == {ENGLAND, NORTH, UNITARY}


def test_quartiles_of_ten_are_shown() -> None:
    assert find_hidden(numbers((NORTH, UNITARY, 10)), NAMES_NONE) == {}


def dates(how_many: int) -> Contents:
    said = [("north", "unitary", {"met-on": met_on(day)}) for day in range(1, how_many + 1)]
    return contents_of([MET_ON], said)


def test_the_earliest_and_latest_of_ever_so_many_dates_are_hidden() -> None:
    hidden = find_hidden(dates(28), NAMES_NONE)
    everywhere = dict.fromkeys([ENGLAND, NORTH, UNITARY], Why.ALONE)
    assert where_hidden(hidden, "met-on", Part.EXTREMES) == everywhere
    assert where_hidden(hidden, "met-on", Part.QUARTILES) == {}


def test_the_middle_of_nine_dates_is_hidden_too() -> None:
    hidden = find_hidden(dates(9), NAMES_NONE)
    assert set(where_hidden(hidden, "met-on", Part.QUARTILES)) == {ENGLAND, NORTH, UNITARY}


@pytest.mark.parametrize(("how_many", "part"), [(28, Part.EXTREMES), (9, Part.QUARTILES)])
def test_the_audit_finds_a_date_that_is_shown_of_too_few(how_many: int, part: Part) -> None:
    contents = dates(how_many)
    hidden = find_hidden(contents, NAMES_NONE)
    assert failures(contents, NAMES_NONE, hidden) == []
    del hidden["met-on", NORTH][part]
    [found] = failures(contents, NAMES_NONE, hidden)
    assert (found.part, found.place, found.low) == (part, NORTH, how_many)


def test_dates_are_hidden_with_how_many_gave_one() -> None:
    """With one return in the north, whether it has a date is hidden, so its date is as well."""
    listed = [
        *councils(NORTH, UNITARY, 1, **{"met-on": Entry(reason="not_known")}),
        *councils(SOUTH, UNITARY, 12, **{"met-on": met_on(3)}),
        *councils(EAST, UNITARY, 12, **{"met-on": met_on(4)}),
    ]
    hidden = find_hidden(contents_of([MET_ON], listed), NAMES_NONE)
    assert hidden["met-on", NORTH].keys() >= {Part.COUNTS, Part.QUARTILES, Part.EXTREMES}


def test_a_base_of_none_has_nothing_to_hide() -> None:
    listed = [
        *councils(NORTH, UNITARY, 5, plan=Entry(reason="not_applicable")),
        *councils(SOUTH, UNITARY, 5, plan=chose("yes")),
        *councils(SOUTH, UNITARY, 5, plan=chose("no")),
    ]
    assert find_hidden(contents_of([PLAN], listed), NAMES_NONE) == {}


def test_not_known_is_in_the_base_where_the_question_counts_it() -> None:
    question = Asked("plan", Kind.ONE_CHOICE, ("yes", "no"), counts_not_known=True)
    listed = [
        *councils(NORTH, UNITARY, 3, plan=chose("yes")),
        *councils(NORTH, UNITARY, 3, plan=Entry(reason="not_known")),
    ]
    assert find_hidden(contents_of([question], listed), NAMES_NONE) == {}
    assert find_hidden(contents_of([PLAN], listed), NAMES_NONE) != {}


def few_test(*, answer_of_the_one: str = "no") -> Contents:
    """One council of the north answers, and all nine of each other region: they say yes."""
    listed = councils(NORTH, UNITARY, 1, staff=gave(4321), plan=chose(answer_of_the_one))
    for number, region in enumerate((SOUTH, EAST, WEST)):
        listed += councils(region, UNITARY, 6, staff=gave(200 + number), plan=chose("yes"))
        listed += councils(region, COUNTY, 3, staff=gave(300 + number), plan=chose("yes"))
    return contents_of([STAFF, PLAN], listed)


def test_england_less_the_other_regions_does_not_tell_the_one_council() -> None:
    contents = few_test()
    hidden = find_hidden(contents, NAMES_NONE)
    sums = where_hidden(hidden, "staff", Part.SUM)
    assert sums[NORTH] == Why.FEW
    assert [why for where, why in sums.items() if where != NORTH] == [Why.WITH_OTHERS]
    assert ENGLAND not in sums
    attacker = Attacker.of(contents, hidden)
    assert (0,) not in attacker.told_groups("staff", "sum")
    assert attacker.certain(["plan"]).get(("plan", "no")) is None


def test_the_only_one_to_say_no_could_be_another() -> None:
    options = where_hidden(find_hidden(few_test(), NAMES_NONE), "plan", Part.OPTIONS)
    assert options[NORTH] == Why.FEW
    assert len(options) == 2


def test_with_few_returns_how_many_gave_a_value_is_hidden_too() -> None:
    counts = where_hidden(find_hidden(few_test(), NAMES_NONE), "plan", Part.COUNTS)
    assert counts[NORTH] == Why.FEW
    assert Why.WITH_OTHERS in counts.values()


def test_all_of_one_mind_in_england_tells_it_on_purpose() -> None:
    contents = few_test(answer_of_the_one="yes")
    assert ENGLAND not in where_hidden(find_hidden(contents, NAMES_NONE), "plan", Part.OPTIONS)


def test_all_of_one_mind_is_hidden_where_the_round_promised_so() -> None:
    rules = Rules(publishes_unanimous=False)
    contents = few_test(answer_of_the_one="yes")
    options = where_hidden(find_hidden(contents, rules), "plan", Part.OPTIONS)
    assert options[ENGLAND] == Why.UNANIMOUS
    assert options[SOUTH] == Why.UNANIMOUS


def test_england_less_the_other_types_does_not_tell_the_few_of_one_type() -> None:
    contents = numbers(
        (NORTH, UNITARY, 9), (SOUTH, UNITARY, 9), (NORTH, BOROUGH, 6), (SOUTH, COUNTY, 2)
    )
    sums = where_hidden(find_hidden(contents, NAMES_NONE), "staff", Part.SUM)
    assert sums == {COUNTY: Why.FEW, BOROUGH: Why.WITH_OTHERS}


def test_what_is_grossed_up_goes_with_the_sum_of_a_type() -> None:
    contents = numbers((NORTH, UNITARY, 9), (NORTH, BOROUGH, 6), (NORTH, COUNTY, 2))
    hidden = find_hidden(contents, NAMES_NONE)
    assert where_hidden(hidden, "staff", Part.GROSSED_UP) == {ENGLAND: Why.WITH_OTHERS}


def test_a_region_that_is_a_type_but_for_one_council_does_not_tell_that_one() -> None:
    """London, and London boroughs with one more: the difference of the two shown."""
    contents = numbers((WEST, BOROUGH, 20), (SOUTH, BOROUGH, 1), (SOUTH, UNITARY, 9))
    hidden = find_hidden(contents, NAMES_NONE)
    assert where_hidden(hidden, "staff", Part.SUM)
    assert (20,) not in Attacker.of(contents, hidden).told_groups("staff", "sum")


def test_a_region_that_is_a_type_is_hidden_as_both() -> None:
    contents = numbers((WEST, BOROUGH, 3), (SOUTH, UNITARY, 9), (NORTH, COUNTY, 9))
    sums = where_hidden(find_hidden(contents, NAMES_NONE), "staff", Part.SUM)
    assert {where for where, why in sums.items() if why == Why.FEW} == {WEST, BOROUGH}
    assert len(sums) == 4


def test_one_answer_that_stands_out_in_a_full_round_does_not_tell_its_council() -> None:
    """One no in the north, and none of unitary councils: it is that of the only county."""
    listed = [
        *councils(NORTH, UNITARY, 8, plan=chose("yes")),
        *councils(NORTH, COUNTY, 1, plan=chose("no")),
        *councils(SOUTH, UNITARY, 8, plan=chose("yes")),
        *councils(SOUTH, COUNTY, 8, plan=chose("yes")),
        *councils(SOUTH, COUNTY, 1, plan=chose("no")),
    ]
    contents = contents_of([PLAN], listed)
    hidden = find_hidden(contents, NAMES_NONE)
    assert Attacker.of(contents, {}).certain(["plan"])["plan", "no"] == {("north", "county")}
    assert Attacker.of(contents, hidden).certain(["plan"]).get(("plan", "no")) is None


def test_an_answer_does_not_follow_from_nobody_having_given_the_others() -> None:
    """Nobody in the north says very, no county council hardly: fairly is left for both."""
    very, fairly, hardly = ({"likely": chose(option)} for option in SCALE.options)
    listed = [
        *councils(NORTH, COUNTY, 3, **fairly),
        *councils(NORTH, UNITARY, 3, **fairly),
        *councils(NORTH, UNITARY, 5, **hardly),
        *councils(SOUTH, COUNTY, 3, **fairly),
        *councils(SOUTH, COUNTY, 8, **very),
        *(each for said in (very, fairly, hardly) for each in councils(SOUTH, UNITARY, 3, **said)),
    ]
    contents = contents_of([SCALE], listed)
    hidden = find_hidden(contents, NAMES_NONE)
    told = {("north", "county")}
    assert Attacker.of(contents, {}).certain(["likely"])["likely", "fairly"] == told
    assert not Attacker.of(contents, hidden).certain(["likely"])


def grid_of(*groups: tuple[Where, Where, int, str, str]) -> Contents:
    """So many councils of a region and type, and what each said to both rows."""
    listed: list[Council] = []
    for region, type, how_many, older, younger in groups:
        said = {"older": chose(older), "younger": chose(younger)}
        listed += councils(region, type, how_many, **said, **worked_out(said))
    return contents_of([OLDER, YOUNGER, BOTH], listed)


def test_a_grid_and_its_tally_together_do_not_tell_what_neither_tells_alone() -> None:
    """In the west nobody is in both or in neither row: each yes to the one is a no to the other."""
    contents = grid_of(
        (WEST, COUNTY, 3, "yes", "no"),
        (WEST, UNITARY, 1, "yes", "no"),
        (WEST, UNITARY, 5, "no", "yes"),
        (SOUTH, COUNTY, 2, "yes", "yes"),
        (SOUTH, COUNTY, 4, "no", "yes"),
        (SOUTH, UNITARY, 2, "yes", "yes"),
        (SOUTH, UNITARY, 5, "no", "yes"),
        (SOUTH, UNITARY, 1, "no", "no"),
    )
    keys = ["both", "older", "younger"]
    told = Attacker.of(contents, {}).certain(keys)
    assert told["older", "yes"] == told["younger", "no"] == {("west", "county")}
    assert all(not Attacker.of(contents, {}).certain([key]) for key in ("older", "younger"))
    hidden = find_hidden(contents, NAMES_NONE)
    assert not Attacker.of(contents, hidden).certain(keys)


def test_a_tally_whose_rows_are_told_on_purpose_is_told_too() -> None:
    """All counties say yes to the one, all of the west to the other: to hide all of the three
    western counties would hide nothing."""
    contents = grid_of(
        (WEST, COUNTY, 3, "yes", "yes"),
        (WEST, UNITARY, 7, "yes", "yes"),
        (WEST, UNITARY, 1, "no", "yes"),
        (SOUTH, COUNTY, 9, "yes", "yes"),
        (SOUTH, COUNTY, 1, "yes", "no"),
        (SOUTH, UNITARY, 6, "yes", "yes"),
    )
    assert Attacker.of(contents, {}).certain(["both", "older", "younger"])["both", "all"]
    assert find_hidden(contents, NAMES_NONE) == {}


def rates(*, without: int) -> Contents:
    """Twenty councils helped people; some do not know how many people they have."""
    given = {"helped": gave(30), "people": gave(100)}
    lacking = {"helped": gave(77), "people": Entry(reason="not_known")}
    listed: list[Council] = []
    for number in range(20):
        said = lacking if number < without else given
        region = NORTH if number % 2 else SOUTH
        listed.append((region.key, UNITARY.key, said | worked_out(said)))
    return contents_of([HELPED, PEOPLE, RATE], listed)


@pytest.mark.parametrize("without", [0, 10])
def test_a_rate_is_exact_where_none_or_many_lack_it(without: int) -> None:
    assert where_hidden(find_hidden(rates(without=without), NAMES_NONE), "rate", Part.SUM) == {}


def test_the_gap_between_a_sum_and_a_numerator_tells_no_council() -> None:
    contents = rates(without=1)
    hidden = find_hidden(contents, NAMES_NONE)
    assert where_hidden(hidden, "rate", Part.SUM)[ENGLAND] == Why.WITH_PARTS
    assert where_hidden(hidden, "helped", Part.SUM) == {}
    assert Attacker.of(contents, {}).gap_is_told("rate", "numerator", ENGLAND)
    assert not Attacker.of(contents, hidden).gap_is_told("rate", "numerator", ENGLAND)


def test_a_tally_of_all_does_not_tell_the_hidden_rows() -> None:
    """All nine in the south said yes to both; one council in the north is hidden."""
    yes, no = chose("yes"), chose("no")
    both = {"older": yes, "younger": yes}
    mixed = {"older": no, "younger": yes}
    listed: list[Council] = [("north", "unitary", mixed | worked_out(mixed))]
    listed += [("south", "unitary", both | worked_out(both))] * 9
    listed += [("east", "unitary", both | worked_out(both))] * 9
    contents = contents_of([OLDER, YOUNGER, BOTH], listed)
    hidden = find_hidden(contents, NAMES_NONE)
    told = Attacker.of(contents, hidden).certain(["older", "younger", "both"])
    assert told.get(("older", "no")) is None
    assert told.get(("both", "some")) is None


def test_the_audit_finds_what_a_release_tells_that_hides_too_little() -> None:
    contents = few_test()
    hidden = find_hidden(contents, NAMES_NONE)
    only_north = {at: parts for at, parts in hidden.items() if at[1] == NORTH}
    found = failures(contents, NAMES_NONE, only_north)
    assert {(each.question, each.place) for each in found} >= {("staff", NORTH), ("plan", NORTH)}
    assert failures(contents, NAMES_NONE, hidden) == []


def late_question(reason: str) -> Contents:
    """Ten councils and a question that came when four of them had signed; or that they left."""
    yes, late = chose("yes"), {"plan": reason_of(reason)} if reason else {}
    no_use = reason_of("not_applicable")
    blank: dict[str, Entry] = {}
    said = [
        (NORTH, COUNTY, late),
        (NORTH, COUNTY, {"plan": no_use}),
        (NORTH, COUNTY, blank),
        (NORTH, UNITARY, blank),
        (NORTH, UNITARY, {"plan": yes}),
        *[(SOUTH, UNITARY, each) for each in ({"plan": no_use}, late, {"plan": no_use})],
        (WEST, COUNTY, late),
        (WEST, COUNTY, {"plan": no_use}),
    ]
    return contents_of([PLAN], [(region.key, type.key, own) for region, type, own in said])


def test_who_was_not_asked_does_not_tell_what_the_others_said() -> None:
    """Of both who left it blank and who was not asked the sums are told, by region and by type:
    together they leave one way only for the three of the south, where either leaves several."""
    found = failures(
        late_question(NOT_ASKED), NAMES_NONE, find_hidden(late_question(""), NAMES_NONE)
    )
    assert [(each.column, each.low, each.high) for each in found if each.place == SOUTH] == [
        ("not_applicable", 2, 2)
    ]
    hidden = find_hidden(late_question(NOT_ASKED), NAMES_NONE)
    assert failures(late_question(NOT_ASKED), NAMES_NONE, hidden) == []
