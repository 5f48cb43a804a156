"""The rounds that the page of a region can be asked for."""

from collections.abc import Sequence

from milestones.glance.findings import Glance, counted_whole
from milestones.library import Library
from milestones.measures.measured import figures_of
from milestones.models import MeasureRate
from milestones.outlooks import forecasts_in
from surveys.models import Release, Round
from surveys.releases.results import amount_of
from surveys.releases.shown import read


def rounds_of(library: Library, region: str, glance: Glance) -> list[Round]:
    """Those of which the page would tell something of the region: of the programme that the site
    opens with first, the latest first. A pinned page is of its release alone. One query at the
    most, of what `glance`, which the page tells, does not know."""
    if library.pinned:
        return []
    every = library.rates_of()
    own = [release for release in library.front_first if _has(library, release, region)]
    foretold = {release.pk for release in own if forecasts_in(library, release.round.slug)}
    counted = {
        release.pk: counted_whole(release, _up_to(library, release, every))
        for release in own
        if release.pk not in foretold
    }
    told = _told(library, glance, [rate for rates in counted.values() for rate in rates])
    return [
        release.round
        for release in own
        if release.pk in foretold
        or ((rates := counted.get(release.pk)) and all(rate.question_id in told for rate in rates))
    ]


def _told(library: Library, glance: Glance, rates: Sequence[MeasureRate]) -> set[int]:
    """The questions of those whose rate of England is: nobody may have given both its counts. What
    the page itself tells is known."""
    known = {rate.question.pk: rate.pooled for on_base in glance.bases for rate in on_base.counted}
    told = {pk for pk, pooled in known.items() if pooled is not None}
    others = [rate for rate in rates if rate.question_id not in known]
    if not others:
        return told
    asked = figures_of(others, [rate.question_id for rate in others]).in_areas("england")
    return told | {
        figure.question_id or 0
        for figure in read(asked, library.person, library.releases)
        if amount_of(figure).pooled is not None
    }


def _has(library: Library, release: Release, region: str) -> bool:
    areas = library.editions[release.pk].areas.values()
    return any(area.kind == "region" and area.slug == region for area in areas)


def _up_to(library: Library, release: Release, every: Sequence[MeasureRate]) -> list[MeasureRate]:
    """Of what the page of the round is told by: nothing had come after it."""
    known = {each.pk for each in library.up_to_round(release.round.slug).releases}
    return [rate for rate in every if rate.release_pk in known]
