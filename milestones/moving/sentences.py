"""Whether it is moving, in words: from the same values as the chart and the tables."""

from collections.abc import Sequence
from decimal import Decimal

from milestones.measures.sentences import rate_words
from ppf_site import words
from surveys.releases.moves import MatchedRates
from surveys.sentences import k_of_n

from .changes import PartChange
from .courses import Course, InRound
from .sentences_flows import flowed_title, gave, together_words
from .stats import Flows


def when(step: InRound, other: InRound | None = None) -> str:
    """ "March 2010"; the round by its name where the other is of the same month."""
    month = f"{step.release.round.reference_date:%B %Y}"
    if other is not None and month == f"{other.release.round.reference_date:%B %Y}":
        return step.release.round.short_title
    return month


def page_title(
    course: Course, label: str, earlier: InRound | None, flows: Flows | None, drawn: str = ""
) -> str:
    """What is drawn under it, if anything is; else from answer to answer; without matched councils
    from round to round; else why neither."""
    last = course.steps[-1]
    if earlier is None:
        return not_before(course, label)
    if flows is not None and flows.matched == 0:
        return f"No council answered both in {when(earlier, last)} and in {when(last, earlier)}"
    if drawn:
        return drawn
    ends = when(earlier, last), when(last, earlier)
    told = flowed_title(course, flows, *ends) if flows is not None else ""
    return told or (
        f"{_what(course)}: {published_words(course, earlier)}, each round’s own councils"
    )


def not_before(course: Course, label: str) -> str:
    """Why there is no movement to tell: asked once, or of something else each time."""
    last = course.steps[-1].release.round
    change = course.steps[-1].change
    if change is not None and not change.joins:
        return f"“{label}” was another {change.of} before {last.title}"
    if len(course.steps) > 1 or course.apart:
        return f"“{label}” was asked before in words that cannot be compared with {last.title}"
    return f"Not asked before: only {last.title} tells of “{label}”"


def not_before_words(course: Course) -> str:
    """The same in short, for the expectation's own page."""
    if len(course.steps) > 1 or course.apart:
        return "Asked before only in words that cannot be compared."
    return "Not asked before."


def in_short(course: Course, earlier: InRound) -> str:
    """From round to round, as published."""
    return f"{_what(course)}: {published_words(course, earlier)}, each round’s own councils."


# How the line goes on after a change of what is asked about.
GOES_ON = {
    "same": "It is held to ask for the same, so the rounds are joined.",
    "wording": "Only its wording changed, so the rounds are joined, with a mark (*).",
    "options": "That changes what it asks, so the rounds are not joined.",
    "none": "So it cannot be compared with what was asked before.",
}


def changes_words(steps: Sequence[InRound]) -> list[str]:
    """Of each round from which the expectation or the measure is another: what changed, and what
    that does to the line."""
    return [change_words(step.change, when(step)) for step in steps if step.change is not None]


def change_words(change: PartChange, month: str) -> str:
    what = words.join_words(change.what)
    return f"In {month} the {change.of} had changed: {what}. {GOES_ON[change.comparability]}"


def _what(course: Course) -> str:
    last = course.steps[-1]
    if last.answers is not None:
        return f"“{last.answers.top.choice.label}”"
    return course.label


def published_words(course: Course, earlier: InRound) -> str:
    """ "41 of 148 (28%) in December 2009, 45 of 132 (34%) in March 2010"."""
    last = course.steps[-1]
    return (
        f"{step_words(earlier)} in {when(earlier, last)}, {step_words(last)} in "
        f"{when(last, earlier)}"
    )


def step_words(step: InRound) -> str:
    """What one round tells of the area."""
    if step.said:
        return step.said
    if step.answers is not None:
        return k_of_n(step.answers.top)
    return rate_words(step.amount.pooled if step.amount else None)


def alone_words(step: InRound) -> str:
    """The one round that tells it, and what will be here."""
    return (
        f"{step_words(step)} in {when(step)}. No earlier round asked what could be held beside it; "
        "once a later one asks the same, this page tells which way councils moved."
    )


def matched_words(course: Course, flows: Flows, earlier: InRound) -> str:
    """Growth, on matched councils; "" where nobody can be matched, or it is not told."""
    last, n = course.steps[-1], flows.matched
    if not n or flows.best_before is None:
        return ""
    return (
        f"Of the councils that answered both, {words.k_of_n(flows.best_before, n)} "
        f"{gave(course, flows, 2)} in {when(earlier, last)} and "
        f"{words.k_of_n(flows.best_after, n)} in {when(last, earlier)}."
    )


def matched_rate(rates: MatchedRates, rate: Decimal) -> str:
    """ "24.1% (124 councils)"."""
    return f"{rate_words(rate)} ({words.plural(rates.councils, 'council')})"


def matched_rates_words(course: Course, rates: MatchedRates, earlier: InRound) -> str:
    """Growth of the rate, on matched councils."""
    last = course.steps[-1]
    return (
        f"All users of the {words.plural(rates.councils, 'council')} that gave both counts in "
        f"both rounds: {rate_words(rates.before)} in {when(earlier, last)}, "
        f"{rate_words(rates.after)} in {when(last, earlier)}."
    )


def beside_words(course: Course, earlier: InRound) -> str:
    """The unmatched figures, named."""
    what = "" if course.steps[-1].answers is not None else "all users together, "
    return f"As published, {what}each round’s own councils: {published_words(course, earlier)}."


def left_out_words(course: Course, flows: Flows, earlier: InRound) -> str:
    """How many of each round cannot be matched; "" where that is not told."""
    if flows.left_out is None:
        return ""
    before, after = flows.left_out
    last = course.steps[-1]
    if not before and not after:
        return "Every council that answered one answered the other."
    return (
        f"{words.number(before) if before else 'None'} that answered in {when(earlier, last)} and "
        f"{words.number(after) if after else 'none'} that answered in {when(last, earlier)} cannot "
        "be matched: no answer in the other round, or split or merged in between."
    )


def under_the_flows(course: Course, flows: Flows, earlier: InRound) -> str:
    """Who is not in them, and what is told together so that nobody's answer follows."""
    told = [left_out_words(course, flows, earlier), together_words(flows)]
    return " ".join(filter(None, told))


REWORDED = "A value with a * was asked for in other words than the one before."
NOT_FOR_ALL = (
    "How councils moved from answer to answer is not shown here: so few councils are behind some "
    "of it that it would tell what each said. Councils, regions and their national bodies see it "
    "when they sign in."
)
"""Why the public does not see matched councils."""
