"""Fetches the person who signed in, with their roles, in one query a request."""

from django.contrib.auth.backends import ModelBackend

from .models import Role, User


class RolesBackend(ModelBackend):
    """Django's own sign-in, with the roles in force at hand: every page asks for them."""

    def get_user(self, user_id: int) -> User | None:
        roles = list(
            Role.objects.in_force().filter(user=user_id).select_related("user", "council", "region")
        )
        user = roles[0].user if roles else User.objects.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.roles_in_force = roles
        return user
