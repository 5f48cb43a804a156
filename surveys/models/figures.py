"""Figures as the pages read them: one query, frozen values out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from councils.models import Area
from councils.permissions import Person
from surveys.stats import Amount, Base, Breakdown, Choice, Place, Reading

from .questions import Option, Question
from .released import ReleasedReturn
from .releases import Release
from .sealing import immutable_rows


class FigureQuerySet(models.QuerySet["Figure"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(release__in=Release.objects.visible_to(person))

    def of_release(self, release: Release) -> Self:
        return self.filter(release=release)

    def of_questions(self, questions: Iterable[int]) -> Self:
        return self.filter(question__in=list(questions))

    def with_response(self, questions: Iterable[int]) -> Self:
        """The questions' figures and the response figures, in one query."""
        return self.filter(Q(question__in=list(questions)) | Q(question=None))

    def in_areas(self, *kinds: str) -> Self:
        return self.filter(area__kind__in=kinds)

    def responses(self) -> Self:
        """Returned of required: the figures without a question."""
        return self.filter(question=None)

    def around(self, one: ReleasedReturn) -> Self:
        """England, and the region and the type of one released return."""
        return self.filter(
            Q(area__kind="england")
            | Q(area__region=one.region_id)
            | Q(area__council_type=one.council_type)
        )

    def best_answers(self) -> Self:
        """Of the questions, only the best answer's figures; the responses stay."""
        return self.filter(Q(option__in=Option.objects.best()) | Q(question=None))

    def in_place(self, region_slug: str) -> Self:
        """England and one region."""
        return self.filter(Q(area__kind="england") | Q(area__slug=region_slug))

    def in_rounds(self, slugs: Iterable[str], questions: Iterable[str]) -> Self:
        """Figures that reports can name: of these questions or their sections, and responses."""
        keys = list(questions)
        named = Q(question__key__in=keys) | Q(question=None)
        in_section = Q(question__section__key__in=keys, option__in=Option.objects.best())
        return (
            self.filter(named | in_section, release__round__slug__in=list(slugs))
            .in_areas("england", "region")
            .select_related("area", "option", "question__section", "release__round")
            .defer("release__round__method", "release__round__caveats", "release__note")
        )

    def detailed(self) -> Self:
        """With everything that the page of one figure shows."""
        return self.select_related(
            "area",
            "option",
            "release__round",
            "question__section",
            "question__numerator",
            "question__denominator",
            "question__banded",
            "question__tallied_grid",
        )

    def listed(self) -> Self:
        """With what a page shows of them, in the order of lists."""
        return self.select_related("area", "option", "question").order_by(
            "area__position",
            "question__section__position",
            "question__position",
            "option__position",
        )

    def with_questions(self) -> Self:
        return self.listed().select_related("question__section")

    def breakdowns(self) -> dict[int, list[Breakdown]]:
        """By question, each area's answers: only choice questions have any."""
        return group_breakdowns(self.listed())


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
    option = models.ForeignKey(Option, on_delete=models.PROTECT, null=True, related_name="figures")
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


def place_of(area: Area) -> Place:
    return Place(area.slug, area.name, area.kind)


def base_of(figure: Figure) -> Base:
    return Base(
        n=figure.n,
        required=figure.required,
        not_known=figure.not_known,
        not_applicable=figure.not_applicable,
        no_return=figure.no_return,
        counts_not_known=figure.question is not None and figure.question.counts_not_known,
    )


def reading_of(figure: Figure) -> Reading:
    """A figure of an option. The response figure has none: it reads as returned of required."""
    option = figure.option
    choice = Choice(option.key, option.label, option.tone) if option else Choice("", "Answered", 0)
    return Reading(
        figure_id=figure.pk,
        place=place_of(figure.area),
        choice=choice,
        k=figure.k,
        base=base_of(figure),
        published=figure.published_percent,
        qualifier=figure.qualifier,
    )


def amount_of(figure: Figure) -> Amount:
    quartiles = (figure.lower_quartile, figure.median, figure.upper_quartile)
    known = tuple(value for value in quartiles if value is not None)
    return Amount(
        figure_id=figure.pk,
        place=place_of(figure.area),
        base=base_of(figure),
        total=figure.sum,
        quartiles=(known[0], known[1], known[2]) if len(known) == 3 else None,
        numerator=figure.numerator,
        denominator=figure.denominator,
        grossed_up=figure.grossed_up,
        published=figure.published_value,
        qualifier=figure.qualifier,
    )


def group_breakdowns(figures: Iterable[Figure]) -> dict[int, list[Breakdown]]:
    """By question and in area order. Base rows give the base; totals may have none."""
    readings: dict[tuple[int, int], list[Reading]] = {}
    bases: dict[tuple[int, int], tuple[Base, int]] = {}
    for figure in figures:
        if figure.question_id is None:
            continue
        key = (figure.question_id, figure.area_id)
        if figure.option_id is None:
            bases[key] = (base_of(figure), figure.pk)
        else:
            readings.setdefault(key, []).append(reading_of(figure))
    found: dict[int, list[Breakdown]] = {}
    for (question, area), ones in readings.items():
        base, figure_id = bases.get((question, area), (ones[0].base, None))
        breakdown = Breakdown(ones[0].place, base, tuple(ones), figure_id)
        found.setdefault(question, []).append(breakdown)
    return found
