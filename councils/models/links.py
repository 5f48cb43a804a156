"""A link by e-mail, which shows that who follows it reads that mailbox."""

from __future__ import annotations

import hashlib
import secrets
from typing import Self, TypeVar

from django.db import models
from django.utils import timezone

Row = TypeVar("Row", bound=models.Model)


def hash_of(token: str) -> str:
    """Of a random token of 256 bits a plain hash is enough: there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()


class LinkQuerySet(models.QuerySet[Row]):
    def with_token(self, token: str) -> Self:
        return self.filter(token_hash=hash_of(token))


class Link(models.Model):
    """Of its token only the hash is kept: reading the database opens no link."""

    # Empty until the e-mail goes out: the token is in that e-mail and nowhere else.
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    expires_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    def new_token(self) -> str:
        """A fresh token, which ends the one before. Only its hash is kept."""
        token = secrets.token_urlsafe(32)
        self.token_hash = hash_of(token)
        self.save(update_fields=["token_hash"])
        return token
