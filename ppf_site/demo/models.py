"""The e-mails of the demonstration: caught, to be read in the browser."""

from django.db import models
from django.urls import reverse
from django.utils import timezone


class CaughtMessage(models.Model):
    """An e-mail that would have been sent."""

    at = models.DateTimeField(default=timezone.now)
    to = models.CharField(max_length=400)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("demo-message", args=[self.pk])
