"""The words of a release, copied when it is compiled: later edits change what comes next."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from .releases import Release
from .sealing import immutable_rows


class SealedPart(models.Model):
    """One part of what a release says: its round and questions, or its programme.

    `surveys.releases.editions` writes and reads it; each app seals what is its own.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="sealed_parts")
    part = models.CharField(max_length=20)
    content = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "part"], name="sealed_part_once")]
        triggers = immutable_rows()

    def __str__(self) -> str:
        return f"{self.part} of {self.release}"
