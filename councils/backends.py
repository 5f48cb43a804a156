"""Fetches the person who signed in, with their roles, for each request."""

from django.contrib.auth.backends import ModelBackend

from .models import User


class RolesBackend(ModelBackend):
    """Django's own sign-in, with the roles in force at hand: every page asks for them."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.get_queryset().with_roles().filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
