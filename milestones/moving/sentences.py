"""Whether it is moving, in words: from the same values as the chart and the tables."""

from decimal import Decimal

from milestones.measures.sentences import rate_words
from ppf_site import words
from surveys.releases.moves import MatchedRates
from surveys.sentences import k_of_n

from .courses import Course, InRound
from .stats import Flows


def when(step: InRound, other: InRound | None = None) -> str:
    """ "March 2010"; the round by its name where the other is of the same month."""
    month = f"{step.release.round.reference_date:%B %Y}"
    if other is not None and month == f"{other.release.round.reference_date:%B %Y}":
        return step.release.round.short_title
    return month


def page_title(course: Course, label: str, earlier: InRound | None, flows: Flows | None) -> str:
    """From answer to answer; without matched councils from round to round; else why neither."""
    last = course.steps[-1]
    if earlier is None:
        return not_before(course, label)
    if flows is not None and flows.matched == 0:
        return f"No council answered both in {when(earlier, last)} and in {when(last, earlier)}"
    told = _flowed(course, flows, earlier) if flows is not None else ""
    return told or (
        f"{_what(course)}: {published_words(course, earlier)}, each round’s own councils"
    )


def not_before(course: Course, label: str) -> str:
    """Why there is no movement to tell: asked once, or in other words each time."""
    last = course.steps[-1].release.round
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
    if step.answers is not None:
        return k_of_n(step.answers.top)
    return rate_words(step.amount.pooled if step.amount else None)


def alone_words(step: InRound) -> str:
    """The one round that tells it."""
    return f"{step_words(step)} in {when(step)}: there is no earlier round to hold it against."


def _flowed(course: Course, flows: Flows, earlier: InRound) -> str:
    """Of those with the best answer before, how many have it still; and how many came to it.

    "" where the best answer is told together with others.
    """
    last = course.steps[-1]
    stayers, best = flows.stayers, flows.after[0].label
    before, later = when(earlier, last), when(last, earlier)
    if stayers is not None and stayers.matched:
        k, n = stayers.to.get(flows.best, 0), stayers.matched
        return f"{_stayed(course, best, k, n, before)} in {later}{_came(flows)}"
    if flows.best_before is None or not flows.matched:
        return ""
    came = words.k_of_n(flows.best_after, flows.matched)
    was = f"No council {_gave(course, best)} in {before}"
    return f"{was}; {came} {'did' if course.target is None else 'were'} in {later}"


def _gave(course: Course, best: str, n: int = 1) -> str:
    if course.target is None:
        return f"said “{words.lower_first(best)}”"
    return f"{'was' if n == 1 else 'were'} at {words.lower_first(best)}"


def _stayed(course: Course, best: str, k: int, n: int, before: str) -> str:
    """ "Of the 41 councils that said “very likely” in December 2009, 33 still did"."""
    who = f"that {_gave(course, best, n)} in {before}"
    if n == 1:
        verb = "did" if course.target is None else "was"
        return f"The one council {who} {'still' if k else 'no longer'} {verb}"
    verb = "did" if course.target is None else "was" if k == 1 else "were"
    count = "all" if k == n else words.number(k) if k else "none"
    return f"Of the {words.number(n)} councils {who}, {count} still {verb}"


def _came(flows: Flows) -> str:
    """How many of the others have come to the best answer, where that can be told."""
    stayers = flows.stayers
    if flows.matched is None or stayers is None:
        return ""
    others = flows.matched - stayers.matched
    came = flows.best_after - stayers.to.get(flows.best, 0)
    if not others:
        return ""
    who = "the one other" if others == 1 else f"the {words.number(others)} others"
    return f"; of {who}, {words.number(came) if came else 'none'} had come to it"


def matched_words(course: Course, flows: Flows, earlier: InRound) -> str:
    """Growth, on matched councils; "" where nobody can be matched, or it is not told."""
    last, n = course.steps[-1], flows.matched
    if not n or flows.best_before is None:
        return ""
    best = words.lower_first(flows.after[0].label)
    return (
        f"Of the councils that answered both, {words.k_of_n(flows.best_before, n)} "
        f"{_gave(course, best, 2)} in {when(earlier, last)} and "
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
    told = [left_out_words(course, flows, earlier)]
    if flows.is_merged:
        told.append(
            "Some answers are told together: fewer councils gave them than can be told without "
            "telling what each said."
        )
    return " ".join(filter(None, told))


NOT_FOR_ALL = (
    "How councils moved from answer to answer is not shown here: so few councils are behind some "
    "of it that it would tell what each said. Councils, regions and their national bodies see it "
    "when they sign in."
)
"""Why the public does not see matched councils."""
