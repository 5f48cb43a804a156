"""The request of somebody who has signed in."""

from django.http import HttpRequest

from .models import User


class AuthedRequest(HttpRequest):
    """For every view that signing in opens: all but those that are marked as open to anybody."""

    user: User
