"""Who came to the best answer, who left it and who kept it: from the rows of the flows shown."""

from collections.abc import Sequence

from ppf_site import words

from .courses import Course
from .stats import Flow, Flows


def flowed_title(course: Course, flows: Flows, before: str, later: str) -> str:
    """ "51 of 128 councils came up to 30% or more from September 2010 to March 2011, 2 fell below
    it and 40 stayed there"; "" where the best answer before is told together with others.

    Of councils told with those that gave no answer before, which may have been there then too,
    it is that they were there in the later round and had not reported it in the other.
    """
    if flows.stayers is None and flows.is_merged:
        return ""
    came, left, kept = flows.came, flows.left, flows.kept
    if not came + left + kept:
        return f"No council {gave(course, flows)} in {before} or in {later}"
    told = _came(course, flows, before, later)
    if not left + kept:
        had = "said it" if course.target is None else "been there"
        return f"{told}; none had {had} before"
    fell = "fell below" if course.higher_is_better else "rose above"
    ways = ("left", "kept it") if course.target is None else (fell, "stayed there")
    return f"{told}, {_count(left)} {ways[0]} it and {_count(kept)} {ways[1]}"


def _came(course: Course, flows: Flows, before: str, later: str) -> str:
    who = words.plural(flows.came, "council") if flows.came else "No council"
    if flows.matched is None:
        did = gave(course, flows, flows.came or 1)
        so = "said so" if course.target is None else "reported it"
        return f"{who} {did} in {later} without having {so} in {before}"
    if flows.came:
        who = f"{words.number(flows.came)} of {words.plural(flows.matched, 'council')}"
    best = words.lower_first(flows.after[0].label)
    way = "up" if course.higher_is_better else "down"
    came = f"came to “{best}”" if course.target is None else f"came {way} to {best}"
    return f"{who} {came} from {before} to {later}"


def _count(councils: int) -> str:
    return words.number(councils) if councils else "none"


def gave(course: Course, flows: Flows, n: int = 1) -> str:
    best = words.lower_first(flows.after[0].label)
    if course.target is None:
        return f"said “{best}”"
    return f"{'was' if n == 1 else 'were'} at {best}"


def told_of_rows(course: Course, flows: Flows, before: str, later: str) -> list[str]:
    """Beside the title: which way councils moved among all answers, or whom the rows hold where
    they do not tell who answered both."""
    if flows.matched is not None:
        return [_ways(flows)]
    return _rows(course, flows, flows.stayers, before, later) if flows.stayers else []


def _ways(flows: Flows) -> str:
    """Of three answers or more, all of them told."""
    if flows.is_merged or len(flows.after) < 3 or not flows.matched:
        return ""
    better, worse, same = flows.ways
    return (
        f"In all, {_count(better)} gave a better answer than before, {_count(worse)} a worse one "
        f"and {_count(same)} the same or one as good."
    )


def _rows(course: Course, flows: Flows, stayers: Flow, before: str, later: str) -> list[str]:
    others = [flow for flow in flows.rows if flow is not stayers]
    total = words.number(sum(flow.councils for flow in others))
    came, not_come = (sum(flow.to[choice.key] for flow in others) for choice in flows.after)
    if course.target is None:
        which = "gave another answer or none"
    else:
        which = f"were {words.lower_first(flows.after[1].label)} or gave no answer"
    return [
        f"Of the {words.plural(stayers.councils, 'council')} that "
        f"{gave(course, flows, stayers.councils)} in {before}, {_count(flows.kept)} still "
        f"{_did(course, flows.kept)} in {later}, {_count(flows.left)} {_did(course, flows.left)} "
        f"not and {_silent([stayers])}.",
        f"Of the {total} others, which {which} then, {_count(came)} came to it, "
        f"{_count(not_come)} did not and {_silent(others)}.",
    ]


def _did(course: Course, councils: int) -> str:
    if course.target is None:
        return "did"
    return "was" if councils == 1 else "were"


def _silent(flows: Sequence[Flow]) -> str:
    return f"{_count(sum(flow.to[None] for flow in flows))} gave no answer"


def together_words(flows: Flows) -> str:
    """Why some answers are told as one; "" where none are."""
    merged = [flow.label for flow in flows.rows if "+" in (flow.key or "")]
    if not flows.is_merged:
        return ""
    if not merged:
        return "Later answers are told as the best and any other, so that no council’s follows."
    rows = words.join_words([f"“{label}”" for label in merged])
    return (
        f"{rows} {'is one row' if len(merged) == 1 else 'are one row each'}: told apart, what "
        "single councils answered could be worked out from this table and what each round "
        "published."
    )
