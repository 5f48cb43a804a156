"""Signs in by address and password, and fetches the person, with what every page asks of them,
in one query."""

from allauth.account.auth_backends import AuthenticationBackend

from .models import User
from .signed_in import signed_in


class RolesBackend(AuthenticationBackend):
    """allauth's, with the roles in force at hand: every page asks for them.

    The only one: each further backend hashes a wrong password again, and an unknown address once
    more or less than a known one, which tells who has an account.
    """

    def get_user(self, user_id: int) -> User | None:
        _, user = signed_in(person=user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
