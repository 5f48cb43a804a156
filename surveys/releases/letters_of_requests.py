"""Who is told that a release waits for a second person, and the e-mail that tells it."""

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from councils.models import Role, User
from ppf_site.mail import compose, site_link
from surveys.models import PublicRequest
from surveys.models.releases import Stage

RUNNERS = (Role.Kind.ANALYST, Role.Kind.ADMINISTRATOR)


def may_approve(asked: PublicRequest) -> list[User]:
    """All who run rounds today, but for who asked."""
    held = Role.objects.in_force().filter(kind__in=RUNNERS, user__is_active=True)
    people = held.exclude(user=asked.asked_by_id).values("user")
    return list(User.objects.filter(pk__in=people).order_by("pk"))


def letter_of_request(asked: PublicRequest, to: User) -> EmailMultiAlternatives:
    """That it waits for them, and where. It tells no figure."""
    release = asked.release
    page = reverse("manage-open-to", args=[release.round.slug, release.number, Stage.PUBLIC.value])
    context = {
        "release": release,
        "round": release.round,
        "asked": asked,
        "to": to,
        "link": site_link(page),
    }
    return compose("public_asked", to=to.email, context=context)
