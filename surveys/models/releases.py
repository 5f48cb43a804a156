"""A release: the signed-off answers as they were, and the figures worked out from them, for ever."""

from __future__ import annotations

import datetime
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from councils.models import Area, Council, CouncilType, Region
from councils.permissions import Person, access_of

from .rounds import Option, Question, Round


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, person: Person) -> Self:
        """Public ones for all, the sector's for the sector, previews for analysts and the named."""
        access = access_of(person)
        compiled = self.exclude(compiled_at=None)
        if access.is_national:
            return compiled
        now = timezone.now()
        seen = Q(public_at__lte=now)
        if access.is_sector:
            seen |= Q(sector_at__lte=now)
        if person.pk is not None:
            seen |= Q(pk__in=Release.viewers.through.objects.filter(user=person.pk).values("release"))
        return compiled.filter(seen)

    def latest_of_each_round(self) -> Self:
        """Of those here, each round's highest number."""
        return self.order_by("round", "-number").distinct("round")


def sealed(what: str) -> str:
    """Refuses a change to rows of a release that is complete."""
    return (
        f"RAISE EXCEPTION 'A release never changes: {what}. Compile a correction instead.' "
        "USING ERRCODE = 'restrict_violation';"
    )


def immutable_rows() -> list[pgtrigger.Trigger]:
    """Rows of a release may be added while it is being compiled, and never touched after."""
    return [
        pgtrigger.Trigger(
            name="never_changes",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=(
                "IF EXISTS (SELECT FROM surveys_release WHERE id = OLD.release_id "
                f"AND compiled_at IS NOT NULL) THEN {sealed('its rows are copies')} END IF; "
                "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
            ),
        ),
        pgtrigger.Trigger(
            name="nothing_added",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="added"),
            func=(
                "IF EXISTS (SELECT FROM surveys_release WHERE compiled_at IS NOT NULL "
                "AND id IN (SELECT release_id FROM added)) "
                f"THEN {sealed('nothing is added')} END IF; RETURN NULL;"
            ),
        ),
        pgtrigger.Trigger(
            name="never_emptied",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=f"IF EXISTS (SELECT FROM surveys_release WHERE compiled_at IS NOT NULL) "
            f"THEN {sealed('nothing is removed')} END IF; RETURN NULL;",
        ),
    ]


class Stage(models.TextChoices):
    PREVIEW = "preview", "Preview"
    SECTOR = "sector", "Sector"
    PUBLIC = "public", "Public"


@pghistory.track()
class Release(models.Model):
    """One compilation of a round. A correction is the next number, with a note."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    note = models.TextField(
        blank=True, help_text="What changed since the release before, and why."
    )
    compiled_at = models.DateTimeField(null=True, blank=True, editable=False)
    compiled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    sector_at = models.DateTimeField(
        "open to the sector from", null=True, blank=True, help_text="London time."
    )
    public_at = models.DateTimeField(
        "public from", null=True, blank=True, help_text="London time."
    )
    viewers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="previews",
        help_text="People who may see it under embargo.",
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["round", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="release_number_once"),
            models.CheckConstraint(
                condition=Q(public_at=None)
                | Q(sector_at__isnull=False, public_at__gte=F("sector_at")),
                name="release_sector_before_public",
                violation_error_message="A release is open to the sector before it is public.",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(note=""),
                name="release_correction_has_a_note",
                violation_error_message="Say what the correction changes and why.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="never_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.compiled_at IS NOT NULL"),
                func=(
                    "IF TG_OP = 'DELETE' OR (NEW.id, NEW.round_id, NEW.number, NEW.note, "
                    "NEW.compiled_at, NEW.compiled_by_id) IS DISTINCT FROM (OLD.id, "
                    "OLD.round_id, OLD.number, OLD.note, OLD.compiled_at, OLD.compiled_by_id) "
                    "OR (OLD.sector_at <= now() AND NEW.sector_at IS DISTINCT FROM OLD.sector_at) "
                    "OR (OLD.public_at <= now() AND NEW.public_at IS DISTINCT FROM OLD.public_at) "
                    f"THEN {sealed('only a coming stage can be moved')} END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}, release {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("release", args=[self.pk])

    def stage_at(self, now: datetime.datetime) -> Stage:
        if self.public_at and self.public_at <= now:
            return Stage.PUBLIC
        if self.sector_at and self.sector_at <= now:
            return Stage.SECTOR
        return Stage.PREVIEW

    @property
    def stage(self) -> Stage:
        return self.stage_at(timezone.now())

    def move_to(self, stage: str, *, at: datetime.datetime) -> None:
        """Open it to the sector, or to everybody, at a time. What is open already stays open."""
        if self.sector_at is None or self.sector_at > at:
            self.sector_at = at
        if stage == Stage.PUBLIC:
            self.public_at = at
        self.save(update_fields=["sector_at", "public_at"])


class ReleasedReturn(models.Model):
    """Who had to answer and who did, as it stood when the release was compiled."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="returns")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="released_returns")
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    council_type = models.CharField(max_length=30, choices=CouncilType)
    is_required = models.BooleanField()
    is_answered = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "council"], name="released_return_once")
        ]
        triggers = immutable_rows()

    def __str__(self) -> str:
        return f"{self.council} in {self.release}"


class ReleasedAnswerQuerySet(models.QuerySet["ReleasedAnswer"]):
    def visible_to(self, person: Person) -> Self:
        """Named councils' answers: the sector's, unless the round makes them public."""
        access = access_of(person)
        visible = self.filter(release__in=Release.objects.visible_to(person))
        if access.is_sector:
            return visible
        return visible.filter(release__round__names_councils=True)


class ReleasedAnswer(models.Model):
    """A council's answer as released. Notes stay behind; worked-out values are added."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="answers")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="released_answers")
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="released_answers"
    )
    choices = ArrayField(models.CharField(max_length=40), null=True)
    number = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    date = models.DateField(null=True)
    text = models.TextField(null=True)
    reason = models.CharField(max_length=20, blank=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True)

    objects = ReleasedAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "question", "council"], name="released_answer_once"
            )
        ]
        indexes = [models.Index(fields=["council", "release"], name="released_answer_of_council")]
        triggers = immutable_rows()

    def __str__(self) -> str:
        return f"{self.council}: {self.question}"


class FigureQuerySet(models.QuerySet["Figure"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(release__in=Release.objects.visible_to(person))


class Figure(models.Model):
    """One number of a release, at a permanent address.

    With no question it is the response: k returns of n required. With a question and no
    option it is the question's base row: n, and for numbers the sum and quartiles. With an
    option it is k councils that chose it, of n that answered.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="figures")
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, related_name="figures"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="figures")
    option = models.ForeignKey(
        Option, on_delete=models.PROTECT, null=True, related_name="figures"
    )
    k = models.PositiveIntegerField(null=True)
    n = models.PositiveIntegerField(null=True)
    required = models.PositiveIntegerField(null=True)
    not_known = models.PositiveIntegerField(default=0)
    not_applicable = models.PositiveIntegerField(default=0)
    no_return = models.PositiveIntegerField(default=0)
    sum = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    lower_quartile = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    median = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    upper_quartile = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    numerator = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    grossed_up = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    published_percent = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    published_value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    qualifier = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=300, blank=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "question", "area", "option"],
                name="figure_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(k=None) | Q(n=None) | Q(k__lte=F("n")), name="figure_k_within_n"
            ),
        ]
        triggers = immutable_rows()

    def __str__(self) -> str:
        return f"Figure {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("figure", args=[self.pk])
