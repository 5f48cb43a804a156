"""What of a release is hidden from readers, so that no figure tells one council's answer."""

from dataclasses import dataclass

from surveys.stats import FEWEST

from .disclosure_audit import Failure, audit, audit_spreads
from .disclosure_cells import (
    ENGLAND,
    FEWEST_FOR_QUARTILES,
    Contents,
    Kind,
    Part,
    Places,
    Suppressed,
    Table,
    Where,
    Why,
    hide,
    tables_of,
)
from .disclosure_secondary import Secondary

# By question and area: the hidden parts and why. What is not in it is shown.
Hidden = dict[tuple[str, Where], dict[Part, Why]]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the round says of how its figures are published."""

    names_councils: bool = False
    publishes_unanimous: bool = True


def find_hidden(contents: Contents, rules: Rules) -> Hidden:
    """The parts of figures that are hidden, by question and area; none where councils are named.

    Rule: numbers of fewer than 5 councils, choices on a base under 5, quartiles on a base under
    10, and the split of returns (value, not known, not applicable, blank) of fewer than 5 of
    them: "few". Base: councils in the area that gave a value; for choices the n of their shares.
    Nothing stands behind a base of 0, and nothing is hidden. Areas where everybody chose the
    same: "unanimous", if the round publishes none. The earliest and the latest date, always:
    "alone".

    Then as few and as small further cells as it takes: "with_others". First until no group of 1
    to 4 councils follows by adding and subtracting (`small_groups`), then until the audit finds
    nothing (`audit`). Method: cell suppression with a threshold rule, as in Hundepool et al.,
    Statistical Disclosure Control (2012), chapter 4. Quartiles do not add up, and those of 10
    councils or more are shown, as is the practice, also where one is a council's own number.
    Responses are never hidden: who sent a return is public.
    """
    if rules.names_councils:
        return {}
    places = Places(contents.respondents)
    tables = tables_of(contents, places)
    hidden = hide_primary(tables, places, rules)
    Secondary(tables, places, hidden, publishes_unanimous=rules.publishes_unanimous).run()
    return in_parts(tables, places, hidden)


def failures(contents: Contents, rules: Rules, hidden: Hidden) -> list[Failure]:
    """What the audit says of a release of which this is hidden; nothing if councils are named."""
    if rules.names_councils:
        return []
    places = Places(contents.respondents)
    tables = tables_of(contents, places)
    held = Suppressed()
    for (key, where), parts in hidden.items():
        for part, why in parts.items():
            held.add(key, part, where, why)
    return [
        *audit(tables, places, held, publishes_unanimous=rules.publishes_unanimous),
        *audit_spreads(tables, places, held),
    ]


def is_few(councils: int) -> bool:
    """Whether a figure on so many is hidden for its own sake; on none there is nothing to hide."""
    return 0 < councils < FEWEST


def hide_primary(tables: dict[str, Table], places: Places, rules: Rules) -> Suppressed:
    """The cells that are hidden for their own sake: too few councils, or all of one mind."""
    hidden = Suppressed()
    for table in tables.values():
        for part in table.additive:
            base = table.base(part, places)
            for where in places.inside:
                if is_few(places.add_up(base, where)):
                    hide(hidden, table, part, where, Why.FEW)
                elif not rules.publishes_unanimous and is_unanimous(table, part, places, where):
                    hide(hidden, table, part, where, Why.UNANIMOUS)
    return hidden


def is_unanimous(table: Table, part: Part, places: Places, where: Where) -> bool:
    base = places.add_up(table.n, where)
    return (
        part == Part.OPTIONS
        and base > 0
        and any(places.add_up(column, where) == base for _, column in table.of_part(part))
    )


def in_parts(tables: dict[str, Table], places: Places, suppressed: Suppressed) -> Hidden:
    """With what goes with hidden sums and counts: what is grossed up, and quartiles."""
    hidden: Hidden = {}
    for (key, part), whys in suppressed.whys.items():
        for where, why in whys.items():
            hidden.setdefault((key, where), {})[part] = why
    for key, table in tables.items():
        if (why_not := why_not_grossed_up(table, suppressed)) is not None:
            hidden.setdefault((key, ENGLAND), {})[Part.GROSSED_UP] = why_not
        for where in places.inside if table.asked.kind.has_spread else ():
            spread = why_no_spread(table, places, suppressed, where)
            if spread:
                hidden.setdefault((key, where), {}).update(spread)
    return hidden


def why_no_spread(
    table: Table, places: Places, suppressed: Suppressed, where: Where
) -> dict[Part, Why]:
    """What of the quartiles, and of a date the earliest and latest, is hidden in an area."""
    councils = places.add_up(table.value, where)
    counts = suppressed.why(table.asked.key, Part.COUNTS, where)
    why_not = Why.FEW if 0 < councils < FEWEST_FOR_QUARTILES else counts
    found = {} if why_not is None else {Part.QUARTILES: why_not}
    if table.asked.kind == Kind.DATE and (councils or counts):
        found[Part.EXTREMES] = Why.ALONE
    return found


def why_not_grossed_up(table: Table, suppressed: Suppressed) -> Why | None:
    """England's grossed up is a weighted sum of the types': shown only if they all are."""
    sums = suppressed.whys.get((table.asked.key, Part.SUM), {})
    if table.asked.kind != Kind.NUMBER or all(where.kind == "region" for where in sums):
        return None
    return sums.get(ENGLAND, Why.WITH_OTHERS)
