"""Which question about an expectation a page shows, and the release that it reads."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from ppf_site import words
from ppf_site.addresses import in_order, pinned_page
from ppf_site.pages import Lost, Suggestion, Within
from surveys.models import Question, Release, ReleasedReturn, Round
from surveys.releases.editions import editions_of
from surveys.releases.superseded import correction

from .library import Library, told_by
from .models import Expectation, ExpectationQuestion
from .stats import OfAnswer, OnOneBase, Subject
from .unreleased import expectation_known

Role = ExpectationQuestion.Role


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
    answer: str = ""  # of several that each council gave, the one that is told

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
        if self.answer:
            label = f"{expectation.label}: {words.lower_first(self.answer)}"
            return OfAnswer(label, expectation.short_text, "", expectation.label)
        if len(self.bases) < 2:
            return expectation
        return OnOneBase(
            f"{expectation.label} ({link.basis})",
            expectation.short_text,
            expectation.due_label,
            expectation.target_percent,
            link.basis,
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


def page_in(library: Library, release: Release | None, path: str) -> str:
    """The address of a release's own page of the whole programme, which draws what the open page
    draws of it; "" of a release that tells of several programmes: its page is of all of them."""
    if release is None:
        return ""
    is_whole = library.pinned or len(told_by(release, library.editions[release.pk])) == 1
    return f"/releases/{release.pk}/{path}" if is_whole else ""


def stays_in(library: Library, last: Release, drawn: Iterable[Release]) -> bool:
    """Whether the own page of the last of these, which draws those before it as they were when it
    opened, draws the same: not where one of them was corrected since."""
    if library.pinned:
        return True
    opened = last.opened_to(library.person)
    return all(
        each.round.reference_date < last.round.reference_date
        and (moment := each.opened_to(library.person)) is not None
        and opened is not None
        and moment <= opened
        for each in drawn
        if each.pk != last.pk
    )


def kept_at(
    request: HttpRequest, library: Library, releases: Sequence[Release], about: Sequence[str]
) -> tuple[str, dict[str, object]]:
    """The address at which a page on these releases, the earliest round first, and its charts stay
    as they are; and what its template cites. Where no one release has all of it, its address as it
    is now, and each of them by itself."""
    *earlier, last = releases
    if stays_in(library, last, earlier):
        page = pinned_page(request, last.pk, about)
        return page, {"cite": page}
    told = {each.pk: (each, each.get_absolute_url()) for each in earlier}
    return in_order(request, about), {"also_told": list(told.values())}


def also_told(
    library: Library, shown: Release | None, first: Release | None, path: str
) -> list[tuple[Release, str]]:
    """Of a page that tells `first` before the release that it shows: that one, and the address at
    which its own page of this kind stays, or that of the release where it has none."""
    if shown is None or first is None or first.pk == shown.pk:
        return []
    return [(first, page_in(library, first, path) or first.get_absolute_url())]


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
    expectation = expectation_known(library.person, slug)
    if expectation is None:
        raise Lost(
            f"There is no expectation called “{slug}”.",
            [Suggestion("All milestones and expectations", "/milestones/")],
        )
    raise Lost(
        f"No results about “{expectation.label}” are published at the moment.",
        [
            Suggestion(expectation.label, expectation.get_absolute_url()),
            Suggestion("Survey rounds", "/rounds/"),
            Suggestion("Milestones", "/milestones/"),
        ],
    )


def _one_a_round(links: Sequence[ExpectationQuestion]) -> list[ExpectationQuestion]:
    return list({link.question.round_id: link for link in links}.values())


def of_the_front(returns: Sequence[ReleasedReturn]) -> list[ReleasedReturn]:
    """Those in rounds that tell of the programme that the site opens with. While there is no other
    programme, nothing is asked: a round of none comes where its day puts it."""
    programmes = getattr(returns[0], "programmes", ()) if returns else ()
    front = next((each["pk"] for each in programmes if each["is_front"]), None)
    if front is None or len(programmes) < 2:
        return []
    releases = [return_of.release for return_of in returns]
    editions = editions_of(releases)
    return [each for each in returns if front in told_by(each.release, editions[each.release_id])]
