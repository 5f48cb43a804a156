"""A file of a past round, between its upload and the person's word to import it, and no longer."""

from __future__ import annotations

import datetime
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from councils.models import User
from ppf_site import words

from .rounds import Round

# Whoever imports a round matches its columns, asks around, and comes back.
KEPT_FOR = datetime.timedelta(days=7)


class ImportFileQuerySet(models.QuerySet["ImportFile"]):
    def waiting(self) -> Self:
        return self.filter(expires_at__gt=timezone.now())

    def expired(self) -> Self:
        return self.filter(expires_at__lte=timezone.now())

    def of(self, person: User, round: Round) -> Self:
        """The person's own of this round."""
        return self.filter(user=person, round=round)

    @transaction.atomic
    def keep(
        self, *, round: Round, by: User, file_name: str, content: bytes, source: str, url: str = ""
    ) -> ImportFile:
        """The person's one file of this round."""
        # A new row, so that a page about the file before cannot import this one unseen.
        self.of(by, round).delete()
        now = timezone.now()
        return self.create(
            round=round,
            user=by,
            at=now,
            expires_at=now + KEPT_FOR,
            file_name=file_name[:200],
            content=content,
            source=source,
            url=url,
        )


# Without a history: what is imported has its own, and a file that waits is not a record.
class ImportFile(models.Model):
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    source = models.CharField(max_length=200, help_text="Where the answers or totals come from.")
    url = models.URLField(max_length=300, blank=True, db_default="")
    # Of a workbook the sheet that is read, and by the letter of each column what is in it.
    sheet = models.CharField(max_length=200, blank=True, db_default="")
    columns = models.JSONField(default=dict)

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["round", "user"], name="import_file_once_per_person"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("at")), name="import_file_expires_after_it_came"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="import_file_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.round}"

    @property
    def left_out(self) -> str:
        """The columns that are not read."""
        return words.join_words([letter for letter, meant in self.columns.items() if not meant])

    def match(self, sheet: str, columns: dict[str, str]) -> None:
        """What each column of the sheet is taken for."""
        self.sheet, self.columns = sheet, columns
        self.save(update_fields=["sheet", "columns"])
