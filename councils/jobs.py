"""What the worker does about people: e-mails, and forgetting sessions that are over."""

from django.core.management import call_command
from django.urls import reverse
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from councils.models import Invitation
from ppf_site.mail import compose, site_link

# After 4, 16 and 64 seconds, then 4 and 17 minutes, and on to three days: a mail server that is
# down over a weekend loses nothing.
PATIENTLY = RetryStrategy(max_attempts=9, exponential_wait=4)


@app.periodic(cron="17 3 * * *")
@app.task(name="clear_sessions")
def clear_sessions(timestamp: int) -> None:
    """Every night: sessions that are over, with what was kept in them before signing in."""
    call_command("clearsessions")


@app.task(name="send_invitation", retry=PATIENTLY)
def send_invitation(invitation_id: int) -> None:
    """The token is made here: a job's arguments are kept in the database, where it must not be."""
    invitation = (
        Invitation.objects.select_related("council", "invited_by").filter(pk=invitation_id).first()
    )
    if invitation is None or invitation.accepted_at or invitation.is_expired:
        return
    link = site_link(reverse("invitation", args=[invitation.new_token()]))
    context = {"invitation": invitation, "link": link}
    compose("invitation", to=invitation.email, context=context).send()
