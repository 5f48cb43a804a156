"""Which of the councils with a rate of their own the page of a measure lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

from milestones.measures.claims import Claims
from milestones.measures.measured import CouncilRate, OnBase, Rate
from milestones.measures.stats import sides_of_target
from milestones.measures.tables import council_table
from ppf_site.pages import Within
from surveys.models import ReleasedReturn
from surveys.sorting import put_in_order
from surveys.tables import FigureTable

from .council_answers import PER_PAGE

# Councils that have reached the target, and those that have not.
AT, SHORT = "at", "short"
# The council whose dot is to be told from the others'.
MARK = "mark"
PARAMS = ("region", "target", "page", "sort", "councils-sort", MARK)


@dataclass(frozen=True, slots=True)
class CouncilParams:
    region: str = ""
    target: str = ""
    page: int = 1
    misread: tuple[str, ...] = ()
    sort: str = ""
    councils_sort: str = ""
    mark: str = ""

    @property
    def of_councils(self) -> list[str]:
        """What was asked of councils."""
        asked = {"region": self.region, "target": self.target, MARK: self.mark}
        return [name for name, given in asked.items() if given]

    @classmethod
    def from_params(cls, params: QueryDict) -> Self:
        given = {name: params.get(name, "").strip() for name in PARAMS}
        is_page = given["page"].isdecimal() and int(given["page"]) > 0
        misread = tuple(["page"] if given["page"] and not is_page else [])
        page = int(given["page"]) if is_page else 1
        sorts = given["sort"], given["councils-sort"], given[MARK]
        return cls(given["region"], given["target"], page, misread, *sorts)


@dataclass(frozen=True, slots=True)
class RatedCouncils:
    """Those of a region, or on one side of the target, twenty at a time."""

    table: FigureTable
    regions: Mapping[str, str]
    sides: Mapping[str, str]
    region: str
    target: str
    misread: Sequence[str]

    @classmethod
    def of(
        cls,
        councils: Sequence[CouncilRate],
        on_base: OnBase,
        rate: Rate,
        asked: CouncilParams,
        *,
        links: Within,
        source: str,
        claims: Claims | None = None,
    ) -> Self | None:
        """None where the reader may see no council's rate."""
        if not councils:
            return None
        regions = {each.council.region.slug: each.council.region.name for each in councils}
        sides = _sides(on_base)
        region = asked.region if asked.region in regions else ""
        target = asked.target if asked.target in sides else ""
        shown = [
            each
            for each in councils
            if (not region or each.council.region.slug == region)
            and (not target or _side(on_base, each) == target)
        ]
        table = council_table(on_base, rate, shown, links, source=source, claims=claims)
        misread = put_in_order(table, asked.councils_sort)
        table.paginate(page=min(asked.page, -(-len(shown) // PER_PAGE) or 1), per_page=PER_PAGE)
        lost = [("region", asked.region, region), ("target", asked.target, target)]
        misread += [name for name, given, known in lost if given != known]
        misread += unknown_mark(asked.mark, [each.council for each in councils])
        ordered = dict(sorted(regions.items(), key=lambda each: each[1]))
        return cls(table, ordered, sides, region, target, misread)


def unknown_mark(mark: str, returns: Iterable[ReleasedReturn]) -> list[str]:
    """A council that is none of these."""
    is_known = any(each.council.slug == mark for each in returns)
    return [MARK] if mark and not is_known else []


def with_mark(page: str, mark: str) -> str:
    """The address of a page on which the council is marked."""
    return f"{page}{'&' if '?' in page else '?'}{urlencode({MARK: mark})}"


def _sides(on_base: OnBase) -> dict[str, str]:
    """None without a target."""
    if on_base.target is None:
        return {}
    at, short = sides_of_target(on_base.target, on_base.measure.higher_is_better)
    return {AT: at.label, SHORT: short.label}


def _side(on_base: OnBase, each: CouncilRate) -> str:
    return AT if on_base.verdict_of_rate(each.rate) == "met" else SHORT
