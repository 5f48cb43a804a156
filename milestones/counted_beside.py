"""The measures of a programme: of its expectations, and of rounds that tell of no expectation."""

from collections.abc import Iterable, Sequence

from councils.permissions import Person
from surveys.models import Release
from surveys.releases.editions import edition_of

from .asked_beside import belongs
from .editions import is_told, rates_of
from .library import Library
from .models import Measure, MeasureRate, Programme


def measures_of(library: Library, programme: Programme) -> list[Measure]:
    """Each once, as its latest round calls it."""
    return _once(rate for rate in library.rates_of() if _is_of(library, rate, programme))


def measures_of_none(library: Library, programmes: Sequence[Programme]) -> list[Measure]:
    """Of rounds that belong to none of the programmes."""
    return _once(
        rate
        for rate in library.rates_of()
        if not any(_is_of(library, rate, programme) for programme in programmes)
    )


def _once(rates: Iterable[MeasureRate]) -> list[Measure]:
    found: dict[str, Measure] = {}
    for rate in rates:
        found.setdefault(rate.base.measure.slug, rate.base.measure)
    return [*found.values()]


def _is_of(library: Library, rate: MeasureRate, programme: Programme) -> bool:
    expectation = rate.base.measure.expectation
    if expectation is not None:
        return expectation.milestone.programme_id == programme.pk
    return belongs(library, library.release(rate.release_pk), programme)


def measures_in(person: Person, release: Release, *, pinned: bool) -> list[Measure]:
    """The measures of a release, but those of a programme that this person may not know. One query
    at the most."""
    measures = _once(rates_of(release, edition_of(release)))
    told = [each for each in measures if is_told(each.expectation, (), pinned=pinned)]
    if len(told) == len(measures):
        return told
    known = set(Programme.objects.visible_to(person).values_list("pk", flat=True))
    return [each for each in measures if is_told(each.expectation, known, pinned=pinned)]
