"""Which milestone a reported figure is about, and how many are about each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from milestones.editions import links_of, rates_of
from milestones.models import Expectation, Milestone, ReportedFigure
from surveys.models import Question, Release
from surveys.releases.editions import editions_of

# Of the filter: the figures that are about the whole programme, or about something beside it.
NONE, NONE_IN_WORDS = "none", "About no milestone"
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Abouts:
    """The milestones that the reader knows, by slug and in order; and what tells of each: targets
    by the slug of the expectation, figures by round and question."""

    names: Mapping[str, str]
    targets: Mapping[str, str]
    asked: Mapping[Place, set[str]]

    @classmethod
    def of(cls, releases: Sequence[Release], expectations: Sequence[Expectation]) -> Abouts:
        known = {each.milestone.slug: each.milestone for each in expectations}
        ordered = sorted(known.values(), key=lambda each: (each.programme_id, each.number))
        asked: defaultdict[Place, set[str]] = defaultdict(set)
        for question, milestone in _told_by(releases):
            asked[question.round.slug, question.key].add(milestone.slug)
        return cls(
            names={each.slug: each.short_title for each in ordered},
            targets={each.slug: each.milestone.slug for each in expectations},
            asked=asked,
        )

    def milestone_of(self, reported: ReportedFigure) -> str:
        """By its slug: as the list says, else as what it is compared with tells. What two
        milestones count is about neither."""
        told = {reported.milestone} - {""}
        if not told and reported.held == ReportedFigure.Held.TARGET:
            told = {self.targets.get(reported.question, "")}
        told = told or self.asked.get((reported.round, reported.question), set())
        known = told & self.names.keys()
        return known.pop() if len(known) == 1 else NONE

    def choices(self, listed: Iterable[ReportedFigure], chosen: str) -> list[tuple[str, str]]:
        """Each with how many figures it has; one that has none only where it is chosen."""
        counts = Counter(self.milestone_of(each) for each in listed)
        return [
            (slug, f"{name} ({counts[slug]})")
            for slug, name in self.choosable.items()
            if counts[slug] or slug == chosen
        ]

    @property
    def choosable(self) -> dict[str, str]:
        return {**self.names, NONE: NONE_IN_WORDS}


def _told_by(releases: Sequence[Release]) -> Iterator[tuple[Question, Milestone]]:
    """The questions of expectations, and those that their measures count by."""
    editions = editions_of(releases)
    for release in releases:
        for link in links_of(release, editions[release.pk]):
            yield link.question, link.expectation.milestone
        for rate in rates_of(release, editions[release.pk]):
            expectation, question = rate.base.measure.expectation, rate.question
            for part in (question, question.numerator, question.denominator):
                if expectation is not None and part is not None:
                    yield part, expectation.milestone
