"""Inviting a colleague, accepting an invitation, naming a deputy."""

import datetime
from collections.abc import Sequence

import pghistory
from django.db import transaction
from django.utils import timezone

from councils.accounts import prove_by_invitation, tell_role
from councils.administered import LEFT_TO_NOBODY, administers, left_to_nobody
from councils.invitations_file import BadInvitationsError, InvitationRow, held_already
from councils.jobs import send_invitation
from councils.models import Council, Invitation, Region, Role, User
from councils.models.invitations import LASTS
from councils.permissions import may_invite
from ppf_site.refused import Refused

# A council has a handful of people; more open invitations at a time is a mistake or mischief.
MOST_OPEN = 20
# Each is an e-mail to somebody who did not ask for it. Who runs surveys invites for many councils.
MOST_AN_HOUR = 30
MOST_AN_HOUR_BY_STAFF = 1_000
HOUR = datetime.timedelta(hours=1)
NOT_SHOWN = (
    "Nobody has shown yet that this mailbox is the account’s. Ask for a link to choose a new "
    "password: it goes to the mailbox. Then open the invitation again."
)


def people_of(council: Council) -> Sequence[Role]:
    """The council's contributors and signatories, today's and those still to come."""
    return list(
        Role.objects.exclude(ends_on__lt=timezone.localdate())
        .filter(council=council, user__is_active=True)
        .select_related("user")
        .order_by("user__name", "user__email", "kind", "starts_on")
    )


@transaction.atomic
def invite(
    *,
    kind: str,
    email: str,
    by: User,
    council: Council | None = None,
    region: Region | None = None,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
) -> Invitation:
    """The link goes out by e-mail. The same address again gets a new link; the old one ends.

    `starts_on` and `ends_on` are the days of the role.
    """
    address = email.strip().lower()
    place = council or region
    if not may_invite(by, council_id=council.pk if council else None, kind=kind):
        raise Refused(f"You do not invite people to that work for {place or 'the country'}.")
    already = Role.objects.in_force().at(council, region).filter(kind=kind, user__email=address)
    if already.exists():
        raise Refused(held_already(kind, address, place))
    _refuse_too_many(by)
    if council is not None:
        _refuse_too_many_open(council, address)
    now = timezone.now()
    fresh = {"invited_by": by, "invited_at": now, "expires_at": now + LASTS, "token_hash": ""}
    invitation, _ = Invitation.objects.update_or_create(
        council=council,
        region=region,
        kind=kind,
        email=address,
        accepted_at=None,
        defaults={**fresh, "starts_on": starts_on, "ends_on": ends_on},
    )
    send_invitation.defer(invitation_id=invitation.pk)
    return invitation


def _refuse_too_many_open(council: Council, address: str) -> None:
    # Two people inviting at once: the second finds the first one's row.
    Council.objects.select_for_update().get(pk=council.pk)
    waiting = Invitation.objects.filter(council=council, accepted_at=None)
    if waiting.filter(expires_at__gt=timezone.now()).exclude(email=address).count() >= MOST_OPEN:
        told = f"{MOST_OPEN} invitations to {council} are open already."
        raise Refused(f"{told} Wait until some are used.")


def _refuse_too_many(by: User) -> None:
    # A person in two windows: the second counts what the first has sent.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    most = MOST_AN_HOUR_BY_STAFF if by.is_staff else MOST_AN_HOUR
    if Invitation.objects.sent_within(HOUR, by=by) >= most:
        raise Refused(f"You have sent {most} invitations in an hour. Wait before you send more.")


@transaction.atomic
def invite_all(rows: list[InvitationRow], *, by: User) -> list[Invitation]:
    """All rows of a file or none. Raises BadInvitationsError with each row that is refused."""
    made, problems = [], []
    for row in rows:
        try:
            with transaction.atomic():
                made.append(
                    invite(
                        kind=row.kind,
                        email=row.email,
                        by=by,
                        council=row.council,
                        region=row.region,
                        starts_on=row.starts_on,
                        ends_on=row.ends_on,
                    )
                )
        except Refused as refused:
            problems.append(f"Row {row.number}: {refused}")
    if problems:
        raise BadInvitationsError(problems)
    return made


@transaction.atomic
def withdraw(*, council: Council | None, pk: int) -> None:
    """An invitation that nobody has used is no more; its link says so. Twice is once."""
    Invitation.objects.filter(council=council, pk=pk, accepted_at=None).delete()


