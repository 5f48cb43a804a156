"""The answers to one question by place: England, its regions and the types of council."""

from collections.abc import Sequence
from dataclasses import dataclass

from councils.permissions import Person
from surveys.models import Figure, ReleasedReturn
from surveys.releases.results import breakdowns_of
from surveys.releases.shown import read
from surveys.stats import Breakdown
from surveys.stats_compare import Comparison

from .models import ExpectationQuestion
from .selection import Selection
from .stats import lowest_last, regions_against_rest


@dataclass(frozen=True, slots=True)
class ByPlace:
    """The answers to one question, by kind of place."""

    england: Breakdown | None
    regions: Sequence[Breakdown]
    types: Sequence[Breakdown]

    @classmethod
    def of(cls, breakdowns: Sequence[Breakdown]) -> "ByPlace":
        return cls(
            england=next(
                (breakdown for breakdown in breakdowns if breakdown.place.kind == "england"), None
            ),
            regions=[breakdown for breakdown in breakdowns if breakdown.place.kind == "region"],
            types=[breakdown for breakdown in breakdowns if breakdown.place.kind == "type"],
        )

    @property
    def labels(self) -> dict[str, str]:
        """The answers' words by their keys."""
        readings = self.shown[0].readings if self.shown else ()
        return {reading.choice.key: reading.choice.label for reading in readings}

    @property
    def against_rest(self) -> list[Comparison]:
        """The best answer's share in each region against the rest of England."""
        england = self.england.top if self.england else None
        return regions_against_rest(england, [region.top for region in self.regions])

    @property
    def shown(self) -> list[Breakdown]:
        return self.with_england(self.regions)

    def in_order(self, *, by_name: bool = False) -> list[Breakdown]:
        """As the chart has them: the highest share first, the hidden last, England at the foot."""
        if by_name:
            places = sorted(self.regions, key=lambda region: region.place.name)
        else:
            places = sorted(self.regions, key=lambda region: lowest_last(region.top))
        return [*places, *([self.england] if self.england else [])]

    def with_england(self, places: Sequence[Breakdown]) -> list[Breakdown]:
        return [*([self.england] if self.england else []), *places]


def answers_on_bases(selection: Selection, person: Person) -> dict[ExpectationQuestion, ByPlace]:
    """By the question of each base, in one query."""
    asked = [link.question_id for link in selection.bases]
    figures = Figure.objects.of_release(selection.release).of_questions(asked)
    found = breakdowns_of(read(figures, person, [selection.release]))
    return {link: ByPlace.of(found.get(link.question_id, [])) for link in selection.bases}


def answers_of(selection: Selection, person: Person) -> ByPlace:
    return answers_on_bases(selection, person)[selection.link]


def council_rows(selection: Selection, person: Person) -> list[ReleasedReturn]:
    """Every required council, with its answer where the person may see it."""
    returns = ReleasedReturn.objects.of_release(selection.release)
    return list(returns.with_answer_to(selection.question, person))
