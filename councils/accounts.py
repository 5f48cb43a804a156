"""What happens to a person's account: told to them by e-mail, and noted in the log."""

from __future__ import annotations

from typing import Literal

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.auth import login, update_session_auth_hash
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from councils.jobs import send_account_letter, send_address_link, send_role_letter
from councils.models import AddressChange, Role, User
from councils.models.addresses import LASTS
from ppf_site.events import note
from ppf_site.refused import Refused

ROLES_BACKEND = "councils.backends.RolesBackend"


def sign_in(request: HttpRequest, user: User) -> None:
    """For whoever has shown by other means than the password who they are."""
    login(request, user, backend=ROLES_BACKEND)
    note("sign_in", person=user.pk, **{"from": get_client_ip(request)})


@transaction.atomic
def set_password(*, user: User, password: str, by_link: bool = False) -> None:
    """Every other session ends. By a link, the mailbox was shown to be theirs."""
    user.set_password(password)
    user.save(update_fields=["password"])
    if by_link:
        user.has_shown_mailbox()
    note("password", person=user.pk, how="by link" if by_link else "changed")
    _tell("password_changed", user.email, user)


def why_address_stays() -> str:
    """Why nobody's address is changed here, nor anybody switched off; "" where they are."""
    if not settings.DEMO:
        return ""
    return (
        "In this demonstration everybody keeps their address: the next visitor signs in as the "
        "same people."
    )


@transaction.atomic
def ask_for_address(*, user: User, email: str) -> AddressChange:
    """A link goes to the new address; until it is followed, nothing has changed."""
    address = email.strip().lower()
    if why_address_stays():
        raise Refused(why_address_stays())
    if address == user.email.lower():
        raise Refused("This is your address already.")
    if User.objects.filter(email=address).exists():
        raise Refused("Another account has this address. Sign in with that one.")
    now = timezone.now()
    fresh = {"email": address, "asked_at": now, "expires_at": now + LASTS, "token_hash": ""}
    change, _ = AddressChange.objects.update_or_create(user=user, defaults=fresh)
    note("address", person=user.pk, how="asked for")
    send_address_link.defer(change_id=change.pk)
    return change


@transaction.atomic
def take_address(*, change: AddressChange, user: User) -> None:
    """By the person who asked for it alone, signed in, from the mailbox that it is."""
    wanted = AddressChange.objects.select_for_update().filter(pk=change.pk, user=user).first()
    if wanted is None or wanted.is_expired:
        raise Refused("This link can no longer be used.")
    if why_address_stays():
        raise Refused(why_address_stays())
    former = user.email
    user.email = wanted.email
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
    except IntegrityError:
        user.email = former
        raise Refused("Another account has this address by now.") from None
    _prove(user)
    note("address", person=user.pk, how="changed")
    _tell("address_changed", former, user)


@transaction.atomic
def replace_address(*, user: User, former: str, by: User) -> None:
    """By an administrator: whoever had the former address gets in by nothing that they have."""
    user.set_unusable_password()
    user.email_verified_at = None
    user.save(update_fields=["password", "email_verified_at"])
    _end_all(user)
    note("address", person=user.pk, how="replaced", by=by.pk)
    _tell("address_changed", former, user)


def prove_by_invitation(user: User) -> None:
    """The link came to the mailbox: the account is its reader's, and nobody else's."""
    _prove(user)
    note("address", person=user.pk, how="shown by an invitation")


def keep_session(request: HttpRequest, user: User) -> None:
    """Of all that end, the one in which it was done goes on."""
    update_session_auth_hash(request, user)


def _prove(user: User) -> None:
    user.has_shown_mailbox()
    _end_all(user)


def _end_all(user: User) -> None:
    AddressChange.objects.filter(user=user).delete()
    user.end_sessions()


def _tell(letter: str, to: str, user: User) -> None:
    now = timezone.now().isoformat()
    send_account_letter.defer(letter=letter, to=to, user_id=user.pk, at=now)


def tell_role(role: Role, what: Literal["given", "ended"], *, by: User | None = None) -> None:
    """Of a role that somebody was given, or whose end was set."""
    place = role.council or role.region
    by_id = by.pk if by else None
    note(
        "role",
        person=role.user_id,
        how=what,
        role=role.kind,
        place=place.slug if place else None,
        starts=role.starts_on,
        ends=role.ends_on,
        by=by_id,
    )
    told = {
        "label": str(role),
        "starts_on": role.starts_on.isoformat(),
        "ends_on": role.ends_on.isoformat() if role.ends_on else "",
    }
    send_role_letter.defer(
        what=what, user_id=role.user_id, role=told, by_id=by_id, council_id=role.council_id
    )
