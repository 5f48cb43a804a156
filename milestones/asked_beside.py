"""What rounds asked of no single expectation, such as which challenges councils face or how
committed each partner is: which of it stands beside a programme."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from django.urls import reverse

from surveys.models import QuestionType, Release
from surveys.releases.editions import grids_of

from .library import Library, told_by
from .models import Programme


class AskedBeside(NamedTuple):
    """A grid of one round's release, or a question of which several answers are named, and its
    page."""

    asked: str
    release: Release
    url: str


def asked_beside(
    library: Library, programme: Programme, shown: Collection[int] = ()
) -> list[AskedBeside]:
    """Of the rounds that tell of the programme, and of those in its years that tell of none;
    without the questions that the page itself shows."""
    return [
        beside
        for release in library.releases
        if belongs(library, release, programme)
        for beside in [*_ranked(library, release, shown), *_grids(library, release)]
    ]


def _ranked(library: Library, release: Release, shown: Collection[int]) -> Iterator[AskedBeside]:
    for question in library.editions[release.pk].questions_in_order:
        if question.type == QuestionType.MULTIPLE and question.pk not in shown:
            yield AskedBeside(
                question.text, release, _address(library, release, "ranked", question.key)
            )


def _grids(library: Library, release: Release) -> Iterator[AskedBeside]:
    for grid in grids_of(library.editions[release.pk].questions.values()).values():
        yield AskedBeside(grid.stem, release, _address(library, release, "grid", grid.key))


def belongs(library: Library, release: Release, programme: Programme) -> bool:
    """Whether a release tells of the programme; of none, whether it is of its years."""
    told = told_by(release, library.editions[release.pk])
    day = release.round.reference_date
    in_its_years = programme.starts_on <= day <= programme.ends_on
    return programme.pk in told or (not told and in_its_years)


def _address(library: Library, release: Release, page: str, key: str) -> str:
    if library.pinned:
        return reverse(f"release-{page}", args=[release.pk, key])
    return reverse(page, args=[release.round.slug, key])
