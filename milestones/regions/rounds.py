"""The rounds that the page of a region can be asked for."""

from milestones.library import Library
from milestones.models import MeasureRate
from milestones.selection import Role
from surveys.models import Round


def rounds_of(library: Library, region: str) -> list[Round]:
    """Those that asked councils of the region for forecasts, or counted a measure: of the programme
    that the site opens with first, the latest first. A pinned page is of its release alone."""
    if library.pinned:
        return []
    told = {link.release_pk for link in library.links if link.role == Role.FORECAST}
    told |= _counted(library)
    return [
        release.round
        for release in library.front_first
        if release.pk in told
        and any(
            area.kind == "region" and area.slug == region
            for area in library.editions[release.pk].areas.values()
        )
    ]


def _counted(library: Library) -> set[int]:
    """The releases that counted a measure of an expectation on each of its bases."""
    rates = [rate for rate in library.rates_of() if rate.base.measure.expectation is not None]
    counted = [rate for rate in rates if rate.role == MeasureRate.Role.ACTUAL]
    bases: dict[int, set[int]] = {}
    for rate in rates:
        bases.setdefault(rate.base.measure_id, set()).add(rate.base_id)
    return {
        rate.release_pk
        for rate in counted
        if {
            other.base_id
            for other in counted
            if (other.release_pk, other.base.measure_id) == (rate.release_pk, rate.base.measure_id)
        }
        == bases[rate.base.measure_id]
    }
