"""What a person wrote to councils whose returns are awaited: the letter, and each of its copies."""

from __future__ import annotations

import datetime
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from ppf_site.lengths import LONGEST_TEXT, at_most

from .returns import Return
from .rounds import Round
from .sealing import refuse

LONGEST_SUBJECT = 150


@pghistory.track(pghistory.InsertEvent())
class Chaser(models.Model):
    """A letter as it was typed, with the words that stand for what differs by council. Kept."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="chasers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    body = models.TextField(max_length=LONGEST_TEXT)

    class Meta:
        verbose_name = "letter to councils"
        verbose_name_plural = "letters to councils"
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(subject="") & ~models.Q(body=""), name="chaser_says_something"
            ),
            at_most(LONGEST_TEXT, "body", of="chaser"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.subject}"


class ChaserLetterQuerySet(models.QuerySet["ChaserLetter"]):
    def saying(self, subject: str, body: str, *, since: datetime.datetime) -> Self:
        """Copies of the same letter, written since then."""
        return self.filter(chaser__subject=subject, chaser__body=body, chaser__at__gte=since)

    def with_all(self) -> Self:
        """Each with what it is made of."""
        return self.select_related("chaser__by", "to", "return_of__round", "return_of__council")


class ChaserLetter(models.Model):
    """The copy of one person about one return. Without `sent_at` it waits, or was not needed any
    more: the person had left, or the council had signed."""

    chaser = models.ForeignKey(Chaser, on_delete=models.PROTECT, related_name="letters")
    return_of = models.ForeignKey(
        Return, on_delete=models.PROTECT, related_name="chaser_letters", verbose_name="return"
    )
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    # What was put in for each word in braces, as it was sent; of older copies it is not known.
    filled_in = models.JSONField(null=True, blank=True, editable=False)

    objects = ChaserLetterQuerySet.as_manager()

    class Meta:
        ordering = ["-chaser__at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chaser", "return_of", "to"], name="chaser_letter_once_per_person"
            ),
            models.CheckConstraint(
                condition=models.Q(filled_in__isnull=True) | models.Q(sent_at__isnull=False),
                name="chaser_letter_filled_in_as_sent",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="of_its_round",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="IF (SELECT round_id FROM surveys_return WHERE id = NEW.return_of_id) <> "
                "(SELECT round_id FROM surveys_chaser WHERE id = NEW.chaser_id) THEN "
                f"{refuse('A letter is about returns of its own round.')} END IF; RETURN NEW;",
            ),
            pgtrigger.Protect(name="never_taken_away", operation=pgtrigger.Delete),
            # It is noted that it was sent, once; nothing else of it changes.
            pgtrigger.Protect(
                name="sent_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__sent_at__isnull=False),
            ),
            pgtrigger.Protect(
                name="stays_addressed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("chaser_id", "return_of_id", "to_id"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.chaser.subject}"
