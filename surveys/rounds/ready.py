"""What a round still lacks before it can be opened, all of it at once."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone
from pydantic import ValidationError

from councils.models import Council
from ppf_site import words
from surveys.models import Question, QuestionType, Round, Scale
from surveys.releases.editions import objections_to

from .consistency import check
from .exports import round_file


class Missing(NamedTuple):
    """Something that a round lacks, in words, and what it is of: the page where it is mended.

    `of` is the round itself, whom it asks, what it asks, or one of its parts by `key`.
    """

    words: str
    of: Literal["round", "councils", "questions", "question", "check", "scale"] = "round"
    key: str = ""


def problems_of(round: Round) -> list[str]:
    """In words, for whoever opens it; empty where it can be opened."""
    return [missing.words for missing in missing_of(round)]


def missing_of(round: Round) -> list[Missing]:
    found = [*_days(round), *_questions(round), *_scales(round), *_whole(round)]
    # What could not be released is not asked either: once open, it cannot be put right.
    return [*found, *(Missing(each, "questions") for each in objections_to(round))]


def _days(round: Round) -> Iterable[Missing]:
    if round.is_totals_only:
        return
    if round.closes_on < timezone.localdate():
        yield Missing(
            f"It closes on {words.day(round.closes_on)}, which is over. Choose a later day."
        )
    if not Council.objects.in_force(on=round.reference_date).exists():
        day = words.day(round.reference_date)
        yield Missing(f"No council in the register was in force on {day}, its reference date.")
    yield from _chosen(round)


def _chosen(round: Round) -> Iterable[Missing]:
    """Who is chosen is there on the day: nobody else can be asked."""
    in_force = Council.objects.in_force(on=round.reference_date)
    gone = round.chosen.exclude(council__in=in_force).select_related("council")
    for chosen in gone:
        day = words.day(round.reference_date)
        told = f"{chosen.council} is chosen, and was not in force on {day}, its reference date."
        yield Missing(told, "councils")


def _questions(round: Round) -> Iterable[Missing]:
    if round.is_totals_only:
        if not round.questions.exists():
            yield Missing("It has no question.", "questions")
    elif not Question.objects.asked_in(round).exists():
        yield Missing(
            "It asks nothing. Add at least one question that a council answers.", "questions"
        )


def _scales(round: Round) -> Iterable[Missing]:
    """Every choice has what to choose from, and a scale runs from good to bad."""
    scales = Scale.objects.filter(questions__round=round).distinct()
    counted = scales.annotate(
        offered=Count("options", distinct=True),
        tones=Count("options__tone", distinct=True),
        runs=Exists(Question.objects.filter(scale=OuterRef("pk"), type=QuestionType.SCALE)),
    )
    for scale in counted:
        if scale.offered < 2:
            told = f"The scale “{scale.title}” has fewer than two options to choose from."
            yield Missing(told, "scale", scale.key)
        elif scale.tones < 2 and scale.runs:
            yield Missing(
                f"All options of the scale “{scale.title}” have the same tone. Say which are "
                "better, so that they have a colour and an order.",
                "scale",
                scale.key,
            )


def _whole(round: Round) -> Iterable[Missing]:
    """What a file of the round would be refused for."""
    try:
        found = check(round_file(round))
    except ValidationError as error:
        # What has fewer than two options is told in words above.
        found = [
            f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
            for problem in error.errors()
            if problem["type"] != "too_short"
        ]
    return [_placed(told) for told in found]


def _placed(told: str) -> Missing:
    """ "questions.users: …" is about the question `users`."""
    start, _, key = told.partition(":")[0].partition(".")
    key = key.partition(".")[0]
    if start == "questions" and key:
        return Missing(told, "question", key)
    if start == "checks" and key:
        return Missing(told, "check", key)
    return Missing(told, "round" if start == "round" else "questions")
