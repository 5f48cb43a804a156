"""Whom a page of /manage/ is for. To everybody else it does not exist."""

from django.shortcuts import get_object_or_404

from councils.allowed import View, open_to
from councils.permissions import may_change_register, may_run_rounds
from surveys.models import Round
from surveys.permissions import may_follow_returns


def for_runners(view: View) -> View:
    """Analysts and administrators."""
    return open_to(may_run_rounds, view)


def for_followers(view: View) -> View:
    """They and regional leads, who follow the returns of their own region."""
    return open_to(may_follow_returns, view)


def draft_or_404(slug: str) -> Round:
    """What is fixed once it is open is changed here before: an opened round has no such page."""
    return get_object_or_404(Round, slug=slug, opened_at=None)


def for_registrars(view: View) -> View:
    """Administrators alone."""
    return open_to(may_change_register, view)
