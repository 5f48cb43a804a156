"""An address that a person wants, until they have shown that its mailbox is theirs."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from .links import Link, LinkQuerySet

LASTS = datetime.timedelta(days=1)


class AddressChange(Link):
    """One at a time: asking again ends the link before."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="address_change"
    )
    email = models.EmailField("e-mail", max_length=254)
    asked_at = models.DateTimeField(default=timezone.now)

    objects = LinkQuerySet["AddressChange"].as_manager()

    def __str__(self) -> str:
        return f"{self.user}: {self.email}"
