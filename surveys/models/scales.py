"""What the questions of a round share: scales with their options, and grids."""

from __future__ import annotations

from typing import Self

import pghistory
import pgtrigger
from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from ppf_site.kept.triggers import gives_another_version

from .rounds import Round, Section
from .sealing import fixed_once_open, never_taken_away, once_open


@pghistory.track()
class Scale(models.Model):
    """The options that one or more questions of a round offer."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="scales")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)

    class Meta:
        ordering = ["round", "key"]
        constraints = [models.UniqueConstraint(fields=["round", "key"], name="scale_key_once")]
        triggers = [gives_another_version(), fixed_once_open("round_id", "key", what="scale’s key")]

    def __str__(self) -> str:
        return f"{self.title} ({self.round.slug})"

    @cached_property
    def is_offered(self) -> bool:
        """Whether councils are, or were, asked to choose from it. Found once for a page."""
        return not self.round.is_draft and self.questions.exists()


ROUND_OF_SCALE = "(SELECT round_id FROM surveys_scale WHERE id = {row}.scale_id)"
OFFERED = "EXISTS (SELECT FROM surveys_question WHERE scale_id = {row}.scale_id)"
# Else yes could become no: wording can be put right, but two options never change places.
ANOTHERS_LABEL = """EXISTS (
    SELECT FROM surveys_optionevent
    WHERE scale_id = NEW.scale_id AND id <> NEW.id AND {told}
)""".format(
    told=" = ".join(
        f"regexp_replace(lower({label}), '[^[:alnum:]]+', '', 'g')"
        for label in ("label", "NEW.label")
    )
)


class OptionQuerySet(models.QuerySet["Option"]):
    def best(self) -> Self:
        """Of each scale the option with the best tone, the first of equals."""
        return self.order_by("scale_id", "-tone", "position").distinct("scale_id")

    def had_label(self, label: str, *, besides: Option) -> bool:
        """Whether another option of the same scale has, or ever had, this label."""
        events = apps.get_model("surveys", "OptionEvent").objects
        others = events.filter(scale=besides.scale_id).exclude(id=besides.pk)
        labels = others.values_list("label", flat=True)
        return letters_of(label) in {letters_of(other) for other in labels}


def letters_of(label: str) -> str:
    """As the trigger compares labels: “Very  likely.” is “very likely” to whoever reads it."""
    return "".join(sign for sign in label.lower() if sign.isalnum())


@pghistory.track()
class Option(models.Model):
    scale = models.ForeignKey(Scale, on_delete=models.CASCADE, related_name="options")
    key = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0, help_text="The best or highest first.")
    tone = models.SmallIntegerField(
        default=0,
        help_text="How good it is, from 2 (best) to -2 (worst); it chooses the colour.",
    )
    lower_bound = models.DecimalField(
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="For bands worked out from a number: the lowest value in the band.",
    )
    is_exclusive = models.BooleanField(
        default=False, help_text="For “none of these”: it cannot be chosen with another."
    )

    objects = OptionQuerySet.as_manager()

    class Meta:
        ordering = ["scale", "position"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "key"], name="option_key_once"),
            models.CheckConstraint(condition=Q(tone__range=(-2, 2)), name="option_tone_in_range"),
        ]
        triggers = [
            gives_another_version(),
            fixed_once_open(
                "scale_id",
                "key",
                "position",
                "tone",
                "lower_bound",
                "is_exclusive",
                what="option",
                round=ROUND_OF_SCALE.format(row="OLD"),
                where=f"({OFFERED.format(row='OLD')} OR {OFFERED.format(row='NEW')})",
            ),
            once_open(
                name="none_added",
                operation=pgtrigger.Insert,
                round=ROUND_OF_SCALE.format(row="NEW"),
                where=OFFERED.format(row="NEW"),
                words="The options of a question stay as they were when its round was opened.",
            ),
            once_open(
                name="none_taken_away",
                operation=pgtrigger.Delete,
                round=ROUND_OF_SCALE.format(row="OLD"),
                where=OFFERED.format(row="OLD"),
                words="The options of a question stay as they were when its round was opened.",
            ),
            once_open(
                name="keeps_its_label",
                operation=pgtrigger.UpdateOf("label"),
                condition=pgtrigger.AnyChange("label"),
                round=ROUND_OF_SCALE.format(row="NEW"),
                where=f"{OFFERED.format(row='NEW')} AND {ANOTHERS_LABEL}",
                words="This label is or was another option’s: answers would change their meaning.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


@pghistory.track()
class Grid(models.Model):
    """Questions that share a stem and a scale, laid out as rows of one table."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="grids")
    key = models.SlugField(max_length=60)
    stem = models.CharField(max_length=300)

    class Meta:
        ordering = ["section", "key"]
        constraints = [models.UniqueConstraint(fields=["section", "key"], name="grid_key_once")]
        triggers = [
            gives_another_version(),
            fixed_once_open(
                "section_id",
                "key",
                what="grid’s key",
                round="(SELECT round_id FROM surveys_section WHERE id = OLD.section_id)",
            ),
            never_taken_away(
                what="grid",
                round="(SELECT round_id FROM surveys_section WHERE id = OLD.section_id)",
            ),
        ]

    def __str__(self) -> str:
        return self.stem
