"""What can be compared, in one list: expectations, measures, and the rounds' other questions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from milestones.library import Library
from milestones.models import Expectation, ExpectationQuestion, MeasureRate
from surveys.models import Release

from .asked import label_of


@dataclass(frozen=True, slots=True)
class SubjectOption:
    """`value` names its kind too, as no slug does: "measure:share-on-budgets"."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class SubjectGroup:
    """Of one kind, as a list to choose from has them under one heading."""

    label: str
    options: Sequence[SubjectOption]


def subjects_in(
    library: Library, expectations: Sequence[Expectation], release: Release
) -> list[SubjectGroup]:
    """All that a person may compare: expectations, measures, and questions with answers to choose
    from, those of the round that is shown before the others."""
    groups = [
        SubjectGroup("Expectations", [_of_expectation(each) for each in expectations]),
        SubjectGroup("Counted", _measures(library)),
        *_by_round(library, release),
    ]
    return [group for group in groups if group.options]


def _of_expectation(expectation: Expectation) -> SubjectOption:
    label = f"{expectation.label}, {expectation.due_label}"
    return SubjectOption(f"expectation:{expectation.slug}", label)


def _measures(library: Library) -> list[SubjectOption]:
    found = {
        rate.base.measure.slug: rate.base.measure.title
        for rate in library.rates_of()
        if rate.role == MeasureRate.Role.ACTUAL
    }
    return [SubjectOption(f"measure:{slug}", title) for slug, title in found.items()]


def _by_round(library: Library, shown: Release) -> Iterator[SubjectGroup]:
    """A question that several rounds asked stands with the first of them. Those of which totals
    alone are held tell of no area to compare."""
    told: set[str] = set()
    others = [each for each in library.releases if each.pk != shown.pk]
    for release in [shown, *(each for each in others if not each.is_totals_only)]:
        found = [each for each in _questions(library, release) if each.value not in told]
        told |= {each.value for each in found}
        yield SubjectGroup(f"Other questions of {release.round.title}", found)


def _questions(library: Library, release: Release) -> list[SubjectOption]:
    """But for forecasts and outcomes of an expectation, which is in the list by its own name."""
    linked = {
        link.question_id
        for link in library.links
        if link.release_pk == release.pk and link.role != ExpectationQuestion.Role.BARRIER
    }
    return [
        SubjectOption(f"question:{question.key}", label_of(question))
        for question in library.editions[release.pk].questions.values()
        if question.is_choice and not question.derivation and question.pk not in linked
    ]
