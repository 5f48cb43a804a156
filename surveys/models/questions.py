"""The questions of a round, their scales and grids, and the values worked out from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Q

from .rounds import Round, Section
from .sealing import protect_released


@pghistory.track()
class Scale(models.Model):
    """The options that one or more questions of a round offer."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="scales")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)

    class Meta:
        ordering = ["round", "key"]
        constraints = [models.UniqueConstraint(fields=["round", "key"], name="scale_key_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.round.slug})"


class OptionQuerySet(models.QuerySet["Option"]):
    def best(self) -> Self:
        """Of each scale the option with the best tone, the first of equals."""
        return self.order_by("scale_id", "-tone", "position").distinct("scale_id")


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
            protect_released(
                "scale_id",
                "key",
                "label",
                "position",
                "tone",
                "lower_bound",
                used="EXISTS (SELECT FROM surveys_question q JOIN surveys_figure f ON "
                "f.question_id = q.id WHERE q.scale_id = OLD.scale_id)",
                what="option",
            )
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

    def __str__(self) -> str:
        return self.stem


class QuestionType(models.TextChoices):
    SCALE = "scale", "Scale"
    SINGLE = "single", "One choice"
    MULTIPLE = "multiple", "Several choices"
    YES_NO = "yes_no", "Yes or no"
    NUMBER = "number", "Whole number"
    PERCENTAGE = "percentage", "Percentage"
    DATE = "date", "Date"
    TEXT = "text", "Long text"


CHOICE_TYPES = ["scale", "single", "multiple", "yes_no"]
NUMBER_TYPES = ["number", "percentage"]


class Comparability(models.TextChoices):
    SAME = "same", "Same"
    WORDING = "wording", "Wording only"
    OPTIONS = "options", "Options changed"
    NONE = "none", "Not comparable"


class Derivation(models.TextChoices):
    ASKED = "", "Asked"
    RATE = "rate", "Rate: one count as a percentage of another"
    BAND = "band", "Band: which band of the scale a number falls in"
    TALLY = "tally", "Tally: all, some or none of a grid’s rows"


class QuestionQuerySet(models.QuerySet["Question"]):
    def asked_in(self, round: Round | int) -> Self:
        """Those that a council answers, in order: values that are worked out are not asked."""
        return self.filter(round=round, derivation="").order_by("section__position", "position")

    def with_options(self) -> Self:
        """Each with its section, its grid and what it offers, in two queries."""
        return self.select_related("section", "grid", "scale").prefetch_related("scale__options")

    def count_by_round(self, rounds: Iterable[int]) -> dict[int, int]:
        """How many questions a council answers in each of the rounds."""
        asked = self.filter(round__in=list(rounds), derivation="").order_by()
        return dict(asked.values_list("round").annotate(count=Count("pk")))

    def listed_in(self, round: Round) -> Self:
        """All questions of a round in order, those that are worked out among them."""
        return self.filter(round=round).order_by("section__position", "position").with_options()


WITHIN_ROUND = """
IF EXISTS (
    SELECT FROM surveys_section WHERE id = NEW.section_id AND round_id <> NEW.round_id
    UNION ALL
    SELECT FROM surveys_scale WHERE id = NEW.scale_id AND round_id <> NEW.round_id
    UNION ALL
    SELECT FROM surveys_grid g JOIN surveys_section s ON s.id = g.section_id
    WHERE g.id IN (NEW.grid_id, NEW.tallied_grid_id) AND s.round_id <> NEW.round_id
    UNION ALL
    SELECT FROM surveys_question
    WHERE id IN (NEW.numerator_id, NEW.denominator_id, NEW.banded_id)
        AND round_id <> NEW.round_id
) THEN
    RAISE EXCEPTION 'The question and its parts are of different rounds.'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


@pghistory.track()
class Question(models.Model):
    """One question of a round, or a value worked out from others when a release is compiled."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="questions")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="questions")
    grid = models.ForeignKey(
        Grid, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    key = models.SlugField(max_length=80, help_text="Stays the same for ever.")
    text = models.CharField(max_length=400)
    short_text = models.CharField(max_length=80, help_text="For tables and charts.")
    help_text = models.TextField("help", blank=True)
    type = models.CharField(max_length=12, choices=QuestionType)
    unit = models.CharField(max_length=30, blank=True, help_text="Such as people or pounds.")
    scale = models.ForeignKey(
        Scale, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    position = models.PositiveSmallIntegerField(default=0)
    is_required = models.BooleanField(
        default=True, help_text="A return cannot be signed without it."
    )
    counts_people = models.BooleanField(
        default=False, help_text="Small counts may have to be hidden in public files."
    )
    counts_not_known = models.BooleanField(
        default=False, help_text="On: “not known” is part of the base."
    )
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    comparability = models.CharField(max_length=10, choices=Comparability, blank=True)
    derivation = models.CharField(max_length=10, choices=Derivation, blank=True)
    numerator = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="numerator_of"
    )
    denominator = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="denominator_of"
    )
    banded = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="bands"
    )
    tallied_grid = models.ForeignKey(
        Grid, on_delete=models.PROTECT, null=True, blank=True, related_name="tallies"
    )
    tallied_options = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text="The options that count, separated by commas.",
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["round", "section__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="question_key_once"),
            models.CheckConstraint(
                condition=Q(type__in=CHOICE_TYPES, scale__isnull=False)
                | (~Q(type__in=CHOICE_TYPES) & Q(scale=None)),
                name="question_has_scale_if_choice",
                violation_error_message="A question with choices needs a scale; others have none.",
            ),
            models.CheckConstraint(
                condition=Q(follows=None, comparability="")
                | (Q(follows__isnull=False) & ~Q(comparability="")),
                name="question_follows_with_comparability",
                violation_error_message="Say how comparable it is to the question it follows.",
            ),
            models.CheckConstraint(
                condition=Q(derivation="")
                | Q(derivation="rate", numerator__isnull=False, denominator__isnull=False)
                | Q(derivation="band", banded__isnull=False)
                | Q(derivation="tally", tallied_grid__isnull=False),
                name="question_derivation_has_its_parts",
                violation_error_message="Say what the value is worked out from.",
            ),
        ]
        triggers = [
            protect_released(
                "round_id",
                "key",
                "text",
                "type",
                "unit",
                "scale_id",
                "counts_not_known",
                "derivation",
                "numerator_id",
                "denominator_id",
                "banded_id",
                "tallied_grid_id",
                "tallied_options",
                used="EXISTS (SELECT FROM surveys_figure WHERE question_id = OLD.id)",
                what="question",
            ),
            pgtrigger.Trigger(
                name="stays_within_round",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf(
                    "round_id",
                    "section_id",
                    "grid_id",
                    "scale_id",
                    "numerator_id",
                    "denominator_id",
                    "banded_id",
                    "tallied_grid_id",
                ),
                func=WITHIN_ROUND,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short_text} ({self.round.slug})"

    @property
    def is_choice(self) -> bool:
        return self.type in CHOICE_TYPES

    @property
    def offered(self) -> list[Option]:
        """The options to choose from, in their order; none where nothing is chosen.

        One query a question unless they were fetched: `with_options`.
        """
        return list(self.scale.options.all()) if self.scale else []

    @property
    def is_number(self) -> bool:
        return self.type in NUMBER_TYPES
