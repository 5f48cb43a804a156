"""The questions of a round, and the values worked out from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property

from ppf_site import words
from ppf_site.kept.triggers import gives_another_version
from ppf_site.lengths import LONGEST_TEXT, at_most

from .question_types import CHOICE_TYPES, NUMBER_TYPES, Comparability, Derivation, QuestionType
from .rounds import Round, Section
from .scales import Grid, Option, Scale
from .sealing import fixed_once_open, never_taken_away, once_open

if TYPE_CHECKING:
    pass


# Worked out, and added since the round was opened: councils were never asked for it, and until a
# release has it nobody has read it.
NOBODY_KNOWS = (
    "OLD.derivation <> '' AND OLD.added_at IS NOT NULL "
    "AND NOT EXISTS (SELECT FROM surveys_figure WHERE question_id = OLD.id)"
)


class QuestionQuerySet(models.QuerySet["Question"]):
    def asked_in(self, round: Round | int | OuterRef) -> Self:
        """Those that a council answers, in order: values that are worked out are not asked."""
        return self.filter(round=round, derivation="").order_by("section__position", "position")

    def with_options(self) -> Self:
        """Each with its section, its grid and what it offers, in two queries."""
        return self.select_related("section", "grid", "scale").prefetch_related("scale__options")

    def offering_answers(self) -> Self:
        """Those whose answers are chosen, and values that are worked out: what can be told of an
        expectation."""
        return self.filter(Q(type__in=CHOICE_TYPES) | ~Q(derivation=""))

    def rates(self) -> Self:
        """Rates, worked out or asked as a percentage."""
        return self.filter(Q(derivation=Derivation.RATE) | Q(type=QuestionType.PERCENTAGE))

    def of_latest_rounds_first(self) -> Self:
        return self.select_related("round").order_by(
            "-round__reference_date", "round", "section__position", "position"
        )

    def told_whether(self, given: Exists) -> Self:
        """Each with whether an answer is given to it: `is_given`."""
        return self.annotate(is_given=given)

    def count_by_round(self, rounds: Iterable[int]) -> dict[int, int]:
        """How many questions a council answers in each of the rounds."""
        asked = self.filter(round__in=list(rounds), derivation="").order_by()
        return dict(asked.values_list("round").annotate(count=Count("pk")))

    def listed_in(self, round: Round) -> Self:
        """All questions of a round in order, those that are worked out among them."""
        return self.filter(round=round).order_by("section__position", "position").with_options()


# The same in SQL, of a question `q` and a return `r`.
REQUIRED_SQL = """
    q.is_required AND q.derivation = ''
    AND (q.added_at IS NULL OR r.first_signed_at IS NULL OR q.added_at <= r.first_signed_at)
"""
# What it is asked as and worked out from. Words, order and help are put right with history.
MEANING = (
    "round_id",
    "key",
    "type",
    "unit",
    "scale_id",
    "grid_id",
    "counts_not_known",
    "derivation",
    "numerator_id",
    "denominator_id",
    "banded_id",
    "tallied_grid_id",
    "tallied_options",
)
TALLIED = "EXISTS (SELECT FROM surveys_question WHERE tallied_grid_id = {row}.grid_id)"
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
    help_text = models.TextField("help", max_length=LONGEST_TEXT, blank=True)
    type = models.CharField(max_length=12, choices=QuestionType)
    unit = models.CharField(max_length=30, blank=True, help_text="Such as people or pounds.")
    scale = models.ForeignKey(
        Scale, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    position = models.PositiveSmallIntegerField(default=0)
    is_required = models.BooleanField(
        default=True, help_text="A return cannot be signed without it."
    )
    added_at = models.DateTimeField(
        null=True,
        blank=True,
        default=timezone.now,
        editable=False,
        help_text="If it came to an open round: optional for councils that had signed by then.",
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

    is_given: bool  # what a query adds: whether a return has a value for it, or a reason

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
            at_most(LONGEST_TEXT, "help_text", of="question"),
        ]
        triggers = [
            gives_another_version(),
            fixed_once_open(*MEANING, "added_at", what="question"),
            once_open(
                name="stays_optional",
                operation=pgtrigger.UpdateOf("is_required"),
                condition=pgtrigger.Q(old__is_required=False, new__is_required=True),
                round="OLD.round_id",
                words="This question was optional when its round was opened and stays so.",
            ),
            once_open(
                name="keeps_to_the_tally",
                operation=pgtrigger.Insert,
                round="NEW.round_id",
                where=TALLIED.format(row="NEW"),
                words="A grid that a tally counts keeps its rows once its round is open.",
            ),
            never_taken_away(what="question", where=f"NOT ({NOBODY_KNOWS})"),
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
    def can_be_taken_back(self) -> bool:
        """Whether it can go although its round is open: the database decides alike."""
        return bool(self.derivation and self.added_at) and not self.figures.exists()

    @property
    def in_full(self) -> str:
        """As it is read away from its section: a row of a grid after the words above it."""
        return words.under(self.grid.stem, self.short_text) if self.grid else self.text

    @property
    def is_choice(self) -> bool:
        return self.type in CHOICE_TYPES

    @cached_property
    def offered(self) -> list[Option]:
        """The options to choose from, in their order; none where nothing is chosen.

        One query a question unless they were fetched: `with_options`.
        """
        return list(self.scale.options.all()) if self.scale else []

    @property
    def is_date(self) -> bool:
        return self.type == QuestionType.DATE

    @property
    def is_of_people(self) -> bool:
        """Whether its numbers are counts of people, or it is a rate of such counts: what a round
        that hides small counts rounds for the public."""
        parts = (self, self.numerator, self.denominator)
        return any(part is not None and part.counts_people for part in parts)

    @property
    def may_be_of_people(self) -> bool:
        """Also a percentage that councils write themselves, of which nobody has said what it is a
        share of: beside a count of few people it would tell how many."""
        return self.is_of_people or (
            self.type == QuestionType.PERCENTAGE and self.numerator is None
        )

    @property
    def is_number(self) -> bool:
        return self.type in NUMBER_TYPES
