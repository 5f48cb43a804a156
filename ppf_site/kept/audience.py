"""For whom a page is kept."""

from typing import cast

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils.module_loading import import_string

# The audience of whoever has not signed in.
READERS = "readers"


class Audience(AnonymousUser):
    """All who may see the same. To a page it is who asks for it, and it is nobody in particular."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


def audience_of(person: AbstractBaseUser | AnonymousUser) -> Audience:
    """Whom a kept page is made for, of whoever asks for it: an app knows."""
    return cast(Audience, import_string(settings.AUDIENCE_OF)(person))


def is_made_for_readers(person: AbstractBaseUser | AnonymousUser | None) -> bool:
    """Whether what is made for the person is what whoever has not signed in is given."""
    if person is None:
        return False
    made_for = person if isinstance(person, Audience) else audience_of(person)
    return made_for.name == READERS
