"""What was sent to a person about the roles that they have."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .register import Council


class RoleNotice(models.Model):
    """An e-mail about a role, as it was sent: its subject names the role."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    council = models.ForeignKey(
        Council, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    subject = models.CharField(max_length=300)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
