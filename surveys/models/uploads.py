"""A spreadsheet between its summary and the person's word to save it, and no longer."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan
from django.utils import timezone

from councils.models import User

from .answers import Answer
from .returns import Return

KEPT_FOR = datetime.timedelta(hours=24)
# Its valid part is saved: the list of what is wrong waits for the person to work through it.
KEPT_FOR_THE_REST = datetime.timedelta(days=28)


class UploadQuerySet(models.QuerySet["Upload"]):
    def waiting(self) -> Self:
        return self.filter(expires_at__gt=timezone.now())

    def over(self) -> Self:
        """Their time is over, or their council can save them no more: its last day has passed.
        What came on paper is entered after it too."""
        last_day = Coalesce(F("return_of__reopened_until"), F("return_of__round__closes_on"))
        on_paper = Q(return_of__requirement=Return.Requirement.ON_PAPER)
        is_past = ~on_paper & Q(LessThan(last_day, timezone.localdate()))
        return self.filter(Q(expires_at__lte=timezone.now()) | is_past)

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
    # Once the valid part is saved: by the key of each question that was wrong, the version that
    # its answer had then; "" stands for rows that belong to no question. Before that, nothing.
    left_wrong = models.JSONField(null=True, blank=True)

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

    def wait_for_the_rest(self, left_wrong: Mapping[str, int]) -> None:
        self.left_wrong = dict(left_wrong)
        self.expires_at = timezone.now() + KEPT_FOR_THE_REST
        self.save(update_fields=["left_wrong", "expires_at"])

    def put_right(self) -> set[str]:
        """The keys of questions left wrong that have been answered on the site since."""
        left: dict[str, int] = self.left_wrong or {}
        answers = Answer.objects.given().filter(return_of=self.return_of_id, question__key__in=left)
        versions = answers.values_list("question__key", "version")
        return {key for key, version in versions if version > left[key]}

    @property
    def is_settled(self) -> bool:
        """Nothing in it is to be saved or put right any more."""
        return self.left_wrong is not None and set(self.left_wrong) <= self.put_right()
