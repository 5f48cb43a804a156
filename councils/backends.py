"""Signs in by address and password, and fetches the person, with what every page asks of them,
in one query."""

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from ppf_site.kept.models import state_column, state_of

from .models import Role, User


class RolesBackend(AuthenticationBackend):
    """allauth's, with the roles in force at hand: every page asks for them.

    The only one: each further backend hashes a wrong password again, and an unknown address once
    more or less than a known one, which tells who has an account.
    """

    def get_user(self, user_id: int) -> User | None:
        now = timezone.now()
        held = Role.objects.in_force().filter(user=user_id)
        held = held.annotate(state=state_column(user_id, now))
        roles = list(held.select_related("user", "council", "region"))
        user = roles[0].user if roles else User.objects.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.roles_in_force = roles
        if roles:
            user.published = state_of(vars(roles[0])["state"], now)
        return user
