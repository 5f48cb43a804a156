"""Whether a page that is pinned to a release has a newer one that its reader may see."""

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest

from councils.permissions import Person
from surveys.models import Release


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
