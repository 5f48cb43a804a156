"""Whom a page of /manage/ is for. To everybody else it does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from councils.http import AuthedRequest
from councils.models import User
from councils.permissions import may_change_register, may_run_rounds
from surveys.models import Round
from surveys.permissions import may_follow_returns

View = Callable[..., HttpResponse]


def _open_to(may: Callable[[User], bool], view: View) -> View:
    @wraps(view)
    def opened(request: AuthedRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return opened


def for_runners(view: View) -> View:
    """Analysts and administrators."""
    return _open_to(may_run_rounds, view)


def for_followers(view: View) -> View:
    """They and regional leads, who follow the returns of their own region."""
    return _open_to(may_follow_returns, view)


def draft_or_404(slug: str) -> Round:
    """What is fixed once it is open is changed here before: an opened round has no such page."""
    return get_object_or_404(Round, slug=slug, opened_at=None)


def for_registrars(view: View) -> View:
    """Administrators alone."""
    return _open_to(may_change_register, view)
