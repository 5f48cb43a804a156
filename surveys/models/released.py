"""The copies that a release is made of: who had to answer, and what they answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import JSONObject

from councils.models import Area, Council, CouncilType, Region
from councils.models.areas import type_slug
from councils.permissions import Person, access_of

from .given import GivenAnswer
from .questions import Question
from .releases import Release
from .returns import Return
from .sealing import immutable_rows


class ReleasedReturnQuerySet(models.QuerySet["ReleasedReturn"]):
    def of_release(self, release: Release) -> Self:
        """Required councils, by the names that they had then."""
        return self.filter(release=release, is_required=True).order_by("name")

    def of_releases(self, releases: Iterable[int]) -> dict[int, list[ReleasedReturn]]:
        """The required councils of each, by name."""
        found: dict[int, list[ReleasedReturn]] = {pk: [] for pk in releases}
        for return_of in self.filter(release__in=found, is_required=True).order_by("name"):
            found[return_of.release_id].append(return_of)
        return found

    def whole_list(self, release: Release) -> Self:
        """Of every council that had to answer, and of those that need no longer."""
        return self.filter(release=release).order_by("name")

    def no_longer_required(self, release: Release) -> Self:
        """Councils that had to answer until that was taken back: in no base of the release."""
        return self.filter(release=release, is_required=False).order_by("name")

    def silent(self) -> Self:
        """Those without an answer in the release."""
        return self.filter(is_answered=False)

    def in_region(self, releases: Iterable[int], region_slug: str) -> Self:
        """The region's councils, those that need no longer answer among them."""
        return self.filter(release__in=[*releases], region_slug=region_slug).order_by("name")

    def in_area(self, area: Area) -> Self:
        if area.region_id:
            return self.filter(region=area.region_id)
        return self.filter(council_type=area.council_type) if area.council_type else self

    def of_councils(self, councils: Iterable[int], person: Person) -> Self:
        """Their returns in each round's newest release that the person may see, the latest
        first."""
        newest = Release.objects.visible_to(person).newest_of_each_round()
        return (
            self.filter(council__in=[*councils], release__in=newest)
            .readable_by(person)
            .order_by("-release__round__reference_date", "-release__round")
        )

    def around(self, return_of: ReleasedReturn, releases: Iterable[int]) -> Self:
        """In these releases the required councils of its region and those of its type, by name."""
        near = Q(region=return_of.region_id) | Q(council_type=return_of.council_type)
        required = self.filter(near, release__in=list(releases), is_required=True)
        return required.order_by("name", "council")

    def of_slug(self, slug: str, release_id: int, person: Person) -> Self:
        """The one in a release of the council that had this address then."""
        releases = Release.objects.visible_to(person).filter(pk=release_id)
        return self.filter(slug=slug, release__in=releases).readable_by(person)

    def readable_by(self, person: Person) -> Self:
        """`is_readable` tells whether the council's own answers may be seen too."""
        is_sector = access_of(person).is_sector
        named = Case(
            When(release__names_councils=True, then=F("is_answered")),
            default=F("is_answered") if is_sector else Value(False),
        )
        return self.annotate(is_readable=named).select_related("release")

    def in_both(self, release: Release) -> dict[frozenset[str], int]:
        """How many required councils each region and type have in common, by the areas' slugs."""
        pairs = self.of_release(release).order_by().values_list("region__slug", "council_type")
        return {
            frozenset({region, type_slug(council_type)}): count
            for region, council_type, count in pairs.annotate(count=Count("pk"))
        }

    def with_whole_answer_to(self, questions: Iterable[Question], person: Person) -> Self:
        """Each council's answer to that of its round, as JSON, as far as the person may see it."""
        answers = ReleasedAnswer.objects.visible_to(person).filter(
            release=OuterRef("release"), council=OuterRef("council"), question__in=[*questions]
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

    def that_answered(self, question: Question, person: Person) -> Self:
        """The councils whose answer the person may see, each with it: `given`."""
        return self.with_whole_answer_to([question], person).filter(given__isnull=False)

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

    # Its constraint finds them by release too.
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, related_name="returns", db_index=False
    )
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="released_returns")
    # What the council was called, and where it belonged, on the round's reference date.
    name = models.CharField(max_length=100, db_default="")
    short_name = models.CharField(max_length=30, db_default="")
    slug = models.SlugField(max_length=100, db_default="")
    code = models.CharField(max_length=9, db_default="")
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    region_name = models.CharField(max_length=60, db_default="")
    region_slug = models.SlugField(max_length=60, db_default="")
    council_type = models.CharField(max_length=30, choices=CouncilType)
    is_required = models.BooleanField()
    is_answered = models.BooleanField()
    # How it was required; empty in releases that were compiled before this was kept.
    requirement = models.CharField(
        max_length=20, choices=Return.Requirement, blank=True, db_default=""
    )
    # Of the version that is counted: what was added to the round later, it was not asked.
    signed_at = models.DateTimeField(null=True)
    # Where the answers were imported from; empty where the council gave them itself.
    imported_from = models.CharField(max_length=200, blank=True, db_default="")
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
        return f"{self.name} in {self.release}"

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:
        """Its council and region are those of the release: nothing reads the register of today."""
        row = super().from_db(db, field_names, values)
        row.council = row.sealed_council
        row.region = row.council.region
        return row

    @property
    def standing(self) -> str:
        """Where it stood, in the words that live returns have too (`Return.status`)."""
        if not self.is_required:
            return str(Return.Requirement.NO_LONGER.label)
        if self.is_answered:
            if self.imported_from:
                return "Answered, imported"
            return "Answered on paper" if self.came_on_paper else "Answered"
        if self.requirement in {Return.Requirement.DECLINED, Return.Requirement.ON_PAPER}:
            return str(Return.Requirement(self.requirement).label)
        return "No return"

    @property
    def came_on_paper(self) -> bool:
        """Whether those who ran the round entered what it answered, as it came on paper."""
        is_entered = self.is_required and self.is_answered and not self.imported_from
        return is_entered and self.requirement == Return.Requirement.ON_PAPER

    def was_asked(self, question: Question) -> bool:
        """Not what came to the open round after the version that is counted was signed."""
        if question.added_at is None or self.signed_at is None:
            return True
        return question.added_at <= self.signed_at

    @property
    def sealed_council(self) -> Council:
        region = Region(pk=self.region_id, name=self.region_name, slug=self.region_slug)
        return Council(
            pk=self.council_id,
            name=self.name,
            short_name=self.short_name,
            slug=self.slug,
            type=self.council_type,
            region=region,
        )


