"""Says who asks, from what was read beside their session."""

from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from .accounts import ROLES_BACKEND
from .models import User
from .sessions import SessionStore


class PersonMiddleware(AuthenticationMiddleware):
    """Django's own, in one statement less."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _who_asks(request))  # type: ignore[assignment]


def _who_asks(request: HttpRequest) -> User | AnonymousUser:
    """Where all is plainly well. Whatever is not, Django decides, who fetches the person anew."""
    session = request.session
    said = session.get(auth.SESSION_KEY), session.get(auth.BACKEND_SESSION_KEY)
    person = session.person if isinstance(session, SessionStore) else None
    if person is None or not person.is_active or said != (str(person.pk), ROLES_BACKEND):
        return auth.get_user(request)
    sealed = session.get(auth.HASH_SESSION_KEY) or ""
    if not constant_time_compare(sealed, person.get_session_auth_hash()):
        return auth.get_user(request)
    return person
