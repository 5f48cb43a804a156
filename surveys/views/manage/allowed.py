"""Whom a page of /manage/ is for. To everybody else it does not exist."""

from django.shortcuts import get_object_or_404

from councils.allowed import View, open_to
from councils.permissions import may_change_register, may_run_rounds
from surveys.models import Release, Round
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


def compiled_or_404(slug: str, number: int) -> Release:
    """A release by its round and its number, whoever may see it by now."""
    compiled = Release.objects.exclude(compiled_at=None).select_related("round", "compiled_by")
    return get_object_or_404(compiled, round__slug=slug, number=number)


def for_registrars(view: View) -> View:
    """Administrators alone."""
    return open_to(may_change_register, view)
