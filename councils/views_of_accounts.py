"""What a person changes about their own account."""

from allauth.account.views import password_change
from django.http import HttpResponseBase
from django.shortcuts import redirect

from .http import AuthedRequest


def change_password(request: AuthedRequest, /) -> HttpResponseBase:
    """Whoever never chose a password gets a link to choose one: nobody else knows the mailbox."""
    if not request.user.has_usable_password():
        return redirect("account_reset_password")
    response: HttpResponseBase = password_change(request)
    return response
