"""Which answer a comparison is about, of a question of which each council gives several."""

from collections.abc import Sequence
from dataclasses import replace

from milestones.by_place import ByPlace
from milestones.moving.courses import Course
from ppf_site.pages import Lost, Suggestion
from surveys.models import Question, QuestionType, Release
from surveys.ranked.named import Ranked
from surveys.stats import Breakdown, Choice


def gives_several(question: Question) -> bool:
    """No answer of it is the best, and “none of these” is good only where little is named."""
    return question.type == QuestionType.MULTIPLE


def most_named_first(
    release: Release, question: Question, england: Breakdown | None
) -> list[Choice]:
    """What there is to choose, “none of these” at the end."""
    found = Ranked(release, question, england)
    return [reading.choice for reading in [*found.ranked, *found.none]]


def answer_compared(choices: Sequence[Choice], asked: str) -> Choice | None:
    """The one asked for, else what most of England named; None of a question without answers.
    Raises Lost, with what there is."""
    if not asked:
        return next(iter(choices), None)
    found = next((choice for choice in choices if choice.key == asked), None)
    if found is None:
        raise Lost(
            f"No answer to this question is called “{asked}”.",
            [Suggestion(choice.label, f"?answer={choice.key}") for choice in choices],
        )
    return found


def places_about(places: ByPlace, answer: Choice) -> ByPlace:
    return ByPlace(
        answers_about(places.england, answer),
        [replace(each, about=answer.key) for each in places.regions],
        [replace(each, about=answer.key) for each in places.types],
    )


def answers_about(answers: Breakdown | None, answer: Choice) -> Breakdown | None:
    """None where the answer was not among those to choose."""
    if answers is None or answers.reading(answer.key) is None:
        return None
    return replace(answers, about=answer.key)


def course_about(course: Course, answer: Choice) -> Course:
    """Of several rounds: those that did not offer the answer tell nothing."""
    steps = [replace(step, answers=answers_about(step.answers, answer)) for step in course.steps]
    return replace(course, steps=steps)
