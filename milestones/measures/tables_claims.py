"""Tables of what councils claimed beside what they count."""

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables

from ppf_site import words
from surveys.sorting import sorts_by
from surveys.tables import NUMERIC, VERDICT, FigureTable, Hidden, ShownColumn

from .claims import Claims
from .measured import OnBase, Rate
from .sentences import month
from .stats import OnTheWay, points


def claims_table(claims: Claims, on_base: OnBase, rate: Rate, *, source: str) -> FigureTable:
    """An answer of the forecast a row: how many councils gave it, and where they stand."""
    columns: list[tuple[str, tables.Column]] = [
        ("said", tables.Column(f"Said in {claims.forecast.round.reference_date:%B %Y}")),
        ("councils", tables.Column("Councils", attrs=NUMERIC)),
        ("counted", Hidden("Of these with a count (n)")),
    ]
    for kind in claims.kinds:
        label = words.capital(kind)
        columns += [
            (f"shown_{kind.name}", ShownColumn(label, attrs=NUMERIC)),
            (f"k_{kind.name}", Hidden(f"{label} (k)")),
        ]
        if kind is not OnTheWay.NOT_COUNTED:
            columns.append((f"share_{kind.name}", Hidden(f"{label}: share of those counted")))
    rows = [
        {
            "said": row.label,
            "councils": row.councils,
            "counted": row.counted,
            **{f"shown_{kind.name}": row.told(kind) for kind in claims.kinds},
            **{f"k_{kind.name}": row.counts[kind] for kind in claims.kinds},
            **{f"share_{kind.name}": row.share(kind) for kind in claims.kinds},
            "source": source,
        }
        for row in claims.rows
    ]
    table = FigureTable(rows, extra_columns=[*columns, ("source", Hidden("Source"))])
    table.name, table.source = "claims", source
    table.caption = f"What councils said beside what they count: {on_base.base.name}, {month(rate)}"
    table.is_stacked = True
    return table


def pace_columns(claims: Claims | None) -> Sequence[tuple[str, tables.Column]]:
    """What each council said, and its pace: beside its rate."""
    if claims is None or not claims.of_councils:
        return []
    said = f"Said in {claims.forecast.round.reference_date:%B %Y}"
    return [
        ("said", tables.Column(said)),
        ("standing", tables.Column("Where it stands", attrs=VERDICT)),
        (
            "achieved_shown",
            ShownColumn("Points a month since", attrs=NUMERIC, **sorts_by("achieved")),
        ),
        ("achieved", Hidden("Points a month since the count before")),
        ("needed_shown", ShownColumn("Points a month needed", attrs=NUMERIC, **sorts_by("needed"))),
        ("needed", Hidden("Points a month needed to the target")),
    ]


def pace_cells(claims: Claims | None, council_id: int | None) -> dict[str, Any]:
    if claims is None or council_id is None or council_id not in claims.of_councils:
        return {}
    said, pace = claims.of_councils[council_id]
    far = ": needs over twice its pace" if pace.is_far_off else ""
    return {
        "said": said,
        "standing": f"{words.capital(pace.standing)}{far}",
        "achieved_shown": points(pace.achieved),
        "achieved": pace.achieved,
        "needed_shown": points(pace.needed),
        "needed": pace.needed,
    }
