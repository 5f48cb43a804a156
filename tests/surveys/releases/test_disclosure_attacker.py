"""Whatever is left to see, an attacker who adds, subtracts and bounds gets nothing back."""

import random

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from surveys.releases import disclosure
from surveys.releases.disclosure import Hidden, Rules, find_hidden
from surveys.releases.disclosure_cells import Contents, Kind, Part, Places, Where, Why, tables_of
from tests.surveys.releases.attacker import Attacker, all_figures
from tests.surveys.releases.plain_rounds import random_contents

RULES = Rules()
SEEDS = st.integers(0, 10**6)
CHOICES = ["plan", "likely", "ways"]
GRID = ["older", "younger", "both"]


def random_rounds(examples: int) -> settings:
    return settings(max_examples=examples, database=None, phases=[Phase.explicit, Phase.generate])


def only_few_hidden(contents: Contents) -> Hidden:
    """As it would be without hiding any with others."""
    places = Places(contents.respondents)
    tables = tables_of(contents, places)
    return disclosure.in_parts(tables, places, disclosure.hide_primary(tables, places, RULES))


def told_by_subtraction(contents: Contents, hidden: Hidden) -> list[tuple[str, str, int]]:
    """Groups of 1 to 4 councils whose total follows, by question, figure and size."""
    attacker = Attacker.of(contents, hidden)
    places = Places(contents.respondents)
    found = []
    for table in tables_of(contents, places).values():
        names = [("sum", Part.SUM), ("numerator", Part.SUM), ("denominator", Part.SUM)]
        names += [(f"={option}", Part.OPTIONS) for option in table.asked.options[:1]]
        for name, part in names:
            if not any(key[0] == table.asked.key and key[2] == name for key in attacker.figures):
                continue
            base = table.base(part, places)
            gave = {
                respondent.council
                for respondent in contents.respondents
                if respondent.is_answered
                and table.asked.key in contents.entries[respondent.council]
                and not contents.entries[respondent.council][table.asked.key].reason
            }
            assert sum(base) == len(gave)
            for group in attacker.told_groups(table.asked.key, name):
                if 0 < len(gave.intersection(group)) < 5:
                    found.append((table.asked.key, name, len(gave.intersection(group))))
    return found


@given(SEEDS)
@random_rounds(15)
def test_no_total_of_one_to_four_councils_follows_by_subtraction(seed: int) -> None:
    contents = random_contents(seed)
    assert told_by_subtraction(contents, find_hidden(contents, RULES)) == []


@given(SEEDS)
@example(33499)  # all of a type say yes in one row, all of a region in the other: so all is told
@random_rounds(6)
def test_no_council_must_have_chosen_what_it_chose(seed: int) -> None:
    contents = random_contents(seed)
    hidden = find_hidden(contents, RULES)
    attacker = Attacker.of(contents, hidden)
    for keys in ([CHOICES[0]], [CHOICES[1]], [CHOICES[2]], GRID, ["staff-band"], ["band"]):
        for (key, option), atoms in attacker.certain(keys).items():
            told = told_on_purpose(attacker, key, option)
            few = {atom for atom in atoms if is_of_few(contents, key, atom)}
            assert few <= told, (key, option)


def is_of_few(contents: Contents, key: str, atom: tuple[str, str]) -> bool:
    gave = [
        respondent.council
        for respondent in contents.respondents
        if respondent.is_answered
        and (respondent.region, respondent.type) == atom
        and contents.entries[respondent.council].get(key)
    ]
    return len(gave) < 5


