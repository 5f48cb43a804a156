"""Who may read a release under embargo, before the sector does: named one by one."""

from django.db import transaction

from councils.models import User
from councils.permissions import access_of
from ppf_site.events import note
from ppf_site.refused import Refused
from surveys.jobs import tell_named
from surveys.models import Release
from surveys.models.releases import Stage


@transaction.atomic
def name_viewer(*, release: Release, email: str, by: User | None = None) -> User:
    """Somebody with a role in force, by the address that they sign in with. They are told."""
    locked = Release.objects.select_for_update(of=["self"]).get(pk=release.pk)
    if locked.stage != Stage.PREVIEW:
        raise Refused("It is open to the sector already: everybody who signs in reads it.")
    person = User.objects.filter(email__iexact=email.strip()).first()
    if person is None:
        raise Refused(
            "Nobody with this address has an account here. Invite them to a role first, such as "
            "observer."
        )
    access = access_of(person)
    if not access.is_sector:
        raise Refused(f"{person} has no role today, and would see nothing. Give them one first.")
    if access.is_national:
        raise Refused(f"{person} runs rounds, and reads every release.")
    if locked.viewers.filter(pk=person.pk).exists():
        raise Refused(f"{person} is named already.")
    locked.viewers.add(person)
    note("embargo", release=locked.pk, named=person.pk, by=by.pk if by else None)
    tell_named(locked, person, by)
    return person


@transaction.atomic
def strike_viewer(*, release: Release, person: int, by: User | None = None) -> User:
    """From now on they read it when others of their kind do. That they were named is kept."""
    named = release.viewers.filter(pk=person).first()
    if named is None:
        raise Refused("This person is not named on the release.")
    release.viewers.remove(named)
    note("embargo", release=release.pk, struck=named.pk, by=by.pk if by else None)
    return named
