"""The measures of a programme: of its expectations, and of rounds that tell of no expectation."""

from collections.abc import Iterable, Sequence

from councils.permissions import Person
from ppf_site.found import Found
from surveys.models import Release
from surveys.releases.editions import edition_of
from surveys.tells_of import knows_what_is_counted

from .asked_beside import belongs
from .editions import rates_of
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


@knows_what_is_counted
def counted_in_round(person: Person, release: Release, fixed: bool) -> list[Found]:
    """The measures of a release, but those of a programme that this person may not know."""
    measures = _once(rates_of(release, edition_of(release)))
    if not measures:
        return []
    known = _published_with(measures) if fixed else _known_to(person)
    return [
        Found(each.title, "Measure", _address(release, each, fixed=fixed))
        for each in measures
        if each.expectation is None or each.expectation.milestone.programme_id in known
    ]


def _published_with(measures: Sequence[Measure]) -> set[int]:
    """What was published with a release stays in it."""
    told = [each.expectation.milestone.programme for each in measures if each.expectation]
    return {programme.pk for programme in told if programme.is_published}


def _known_to(person: Person) -> set[int]:
    return {programme.pk for programme in Programme.objects.visible_to(person)}


def _address(release: Release, measure: Measure, *, fixed: bool) -> str:
    if fixed:
        return f"/releases/{release.pk}/measures/{measure.slug}/"
    return f"/measures/{measure.slug}/?round={release.round.slug}"
