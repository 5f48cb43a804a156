"""The rounds that the page of a region can be asked for."""

from collections.abc import Sequence

from milestones.glance.findings import counts_whole
from milestones.library import Library
from milestones.models import MeasureRate
from milestones.outlooks import forecasts_in
from surveys.models import Release, Round


def rounds_of(library: Library, region: str) -> list[Round]:
    """Those of which the page would tell something of the region: of the programme that the site
    opens with first, the latest first. A pinned page is of its release alone."""
    if library.pinned:
        return []
    every = library.rates_of()
    return [
        release.round
        for release in library.front_first
        if _has(library, release, region)
        and (
            forecasts_in(library, release.round.slug)
            or counts_whole(release, _up_to(library, release, every))
        )
    ]


def _has(library: Library, release: Release, region: str) -> bool:
    areas = library.editions[release.pk].areas.values()
    return any(area.kind == "region" and area.slug == region for area in areas)


def _up_to(library: Library, release: Release, every: Sequence[MeasureRate]) -> list[MeasureRate]:
    """Of what the page of the round is told by: nothing had come after it."""
    known = {each.pk for each in library.up_to_round(release.round.slug).releases}
    return [rate for rate in every if rate.release_pk in known]
