"""The areas of a comparison: as an address writes them, as people type them, and their figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.http import QueryDict

from councils.models.areas import type_slug
from ppf_site import words
from ppf_site.addresses import plainly_written
from ppf_site.found import as_words, names
from surveys.models import Question, ReleasedReturn
from surveys.stats import Base, Breakdown, Choice, Place, Reading

MOST_AREAS = 8
# "group:derby+leicester": councils of one's own choice, told together.
GROUP = "group:"
# So many names stand in a group's own, and so many are offered for what was typed.
MOST_NAMED, MOST_OFFERED = 3, 10


def as_written(part: str) -> str:
    """One area of an address in one spelling. A "+" between councils arrives as a space."""
    part = part.strip()
    if not part.startswith(GROUP):
        return part
    return group_of(part.removeprefix(GROUP).replace("+", " ").split())


def written(params: QueryDict) -> str:
    """The query of a comparison: the "+" of its groups as people pass it on, see `as_written`."""
    return plainly_written(params, with_plus=["areas"])


def group_of(slugs: Sequence[str]) -> str:
    return GROUP + "+".join(dict.fromkeys(slugs))


def councils_in(area: str) -> list[str]:
    """The councils of a group, by their addresses; none of any other area."""
    return area.removeprefix(GROUP).split("+") if area.startswith(GROUP) else []


def group_breakdown(
    area: str, rows: Sequence[ReleasedReturn], choices: Sequence[Choice], question: Question
) -> Breakdown:
    """What the councils of a group answered, counted as a release counts those of a region.

    Of required councils alone, with their answers, to a question of which each chooses one.
    """
    not_known = sum(row.reason == "not_known" for row in rows)
    given = sum(bool(row.choices) for row in rows)
    base = Base(
        n=given + (not_known if question.counts_not_known else 0),
        required=len(rows),
        not_known=not_known,
        not_applicable=sum(row.reason == "not_applicable" for row in rows),
        no_return=sum(not row.is_answered for row in rows),
        counts_not_known=question.counts_not_known,
    )
    place = Place(area, group_name([row.name for row in rows]), "group")
    readings = [
        Reading(None, place, choice, sum(choice.key in (row.choices or ()) for row in rows), base)
        for choice in choices
    ]
    return Breakdown(place, base, tuple(readings))


def group_name(names: Sequence[str]) -> str:
    """ "Derby, Leicester and Rutland"; of more the first two, and how many there are besides."""
    if len(names) <= MOST_NAMED:
        return words.join_words(names)
    return f"{', '.join(names[:2])} and {len(names) - 2} more"


def shared_with(
    groups: Mapping[str, Sequence[ReleasedReturn]], areas: Sequence[Breakdown]
) -> dict[frozenset[str], int]:
    """How many councils of each group are in each of the other areas too."""
    found = {}
    for group, rows in groups.items():
        for area in areas:
            if area.place.slug != group:
                key = frozenset({group, area.place.slug})
                found[key] = sum(_is_in(row, area.place, groups) for row in rows)
    return found


def _is_in(
    row: ReleasedReturn, place: Place, groups: Mapping[str, Sequence[ReleasedReturn]]
) -> bool:
    if place.slug in groups:
        return row.council_id in {other.council_id for other in groups[place.slug]}
    return place.slug in {row.region_slug, type_slug(row.council_type)}


class Offered(NamedTuple):
    """An area that a comparison can take, and all that it is called."""

    area: str
    name: str
    also: str = ""


@dataclass(frozen=True, slots=True)
class TypedArea:
    """What was made of a name: the area, or the several that it could be, or what is wrong."""

    area: str = ""
    could_be: Sequence[Offered] = ()
    error: str = ""


def typed_area(typed: str, areas: Sequence[Offered], councils: Sequence[Offered]) -> TypedArea:
    """A region, a type or a council by name or a part of it; councils joined by "+" are a group."""
    if "+" not in typed:
        return _named(typed, [*areas, *councils], "region, type of council or council")
    found = [_named(part, councils, "council") for part in typed.split("+") if part.strip()]
    missed = [each for each in found if not each.area]
    if missed:
        return missed[0] if missed[0].error else TypedArea(error=_which(typed, missed[0].could_be))
    slugs = list(dict.fromkeys(each.area for each in found))
    if len(slugs) < 2:
        return TypedArea(error="A group has two councils or more, such as “Derby + Leicester”.")
    return TypedArea(group_of(slugs))


def _which(typed: str, could_be: Sequence[Offered]) -> str:
    could_mean = words.join_words([each.name for each in could_be], "or")
    return f"“{typed}” could mean {could_mean}. Write the whole name."


def _named(typed: str, offered: Sequence[Offered], what: str) -> TypedArea:
    said = as_words(typed)
    exact = [each for each in offered if said in (as_words(each.area), as_words(each.name))]
    exact = exact or [each for each in offered if said and said == as_words(each.also)]
    if len(exact) == 1:
        return TypedArea(exact[0].area)
    found = exact or [each for each in offered if names(typed, each.name, each.also)]
    if not found:
        return TypedArea(error=f"No {what} of this round is called “{typed.strip()}”.")
    return TypedArea(found[0].area) if len(found) == 1 else TypedArea(could_be=found[:MOST_OFFERED])
