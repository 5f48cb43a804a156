"""How signing in differs from allauth's default."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ResetPasswordForm, ResetPasswordKeyForm
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip
from django import forms
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from councils.accounts import set_password
from councils.jobs import send_password_link
from councils.models import User
from councils.models.links import hash_of
from councils.permissions import first_page
from ppf_site.events import note

# Whoever has signed in from a network address is not kept out by what others do there.
KNOWN_SECONDS = 60 * 60 * 24 * 30


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation: nobody signs themselves up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": "There were too many attempts to sign in with this address "
        "from where you are. Wait five minutes, or ask for a link to choose a new password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Back to a page of this site, whatever host the request named."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To one's own work. An address that was asked for before goes first."""
        return first_page(request.user)

    # Limits

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By person and network address together: nobody uses up another's attempts."""
        return f"{get_ip(request)} {credentials.get('email', '').lower()}"

    def _known_key(self, request: HttpRequest, **credentials: Any) -> str:
        return f"known:{hash_of(self._get_login_attempts_cache_key(request, **credentials))}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        known = cache.get(self._known_key(request, **credentials))
        if not known and not ratelimit.consume(request, action="sign_in_from"):
            note_limit(request, "sign_in_from")
            raise self.validation_error("too_many_login_attempts")
        try:
            super().pre_authenticate(request, **credentials)
        except forms.ValidationError:
            note_limit(request, "sign_in", credentials.get("email", ""))
            raise

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            cache.set(self._known_key(request, **credentials), True, KNOWN_SECONDS)
        return user

    # What is noted

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        person = number_of(credentials.get("email", ""))
        note("sign_in_failed", person=person, **{"from": get_ip(request)})

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        note("sign_in", person=user.pk, **{"from": get_ip(request)})

    def set_password(self, user: User, password: str) -> None:
        set_password(user=user, password=password)


def number_of(email: str) -> int | str:
    """Of the person with this address. What is typed there may be a password: it is not noted."""
    return User.objects.filter(email=email.lower()).values_list("pk", flat=True).first() or "none"


def note_limit(request: HttpRequest, limit: str, email: str = "") -> None:
    person = number_of(email) if email else None
    note("limit", limit=limit, person=person, **{"from": get_ip(request)})


class AskForPasswordForm(ResetPasswordForm):
    """Sends a link to the account's own address, if there is an account: the page says no more."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Asked for too often, the links that were sent still work: nobody uses them up."""
        email = str(self.cleaned_data["email"])
        user = User.objects.filter(email=email, is_active=True).first()
        if user is None:
            return email
        if ratelimit.consume(request, action="password_link", key=email):
            note("password", person=user.pk, how="link asked for", **{"from": get_ip(request)})
            send_password_link.defer(user_id=user.pk)
        else:
            note_limit(request, "password_link", email)
        return email


class ChoosePasswordForm(ResetPasswordKeyForm):
    def save(self) -> None:
        set_password(user=self.user, password=self.cleaned_data["password1"], by_link=True)
