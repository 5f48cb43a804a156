"""What a round still lacks before it can be opened, all of it at once."""

from collections.abc import Iterable

from django.db.models import Count
from django.utils import timezone
from pydantic import ValidationError

from councils.models import Council
from ppf_site import words
from surveys.models import Question, QuestionType, Round, Scale
from surveys.releases.editions import objections_to

from .consistency import check
from .exports import round_file


def problems_of(round: Round) -> list[str]:
    """In words, for whoever opens it; empty where it can be opened."""
    found = [*_days(round), *_questions(round), *_scales(round), *_whole(round)]
    # What could not be released is not asked either: once open, it cannot be put right.
    return [*found, *objections_to(round)]


def _days(round: Round) -> Iterable[str]:
    if round.is_totals_only:
        return
    if round.closes_on < timezone.localdate():
        yield f"It closes on {words.day(round.closes_on)}, which is over. Choose a later day."
    if not Council.objects.in_force(on=round.reference_date).exists():
        day = words.day(round.reference_date)
        yield f"No council in the register was in force on {day}, its reference date."


def _questions(round: Round) -> Iterable[str]:
    if round.is_totals_only:
        if not round.questions.exists():
            yield "It has no question."
    elif not Question.objects.asked_in(round).exists():
        yield "It asks nothing. Add at least one question that a council answers."


def _scales(round: Round) -> Iterable[str]:
    """Every choice has what to choose from, and a scale runs from good to bad."""
    scales = Scale.objects.filter(questions__round=round).distinct()
    counted = scales.annotate(
        offered=Count("options", distinct=True), tones=Count("options__tone", distinct=True)
    )
    for scale in counted:
        if scale.offered < 2:
            yield f"The scale “{scale.title}” has fewer than two options to choose from."
        elif scale.tones < 2 and scale.questions.filter(type=QuestionType.SCALE).exists():
            yield (
                f"All options of the scale “{scale.title}” have the same tone. Say which are "
                "better, so that they have a colour and an order."
            )


def _whole(round: Round) -> list[str]:
    """What a file of the round would be refused for."""
    try:
        return check(round_file(round))
    except ValidationError as error:
        # What has fewer than two options is told in words above.
        return [
            f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
            for problem in error.errors()
            if problem["type"] != "too_short"
        ]
