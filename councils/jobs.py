"""What the worker does about people: e-mails, and forgetting sessions that are over."""

import datetime

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils.http import int_to_base36
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from councils.models import AddressChange, Council, Invitation, RoleNotice, User
from councils.models.catching_up import catch_up
from ppf_site.mail import compose, site_link, subject_of

# After 4, 16 and 64 seconds, then 4 and 17 minutes, and on to three days: a mail server that is
# down over a weekend loses nothing.
PATIENTLY = RetryStrategy(max_attempts=9, exponential_wait=4)


@app.periodic(cron="17 3 * * *")
@app.task(name="clear_sessions")
def clear_sessions(timestamp: int) -> None:
    """Every night: sessions that are over, with what was kept in them before signing in, and
    attempts that no limit counts any more."""
    call_command("clearsessions")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM site_cache WHERE expires < now()")


@app.periodic(cron="*/5 * * * *")
@app.task(name="catch_up_with_the_register", queueing_lock="catch_up_with_the_register")
def catch_up_with_the_register(timestamp: int) -> None:
    """A name, region or type that was entered ahead takes force on its day, without anybody's
    doing. By the clock, and once: a day on which nothing ran is caught up with."""
    catch_up()


@app.task(name="send_invitation", retry=PATIENTLY)
def send_invitation(invitation_id: int) -> None:
    """The token is made here: a job's arguments are kept in the database, where it must not be."""
    invitations = Invitation.objects.select_related("council", "region", "invited_by")
    invitation = invitations.filter(pk=invitation_id).first()
    if invitation is None or invitation.accepted_at or invitation.is_expired:
        return
    link = site_link(reverse("invitation", args=[invitation.new_token()]))
    context = {"invitation": invitation, "link": link}
    compose("invitation", to=invitation.email, context=context).send()


@app.task(name="send_password_link", retry=PATIENTLY)
def send_password_link(user_id: int) -> None:
    """Made here too. It goes to the account's address, whatever was typed, and to no other."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    key = {"uidb36": int_to_base36(user.pk), "key": default_token_generator.make_token(user)}
    link = site_link(reverse("account_reset_password_from_key", kwargs=key))
    context = {"person": user, "link": link, "lasts": settings.PASSWORD_RESET_TIMEOUT // 3600}
    compose("password_link", to=user.email, context=context).send()


@app.task(name="send_address_link", retry=PATIENTLY)
def send_address_link(change_id: int) -> None:
    change = AddressChange.objects.select_related("user").filter(pk=change_id).first()
    if change is None or change.is_expired:
        return
    link = site_link(reverse("confirm-address", args=[change.new_token()]))
    compose("address_link", to=change.email, context={"change": change, "link": link}).send()


@app.task(name="send_account_letter", retry=PATIENTLY)
def send_account_letter(letter: str, to: str, user_id: int, at: str) -> None:
    """To the address as it was: after a change, the former one is told."""
    context = {
        "person": User.objects.get(pk=user_id),
        "at": datetime.datetime.fromisoformat(at),
        "reset": site_link(reverse("account_reset_password")),
    }
    compose(letter, to=to, context=context).send()


@app.task(name="send_role_letter", retry=PATIENTLY)
def send_role_letter(
    what: str,
    user_id: int,
    role: dict[str, str],
    by_id: int | None,
    council_id: int | None = None,
) -> None:
    """The role as it was: by the time of the e-mail its row may be gone. That it went is kept."""
    person = User.objects.get(pk=user_id)
    if not person.is_active:
        return
    context = {
        "person": person,
        "role": role["label"],
        "starts_on": datetime.date.fromisoformat(role["starts_on"]),
        "ends_on": datetime.date.fromisoformat(role["ends_on"]) if role["ends_on"] else None,
        "by": User.objects.filter(pk=by_id).first() if by_id else None,
    }
    letter = compose(f"role_{what}", to=person.email, context=context)
    council = Council.objects.filter(pk=council_id or 0).first()
    # Kept first: where that fails, nothing went out that would go out again.
    with transaction.atomic():
        RoleNotice.objects.create(to=person, council=council, subject=subject_of(letter))
        letter.send()
