"""The copies that a release is made of: who had to answer, and what they answered."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.db.models.functions import JSONObject

from councils.models import Area, Council, CouncilType, Region
from councils.permissions import Person, access_of

from .releases import Release
from .rounds import Question
from .sealing import immutable_rows


class ReleasedReturnQuerySet(models.QuerySet["ReleasedReturn"]):
    def of_release(self, release: Release) -> Self:
        """Required councils, in name order."""
        return self.filter(release=release, is_required=True).order_by("council__name")

    def in_area(self, area: Area) -> Self:
        if area.region_id:
            return self.filter(region=area.region_id)
        return self.filter(council_type=area.council_type) if area.council_type else self

    def of_council(
        self, council: Council, person: Person, *, release_id: int | None = None
    ) -> Self:
        """The council's returns in the releases that the person may see, the latest first.

        `is_readable` tells whether its own answers may be seen there too.
        """
        releases = Release.objects.visible_to(person)
        releases = (
            releases.newest_of_each_round()
            if release_id is None
            else releases.filter(pk=release_id)
        )
        is_sector = access_of(person).is_sector
        named = Case(
            When(release__round__names_councils=True, then=F("is_answered")),
            default=F("is_answered") if is_sector else Value(False),
        )
        return (
            self.filter(council=council, is_required=True, release__in=releases)
            .annotate(is_readable=named)
            .select_related("release__round")
            .order_by("-release__round__reference_date", "-release__round")
        )

    def with_whole_answer_to(self, question: Question, person: Person) -> Self:
        """Each council's answer as a JSON object, as far as the person may see it: `given`."""
        answers = ReleasedAnswer.objects.visible_to(person).filter(
            release=OuterRef("release"), council=OuterRef("council"), question=question
        )
        parts = JSONObject(
            choices="choices",
            number="number",
            date="date",
            text="text",
            reason="reason",
            numerator="numerator",
            denominator="denominator",
        )
        return self.annotate(given=Subquery(answers.values(json=parts)))

    def with_answer_to(self, question: Question, person: Person) -> Self:
        """Each council's choices and reason, as far as the person may see them: else null."""
        answers = ReleasedAnswer.objects.visible_to(person).filter(
            release=OuterRef("release"), council=OuterRef("council"), question=question
        )
        return self.annotate(
            choices=Subquery(answers.values("choices")),
            reason=Subquery(answers.values("reason")),
        )

    def with_choices(self, person: Person) -> Self:
        """Each council's answers to choice questions as far as the person may see them: `given`."""
        answers = ReleasedAnswer.objects.visible_to(person).filter(
            release=OuterRef("release"), council=OuterRef("council"), choices__isnull=False
        )
        given = answers.values(json=JSONObject(question="question_id", choices="choices"))
        return self.annotate(given=ArraySubquery(given))


class ReleasedReturn(models.Model):
    """Who had to answer and who did, as it stood when the release was compiled."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="returns")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="released_returns")
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    council_type = models.CharField(max_length=30, choices=CouncilType)
    is_required = models.BooleanField()
    is_answered = models.BooleanField()
    # In thousands, as the register had it then: sums are grossed up by it.
    population = models.PositiveIntegerField(null=True)

    objects = ReleasedReturnQuerySet.as_manager()

    # What a query adds, as far as the reader may see it.
    choices: list[str] | None
    reason: str | None
    given: Any
    is_readable: bool

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
