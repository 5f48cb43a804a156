"""What a round’s next release would change, as it was worked out when somebody asked."""

from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from .releases import Release
from .rounds import Round


class CorrectionPreviewQuerySet(models.QuerySet["CorrectionPreview"]):
    def in_force(self) -> Self:
        """Not those of a release that has been compiled since: it has its own changes."""
        later = Release.objects.filter(round=OuterRef("round"), number__gte=OuterRef("number"))
        return self.exclude(Exists(later))


# Without a history: it says nothing that the release and its answers do not, and is made anew.
class CorrectionPreview(models.Model):
    """The round's one, in the rows of the table that shows it."""

    round = models.OneToOneField(
        Round, on_delete=models.CASCADE, related_name="correction_preview", primary_key=True
    )
    number = models.PositiveIntegerField(help_text="Of the release that it would be.")
    before = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    rows = models.JSONField(encoder=DjangoJSONEncoder)

    objects = CorrectionPreviewQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__gt=1), name="correction_preview_comes_after_a_release"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}, release {self.number}"
