"""For whom a page is kept."""

from django.contrib.auth.models import AnonymousUser


class Audience(AnonymousUser):
    """All who may see the same. To a page it is who asks for it, and it is nobody in particular."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
