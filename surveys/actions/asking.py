"""What a round asks: questions come to it, change while it is a draft, and go from it."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from ppf_site.refused import Refused
from surveys.building.offered import AnswersOffered
from surveys.models import Grid, Option, Question, Round, Scale, Section
from surveys.rounds.file import ScalePart
from surveys.rounds.keys import key_from

from .ordering import insert_after, put_in_order

STAYS = "The round is open: what councils are asked stays."


@transaction.atomic
def put_questions(
    *,
    round: Round,
    questions: Sequence[Question],
    offered: AnswersOffered | None,
    grid: Grid | None,
    stem: str = "",
    after: str = "",
) -> None:
    """New ones after the one with the key `after`; those that are there stay where they are.

    What they are chosen from, and a grid with the heading `stem`, are made with them.
    """
    held = _held(round)
    scale = _scale(held, offered)
    if stem and grid is None:
        grid = _new_grid(questions[0].section, stem)
    taken = set(held.questions.values_list("key", flat=True))
    for question in questions:
        is_new = question.pk is None
        question.round, question.scale, question.grid = held, scale, grid
        if is_new or not question.key:
            question.key = question.key or key_from(question.short_text, taken, longest=80)
            question.added_at = None if held.is_draft else timezone.now()
        taken.add(question.key)
        question.save()
        if is_new:
            insert_after(question, after)
            after = question.key
    put_in_order(held)


def _scale(round: Round, offered: AnswersOffered | None) -> Scale | None:
    if offered is None or offered.scale is not None:
        return offered.scale if offered else None
    assert offered.part is not None
    return add_scale(round=round, part=offered.part)


@transaction.atomic
def add_scale(*, round: Round, part: ScalePart) -> Scale:
    key = key_from(part.key, set(round.scales.values_list("key", flat=True)))
    scale = Scale.objects.create(round=round, key=key, title=part.title)
    for place, option in enumerate(part.options):
        Option.objects.create(scale=scale, position=place, **option.model_dump())
    return scale


def _new_grid(section: Section, stem: str) -> Grid:
    """A grid's key is its own in the whole round, as in the round's file."""
    there = Grid.objects.filter(section__round=section.round_id)
    key = key_from(stem, set(there.values_list("key", flat=True)))
    return Grid.objects.create(section=section, key=key, stem=stem)


@transaction.atomic
def remove_question(*, round: Round, key: str) -> Question:
    """With its checks. Refused where something else is worked out from it. Of an open round only
    what is worked out goes, added since and in no release yet."""
    held = _held(round)
    question = held.questions.filter(key=key).first()
    if question is None:
        raise Refused("This question is no longer there.")
    if not held.is_draft and not question.can_be_taken_back:
        raise Refused(STAYS)
    grid = question.grid
    try:
        question.delete()
    except ProtectedError as error:
        names = sorted(str(each) for each in error.protected_objects)
        raise Refused(f"{names[0]} still needs it. Remove or change that first.") from error
    if grid is not None and not grid.questions.exists() and not grid.tallies.exists():
        grid.delete()
    return question


@transaction.atomic
def add_section(*, section: Section) -> Section:
    """At the end of its round, with a key made from its title if it has none."""
    held = _held(section.round)
    there = list(held.sections.all())
    section.key = section.key or key_from(section.title, {each.key for each in there})
    section.position = max((each.position for each in there), default=-1) + 1
    section.save()
    return section


@transaction.atomic
def remove_section(*, round: Round, key: str) -> None:
    """One that asks nothing any more."""
    held = _held(round)
    if not held.is_draft:
        raise Refused(STAYS)
    section = held.sections.filter(key=key).first()
    if section is None:
        raise Refused("This section is no longer there.")
    if section.questions.exists():
        raise Refused("Remove its questions first, or move them to another section.")
    section.delete()


def _held(round: Round) -> Round:
    """Who else changes or opens it waits."""
    return Round.objects.select_for_update(of=["self"]).get(pk=round.pk)


@transaction.atomic
def change_scale(*, round: Round, scale: Scale, part: ScalePart) -> None:
    """An answer keeps its row by its key; one that is no longer said goes."""
    if not _held(round).is_draft:
        raise Refused(STAYS)
    scale.key, scale.title = part.key, part.title
    scale.save()
    for place, option in enumerate(part.options):
        values = {**option.model_dump(exclude={"key"}), "position": place}
        Option.objects.update_or_create(scale=scale, key=option.key, defaults=values)
    scale.options.exclude(key__in=[option.key for option in part.options]).delete()


@transaction.atomic
def remove_scale(*, round: Round, scale: Scale) -> None:
    if not _held(round).is_draft:
        raise Refused(STAYS)
    question = scale.questions.first()
    if question is not None:
        raise Refused(f"“{question.short_text}” is answered with it. Change that first.")
    scale.delete()
