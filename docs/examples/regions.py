"""Draws how sure each region's councils are of 30% on personal budgets, from the open data API.

    python regions.py https://surveys.example.org regions.svg

It needs Python alone.
"""

import json
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ASKED = "round=ppf-2010&question=personal-budgets-30-percent-likelihood&option=very-likely"
LONGEST, ROW = 400, 30


def figures(address: str, read: Callable[[str], Any] = urlopen) -> list[dict[str, Any]]:
    """The figures of all pages: each names the next."""
    found: list[dict[str, Any]] = []
    following: str | None = address
    while following:
        with read(following) as answer:
            page = json.load(answer)
        found += page["items"]
        following = page["next"]
    return found


def regions(site: str, read: Callable[[str], Any] = urlopen) -> list[dict[str, Any]]:
    """The surest first. What is hidden has no share, and is no zero: it comes last."""
    every = figures(f"{site}/data/api/figures/?{ASKED}", read)
    ours = [figure for figure in every if figure["area"]["kind"] == "region"]
    return sorted(ours, key=lambda figure: (figure["share"] is None, -(figure["share"] or 0)))


def told(figure: dict[str, Any]) -> str:
    if figure["share"] is None:
        return str(figure["hidden"])
    return f"{figure['k']} of {figure['n']} ({figure['share']:.0%})"


def picture(rows: list[dict[str, Any]]) -> str:
    lines = []
    for number, figure in enumerate(rows):
        y, wide = number * ROW, round(LONGEST * (figure["share"] or 0))
        lines += [
            f'<text x="200" y="{y + 19}" text-anchor="end">{escape(figure["area"]["name"])}</text>',
            f'<rect x="210" y="{y + 4}" width="{wide}" height="20" fill="#12436D"/>',
            f'<text x="{220 + wide}" y="{y + 19}">{escape(told(figure))}</text>',
        ]
    source = escape(rows[0]["source"])
    lines.append(f'<text x="10" y="{len(rows) * ROW + 24}" font-size="10">{source}</text>')
    size = f'width="800" height="{len(rows) * ROW + 34}" font-family="sans-serif" font-size="14"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(lines)}</svg>\n'


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(picture(regions(sys.argv[1])), encoding="utf-8")
