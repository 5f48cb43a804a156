"""What a briefing tells of a region, and from which surveys it has it."""

from collections.abc import Sequence
from dataclasses import dataclass

from milestones.glance.findings import Glance
from milestones.measures.measured import OnBase, Rate
from milestones.stats import Outlook
from surveys.models import Release, ReleasedReturn
from surveys.stats import Amount, Breakdown, Reading
from surveys.stats_compare import Comparison

Pairs = Sequence[tuple[Outlook, Comparison]]


@dataclass(frozen=True, slots=True)
class BriefingFigures:
    """What is held of a region, as its page shows it.

    `name` is what it is called there: a letter where the briefing leaves the sector without it.
    `release` is what it is a briefing of; `foretold` is the one that `pairs` are of, which came
    before it where it asked for no forecasts itself. `silent` are the councils that gave no counts
    to the last, where they may be named; `answers` are all those of each expectation.
    """

    slug: str
    name: str
    release: Release
    foretold: Release | None
    pairs: Pairs
    answered: Reading | None
    glance: Glance
    silent: Sequence[ReleasedReturn] = ()
    answers: Sequence[tuple[Outlook, Breakdown]] = ()

    @property
    def is_of_forecasts(self) -> bool:
        """Else what was foretold comes second: it is of another survey than the one asked for."""
        return self.foretold is not None and self.foretold == self.release

    @property
    def own_pairs(self) -> Pairs:
        return self.pairs if self.is_of_forecasts else ()

    @property
    def counted(self) -> tuple[OnBase, Rate, Amount] | None:
        """What was counted last, if any of it was in the region."""
        if self.glance.main is None:
            return None
        on_base, rate = self.glance.main
        amount = rate.amounts.get(self.slug)
        if amount is None or amount.pooled is None:
            return None
        return on_base, rate, amount

    @property
    def told(self) -> list[Release]:
        """The releases that its figures are of, the earliest round first."""
        every = [self.release, *self.glance.releases_in(self.slug)]
        if self.foretold is not None:
            every.append(self.foretold)
        told = {release.pk: release for release in every}
        return sorted(told.values(), key=lambda release: release.round.reference_date)

    @property
    def drawn_on(self) -> list[Release]:
        """The same, but the one that it is of before the others."""
        return sorted(self.told, key=lambda release: release != self.release)

    @property
    def surveys(self) -> list[Release]:
        """Of these the ones that it is about: what was foretold, and what was counted last."""
        main = (self.release, self.foretold, self.glance.release)
        return [release for release in self.drawn_on if release in main]
