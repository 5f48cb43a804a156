"""Whether a release has a newer one, and what a reader is told of one that was given back."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest

from councils.permissions import Person, access_of
from ppf_site import words
from ppf_site.pages import Lost, Suggestion
from surveys.models import Release, Round

from .editions import editions_of


def newest_release(person: Person, *, of_round: str) -> Subquery:
    """The number in addresses of the newest release of the round that a row names so."""
    visible = Release.objects.visible_to(person)
    return Subquery(visible.newest_of(OuterRef(of_round)).values("pk"))


def correction(request: HttpRequest, release_pk: int, newest_pk: int | None) -> str:
    """The address of the same page in the newest release; empty on any page that shows that."""
    pinned = f"/releases/{release_pk}/"
    if newest_pk in {None, release_pk} or not request.path.startswith(pinned):
        return ""
    return request.get_full_path().replace(pinned, f"/releases/{newest_pk}/", 1)


def release_or_404(person: Person, pk: int, **also: Subquery) -> Release:
    """With `newest_pk`, the newest of its round that the person may see, and what else is asked.

    Raises Http404 for one that the person may not see, and Lost, with the release that holds now,
    for one whose numbers went back to the sector.
    """
    newest = newest_release(person, of_round="round")
    visible = Release.objects.visible_to(person).select_related("round")
    found = visible.annotate(newest_pk=newest, **also).filter(pk=pk).first()
    if found is not None:
        return found
    gone, after = given_back(person, pk)
    if gone is None:
        raise Http404
    why = (
        f"public since {words.day(gone.taken_back_at)}. Its page says why."
        if gone.taken_back_at
        else "public: beside those of its correction they would tell the answers of a few councils."
    )
    raise Lost(
        f"The numbers of release {gone.number} of “{gone.round.title}” are no longer {why}",
        [
            Suggestion(f"Release {each.number} of {gone.round.title}", each.get_absolute_url())
            for each in (gone, after)
            if each is not None
        ],
    )


def given_back(person: Person, pk: int) -> tuple[Release | None, Release | None]:
    """A release that was public and is the sector's again, and the one that holds now."""
    gone = Release.objects.given_back().filter(pk=pk).first()
    if gone is None:
        return None, None
    editions_of([gone])
    return gone, Release.objects.visible_to(person).newest_of(gone.round_id).first()


def followed_by(release: Release) -> Release | None:
    """The public correction right after it: its note says what changed. Notes stay public."""
    later = Release.objects.filter(round=release.round_id, number__gt=release.number)
    return later.ever_public().order_by("number").first()


def saying_what_was_given_back(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Each with `has_given_back`: whether `all_given_back` has any for who is not of the sector."""
    gone = Release.objects.given_back().filter(round=OuterRef("pk"))
    return rounds.annotate(has_given_back=Exists(gone))


def all_given_back(person: Person, round: Round) -> list[Release]:
    """Of a round the releases whose numbers are not for this person: the sector still sees them."""
    if access_of(person).is_sector:
        return []
    return list(Release.objects.given_back().filter(round=round.pk).order_by("-number"))