class ReleasedAnswerQuerySet(models.QuerySet["ReleasedAnswer"]):
    def visible_to(self, person: Person) -> Self:
        """Named councils' answers: the sector's, unless the release makes them public."""
        access = access_of(person)
        visible = self.filter(release__in=Release.objects.visible_to(person))
        if access.is_sector:
            return visible
        return visible.filter(release__names_councils=True)

    def given_to(
        self, questions: Iterable[int], releases: Iterable[int]
    ) -> dict[tuple[int, int, int], GivenAnswer]:
        """By release, question and council."""
        rows = self.filter(question__in=list(questions), release__in=list(releases)).values_list(
            "release", "question", "council", "choices", "reason"
        )
        return {
            (release, question, council): GivenAnswer((choices or [""])[0], reason)
            for release, question, council, choices, reason in rows
        }

    def of_councils(self, wanted: Iterable[tuple[Iterable[int], Iterable[int]]]) -> Self:
        """To each of these sets of questions from each of these sets of councils."""
        found = Q(pk=None)
        for questions, councils in wanted:
            found |= Q(question__in=list(questions), council__in=list(councils))
        return self.filter(found)

    def counted_of(self, council: Council, releases: Iterable[Release]) -> Self:
        """One council's answers that are in the bases of these releases' figures."""
        required = ReleasedReturn.objects.filter(
            release=OuterRef("release"), council=council, is_required=True
        )
        in_base = Q(reason="") | Q(reason="not_known", question__counts_not_known=True)
        return self.filter(Exists(required), in_base, council=council, release__in=list(releases))


class ReleasedAnswer(models.Model):
    """A council's answer as released. Notes stay behind; worked-out values are added."""

    # Its constraint, and the index below, find them by release and by council too: an index more
    # is a second more of compiling 900,000.
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, related_name="answers", db_index=False
    )
    council = models.ForeignKey(
        Council, on_delete=models.PROTECT, related_name="released_answers", db_index=False
    )
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
