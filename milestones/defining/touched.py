"""What a change to a part of a programme touches: the rounds that ask about it, and releases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, Model, OuterRef, Q

from milestones.editions import links_of, rates_of
from milestones.models import Expectation, Measure, MeasureBase, Milestone
from surveys.models import Figure, Question, Release, Round
from surveys.releases.editions import Edition, editions_of


@dataclass(frozen=True, slots=True)
class AskedIn:
    round: Round
    questions: Sequence[Question]


@dataclass(frozen=True, slots=True)
class TouchedPart:
    """`releases` keep the words that they were compiled with."""

    asking: Sequence[AskedIn] = ()
    releases: Sequence[Release] = ()

    @property
    def has_been_asked(self) -> bool:
        return bool(self.releases) or any(not each.round.is_draft for each in self.asking)


def touched_by(part: Model) -> TouchedPart:
    """Three queries."""
    linked = linked_to(part)
    if linked is None:
        return TouchedPart()
    questions = Question.objects.filter(linked).distinct().select_related("round")
    in_order = list(questions.order_by("round__reference_date", "round", "pk"))
    rounds = {question.round_id: question.round for question in in_order}
    of_it = Figure.objects.filter(release=OuterRef("pk"), question__in=in_order)
    compiled = Release.objects.filter(Exists(of_it)).select_related("round")
    in_turn = list(compiled.order_by("round__reference_date", "round", "number"))
    editions = editions_of(in_turn)
    releases = [each for each in in_turn if _holds(each, editions[each.pk], part)]
    asking = [
        AskedIn(round, [each for each in in_order if each.round_id == pk])
        for pk, round in rounds.items()
    ]
    return TouchedPart(asking, releases)


def _holds(release: Release, edition: Edition, part: Model) -> bool:
    """Whether the release tells of the part: one compiled before it was linked does not."""
    bases = [rate.base for rate in rates_of(release, edition)]
    measures = [base.measure for base in bases]
    expectations = [link.expectation for link in links_of(release, edition)]
    expectations += [each.expectation for each in measures if each.expectation is not None]
    milestones = [each.milestone for each in expectations]
    return part in {*bases, *measures, *expectations, *milestones}


def has_been_asked(part: Model) -> bool:
    """The same as of what is touched, in one query."""
    linked = linked_to(part)
    if linked is None:
        return False
    is_told = Exists(Figure.objects.filter(question=OuterRef("pk")))
    asked = Question.objects.filter(linked)
    return asked.filter(Q(round__opened_at__isnull=False) | is_told).exists()


def linked_to(part: Model) -> Q | None:
    """Which questions tell of it; of a link or a rate there is nothing beyond itself."""
    told, counted = "expectations__expectation", "measure_rates__base"
    if isinstance(part, Milestone):
        within = f"{counted}__measure__expectation__milestone"
        return Q(**{f"{told}__milestone": part}) | Q(**{within: part})
    if isinstance(part, Expectation):
        return Q(**{told: part}) | Q(**{f"{counted}__measure__expectation": part})
    if isinstance(part, Measure):
        return Q(**{f"{counted}__measure": part})
    return Q(**{counted: part}) if isinstance(part, MeasureBase) else None