@transaction.atomic
def accept(*, invitation: Invitation, user: User) -> None:
    """Gives the role to the person whose address was invited. The link is used up.

    The history has them as who did it, also where they were not signed in yet.
    """
    with pghistory.context(user=user.pk):
        _accept(invitation, user)


def _accept(invitation: Invitation, user: User) -> None:
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_at is not None and locked.accepted_by_id == user.pk:
        return
    if locked.accepted_at is not None or locked.is_expired or locked.is_over:
        raise Refused("This invitation can no longer be used.")
    if not may_invite(locked.invited_by, council_id=locked.council_id, kind=locked.kind):
        place = locked.place or "this work"
        raise Refused(f"{locked.invited_by} can no longer invite people to {place}.")
    if user.email.lower() != locked.email.lower():
        raise Refused(f"This invitation is for {locked.email}.")
    if user.email_verified_at is None:
        raise Refused(NOT_SHOWN)
    prove_by_invitation(user)
    here = Role.objects.in_force().at(locked.council, locked.region)
    if not here.filter(user=user, kind=locked.kind).exists():
        today = timezone.localdate()
        role = Role.objects.create(
            user=user,
            council=locked.council,
            region=locked.region,
            kind=locked.kind,
            starts_on=max(locked.starts_on or today, today),
            ends_on=locked.ends_on,
        )
        tell_role(role, "given", by=locked.invited_by)
    locked.accepted_at, locked.accepted_by = timezone.now(), user
    locked.save(update_fields=["accepted_at", "accepted_by"])


@transaction.atomic
def set_up_account(*, invitation: Invitation, name: str, password: str) -> User:
    """A new person, with the role that they were invited to."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if User.objects.filter(email=locked.email.lower()).exists():
        raise Refused(f"{locked.email} has an account already: sign in with it.")
    user = User.objects.create_user(locked.email, password, name=name.strip())
    user.has_shown_mailbox()
    accept(invitation=locked, user=user)
    return user


@transaction.atomic
def name_deputy(
    *, council: Council, user: User, starts_on: datetime.date, ends_on: datetime.date, by: User
) -> Role:
    """A colleague who may sign from a day to a day. The same again is the same role."""
    if ends_on < starts_on:
        raise Refused("The last day is before the first.")
    if ends_on < timezone.localdate():
        raise Refused("Choose days that are not over yet.")
    if user.pk not in {role.user_id for role in people_of(council)}:
        raise Refused("A deputy is a colleague of this council. Invite them first.")
    role, is_new = Role.objects.get_or_create(
        user=user,
        council=council,
        kind=Role.Kind.SIGNATORY,
        starts_on=starts_on,
        ends_on=ends_on,
        is_deputy=True,
    )
    if is_new:
        tell_role(role, "given", by=by)
    return role


@transaction.atomic
def end_role(*, role: Role, last_day: datetime.date, by: User) -> None:
    """Ends a role on a day from yesterday on; one that has not begun by then is taken away.

    Whoever loses it is told, and loses access with the day. Somebody always administers the site.
    """
    held = Role.objects.select_for_update().get(pk=role.pk)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    if last_day < yesterday:
        raise Refused("Choose yesterday or a later day: what somebody did before stays theirs.")
    if held.ends_on is not None and held.ends_on < yesterday:
        raise Refused("This role has ended already.")
    if administers(held) and left_to_nobody(without=held.user, last_day=last_day):
        raise Refused(LEFT_TO_NOBODY)
    has_begun = held.starts_on <= last_day
    held.ends_on = last_day if has_begun else None
    tell_role(held, "ended", by=by)
    if has_begun:
        held.save(update_fields=["ends_on"])
    else:
        held.delete()


@transaction.atomic
def end_deputy(*, council: Council, pk: int, by: User) -> None:
    """Ends a deputy's time yesterday, or takes away one that has not begun. Twice is once."""
    today = timezone.localdate()
    ours = Role.objects.select_for_update().filter(council=council, pk=pk, is_deputy=True)
    role = ours.filter(ends_on__gte=today).first()
    if role is None:
        return
    has_begun = role.starts_on < today
    role.ends_on = today - datetime.timedelta(days=1) if has_begun else None
    tell_role(role, "ended", by=by)
    if has_begun:
        role.save(update_fields=["ends_on"])
    else:
        role.delete()
