"""What is said of areas in several rounds, from the same values as the chart and the table."""

from milestones.moving.courses import Course, InRound
from milestones.moving.sentences import changes_words, step_words, when
from ppf_site import words
from surveys.stats import Place

from .rounds import OverRounds

# So many areas are told one after the other; of more, the ends of the range.
MOST_TOLD = 3


def title(over: OverRounds) -> str:
    """The answer that is counted; the first round and the last of each area, or the ends of the
    range in each."""
    told = _told(over)
    return f"“{over.counted}”: {told}" if over.is_named_first else words.capital(told)


def _told(over: OverRounds) -> str:
    first, last = over.steps[0], over.steps[-1]
    if len(over.areas) <= MOST_TOLD:
        return "; ".join(_named(over, area, course) for area, course in over.told)
    told = [_range(over, 0, when(first, last)), _range(over, -1, when(last, first))]
    told = list(filter(None, told)) or [
        _of_councils(over, 0, when(first, last)),
        _of_councils(over, -1, when(last, first)),
    ]
    return "; ".join(told)


def _named(over: OverRounds, area: Place, course: Course) -> str:
    colon = ":" if any(step.said for step in course.steps) else ""
    return f"{area.name}{colon} {_ends(over, course)}"


def _of_councils(over: OverRounds, at: int, month: str) -> str:
    """ "3 of these 5 councils “very likely” in March 2010"."""
    steps = [course.steps[at] for course in over.courses]
    answered = [step.answers.top for step in steps if step.answers]
    best = answered[0].choice.label if answered else ""
    count = sum(reading.k or 0 for reading in answered)
    told = f" “{words.lower_first(best)}”" if best else ""
    return f"{count or 'none'} of these {len(steps)} councils{told} in {month}"


def chart_title(over: OverRounds) -> str:
    """The same, for whoever sees the chart alone."""
    return f"{over.name}: {_told(over)}"


def _ends(over: OverRounds, course: Course) -> str:
    first, last = course.steps[0], course.steps[-1]
    return (
        f"{told_words(over, first)} in {when(first, last)}, "
        f"{told_words(over, last)} in {when(last, first)}"
    )


def told_words(over: OverRounds, step: InRound) -> str:
    """ "8 of 9 (89%)"; with what they said where the rounds have not one answer: what councils
    foretell is not what they have done."""
    if step.said:
        return f"“{words.lower_first(step.said)}”" if _chose(step) else step.said
    told = step_words(step)
    is_said = over.is_named_first if step.answers else over.has_one_answer
    return told if is_said or step.value is None else f"{told} {_best(step)}"


def _chose(step: InRound) -> bool:
    """Whether the council gave an answer, not a reason for none."""
    return step.answers is not None and any(reading.k for reading in step.answers.readings)


def _range(over: OverRounds, at: int, month: str) -> str:
    """ "in March 2010 from 35% in London to 12% in the East"; "" where nothing is told."""
    told = [
        (value, area, course.steps[at])
        for area, course in over.told
        if (value := course.steps[at].value) is not None
    ]
    if not told:
        return ""
    (most, best, high), (least, worst, low) = (
        end(told, key=lambda each: each[0]) for end in (max, min)
    )
    if len(told) == 1:
        return f"in {month} {told_words(over, high)} {best.within}"
    if most == least:
        return (
            f"in {month} {told_words(over, high)} {best.within}, and the same share in the others"
        )
    return (
        f"in {month} from {told_words(over, high)} {best.within} to {step_words(low)} "
        f"{worst.within}"
    )


def lede(over: OverRounds, *, councils_drawn: bool) -> str:
    """Whose figures these are, and whether the rounds can be held against each other; what each
    council answered where no chart has said it."""
    councils = "" if councils_drawn else _councils(over)
    told = [councils, *over.changed, _how(over), *changes_words(over.steps)]
    return " ".join(filter(None, told))


def _councils(over: OverRounds) -> str:
    """Of more areas than a title names, what each single council answered."""
    if len(over.areas) <= MOST_TOLD:
        return ""
    return " ".join(f"{_named(over, area, course)}." for area, course in over.alone)


def _how(over: OverRounds) -> str:
    whose = "Each round’s own councils"
    if all(area.kind == "council" for area in over.areas):
        whose = "What each council itself answered"
    elif not over.has_one_answer:
        told = "; ".join(f"{when(step, _other(over, step))}: {_best(step)}" for step in over.best)
        whose += f", and of each round its best answer ({told})"
    if not over.apart:
        how = "The rounds asked the same"
        if any(step.is_reworded for step in over.steps):
            how += ", one in other words (*)"
        return f"{whose}. {how}."
    apart = words.join_words([step.release.round.short_title for step in over.apart])
    return (
        f"{whose}. {apart} did not ask what the round before asked in a way that can be compared: "
        "the figures stand side by side and are not joined."
    )


def _other(over: OverRounds, step: InRound) -> InRound:
    return over.steps[0] if step is not over.steps[0] else over.steps[-1]


def _best(step: InRound) -> str:
    return f"“{words.lower_first(step.answers.top.choice.label)}”" if step.answers else "the rate"


def said(over: OverRounds, area: Place, step: InRound) -> str:
    return f"{area.name}, {told_words(over, step)} in {when(step)}"


def month_or_round(over: OverRounds, step: InRound) -> str:
    """ "March 2010"; the round by its name where another is of the same month."""
    told = [when(step, other) for other in over.steps if other.release != step.release]
    return next((name for name in told if name != when(step)), when(step))


def summary(over: OverRounds) -> str:
    told = [said(over, area, step) for area, course in over.told for step in course.steps]
    named = f"“{over.counted}”: " if over.is_named_first else ""
    return f"{named}{'; '.join(told)}."
