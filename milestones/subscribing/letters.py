"""What whoever asked to be told of releases gets by e-mail."""

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from milestones.models import Subscription
from ppf_site.mail import compose, site_link
from surveys.models import Release
from surveys.releases.editions import edition_of
from surveys.sentences import announcement


def letter_to_confirm(subscription: Subscription) -> EmailMultiAlternatives:
    """The token is made here: it is in this letter and nowhere else."""
    link = site_link(reverse("tell-me-confirm", args=[subscription.new_token()]))
    context = {"subscription": subscription, "link": link}
    return compose("tell_me_confirm", to=subscription.email, context=context)


def letter_of_subscription(subscription: Subscription) -> EmailMultiAlternatives:
    return _stoppable("tell_me_confirmed", subscription, {})


def letter_of_release(subscription: Subscription, release: Release) -> EmailMultiAlternatives:
    """What everybody may know of it by now, and where it is."""
    edition = edition_of(release)
    context = {
        "release": release,
        "said": announcement(release, edition, is_public=True),
        "link": site_link(subscription.page_in(release)),
    }
    return _stoppable("tell_me_release", subscription, context)


def _stoppable(
    template: str, subscription: Subscription, context: dict[str, object]
) -> EmailMultiAlternatives:
    """With the way to stop, in the letter and for the mail program's own button (RFC 8058)."""
    stop = site_link(reverse("tell-me-stop", args=[subscription.stop_token]))
    told = {"subscription": subscription, "stop": stop, **context}
    letter = compose(template, to=subscription.email, context=told)
    letter.extra_headers["List-Unsubscribe"] = f"<{stop}>"
    letter.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return letter
