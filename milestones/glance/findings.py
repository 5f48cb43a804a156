"""What the opening page says before its heatmap: what came, what was foretold, what hinders."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from councils.permissions import Person
from milestones.barriers.asked import is_any
from milestones.library import Library
from milestones.measures.measured import OnBase, Rate, on_bases, questions_of
from milestones.measures.reaching import with_councils_counted
from milestones.models import ExpectationQuestion, MeasureRate
from milestones.outcomes.ends import Ends, Paired, Sides, both_ends, find_ends, paired
from milestones.selection import Role
from surveys.models import Figure, Release
from surveys.ranked.named import Ranked
from surveys.releases.results import breakdowns_of
from surveys.releases.shown import ShownFigure, read
from surveys.stats import Breakdown, Reading


@dataclass(frozen=True, slots=True)
class Barriers:
    """What councils named as in the way of one expectation, in England."""

    link: ExpectationQuestion
    release: Release
    england: Breakdown

    @property
    def ranked(self) -> list[Reading]:
        return Ranked(self.release, self.link.question, self.england).ranked


@dataclass(frozen=True, slots=True)
class Glance:
    """Each part is None or empty for a programme that has not come so far."""

    bases: Sequence[OnBase] = ()
    ends: Ends | None = None
    paired: Paired | None = None
    barriers: Barriers | None = None
    sides: Sides | None = None

    @property
    def release(self) -> Release | None:
        """Of what was counted last."""
        return self.main[1].release if self.main else None

    def sides_in(self, slug: str) -> tuple[Breakdown | None, Breakdown | None]:
        """What one area foretold, and what came of it there: each of its own councils."""
        before, after = self.sides or ((), ())
        return (
            next((side for side in before if side.place.slug == slug), None),
            next((side for side in after if side.place.slug == slug), None),
        )

    @property
    def releases(self) -> list[Release]:
        """All that it draws on."""
        told = [release for on_base in self.bases for release in on_base.releases]
        told += [self.ends.forecast_release, self.ends.outcome_release] if self.ends else []
        return [*told, self.barriers.release] if self.barriers else told

    def releases_in(self, slug: str) -> list[Release]:
        """Those that what it tells of one area is of."""
        told = [rate.release for rate in self.main[0].counted] if self.main else []
        if self.ends and all(self.sides_in(slug)):
            told += [self.ends.forecast_release, self.ends.outcome_release]
        return told

    @property
    def latest(self) -> list[tuple[OnBase, Rate]]:
        """On each base what the last round counted, if all bases were counted in it."""
        found = [(on_base, on_base.latest) for on_base in self.bases]
        told = [(on_base, rate) for on_base, rate in found if rate and rate.pooled is not None]
        rounds = {rate.round.pk for _, rate in told}
        return told if len(told) == len(self.bases) and len(rounds) == 1 else []

    @property
    def main(self) -> tuple[OnBase, Rate] | None:
        """The base with the most councils at the target; without counts the last."""
        if not self.latest:
            return None

        def at_target(told: tuple[OnBase, Rate]) -> int:
            reading = told[1].reached.get("england")
            return (reading.k or 0) if reading else -1

        return max(self.latest, key=at_target)

    @property
    def main_first(self) -> list[tuple[OnBase, Rate]]:
        """Every base that the last round counted."""
        return sorted(self.latest, key=lambda told: told != self.main)

    @property
    def regions(self) -> list[Reading]:
        """On the main base, who is at the target in each region."""
        if self.main is None:
            return []
        readings = self.main[1].reached.values()
        return [reading for reading in readings if reading.place.kind == "region"]


def glance_at(
    library: Library, person: Person, *, pairs: bool = True, counted_in: Release | None = None
) -> Glance:
    """Of the programme that the site opens with, else of what one release counted. Four queries
    at the most, two without pairs."""
    links = library.of_the_front(library.links)
    if counted_in is None:
        rates = _main_rates(library, {link.expectation.milestone.programme_id for link in links})
    else:
        rates = _rates_counted_in(counted_in, library.rates_of())
        links = _beside(rates, links)
    slug = _expectation_told(rates, links)
    ends = find_ends(library, slug) if slug else None
    barrier = _barrier(library, links)
    asked = {
        **questions_of(library, rates),
        **({ends.forecast.question_id: None, ends.outcome.question_id: None} if ends else {}),
        **({barrier.question_id: None} if barrier else {}),
    }
    if not asked:
        return Glance()
    releases = {rate.release_pk for rate in rates}
    releases |= {ends.forecast_release.pk, ends.outcome_release.pk} if ends else set()
    releases |= {barrier.release_pk} if barrier else set()
    stored = Figure.objects.filter(release__in=releases).of_questions(asked)
    figures = read(stored, person, library.releases)
    sides = both_ends(ends, figures) if ends else None
    return Glance(
        bases=_counted(library, rates, figures, person) if rates else (),
        ends=ends,
        paired=paired(ends, person, sides) if pairs and ends and sides else None,
        sides=sides,
        barriers=_barriers(library, barrier, breakdowns_of(figures)) if barrier else None,
    )


def _counted(
    library: Library,
    rates: Sequence[MeasureRate],
    figures: Sequence[ShownFigure],
    person: Person,
) -> list[OnBase]:
    """With who reached the target in rounds that did not ask it, as the measure's own page."""
    return with_councils_counted(on_bases(library, rates, figures), person)


