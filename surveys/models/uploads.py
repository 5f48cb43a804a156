"""A spreadsheet between its summary and the person's word to save it, and no longer."""

from __future__ import annotations

import datetime
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from councils.models import User

from .returns import Return

KEPT_FOR = datetime.timedelta(hours=24)
# Its valid part is saved: the list of what is wrong waits for the person to work through it.
KEPT_FOR_THE_REST = datetime.timedelta(days=28)


class UploadQuerySet(models.QuerySet["Upload"]):
    def waiting(self) -> Self:
        return self.filter(expires_at__gt=timezone.now())

    def of(self, person: User, return_of: Return) -> Self:
        """The person's own on this return. A colleague's file is nobody else's business."""
        return self.filter(user=person, return_of=return_of)

    @transaction.atomic
    def keep(self, *, return_of: Return, by: User, file_name: str, content: bytes) -> Upload:
        """The person's one file of this return. Files that nobody came back for go with it."""
        self.filter(expires_at__lte=timezone.now()).delete()
        # A new row, so that a page about the file before cannot save this one unseen.
        self.of(by, return_of).delete()
        now = timezone.now()
        return self.create(
            return_of=return_of,
            user=by,
            at=now,
            expires_at=now + KEPT_FOR,
            file_name=file_name[:200],
            content=content,
        )


# Without a history: the answers have theirs, and a file that waits is not a record.
class Upload(models.Model):
    return_of = models.ForeignKey(
        Return, on_delete=models.CASCADE, related_name="uploads", verbose_name="return"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["return_of", "user"], name="upload_once_per_person"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("at")), name="upload_expires_after_it_came"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.return_of}"

    def wait_for_the_rest(self) -> None:
        self.expires_at = timezone.now() + KEPT_FOR_THE_REST
        self.save(update_fields=["expires_at"])
