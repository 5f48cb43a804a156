"""What the page of an expectation shows: in which order, and which of the named councils."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from django.http import QueryDict

from milestones.by_place import ByPlace
from milestones.selection import Selection
from milestones.tables import council_answers_table
from surveys.models import ReleasedReturn
from surveys.sentences import captioned
from surveys.sorting import put_in_order
from surveys.tables import FigureTable

PER_PAGE = 20
# Of the councils that gave no answer to the question.
NO_ANSWER = "no-answer"
OFFERED = {"by": ("type",), "order": ("name",)}
SORT = "councils-sort"
PARAMS = ("round", "basis", "by", "order", "region", "answer", "page", "sort", SORT)


@dataclass(frozen=True, slots=True)
class ExpectationParams:
    """`by` is what the chart compares, regions or types of council; `order` how it is sorted:
    by the finding or by name. `region`, `answer` and `page` are of the named councils."""

    round: str = ""
    basis: str = ""
    by: str = ""
    order: str = ""
    region: str = ""
    answer: str = ""
    page: int = 1
    sort: str = ""
    councils_sort: str = ""
    misread: tuple[str, ...] = ()

    @property
    def of_councils(self) -> list[str]:
        """What was asked of named councils."""
        asked = (("region", self.region), ("answer", self.answer), (SORT, self.councils_sort))
        return [name for name, given in asked if given]

    @classmethod
    def from_params(cls, params: QueryDict) -> Self:
        given = {name: params.get(name, "").strip() for name in PARAMS}
        page = given.pop("page")
        misread = [name for name, known in OFFERED.items() if given[name] not in ("", *known)]
        misread += ["page"] if page and not (page.isdecimal() and int(page)) else []
        given |= dict.fromkeys(misread, "")
        given.pop("page", None)
        number = int(page) if page and "page" not in misread else 1
        by = given.pop(SORT)
        return cls(**given, councils_sort=by, page=number, misread=tuple(misread))


@dataclass(frozen=True, slots=True)
class NamedCouncils:
    """The councils and their answers, for who may see them: those of a region, or of an answer."""

    table: FigureTable
    regions: Mapping[str, str]
    answers: Mapping[str, str]
    region: str
    answer: str
    misread: Sequence[str]

    @classmethod
    def of(
        cls,
        councils: Sequence[ReleasedReturn],
        places: ByPlace,
        selection: Selection,
        asked: ExpectationParams,
        source: str,
    ) -> Self | None:
        """None where the reader may see no council's answer."""
        if not any(row.choices or row.reason for row in councils):
            return None
        regions = {row.region.slug: row.region.name for row in councils}
        answers = {**places.labels, NO_ANSWER: "No answer"}
        region = asked.region if asked.region in regions else ""
        answer = asked.answer if asked.answer in answers else ""
        shown = [
            row
            for row in councils
            if (not region or row.region.slug == region) and (not answer or _gave(row, answer))
        ]
        table = council_answers_table(
            shown,
            places.labels,
            selection.question,
            selection.within_round,
            caption=captioned(selection.question, "By council"),
            source=source,
        )
        misread = put_in_order(table, asked.councils_sort)
        table.paginate(page=min(asked.page, -(-len(shown) // PER_PAGE) or 1), per_page=PER_PAGE)
        lost = [("region", asked.region, region), ("answer", asked.answer, answer)]
        misread += [name for name, given, known in lost if given != known]
        return cls(table, regions, answers, region, answer, misread)


def _gave(row: ReleasedReturn, answer: str) -> bool:
    return answer in row.choices if row.choices else answer == NO_ANSWER
