"""An expectation's forecast beside its outcome: which rounds tell them, and what may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

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
    JointCount,
    Told,
    council_pairs,
    counted,
    joint_counts,
)
from surveys.releases.results import breakdowns_of
from surveys.releases.shown import ShownFigure
from surveys.stats import Breakdown, Choice

from .stats import CameAbout, InArea, bases_for_the_public, divided, in_area


@dataclass(frozen=True, slots=True)
class Ends:
    """The question that foretold, and the one that told, each in the newest release of its round.

    `bases` are the outcomes of that round on other bases, and this one; `met` their answers that
    mean that it was met.
    """

    expectation: Expectation
    forecast: ExpectationQuestion
    outcome: ExpectationQuestion
    forecast_release: Release
    outcome_release: Release
    bases: Sequence[ExpectationQuestion]
    met: Sequence[frozenset[str]]

    @property
    def are_counted(self) -> bool:
        """Whether councils' answers are held of both, so that they can be paired."""
        releases = (self.forecast_release, self.outcome_release)
        return not any(release.round.is_totals_only for release in releases)

    @property
    def for_whom(self) -> str:
        """ " for users with ongoing support": on which base it was met, where the outcome names
        one; two bases are two verdicts."""
        return f" for {self.outcome.basis}" if self.outcome.basis else ""

    @property
    def label(self) -> str:
        """The expectation as tables name it, with the base that its outcome is told on."""
        label = self.expectation.label
        return f"{label}, {self.outcome.basis}" if self.outcome.basis else label

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
    edition = library.editions[outcome.release_pk]
    return Ends(
        expectation=outcome.expectation,
        forecast=forecast,
        outcome=outcome,
        forecast_release=library.release(forecast.release_pk),
        outcome_release=library.release(outcome.release_pk),
        bases=bases,
        met=[
            frozenset(each.key for each in edition.options_of(link.question) if each.tone > 0)
            for link in bases
        ],
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
    England's, as far as the reader may see it, and None where nothing could be told, or only on
    the basis `told_on` and not beside it on this one.
    """

    england: InArea
    answers: tuple[CameAbout, ...] | None
    regions: Sequence[InArea]
    councils: Sequence[CouncilPair]
    is_merged: bool
    told_on: str = ""


def paired(ends: Ends, person: Person, sides: Sides) -> Paired | None:
    """None where only totals are held of either. One query."""
    before, after = sides
    if not ends.are_counted or not before or not after:
        return None
    choices = choices_of(before)
    good = ends.met[ends.bases.index(ends.outcome)]
    if any(hides_few(person, each) for each in (ends.forecast_release, ends.outcome_release)):
        return _paired_for_the_public(ends, choices)
    councils = council_pairs(*ends.told)
    told = divided(counted(councils), choices, good)
    regions, _ = told.parts
    return Paired(told.england, told.england.answers, regions, councils, is_merged=False)


def _paired_for_the_public(ends: Ends, choices: Sequence[Choice]) -> Paired:
    questions = [link.question_id for link in ends.bases]
    counts = joint_counts(ends.told[0], ends.outcome_release, questions)
    at = ends.bases.index(ends.outcome)
    own = [count.with_one(count.afters[at]) for count in counts]
    england = in_area("england", "England", own, choices, ends.met[at])
    told = _told_of_bases(tuple(counts), tuple(choices), tuple(ends.met))
    answers = told[at]
    if answers is None:
        told_on = ends.bases[0].basis if told[0] is not None else ""
        return Paired(england, None, (), (), is_merged=False, told_on=told_on)
    is_merged = len(answers) < len(england.answers)
    return Paired(england, answers, (), (), is_merged=is_merged)


@lru_cache(maxsize=64)
def _told_of_bases(
    counts: tuple[JointCount, ...],
    choices: tuple[Choice, ...],
    goods: tuple[frozenset[str], ...],
) -> list[tuple[CameAbout, ...] | None]:
    """Remembered: a tenth of the front page went into it, and what is released stays the same."""
    return bases_for_the_public(counts, choices, goods)


def choices_of(breakdowns: Sequence[Breakdown]) -> list[Choice]:
    """The question's answers, the best first."""
    choices = [reading.choice for reading in breakdowns[0].readings] if breakdowns else []
    return sorted(choices, key=lambda choice: -choice.tone)
