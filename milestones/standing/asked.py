"""What a council's page sets beside others: which forecasts and which rates, of which rounds."""

from collections.abc import Sequence
from dataclasses import dataclass

from milestones.library import Library
from milestones.models import ExpectationQuestion, MeasureRate
from milestones.outlooks import forecasts_in
from surveys.models import Release, ReleasedReturn


@dataclass(frozen=True, slots=True)
class CountedOn:
    """One measure on one base: the rate that is set beside others, and those of every round, the
    earliest first."""

    shown: MeasureRate
    through_time: Sequence[MeasureRate]


@dataclass(frozen=True, slots=True)
class AskedOf:
    """`chosen` is the return that the page is about; `links` are of one round, `rates` each of the
    latest round that counted it, and `told` is all that any round told of an expectation."""

    chosen: ReleasedReturn
    links: Sequence[ExpectationQuestion]
    told: Sequence[ExpectationQuestion]
    rates: Sequence[CountedOn]
    releases: Sequence[Release]

    @property
    def questions(self) -> list[int]:
        through_time = [rate for each in self.rates for rate in each.through_time]
        return [
            *(link.question_id for link in self.links),
            *(rate.question_id for rate in through_time),
        ]

    @property
    def forecasts(self) -> list[int]:
        return [link.question_id for link in self.links]

    @property
    def rates_shown(self) -> list[int]:
        """The rates that are set beside others'."""
        return [each.shown.question_id for each in self.rates]

    @property
    def beside_others(self) -> list[int]:
        """The releases in which the council is set beside others."""
        found = [link.release_pk for link in self.links]
        found += [each.shown.release_pk for each in self.rates]
        return list(dict.fromkeys([self.chosen.release_id, *found]))

    @property
    def told_from(self) -> list[Release]:
        """Those of which the page shows something, of all that the council answered."""
        links = {link.release_pk for link in (*self.links, *self.told)}
        rates = {rate.release_pk for each in self.rates for rate in each.through_time}
        return [release for release in self.releases if release.pk in links | rates]

    def release(self, pk: int) -> Release:
        return next(release for release in self.releases if release.pk == pk)


def asked_of(library: Library, chosen: ReleasedReturn, *, one_round: bool) -> AskedOf:
    """`library` is of the council's readable returns. Of one round: what that round asked alone.
    Measures of the programme that the site opens with come before others."""
    slug = chosen.release.round.slug if one_round else ""
    counted: dict[tuple[str, str], list[MeasureRate]] = {}
    for rate in library.rates_of():
        if rate.role == MeasureRate.Role.ACTUAL:
            counted.setdefault((rate.base.measure.slug, rate.base.key), []).append(rate)
    ordered = sorted(
        counted.values(), key=lambda rates: not library.is_of_the_front(rates[0].base.measure)
    )
    found = [_counted_on(rates, chosen.release_id if one_round else 0) for rates in ordered]
    return AskedOf(
        chosen=chosen,
        links=forecasts_in(library, slug),
        told=[link for link in library.links if link.role != ExpectationQuestion.Role.BARRIER],
        rates=[each for each in found if each],
        releases=library.releases,
    )


def _counted_on(rates: Sequence[MeasureRate], release: int) -> CountedOn | None:
    """Rates come the latest round first. None where the release asked for did not count it."""
    shown = next((rate for rate in rates if not release or rate.release_pk == release), None)
    return CountedOn(shown, list(reversed(rates))) if shown else None
