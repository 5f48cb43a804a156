"""Which questions tell what is in the way of an expectation, and what may be shown of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from councils.permissions import Person
from milestones.library import Library
from milestones.models import Expectation, ExpectationQuestion, Programme
from milestones.selection import Role
from surveys.models import Figure, Question
from surveys.models.figures import FigureQuerySet
from surveys.models.question_types import QuestionType
from surveys.permissions import hides_few
from surveys.ranked.named import Ranked
from surveys.releases.crossed import crossed
from surveys.releases.results import breakdowns_of
from surveys.releases.shown import ShownFigure
from surveys.stats import Breakdown, Choice

from .stats import Crossed, cross, cross_for_the_public


@dataclass(frozen=True, slots=True)
class BarriersAsked:
    """Of one expectation: any barriers, the biggest one, and the likelihood to cross with."""

    expectation: Expectation
    any: ExpectationQuestion | None
    biggest: ExpectationQuestion | None
    likelihood: ExpectationQuestion | None

    @property
    def programme(self) -> Programme:
        return self.expectation.milestone.programme

    @property
    def questions(self) -> list[int]:
        return [link.question_id for link in self.links]

    @property
    def links(self) -> list[ExpectationQuestion]:
        found = (self.any, self.biggest, self.likelihood)
        return [link for link in found if link is not None]


def asked_of(library: Library, slug: str) -> BarriersAsked | None:
    """What was asked about the expectation itself, else of its programme in the same round.

    Rounds that most councils answered come first, then the latest. None where nothing was asked.
    """
    ours = library.about(slug)
    if not ours:
        return None
    expectation = ours[0].expectation
    programme = expectation.milestone.programme_id
    theirs = [
        link
        for link in library.links
        if link.role == Role.BARRIER and link.expectation.milestone.programme_id == programme
    ]
    forecasts = [link for link in ours if link.role == Role.FORECAST]
    forecast_rounds = {link.release_pk for link in forecasts}
    near = [link for link in theirs if link.release_pk in forecast_rounds]
    own = [link for link in ours if link.role == Role.BARRIER]
    any_ = _first(library, [link for link in [*own, *near] if is_any(link.question)])
    biggest = _first(library, [link for link in [*own, *near] if not is_any(link.question)])
    if any_ is None and biggest is None:
        return None
    same_round = [link for link in forecasts if any_ and link.release_pk == any_.release_pk]
    return BarriersAsked(expectation, any_, biggest, next(iter(same_round), None))


def is_any(question: Question) -> bool:
    return question.type == QuestionType.MULTIPLE


def _first(library: Library, links: Sequence[ExpectationQuestion]) -> ExpectationQuestion | None:
    whole = [link for link in links if library.editions[link.release_pk].answered_by_half]
    return next(iter([*whole, *links]), None)


def figures_of(asked: BarriersAsked) -> FigureQuerySet:
    releases = {link.release_pk for link in asked.links}
    return Figure.objects.filter(release__in=releases).of_questions(
        link.question_id for link in asked.links
    )


def in_the_way(
    library: Library, link: ExpectationQuestion | None, figures: Sequence[ShownFigure], area: str
) -> Ranked | None:
    if link is None:
        return None
    return Ranked(
        library.release(link.release_pk),
        link.question,
        answers_in(figures, link.question, area),
        is_any(link.question),
    )


def answers_in(figures: Sequence[ShownFigure], question: Question, area: str) -> Breakdown | None:
    found = breakdowns_of(figures).get(question.pk, [])
    return next((each for each in found if each.place.slug == area), None)


def crossing(
    library: Library,
    asked: BarriersAsked,
    figures: Sequence[ShownFigure],
    area: str,
    person: Person,
) -> Crossed | None:
    """None where there is nothing to cross, or nothing that this reader may be told. One query."""
    if asked.any is None or asked.likelihood is None:
        return None
    release = library.release(asked.any.release_pk)
    scale = answers_in(figures, asked.likelihood.question, "england")
    named = answers_in(figures, asked.any.question, "england")
    if release.round.is_totals_only or scale is None or named is None:
        return None
    choices = [reading.choice for reading in scale.readings]
    barriers: list[Choice] = [reading.choice for reading in named.readings]
    hides = hides_few(person, release)
    if hides and area != "england":
        return None
    counts = crossed(release, asked.any.question, asked.likelihood.question)
    if hides:
        return cross_for_the_public(counts, choices, barriers)
    ours = [row for row in counts if area in {"england", row.region}]
    return cross(ours, choices, barriers)
