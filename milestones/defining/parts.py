"""The parts of a programme: found by kind and number, and what goes along if one goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model, Prefetch, QuerySet, prefetch_related_objects

from milestones.models import (
    Expectation,
    ExpectationQuestion,
    Measure,
    MeasureBase,
    MeasureRate,
    Milestone,
    Programme,
)
from ppf_site import words
from ppf_site.refused import Refused
from surveys.models import Figure, Question

from .forms import ExpectationForm, MilestoneForm
from .forms_of_measures import BaseForm, LinkForm, MeasureForm, RateForm
from .part_form import PartForm
from .touched import linked_to


@dataclass(frozen=True, slots=True)
class PartKind:
    """`within` leads from a row to its programme, `above` names the kind that it belongs to."""

    name: str
    model: type[Model]
    form: type[PartForm[Any]]
    within: str
    above: str

    def rows(self, programme: Programme) -> QuerySet[Any]:
        return self.model._default_manager.filter(**{self.within: programme})


OF_EXPECTATION = "expectation__milestone__programme"
KINDS: Mapping[str, PartKind] = {
    kind.name: kind
    for kind in (
        PartKind("milestone", Milestone, MilestoneForm, "programme", ""),
        PartKind("expectation", Expectation, ExpectationForm, "milestone__programme", "milestone"),
        PartKind("question", ExpectationQuestion, LinkForm, OF_EXPECTATION, "expectation"),
        PartKind("measure", Measure, MeasureForm, OF_EXPECTATION, "expectation"),
        PartKind("base", MeasureBase, BaseForm, f"measure__{OF_EXPECTATION}", "measure"),
        PartKind("rate", MeasureRate, RateForm, f"base__measure__{OF_EXPECTATION}", "base"),
    )
}


def tree_of(programme: Programme) -> list[Milestone]:
    """Its milestones with all that is under them. Six queries."""
    links = ExpectationQuestion.objects.select_related("question__round")
    rates = MeasureRate.objects.select_related("question__round")
    found = Milestone.objects.filter(programme=programme)
    found = found.prefetch_related(Prefetch("expectations__questions", links))
    found = found.prefetch_related(Prefetch("expectations__measures__bases__rates", rates))
    return list(found)


@dataclass(frozen=True, slots=True)
class Removal:
    """What goes along with a part, in words; `refused` says why it stays."""

    part: Model
    along: tuple[str, ...]
    refused: str = ""


RELEASED = (
    "Councils’ answers about this have been released, so it stays: pages that are cited have it. "
    "Its words can still be changed."
)


def why_it_stays(part: Model) -> str:
    """Once a release has figures of what it is about, it stays. Two queries; "" where it can go."""
    if isinstance(part, Programme) and part.milestones.exists():
        return "A programme with milestones stays. Remove those first."
    if isinstance(part, Milestone) and part.expectations.exists():
        return "A milestone with expectations stays. Remove those first."
    if _is_released(part):
        return RELEASED
    written = part.commentary.first() if isinstance(part, Expectation) else None
    return f"{written.by} wrote about it: remove that commentary first." if written else ""


def removal_of(part: Model) -> Removal:
    return Removal(part, along_words(along_with(part)), why_it_stays(part))


def along_words(along: Sequence[Model]) -> tuple[str, ...]:
    return tuple(f"{words.capital(str(each._meta.verbose_name))}: {each}" for each in along)


@transaction.atomic
def remove(part: Model) -> None:
    """The part and what goes along with it; raises Refused where it stays."""
    removal = removal_of(part)
    if removal.refused:
        raise Refused(removal.refused)
    for each in reversed(along_with(part)):
        each.delete()
    part.delete()


def is_part(row: Model) -> bool:
    return any(isinstance(row, kind.model) for kind in KINDS.values())


# With what each is named by, however many there are.
RATES = "rates__question__round"
BASES = f"bases__{RATES}"


def along_with(part: Model) -> list[Model]:
    """All that hangs on it, each after what it hangs on."""
    if isinstance(part, Milestone):
        return list(part.expectations.all())
    if isinstance(part, Expectation):
        measures = list(part.measures.prefetch_related(BASES))
        below = [each for measure in measures for each in along_with(measure)]
        links = part.questions.select_related("question__round")
        return [*links, *measures, *below, *part.statements.all()]
    if isinstance(part, Measure):
        prefetch_related_objects([part], BASES)
        bases = list(part.bases.all())
        return [*bases, *(rate for base in bases for rate in base.rates.all())]
    if isinstance(part, MeasureBase):
        prefetch_related_objects([part], RATES)
        return list(part.rates.all())
    return []


def _is_released(part: Model) -> bool:
    """A link or a rate alone can go: releases keep their own, and what comes next is without."""
    if isinstance(part, ExpectationQuestion | MeasureRate):
        return False
    linked = linked_to(part)
    told = Question.objects.filter(linked) if linked else Question.objects.none()
    return Figure.objects.filter(question__in=told).exists()
