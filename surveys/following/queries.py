"""A round's queries and requests for correction, as those who run it see them in one list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import OuterRef, Subquery
from django.http import QueryDict

from councils.models import CouncilPlace, Region
from ppf_site import words
from surveys.models import Query, Round, Step

# What is shown where the address names no state: what somebody is still to do something about.
UNSETTLED = (Query.State.ANSWERED, Query.State.OPEN)
PARAMS = ("state", "region", "page")


@dataclass(frozen=True, slots=True)
class QueryParams:
    """`misread` are those whose values there are not."""

    state: str = ""
    region: str = ""
    misread: tuple[str, ...] = ()

    @classmethod
    def from_params(cls, params: QueryDict, regions: Sequence[Region]) -> Self:
        offered = {
            "state": set(Query.State.values),
            "region": {region.slug for region in regions},
        }
        given = {name: params.get(name, "").strip() for name in offered}
        known = {name: value for name, value in given.items() if value in offered[name]}
        misread = [name for name, value in given.items() if value and name not in known]
        return cls(**known, misread=tuple(misread))


@dataclass(frozen=True, slots=True)
class RoundQueries:
    """All of the round's queries, and those that are shown; its corrections to answer."""

    params: QueryParams
    queries: Sequence[Query]
    corrections: Sequence[Step]
    counts: Counter[str]

    @property
    def shown(self) -> list[Query]:
        """What the council has answered first: it waits for the reader."""
        states = [self.params.state] if self.params.state else [str(each) for each in UNSETTLED]
        found = [query for query in self.queries if query.state in states]
        return sorted(found, key=lambda query: states.index(query.state))

    @property
    def title(self) -> str:
        parts = [
            (len(self.corrections), "correction", "asked for"),
            (self.counts[Query.State.ANSWERED], "answered query", "to settle"),
            (self.counts[Query.State.OPEN], "query", "with councils"),
        ]
        told = [
            f"{words.plural(count, what, _many(what))} {how}" for count, what, how in parts if count
        ]
        return (
            words.capital(words.join_words(told))
            or "No query is open, and no correction is asked for"
        )


def _many(what: str) -> str:
    return what.replace("query", "queries") if "query" in what else f"{what}s"


def asked_in(round: Round, params: QueryParams) -> RoundQueries:
    """In a handful of queries. Of the region that each council was in on the reference date."""
    queries = Query.objects.of_the_centre().filter(return_of__round=round)
    corrections = Step.objects.corrections_to_answer().filter(return_of__round=round)
    places = CouncilPlace.objects.filter(council=OuterRef("return_of__council"))
    then = Subquery(places.on(round.reference_date).values("region__slug")[:1])
    if params.region:
        queries = queries.annotate(place=then).filter(place=params.region)
        corrections = corrections.annotate(place=then).filter(place=params.region)
    found = list(queries.select_related("return_of__council").told().order_by("at", "pk"))
    return RoundQueries(
        params,
        found,
        list(corrections.select_related("return_of__council", "by")),
        Counter(query.state for query in found),
    )
