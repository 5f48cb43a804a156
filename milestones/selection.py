"""Which question about an expectation a page shows, and the release that it reads."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest

from councils.permissions import Person
from ppf_site.pages import Lost, Suggestion, Within
from surveys.models import Question, Release, Round
from surveys.releases.editions import Edition, editions_of
from surveys.releases.superseded import correction, release_or_404

from .editions import expectations_of, links_of, rates_of
from .models import Expectation, ExpectationQuestion, Measure, MeasureRate, Programme
from .stats import OnOneBase, Subject

Role = ExpectationQuestion.Role


@dataclass(frozen=True, slots=True)
class Library:
    """What a person may read: the releases, the latest first, with their words.

    `pinned`: of one release, by its own address; else of each round the newest. `front` is the
    programme that the site opens with, if one is chosen.
    """

    person: Person
    releases: Sequence[Release]
    editions: dict[int, Edition]
    links: Sequence[ExpectationQuestion]
    pinned: bool
    front: int | None = None
    programmes: frozenset[int] = frozenset()

    def release(self, pk: int) -> Release:
        return next(release for release in self.releases if release.pk == pk)

    def about(self, expectation: str) -> list[ExpectationQuestion]:
        return [link for link in self.links if link.expectation.slug == expectation]

    @property
    def partial(self) -> set[int]:
        """The rounds that fewer than half of their councils answered."""
        return {each.round_id for each in self.releases if self.editions[each.pk].is_partial}

    def of_the_front(self, links: Sequence[ExpectationQuestion]) -> list[ExpectationQuestion]:
        """Those of the programme that the site opens with, if there are any; else all of them."""
        front = [link for link in links if link.expectation.milestone.programme_id == self.front]
        return front if front and not self.pinned else list(links)

    def rates_of(self, measure: str = "", *, expectation: str = "") -> list[MeasureRate]:
        """The measure's rates, or those of an expectation's measures, the latest round first."""
        return [
            rate
            for release in self.releases
            for rate in rates_of(release, self.editions[release.pk])
            if self._tells(rate.base.measure)
            and (not measure or rate.base.measure.slug == measure)
            and (not expectation or _is_of(rate.base.measure, expectation))
        ]

    def _tells(self, measure: Measure) -> bool:
        if measure.expectation is None:
            return True
        programme = measure.expectation.milestone.programme
        return programme.pk in self.programmes or (self.pinned and programme.is_published)

    def in_milestone(self, slug: str) -> list[ExpectationQuestion]:
        return [link for link in self.links if link.expectation.milestone.slug == slug]


def _is_of(measure: Measure, expectation: str) -> bool:
    return measure.expectation is not None and measure.expectation.slug == expectation


def open_library(person: Person, release_id: int | None = None) -> Library:
    """Raises Http404 for a release that the person may not see. Three queries at the most."""
    known = Programme.objects.visible_to(person).order_by("pk")
    asked = ArraySubquery(known.values(json=JSONObject(pk="pk", is_front="is_front")))
    if release_id is None:
        visible = Release.objects.visible_to(person).newest_first()
        releases = list(visible.annotate(programmes=asked))
    else:
        releases = [release_or_404(person, release_id, programmes=asked)]
    editions = editions_of(releases)
    programmes = {
        each["pk"]: each["is_front"]
        for release in releases[:1]
        for each in getattr(release, "programmes", ())
    }
    links = [
        link
        for release in releases
        for link in links_of(release, editions[release.pk])
        if link.expectation.milestone.programme_id in programmes
        # What was published with a release stays in it.
        or (release_id is not None and link.expectation.milestone.programme.is_published)
    ]
    return Library(
        person=person,
        releases=releases,
        editions=editions,
        links=links,
        pinned=release_id is not None,
        front=next((pk for pk, is_front in programmes.items() if is_front), None),
        programmes=frozenset(programmes),
    )


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


@dataclass(frozen=True, slots=True)
class Selection:
    """`fixed` is an address that names its release: it shows the same for ever.

    `bases` are the questions of the round that told the same on other bases, and this one;
    `partial` the rounds that fewer than half of their councils answered.
    """

    expectation: Expectation
    link: ExpectationQuestion
    bases: Sequence[ExpectationQuestion]
    release: Release
    rounds: Sequence[Round]
    partial: Collection[int]
    fixed: bool

    @property
    def question(self) -> Question:
        return self.link.question

    @property
    def subject(self) -> Subject:
        return self.subject_of(self.link)

    @property
    def basis_query(self) -> str:
        """The part of an address that names the base, where there are several."""
        return f"?basis={self.link.basis_key}" if len(self.bases) > 1 else ""

    @property
    def compare_url(self) -> str:
        """Where two regions stand side by side on the same question."""
        keys = {"expectation": self.expectation.slug, "round": self.round.slug}
        if len(self.bases) > 1:
            keys["basis"] = self.link.basis_key
        return f"{self.within_round.prefix}/compare/?{urlencode(keys)}"

    @property
    def within(self) -> Within:
        """The overview, milestones and regions: they show rounds that asked for forecasts."""
        is_forecast = self.link.role == Role.FORECAST
        return within(self.release, fixed=self.fixed, keep_round=is_forecast)

    @property
    def within_round(self) -> Within:
        """Pages that show any round, such as those of councils."""
        return within(self.release, fixed=self.fixed)

    def pinned(self, request: HttpRequest) -> dict[str, object]:
        shown = pinned(request, self.release, fixed=self.fixed)
        return {**shown, "within": self.within}

    def subject_of(self, link: ExpectationQuestion) -> Subject:
        """The expectation as words name it: with its base, where it is told on several."""
        expectation = self.expectation
        if len(self.bases) < 2:
            return expectation
        return OnOneBase(
            f"{expectation.label} ({link.basis})", expectation.short_text, expectation.due_label
        )

    @property
    def round(self) -> Round:
        return self.release.round


def within(release: Release | None, *, fixed: bool, keep_round: bool = True) -> Within:
    """Links of a page that shows the release: in it if pinned, else in its round if asked."""
    if release is None:
        return Within()
    if fixed:
        return Within(prefix=f"/releases/{release.pk}")
    return Within(query=f"?round={release.round.slug}" if keep_round else "")


def pinned(
    request: HttpRequest, release: Release | None, *, fixed: bool, keep_round: bool = True
) -> dict[str, object]:
    """For a page's template: whether it is pinned to the release, where its links lead, and
    the same page in a newer release."""
    newest = getattr(release, "newest_pk", None)
    return {
        "fixed": fixed,
        "within": within(release, fixed=fixed, keep_round=keep_round),
        "correction": correction(request, release.pk, newest) if release and fixed else "",
    }


def select(library: Library, slug: str, *, round_slug: str = "", basis: str = "") -> Selection:
    """The expectation's forecast, else its outcome, in the round asked for, else in the latest
    that at least half of the required councils answered.

    Raises Lost, with what there is, if that round did not ask about it or not on that base.
    """
    links = [link for link in library.about(slug) if link.role != Role.BARRIER]
    if not links:
        return _nothing_asked(library, slug)
    expectation = links[0].expectation
    in_round = [link for link in links if link.question.round.slug == round_slug]
    if round_slug and not in_round:
        raise Lost(
            f"No released round called “{round_slug}” asked about “{expectation.label}”.",
            [
                Suggestion(link.question.round.title, f"?round={link.question.round.slug}")
                for link in _one_a_round(links)
            ],
        )
    whole = [link for link in links if library.editions[link.release_pk].answered_by_half]
    link = min(in_round or whole or links, key=lambda candidate: candidate.role != Role.FORECAST)
    same = (link.question.round_id, link.role)
    bases = [base for base in links if (base.question.round_id, base.role) == same]
    link = _on_basis(bases, basis)
    return Selection(
        expectation=link.expectation,
        link=link,
        bases=bases,
        release=library.release(link.release_pk),
        rounds=[link.question.round for link in _one_a_round(links)],
        partial=library.partial,
        fixed=library.pinned,
    )


def _on_basis(bases: Sequence[ExpectationQuestion], basis: str) -> ExpectationQuestion:
    """The one asked for, else the first. A question on a single base answers for any."""
    if not basis or len(bases) == 1:
        return bases[0]
    found = next((base for base in bases if base.basis_key == basis), None)
    if found is None:
        raise Lost(
            f"“{bases[0].expectation.label}” is not told on a base called “{basis}”.",
            [
                Suggestion(base.basis, f"?round={base.question.round.slug}&basis={base.basis_key}")
                for base in bases
            ],
        )
    return found


def _nothing_asked(library: Library, slug: str) -> Selection:
    if library.pinned:
        # In the words of the address: those of today are no part of a release.
        raise Lost(
            f"This release has no figures about an expectation called “{slug}”.",
            [Suggestion(str(release), release.get_absolute_url()) for release in library.releases],
        )
    expectation = Expectation.objects.visible_to(library.person).filter(slug=slug).first()
    if expectation is None:
        raise Lost(
            f"There is no expectation called “{slug}”.",
            [Suggestion("All milestones and expectations", "/milestones/")],
        )
    raise Lost(
        f"No results about “{expectation.label}” are published at the moment.",
        [Suggestion("Survey rounds", "/rounds/"), Suggestion("Milestones", "/milestones/")],
    )


def _one_a_round(links: Sequence[ExpectationQuestion]) -> list[ExpectationQuestion]:
    return list({link.question.round_id: link for link in links}.values())
