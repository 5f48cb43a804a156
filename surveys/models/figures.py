"""The figures of releases as they are stored; `surveys.releases.shown` is how they are read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from councils.models import Area
from councils.permissions import Person
from ppf_site.kept.triggers import gives_another_version

from .question_types import NUMBER_TYPES
from .questions import Question
from .releases import Release
from .scales import Option
from .sealing import immutable_rows, off_the_record


class FigureQuerySet(models.QuerySet["Figure"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(release__in=Release.objects.visible_to(person))

    def of_release(self, release: Release) -> Self:
        return self.filter(release=release)

    def of_releases(self, releases: Iterable[Release]) -> Self:
        return self.filter(release__in=releases)

    def numbered_after(self, pk: int) -> Self:
        """In the order of their numbers, from the one after this on."""
        return self.filter(pk__gt=pk).order_by("pk")

    def about(self, *, question: str | None, option: str | None, area: str | None) -> Self:
        """By the codes that files and addresses have; None leaves one open."""
        wanted = {"question__key": question, "option__key": option, "area__slug": area}
        return self.filter(**{path: key for path, key in wanted.items() if key is not None})

    def of_questions(self, questions: Iterable[int]) -> Self:
        return self.filter(question__in=list(questions))

    def with_response(self, questions: Iterable[int]) -> Self:
        """The questions' figures and the response figures, in one query."""
        return self.filter(Q(question__in=list(questions)) | Q(question=None))

    def in_areas(self, *kinds: str) -> Self:
        return self.filter(area__kind__in=kinds)

    def of_england_or_responses(self) -> Self:
        return self.filter(Q(area__kind="england") | Q(question=None))

    def responses(self) -> Self:
        """Returned of required: the figures without a question."""
        return self.filter(question=None)

    def around(self, *, region: int, council_type: str) -> Self:
        """England, one region and one type of council: the areas that a council stands in."""
        return self.filter(
            Q(area__kind="england") | Q(area__region=region) | Q(area__council_type=council_type)
        )

    def counting(self, question: int | None, option: int | None, area: int) -> Self:
        """Of each release the figure that counts this: without a question, the response."""
        return self.filter(question=question, option=option, area=area)

    def whole_or_about(self, release: Release, questions: Iterable[int]) -> Self:
        """All of one release, and of the others the figures of these questions."""
        return self.filter(Q(release=release) | Q(question__in=list(questions)))

    def best_answers(self) -> Self:
        """Of the questions, only the best answer's figures; the responses stay."""
        return self.filter(Q(option__in=Option.objects.best()) | Q(question=None))

    def best_answers_and_numbers(self) -> Self:
        """As `best_answers`, with what was counted."""
        numbers = Q(question__type__in=NUMBER_TYPES)
        return self.filter(Q(option__in=Option.objects.best()) | Q(question=None) | numbers)

    def of_areas(self, areas: Iterable[int]) -> Self:
        return self.filter(area__in=list(areas))

    def in_rounds(self, slugs: Iterable[str], questions: Iterable[str]) -> Self:
        """Figures that reports can name: of these questions or their sections, and responses."""
        keys = list(questions)
        named = Q(question__key__in=keys) | Q(question=None)
        in_section = Q(question__section__key__in=keys, option__in=Option.objects.best())
        return self.filter(named | in_section, release__round__slug__in=list(slugs)).in_areas(
            "england", "region"
        )


class Figure(models.Model):
    """One number of a release, at a permanent address.

    With no question it is the response: k returns of n required. With a question and no
    option it is the question's base row: n, for numbers the sum and quartiles, for dates
    when. With an option it is k councils that chose it, of n that answered.
    """

    # Its constraint finds them by release too.
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, related_name="figures", db_index=False
    )
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
    # Of those without a return; and of those with one, who had signed before it was asked.
    declined = models.PositiveIntegerField(default=0, db_default=0)
    on_paper = models.PositiveIntegerField(default=0, db_default=0)
    not_asked = models.PositiveIntegerField(default=0, db_default=0)
    sum = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    lower_quartile = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    median = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    upper_quartile = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    # Of a date: each is a day that a council gave.
    earliest_date = models.DateField(null=True)
    lower_quartile_date = models.DateField(null=True)
    median_date = models.DateField(null=True)
    upper_quartile_date = models.DateField(null=True)
    latest_date = models.DateField(null=True)
    numerator = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    grossed_up = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    published_percent = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    published_value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    qualifier = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=300, blank=True)
    withheld = models.JSONField(
        default=dict,
        db_default={},
        help_text="The parts that the public does not see, and why: `surveys.releases.disclosure`.",
    )

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
        # More of it can be withheld, and nothing else changes; beside the record of narrowing.
        triggers = [
            gives_another_version(pgtrigger.Update),
            *immutable_rows(
                unless="to_jsonb(NEW) - 'withheld' = to_jsonb(OLD) - 'withheld' "
                f"AND NEW.withheld @> OLD.withheld AND NOT {off_the_record('OLD.release_id')}"
            ),
        ]

    def __str__(self) -> str:
        return f"Figure {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("figure", args=[self.pk])
