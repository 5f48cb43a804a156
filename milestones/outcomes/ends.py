"""An expectation's forecast beside its outcome: which rounds tell them, and what may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from councils.permissions import Person
from milestones.library import Library
from milestones.models import Expectation, ExpectationQuestion
from milestones.selection import Role
from ppf_site.pages import Lost, Suggestion
from surveys.models import Figure, Release
from surveys.models.figures import FigureQuerySet
from surveys.permissions import hides_few
from surveys.releases.paired import (
    CouncilPair,
    PairCount,
    Told,
    council_pairs,
    counted,
    pair_counts,
)
from surveys.releases.results import breakdowns_of
from surveys.releases.shown import ShownFigure
from surveys.stats import Breakdown, Choice

from .stats import CameAbout, InArea, by_region, for_the_public, in_area


@dataclass(frozen=True, slots=True)
class Ends:
    """The question that foretold, and the one that told, each in the newest release of its round.

    `bases` are the outcomes of that round on other bases, and this one.
    """

    expectation: Expectation
    forecast: ExpectationQuestion
    outcome: ExpectationQuestion
    forecast_release: Release
    outcome_release: Release
    bases: Sequence[ExpectationQuestion]

    @property
    def are_counted(self) -> bool:
        """Whether councils' answers are held of both, so that they can be paired."""
        releases = (self.forecast_release, self.outcome_release)
        return not any(release.round.is_totals_only for release in releases)

    @property
    def told(self) -> tuple[Told, Told]:
        return (
            (self.forecast_release, self.forecast.question),
            (self.outcome_release, self.outcome.question),
        )


def ends_of(library: Library, slug: str, *, basis: str = "") -> Ends:
    """Raises Lost, with what there is, where either end has not been released."""
    found = find_ends(library, slug, basis=basis)
    if found is None:
        raise _not_yet(library.about(slug), slug)
    if basis and len(found.bases) > 1 and found.outcome.basis_key != basis:
        raise Lost(
            f"“{found.expectation.label}” is not told on a base called “{basis}”.",
            [Suggestion(link.basis, f"?basis={link.basis_key}") for link in found.bases],
        )
    return found


def find_ends(library: Library, slug: str, *, basis: str = "") -> Ends | None:
    """The latest forecast that most councils gave, and the latest outcome; None without both.

    On the base that is asked for, if the outcome is told on it, else on its first.
    """
    links = library.about(slug)
    forecasts = [link for link in links if link.role == Role.FORECAST]
    outcomes = [link for link in links if link.role == Role.OUTCOME]
    if not forecasts or not outcomes:
        return None
    whole = [link for link in forecasts if library.editions[link.release_pk].answered_by_half]
    forecast = (whole or forecasts)[0]
    bases = [link for link in outcomes if link.release_pk == outcomes[0].release_pk]
    outcome = next((link for link in bases if link.basis_key == basis), bases[0])
    return Ends(
        expectation=outcome.expectation,
        forecast=forecast,
        outcome=outcome,
        forecast_release=library.release(forecast.release_pk),
        outcome_release=library.release(outcome.release_pk),
        bases=bases,
    )


def _not_yet(links: Sequence[ExpectationQuestion], slug: str) -> Lost:
    if not links:
        return Lost(
            f"No released round has asked about an expectation called “{slug}”.",
            [Suggestion("All milestones and expectations", "/milestones/")],
        )
    label = links[0].expectation.label
    what = "what came of" if any(link.role == Role.FORECAST for link in links) else "a forecast of"
    return Lost(
        f"No released round tells {what} “{label}” yet.",
        [Suggestion(f"What was said of “{label}”", f"/expectations/{slug}/")],
    )


Sides = tuple[Sequence[Breakdown], Sequence[Breakdown]]


def figures_of(ends: Ends) -> FigureQuerySet:
    asked = Figure.objects.filter(release__in=[ends.forecast_release, ends.outcome_release])
    return asked.of_questions([ends.forecast.question_id, ends.outcome.question_id])


def both_ends(ends: Ends, figures: Sequence[ShownFigure]) -> Sides:
    """What was published of each end, by area: England, the regions and the types."""
    found = breakdowns_of(figures)
    return (
        found.get(ends.forecast.question_id, []),
        found.get(ends.outcome.question_id, []),
    )


@dataclass(frozen=True, slots=True)
class Paired:
    """Both ends, council by council.

    `regions` and `councils` only for who may see councils' own answers of both; `answers` is
    England's, as far as the reader may see it, and None where nothing could be told.
    """

    england: InArea
    answers: tuple[CameAbout, ...] | None
    regions: Sequence[InArea]
    councils: Sequence[CouncilPair]
    is_merged: bool


def paired(ends: Ends, person: Person, sides: Sides) -> Paired | None:
    """None where only totals are held of either. One query."""
    before, after = sides
    if not ends.are_counted or not before or not after:
        return None
    choices = choices_of(before)
    good = frozenset(choice.key for choice in choices_of(after) if choice.tone > 0)
    hides = any(
        hides_few(person, release) for release in (ends.forecast_release, ends.outcome_release)
    )
    councils = [] if hides else council_pairs(*ends.told)
    counts = pair_counts(*ends.told) if hides else counted(councils)
    england = in_area("england", "England", counts, choices, good)
    regions = by_region(counts, choices, good)
    if not hides:
        return Paired(england, england.answers, regions, councils, is_merged=False)
    answers = for_the_public(england, [regions, _by_type(counts, choices, good)])
    is_merged = answers is not None and len(answers) < len(england.answers)
    return Paired(england, answers, (), (), is_merged=is_merged)


def _by_type(
    counts: Sequence[PairCount], choices: Sequence[Choice], good: frozenset[str]
) -> list[InArea]:
    types = dict.fromkeys(row.council_type for row in counts)
    return [
        in_area(kind, kind, [row for row in counts if row.council_type == kind], choices, good)
        for kind in types
    ]


def choices_of(breakdowns: Sequence[Breakdown]) -> list[Choice]:
    """The question's answers, the best first."""
    choices = [reading.choice for reading in breakdowns[0].readings] if breakdowns else []
    return sorted(choices, key=lambda choice: -choice.tone)