def glance_in(
    library: Library, round_slug: str, person: Person, *, has_forecasts: bool, pairs: bool = True
) -> Glance:
    """Of a page that is pinned to a release, or about one round by its name: where that counted
    something with what came before it, else by itself; beside what a round forecast nothing."""
    if not round_slug and not library.pinned:
        return glance_at(library, person, pairs=pairs)
    if round_slug and has_forecasts:
        return Glance()
    told = library.up_to_round(round_slug) if round_slug else library
    first = next(iter(told.releases), None)
    rates = told.rates_of()
    if first is None or not _rates_counted_in(first, rates):
        return Glance() if round_slug else glance_at(library.own, person, pairs=pairs)
    if not counts_whole(first, rates):
        return Glance()
    found = glance_at(told, person, pairs=pairs, counted_in=first)
    if found.release != first:
        # Nobody gave it on every base: the page would tell another round's.
        return Glance()
    is_of_it = found.barriers is not None and found.barriers.release == first
    return found if is_of_it else replace(found, barriers=None)


def _main_rates(library: Library, programmes: set[int]) -> list[MeasureRate]:
    """Those of the measure that was counted last, of a programme of the page."""
    every = library.rates_of()
    counted = [
        rate
        for rate in every
        if rate.role == MeasureRate.Role.ACTUAL
        and (expectation := rate.base.measure.expectation)
        and expectation.milestone.programme_id in programmes
    ]
    if not counted:
        return []
    return [rate for rate in every if rate.base.measure_id == counted[0].base.measure_id]


def counts_whole(release: Release, every: Sequence[MeasureRate]) -> bool:
    """Whether a page about the release tells what it counted."""
    return bool(counted_whole(release, every))


def counted_whole(release: Release, every: Sequence[MeasureRate]) -> list[MeasureRate]:
    """What it counted on each base that its measure has in these rates, which are of it and of what
    came before; nothing where it did not on some."""
    rates = _rates_counted_in(release, every)
    counted = [rate for rate in rates if _is_counted_in(release, rate)]
    is_whole = {rate.base.key for rate in counted} == {rate.base.key for rate in rates}
    return counted if is_whole else []


def _is_counted_in(release: Release, rate: MeasureRate) -> bool:
    return rate.role == MeasureRate.Role.ACTUAL and rate.release_pk == release.pk


def _rates_counted_in(release: Release, every: Sequence[MeasureRate]) -> list[MeasureRate]:
    """Through all rounds, those of a measure that the release counted: one of an expectation
    before others."""
    counted = [rate.base.measure for rate in every if _is_counted_in(release, rate)]
    counted.sort(key=lambda measure: measure.expectation is None)
    return [rate for rate in every if counted and rate.base.measure_id == counted[0].pk]


def _beside(
    rates: Sequence[MeasureRate], links: Sequence[ExpectationQuestion]
) -> list[ExpectationQuestion]:
    """Those of the programme that the measure is of, if it is of any."""
    expectation = rates[0].base.measure.expectation if rates else None
    if expectation is None:
        return []
    programme = expectation.milestone.programme_id
    return [link for link in links if link.expectation.milestone.programme_id == programme]


def _expectation_told(rates: Sequence[MeasureRate], links: Sequence[ExpectationQuestion]) -> str:
    """The measure's expectation, else the one whose outcome was told last."""
    expectation = rates[0].base.measure.expectation if rates else None
    if expectation is not None:
        return expectation.slug
    outcomes = [link for link in links if link.role == Role.OUTCOME]
    return outcomes[0].expectation.slug if outcomes else ""


def _barrier(library: Library, links: Sequence[ExpectationQuestion]) -> ExpectationQuestion | None:
    """The latest that most councils answered, of those where they could name any."""
    every = [link for link in links if link.role == Role.BARRIER]
    asked = sorted(every, key=lambda link: not is_any(link.question))
    whole = [link for link in asked if library.editions[link.release_pk].answered_by_half]
    return next(iter([*whole, *asked]), None)


def _barriers(
    library: Library, link: ExpectationQuestion, grouped: dict[int, list[Breakdown]]
) -> Barriers | None:
    england = [
        breakdown
        for breakdown in grouped.get(link.question_id, [])
        if breakdown.place.kind == "england"
    ]
    if not england:
        return None
    return Barriers(link, library.release(link.release_pk), england[0])
