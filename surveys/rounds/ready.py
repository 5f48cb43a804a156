"""What a round still lacks before it can be opened, all of it at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from django.db.models import Count, Exists
from pydantic import ValidationError

from councils.models import Council
from ppf_site import words
from surveys.models import Option, Question, QuestionType, Round, Scale
from surveys.releases.editions import objections_to

from .consistency import check, contradicting
from .exports import LINKED, asked_file
from .followed import asked_before, misfits


class Missing(NamedTuple):
    """Something that a round lacks, in words, and what it is of: the page where it is mended.

    `of` is the round itself, its days, whom it asks, what it asks, or one of its parts by `key`.
    """

    words: str
    of: Literal["round", "days", "councils", "questions", "question", "check", "scale"] = "round"
    key: str = ""


def problems_of(round: Round) -> list[str]:
    """In words, for whoever opens it; empty where it can be opened."""
    return [missing.words for missing in missing_of(round)]


def missing_of(round: Round, *, is_past: bool = False) -> list[Missing]:
    """In a handful of queries, however much it asks. Of one of the past, which is imported, the
    days are over and may be."""
    return looked_over(round, is_past=is_past)[0]


def looked_over(round: Round, *, is_past: bool = False) -> tuple[list[Missing], list[Question]]:
    """What is missing, and the questions asked before of which it is not said how comparable they
    are: it can be opened without, and then it cannot be said any more."""
    asked = list(
        Question.objects.filter(round=round)
        .annotate(was_asked_before=asked_before(round))
        .select_related("section", *LINKED)
        .order_by("section__position", "position")
    )
    offered: Offers = {question.scale: [] for question in asked if question.scale}
    followed = {each.follows.scale_id for each in asked if each.follows and each.follows.scale_id}
    scales = {*followed, *(scale.pk for scale in offered)}
    keys: defaultdict[int, set[str]] = defaultdict(set)
    for option in Option.objects.filter(scale__in=scales).select_related("scale"):
        keys[option.scale_id].add(option.key)
        if option.scale in offered:
            offered[option.scale].append(option)
    found = [
        *_days(round, is_past),
        *_questions(round, asked),
        *_scales(offered, asked),
        *_whole(round, asked, offered),
        *(
            Missing(f"“{question.short_text}”: {why}", "question", question.key)
            for question, why in misfits(round, asked, keys)
        ),
    ]
    # What could not be released is not asked either: once open, it cannot be put right.
    found += [Missing(each, "questions") for each in objections_to(round)]
    unsaid = [each for each in asked if not each.follows and vars(each)["was_asked_before"]]
    return found, unsaid


READ_BESIDE = {"method": "how it was asked (method)", "caveats": "caveats"}


def untold_of(round: Round) -> list[tuple[str, str]]:
    """What readers should know and nobody has written, by its field. It keeps nothing shut."""
    return [
        (field, f"Readers are told nothing of {name}.")
        for field, name in READ_BESIDE.items()
        if not getattr(round, field).strip()
    ]


Offers = dict[Scale, list[Option]]


def _days(round: Round, is_past: bool) -> Iterable[Missing]:
    if round.is_totals_only:
        return
    if round.is_over and not is_past:
        yield Missing(
            f"It closes on {words.day(round.closes_on)}, which is over. Choose a later day; or "
            "import what councils answered then.",
            "days",
        )
    in_force = Council.objects.in_force(on=round.reference_date)
    day = words.day(round.reference_date)
    # Those who are chosen and were not there on the day; and whether anybody was.
    gone = round.chosen.exclude(council__in=in_force).select_related("council")
    found = Round.objects.filter(pk=round.pk).aggregate(
        any=Count("pk", filter=Exists(in_force)), gone=Count("pk", filter=Exists(gone))
    )
    if not found["any"]:
        yield Missing(f"No council in the register was in force on {day}, its reference date.")
    for chosen in gone if found["gone"] else []:
        told = f"{chosen.council} is chosen, and was not in force on {day}, its reference date."
        yield Missing(told, "councils")


def _questions(round: Round, asked: Sequence[Question]) -> Iterable[Missing]:
    if round.is_totals_only:
        if not asked:
            yield Missing("It has no question.", "questions")
    elif all(question.derivation for question in asked):
        yield Missing(
            "It asks nothing. Add at least one question that a council answers.", "questions"
        )


def _scales(offered: Offers, asked: Sequence[Question]) -> Iterable[Missing]:
    """Every choice has what to choose from, and a scale runs from good to bad."""
    runs = {question.scale_id for question in asked if question.type == QuestionType.SCALE}
    for scale, options in offered.items():
        if len(options) < FEWEST_OPTIONS:
            told = f"The scale “{scale.title}” has fewer than two options to choose from."
            yield Missing(told, "scale", scale.key)
        elif scale.pk in runs and len({option.tone for option in options}) < FEWEST_OPTIONS:
            yield Missing(
                f"All options of the scale “{scale.title}” have the same tone. Say which are "
                "better, so that they have a colour and an order.",
                "scale",
                scale.key,
            )


FEWEST_OPTIONS = 2


def _whole(round: Round, asked: Sequence[Question], offered: Offers) -> Iterable[Missing]:
    """What a file of the round would be refused for."""
    try:
        file = asked_file(round, asked, offered)
        found = [*check(file), *contradicting(file)]
    except ValidationError as error:
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
    if told.startswith("Round, "):
        return Missing(told, "round")
    if start == "questions" and key:
        return Missing(told, "question", key)
    if start == "checks" and key:
        return Missing(told, "check", key)
    if start == "round":
        return Missing(told.partition(": ")[2], "days") if key else Missing(told, "round")
    return Missing(told, "questions")