def told_on_purpose(attacker: Attacker, key: str, option: str) -> set[tuple[str, str]]:
    """Regions and types within an area of 5 or more that shows all of one mind; of a tally, also
    those of which its rows are told in this way, be it in different areas."""
    told = {
        (respondent.region, respondent.type)
        for (own, where, name), k in attacker.figures.items()
        if (own, name) == (key, f"={option}") and k >= 5
        if k == attacker.figures.get((key, where, "value"))
        for respondent in attacker.respondents
        if respondent.council in attacker.inside(where)
    }
    rows = attacker.questions[key].rows
    if not rows:
        return told
    yes, no = ([told_on_purpose(attacker, row, said) for row in rows] for said in ("yes", "no"))
    some = {atom for row in yes for atom in row} & {atom for row in no for atom in row}
    by_rows = {"all": set.intersection(*yes), "some": some, "none": set.intersection(*no)}
    return told | by_rows[option]


@given(SEEDS)
@random_rounds(12)
def test_a_hidden_sum_can_be_a_fifth_of_it_wide(seed: int) -> None:
    contents = random_contents(seed)
    hidden = find_hidden(contents, RULES)
    attacker = Attacker.of(contents, hidden)
    figures = all_figures(contents)
    for (key, where), parts in hidden.items():
        asked = attacker.questions[key]
        if asked.kind != Kind.NUMBER or Part.SUM not in parts:
            continue
        low, high = attacker.range_of_sum(key, "sum", where)
        total = float(figures[key, where, "sum"])
        assert high - low >= max(0.2 * total, 5) - 1e-6 or is_nothing(attacker, key, where)


def is_nothing(attacker: Attacker, key: str, where: Where) -> bool:
    """Whether a larger area shows that nobody in it has any."""
    return any(
        own == key
        and name == "sum"
        and amount == 0
        and set(attacker.inside(where)) <= set(attacker.inside(place))
        for (own, place, name), amount in attacker.figures.items()
    )


@given(SEEDS)
@random_rounds(12)
def test_what_councils_without_a_rate_gave_does_not_follow(seed: int) -> None:
    contents = random_contents(seed)
    hidden = find_hidden(contents, RULES)
    attacker = Attacker.of(contents, hidden)
    figures = all_figures(contents)
    for side, part in (("numerator", "helped"), ("denominator", "people")):
        for key, where, name in figures:
            if (key, name) != ("rate", "value"):
                continue
            gap = figures[part, where, "value"] - figures[key, where, name]
            if 0 < gap < 5:
                assert not attacker.gap_is_told("rate", side, where)


@given(SEEDS)
@random_rounds(8)
def test_the_audit_passes_what_is_found(seed: int) -> None:
    contents = random_contents(seed)
    for rules in (RULES, Rules(publishes_unanimous=False)):
        assert disclosure.failures(contents, rules, find_hidden(contents, rules)) == []


@given(SEEDS)
@random_rounds(15)
def test_no_date_is_shown_that_is_one_councils_or_of_nine(seed: int) -> None:
    contents = random_contents(seed)
    hidden = find_hidden(contents, RULES)
    for (key, where, name), councils in all_figures(contents).items():
        if (key, name) == ("met-on", "value") and councils:
            parts = hidden[key, where]
            assert Part.EXTREMES in parts
            assert Part.QUARTILES in parts or councils >= 10


def test_without_hiding_with_others_the_attacker_gets_values_back() -> None:
    """Else the attacker would be no test."""
    told = 0
    for seed in range(30):
        contents = random_contents(seed)
        places = Places(contents.respondents)
        tables = tables_of(contents, places)
        primary = disclosure.in_parts(
            tables, places, disclosure.hide_primary(tables, places, RULES)
        )
        told += bool(told_by_subtraction(contents, primary))
    assert told > 5


@pytest.mark.parametrize("seed", range(5))
def test_secondary_hiding_only_adds_to_what_few_hides(seed: int) -> None:
    contents = random_contents(random.Random(seed).randint(0, 10**6))
    primary = only_few_hidden(contents)
    hidden = find_hidden(contents, RULES)
    for at, parts in primary.items():
        for part, why in parts.items():
            assert hidden[at][part] == why or part == Part.GROSSED_UP
            assert why in {Why.FEW, Why.ALONE, Why.WITH_OTHERS}
