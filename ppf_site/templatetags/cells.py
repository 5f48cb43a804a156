"""Cells of long tables, written by Python: a template takes five steps for each of thousands."""

from collections.abc import Iterable
from typing import Protocol

from django import template
from django.template.base import render_value_in_context
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString

register = template.Library()


class TableCell(Protocol):
    """`kind` is a class of the style sheet, `of` the heading that it stands under."""

    @property
    def said(self) -> object: ...

    @property
    def kind(self) -> str: ...

    @property
    def of(self) -> object: ...


@register.simple_tag(takes_context=True)
def cells(context: Context, row: Iterable[TableCell], with_headings: bool = False) -> SafeString:
    """A row's cells, each with the heading that it stands under where a narrow screen shows it."""
    written = []
    for cell in row:
        said = cell.said
        # Text that is not markup, the most of it, needs nothing but escaping.
        text = escape(said) if type(said) is str else render_value_in_context(said, context)
        heading = f' data-label="{escape(cell.of)}"' if with_headings else ""
        written.append(f'<td class="govuk-table__cell {cell.kind}"{heading}>{text}</td>')
    return SafeString("\n".join(written))
