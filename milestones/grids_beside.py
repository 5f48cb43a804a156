"""Grids of rounds that belong to no one expectation, such as how committed each partner is: which
of them stand beside a programme."""

from typing import NamedTuple

from django.urls import reverse

from surveys.models import Grid, Release
from surveys.releases.editions import grids_of

from .library import Library, told_by
from .models import Programme


class GridBeside(NamedTuple):
    """A grid of one round's release, and its page."""

    grid: Grid
    release: Release
    url: str


def grids_beside(library: Library, programme: Programme) -> list[GridBeside]:
    """Of the rounds that tell of the programme, and of those in its years that tell of none."""
    return [
        GridBeside(grid, release, _address(library, release, grid))
        for release in library.releases
        if _belongs(library, release, programme)
        for grid in grids_of(library.editions[release.pk].questions.values()).values()
    ]


def _belongs(library: Library, release: Release, programme: Programme) -> bool:
    told = told_by(release, library.editions[release.pk])
    day = release.round.reference_date
    in_its_years = programme.starts_on <= day <= programme.ends_on
    return programme.pk in told or (not told and in_its_years)


def _address(library: Library, release: Release, grid: Grid) -> str:
    if library.pinned:
        return reverse("release-grid", args=[release.pk, grid.key])
    return reverse("grid", args=[release.round.slug, grid.key])
