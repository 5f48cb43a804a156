"""An expectation or a measure of which nothing is released: its words, and who was asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from django.db.models import QuerySet
from django.db.models.functions import JSONObject

from councils.permissions import Person
from ppf_site.words import join_words
from surveys.models import Release, Round
from surveys.models.rounds import RoundQuerySet

from .models import Expectation, Measure, MeasureRate, Milestone


@dataclass(frozen=True, slots=True)
class Unreleased:
    """`drafts` are rounds that will ask: known to those who run rounds alone. `compiled_before`
    are rounds whose published results were compiled before this was linked to them. `counted` are
    measures of it that a released round counts: they tell of it where no question does."""

    name: str
    milestone: Milestone
    rounds: Sequence[Round]
    drafts: Sequence[Round]
    compiled_before: Collection[int] = ()
    counted: Sequence[str] = ()

    @classmethod
    def expectation(cls, found: Expectation, person: Person) -> Self:
        asking = Round.objects.filter(questions__expectations__expectation=found)
        told = cls._of(found.label, found.milestone, asking, person)
        released = Release.objects.visible_to(person)
        # A share that councils foretold is not counted.
        rates = MeasureRate.objects.filter(
            role=MeasureRate.Role.ACTUAL, question__round__releases__in=released
        )
        counting = found.measures.filter(bases__rates__in=rates)
        return replace(told, counted=[*counting.distinct().values_list("title", flat=True)])

    @classmethod
    def measure(cls, found: Measure, expectation: Expectation, person: Person) -> Self:
        asking = Round.objects.filter(questions__measure_rates__base__measure=found)
        return cls._of(found.title, expectation.milestone, asking, person)

    @classmethod
    def _of(cls, name: str, milestone: Milestone, asking: RoundQuerySet, person: Person) -> Self:
        rounds = asking.visible_to(person).distinct().order_by("reference_date")
        opened = [each for each in rounds if each.opened_at is not None]
        released = Release.objects.visible_to(person).filter(round__in=opened)
        return cls(
            name,
            milestone,
            opened,
            [each for each in rounds if each.opened_at is None],
            {*released.values_list("round", flat=True)},
        )

    @property
    def title(self) -> str:
        if self.counted and not self.rounds:
            return f"“{self.name}” is counted, not asked about: {join_words(self.counted)}"
        if not self.rounds:
            return f"No council has been asked about “{self.name}” yet"
        asked = join_words([round.title for round in self.rounds])
        if all(round.pk in self.compiled_before for round in self.rounds):
            return f"“{self.name}” was linked to {asked} after the results were published"
        return f"“{self.name}” was asked in {asked}: no results are published at the moment"


def expectation_known(person: Person, slug: str) -> Expectation | None:
    """As it is today, if the person may know of it."""
    visible = Expectation.objects.visible_to(person).select_related("milestone__programme")
    return visible.filter(slug=slug).first()


def measure_known(person: Person, slug: str) -> Measure | None:
    visible = Measure.objects.visible_to(person).of_programmes()
    return visible.select_related("expectation__milestone__programme").filter(slug=slug).first()


def promised_to(person: Person) -> Mapping[str, QuerySet[Any, Any]]:
    """Name and address of whatever has a page today, released or not, to be read with others."""
    expectations = Expectation.objects.visible_to(person).in_programme_order()
    measures = Measure.objects.visible_to(person).of_programmes()
    return {
        "expectations": expectations.values(json=JSONObject(name="label", slug="slug")),
        "measures": measures.values(json=JSONObject(name="title", slug="slug")),
    }
