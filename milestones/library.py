"""What a person may read: the releases with their words, of each round the newest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from councils.permissions import Person
from ppf_site.rows import row_of
from surveys.models import Release, Round
from surveys.models.days import days_of
from surveys.releases.editions import Edition, editions_of
from surveys.releases.superseded import release_or_404

from .editions import expectations_of, is_told, links_of, rates_of
from .models import Expectation, ExpectationQuestion, Measure, MeasureRate, Programme, Statement
from .unreleased import promised_to


@dataclass(frozen=True, slots=True)
class Library:
    """What a person may read: the releases, the latest first, with their words.

    `pinned`: of one release, by its own address; else of each round the newest. `front` is the
    programme that the site opens with, if one is chosen; `drafts` are those of the `programmes`
    that are not published; `awaited` are rounds that councils were
    asked and whose results are still to come, and `statements` what was said at the time, each
    where a page asks for them.
    """

    person: Person
    releases: Sequence[Release]
    editions: dict[int, Edition]
    links: Sequence[ExpectationQuestion]
    pinned: bool
    front: int | None = None
    programmes: frozenset[int] = frozenset()
    drafts: frozenset[int] = frozenset()
    awaited: Sequence[Round] = ()
    statements: Sequence[Statement] = ()

    def release(self, pk: int) -> Release:
        return next(release for release in self.releases if release.pk == pk)

    @property
    def own(self) -> "Library":
        """Of a pinned page its release alone, without the earlier ones that it is beside."""
        return self._of(self.releases[:1]) if self.pinned else self

    def up_to_round(self, slug: str) -> "Library":
        """As if nothing had come after the round: as its own release, once pinned, tells it."""
        days = [each.round.reference_date for each in self.releases if each.round.slug == slug]
        told = self._of(
            [
                each
                for each in self.releases
                if each.round.slug == slug or any(each.round.reference_date < day for day in days)
            ]
        )
        # Of the round's own programme, which need not be the one that the site opens with.
        own = told_by(told.releases[0], self.editions[told.releases[0].pk]) if days else set()
        return replace(told, front=self.front if self.front in own else min(own, default=None))

    def _of(self, releases: Sequence[Release]) -> "Library":
        keys = {release.pk for release in releases}
        links = [link for link in self.links if link.release_pk in keys]
        return replace(self, releases=releases, links=links)

    def about(self, expectation: str) -> list[ExpectationQuestion]:
        return [link for link in self.links if link.expectation.slug == expectation]

    def tells_of(self, expectation: str) -> bool:
        """Whether a release has figures of it: what is in the way has a page of its own."""
        return any(link.role != link.Role.BARRIER for link in self.about(expectation))

    @property
    def partial(self) -> set[int]:
        """The rounds that fewer than half of their councils answered."""
        return {each.round_id for each in self.releases if self.editions[each.pk].is_partial}

    def is_draft(self, expectation: Expectation | None) -> bool:
        """Whether readers find no trace of it, as its programme is not published."""
        return expectation is not None and expectation.milestone.programme_id in self.drafts

    def of_the_front(self, links: Sequence[ExpectationQuestion]) -> list[ExpectationQuestion]:
        """Those of the programme that the site opens with, if there are any; else all of them."""
        front = [link for link in links if link.expectation.milestone.programme_id == self.front]
        return front if front and not self.pinned else list(links)

    @property
    def front_first(self) -> list[Release]:
        """The releases that tell of the programme that the site opens with, before the others."""

        def is_of_another(release: Release) -> bool:
            return self.front not in told_by(release, self.editions[release.pk])

        return sorted(self.releases, key=is_of_another)

    def is_of_the_front(self, measure: Measure) -> bool:
        """Whether the measure is of an expectation of the programme that the site opens with."""
        expectation = measure.expectation
        return expectation is not None and expectation.milestone.programme_id == self.front

    def rates_of(self, measure: str = "", *, expectation: str = "") -> list[MeasureRate]:
        """The measure's rates, or those of an expectation's measures, the latest round first."""
        return [
            rate
            for release in self.releases
            for rate in rates_of(release, self.editions[release.pk])
            if is_told(rate.base.measure.expectation, self.programmes, pinned=self.pinned)
            and (not measure or rate.base.measure.slug == measure)
            and (not expectation or _is_of(rate.base.measure, expectation))
        ]

    def in_milestone(self, slug: str) -> list[ExpectationQuestion]:
        return [link for link in self.links if link.expectation.milestone.slug == slug]


def _is_of(measure: Measure, expectation: str) -> bool:
    return measure.expectation is not None and measure.expectation.slug == expectation


def open_library(
    person: Person,
    release_id: int | None = None,
    *,
    with_awaited: bool = False,
    with_statements: bool = False,
    with_earlier: bool = False,
    with_promised: bool = False,
) -> Library:
    """Raises Http404 for a release that the person may not see. Three queries at the most, and one
    more where a pinned page is also about earlier rounds: as they were when its release opened."""
    asked = programmes_known(person)
    if release_id is None:
        visible = Release.objects.visible_to(person).newest_first()
        beside = {"awaited": _awaited(person)} if with_awaited else {}
        if with_statements:
            beside["statements"] = Statement.objects.visible_to(person).documents()
        if with_promised:
            beside |= {kind: ArraySubquery(rows) for kind, rows in promised_to(person).items()}
        releases = list(visible.annotate(programmes=asked, **beside))
    else:
        releases = [release_or_404(person, release_id, programmes=asked)]
        if with_earlier:
            releases += Release.objects.visible_to(person).earlier_than(releases[0], person)
    return library_of(
        person, releases, _beside(releases, "programmes"), pinned=release_id is not None
    )


def programmes_known(person: Person) -> ArraySubquery:
    """The programmes that a person may know of, to be asked for along with something else."""
    known = Programme.objects.visible_to(person).order_by("pk")
    return ArraySubquery(
        known.values(json=JSONObject(pk="pk", is_front="is_front", is_published="is_published"))
    )


def library_of(
    person: Person,
    releases: Sequence[Release],
    programmes: Sequence[Mapping[str, Any]],
    *,
    pinned: bool,
) -> Library:
    """Of these releases, the latest first, which the person may see. One query at the most."""
    editions = editions_of(releases)
    known = {each["pk"]: each["is_front"] for each in programmes}
    drafts = frozenset(each["pk"] for each in programmes if not each["is_published"])
    links = [
        link
        for release in releases
        for link in links_of(release, editions[release.pk])
        if is_told(link.expectation, known, pinned=pinned)
    ]
    return Library(
        person=person,
        releases=releases,
        editions=editions,
        links=links,
        pinned=pinned,
        front=next((pk for pk, is_front in known.items() if is_front), None),
        programmes=frozenset(known),
        drafts=drafts,
        awaited=[_round_of(each) for each in _beside(releases, "awaited")],
        statements=[Statement.of(each) for each in _beside(releases, "statements")],
    )


def told_by(release: Release, edition: Edition) -> set[int]:
    """The programmes that the release tells of, by its questions and its measures."""
    told = [link.expectation for link in links_of(release, edition)]
    told += [
        rate.base.measure.expectation
        for rate in rates_of(release, edition)
        if rate.base.measure.expectation is not None
    ]
    return {expectation.milestone.programme_id for expectation in told}


def _beside(releases: Sequence[Release], name: str) -> Sequence[Mapping[str, Any]]:
    """What was read with the releases: each of them has all of it."""
    return getattr(releases[0], name, ()) if releases else ()


def _awaited(person: Person) -> ArraySubquery:
    """With the releases, as every page has few queries."""
    rounds = Round.objects.visible_to(person).awaiting(Release.objects.visible_to(person))
    told = JSONObject(
        slug="slug", title="title", closes_on="closes_on", days=days_of(OuterRef("pk"))
    )
    return ArraySubquery(rounds.values(json=told))


def _round_of(told: Mapping[str, Any]) -> Round:
    """With its further days, as it is due on one of them."""
    awaited = row_of(Round, told)
    vars(awaited)["days_with_it"] = told["days"]
    return awaited


def newest_releases(person: Person) -> tuple[list[Release], list[Expectation]]:
    """Of each round the newest, and what they keep of expectations: of each the latest."""
    programmes = ArraySubquery(Programme.objects.visible_to(person).order_by("pk").values("pk"))
    releases = Release.objects.visible_to(person).newest_first().annotate(programmes=programmes)
    editions = editions_of(releases)
    kept = {
        expectation.slug: expectation
        for release in reversed(releases)
        for expectation in expectations_of(editions[release.pk])
        if expectation.milestone.programme_id in getattr(release, "programmes", ())
    }
    return list(releases), list(kept.values())
