"""The cells of the heatmap, written by Python: a template takes some ten steps for each of 200."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from milestones.heat import HeatCell, HeatRow

register = template.Library()

ROBUST = (
    '<span class="heat__robust" aria-hidden="true">{sign}</span>\n'
    '<span class="govuk-visually-hidden">, clearly {robust} than the rest of England</span>'
)
BAR = (
    '<svg class="heat__bar" width="100%" height="8" aria-hidden="true">'
    '<rect width="{wide}" height="8"/></svg>'
)
SIGNS = {"higher": "▲", "lower": "▼"}


@register.simple_tag
def heat_cells(row: HeatRow, by: str) -> SafeString:
    """England's, then the regions'. With its share as a bar where a narrow screen shows it: of
    England, and of the region that decides the order."""
    written = [f'<td class="heat-{row.england.shade}">{_cell(row.england, is_long=True)}</td>']
    for place, cell in row.regions:
        is_chosen = place.slug == by
        kind = "heat__chosen" if is_chosen else "heat__region"
        inner = _cell(cell, is_long=is_chosen)
        written.append(f'<td class="heat-{cell.shade} {kind}">{inner}</td>')
    return SafeString("\n".join(written))


def _cell(cell: HeatCell, *, is_long: bool) -> str:
    said = escape(cell.said)
    if not cell.figure_id:
        return f"<span>{said}</span>"
    robust = ROBUST.format(sign=SIGNS[cell.robust], robust=cell.robust) if cell.robust else ""
    bar = BAR.format(wide=cell.wide) if is_long else ""
    return f'<a href="/figures/{cell.figure_id}/">{said}{robust and chr(10)}{robust}</a>{bar}'
