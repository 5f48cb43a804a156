"""What a comparison says in words, from the same readings as its table and chart."""

from collections.abc import Mapping, Sequence

from milestones.sentences import MET, again, degree, finding, share_told, spelled, spread
from milestones.stats import REST_OF_ENGLAND, OfAnswer, Subject
from ppf_site import words
from surveys.models import Answer, Question, ReleasedReturn
from surveys.sentences import doubt_words, gap_words, k_of_n
from surveys.sentences_values import not_shown, silent_verb
from surveys.stats import Breakdown, Reading
from surveys.stats_compare import Comparison

from .counted import MOST_TOLD, all_answered, has_leader, is_level, is_of_two, sides

REASONS: Mapping[str, str] = {
    Answer.Reason.NOT_KNOWN: "did not know",
    Answer.Reason.NOT_APPLICABLE: "said it does not apply",
}
CAME_TO = {MET: "met it", "not met": "did not meet it"}
# So many councils are named in a title.
FEW = 3


def comparison_sentence(subject: Subject, readings: Sequence[Reading]) -> str:
    """The first place in full, the others after it: "in the South West, 4 of 15 are".

    First is the first that anybody answered in, as the others take their verb from it.
    """
    answered = [reading for reading in readings if reading.n != 0]
    if not answered:
        return f"{'; '.join(finding(subject, reading) for reading in readings)}."
    first = answered[0]
    others = [_after(reading) for reading in readings if reading is not first]
    return f"{'; '.join([finding(subject, first), *others])}."


def sums_up(
    subject: Subject,
    readings: Sequence[Reading],
    pairs: Sequence[Comparison],
    *,
    is_counted: bool = False,
) -> str:
    """A comparison in two lines at the most: of few areas the counts, or where the title has told
    them, how sure they are."""
    if len(readings) > MOST_TOLD:
        return apart_words(pairs)
    if not is_counted:
        return comparison_sentence(subject, readings)
    label = readings[0].choice.label
    gave = f"named “{label}”" if isinstance(subject, OfAnswer) else _gave(label)
    counted = f"Counted are councils that {gave}, of those that answered."
    apart = apart_words(pairs) if len(pairs) > 1 else ""
    return " ".join(filter(None, [counted, apart, silent_words(readings)]))


def _counts(reading: Reading) -> str:
    return f"{words.number(reading.k)} of {words.number(reading.n)}"


def silent_words(readings: Sequence[Reading]) -> str:
    """Who gave no answer, and how far they could move the share; "" where that is not known."""
    if any(reading.bounds is None or reading.base.missing is None for reading in readings):
        return ""
    missing = [reading for reading in readings if reading.base.missing]
    if not missing:
        who = "there" if len(readings) == 1 else "in any of them"
        return f"No council {who} is missing."
    counts = [reading.base.missing or 0 for reading in missing]
    if len(missing) == MOST_TOLD and counts.count(max(counts)) == 1:
        # In two lines at the most, with what stands before it.
        most = missing[counts.index(max(counts))]
        told_of = f"{words.number(most.base.missing)} of {words.number(most.base.required)}"
        return f"Most are missing {most.place.within}: {told_of}, so the share is {_range(most)}."
    told = [
        f"{reading.place.within}, {words.number(reading.base.missing)} of "
        f"{words.number(reading.base.required)} gave no answer, so the share is {_range(reading)}"
        for reading in missing
    ]
    return f"{words.capital('; '.join(told))}."


def _range(reading: Reading) -> str:
    """ "56% to 67%": whatever the missing would have said."""
    low, high = reading.bounds or (0.0, 0.0)
    return f"{words.share_percent(low)} to {words.share_percent(high)}"


def apart_words(pairs: Sequence[Comparison]) -> str:
    """How many of the pairs are apart whatever one council or two had said."""
    told = [pair for pair in pairs if pair.verdict != "unknown"]
    robust = sum(pair.is_robust for pair in told)
    if not told:
        return "No two of these areas have counts that can be compared."
    if len(told) == 1:
        return _only_pair(told[0])
    pairs_of = f"{words.number(len(told))} pairs"
    if not robust:
        return f"Of {pairs_of} none is clearly apart: one council or two could turn each."
    if robust == len(told):
        return f"All {pairs_of} are clearly apart: one council in each area would not turn any."
    are = "is" if robust == 1 else "are"
    return (
        f"Of {pairs_of} {words.number(robust)} {are} clearly apart; in the others the shares are "
        "the same, or one council or two could turn them."
    )


def _only_pair(pair: Comparison) -> str:
    """Of several areas that had nothing to tell but two."""
    told = "they are not clearly apart: one council or two could turn it"
    if pair.verdict == "level":
        told = "their shares are the same"
    elif pair.is_robust:
        told = "they are clearly apart: one council in each would not turn it"
    return f"Only two of these areas have counts that can be compared, and {told}."


def _after(reading: Reading) -> str:
    """A place whose answer has been named before."""
    within = reading.place.within
    if reading.n == 0:
        return f"{within}, no council answered"
    if reading.withheld:
        return f"{within}, the count is {not_shown(reading.withheld)}"
    if reading.k is None or reading.n is None:
        return f"{within}, {''.join(share_told(reading))} {again(reading)}"
    if reading.n == 1:
        return f"{within}, the only one that answered {again(reading)}"
    return f"{within}, {words.number(reading.k)} of {words.number(reading.n)} {again(reading)}"


def councils_sentence(
    rows: Sequence[ReleasedReturn], labels: Mapping[str, str], question: Question | None = None
) -> str:
    """ "Derby said very likely; Leicester sent no return."; empty without councils."""
    said = [f"{row.council.name} {_said(row, labels, question)}" for row in rows]
    return f"{'; '.join(said)}." if said else ""


def _said(row: ReleasedReturn, labels: Mapping[str, str], question: Question | None) -> str:
    given = [labels.get(key, key) for key in row.choices or ()]
    if len(given) > 1:
        return f"answered {words.join_words([f'“{label}”' for label in given])}"
    if given:
        return _gave(given[0])
    if row.reason:
        return REASONS[row.reason]
    return silent_verb(row, question)


def _gave(label: str) -> str:
    """An answer as the council's own words, or what its numbers came to."""
    if label.lower() in CAME_TO:
        return CAME_TO[label.lower()]
    likely = label.lower().endswith("likely")
    return f"said {words.lower_first(label)}" if likely else f"answered “{label}”"


def councils_title(
    subject: Subject, rows: Sequence[ReleasedReturn], labels: Mapping[str, str]
) -> str:
    """Whether a few councils answered the same, or how many gave the best answer of theirs."""
    about = f"“{subject.label}”"
    if not rows:
        return f"No area has been asked about {about}"
    if len(rows) == 1:
        return f"On {about}: {councils_sentence(rows, labels).removesuffix('.')}"
    given = [set(row.choices or []) for row in rows]
    if len(rows) <= FEW and all(given):
        names = words.join_words([row.council.name for row in rows])
        level = all(choices == given[0] for choices in given)
        return f"{names} answered {'the same' if level else 'differently'} on {about}"
    for key, label in labels.items():
        count = sum(key in choices for choices in given)
        if count:
            some = "All" if count == len(rows) else words.capital(spelled(count))
            told = f"{some} of these {spelled(len(rows))} councils"
            gave = _gave(label)
            if gave.endswith(" it"):
                return f"{told} {gave.removesuffix('it')}{about}"
            return f"{told} {gave} on {about}"
    return f"None of these {spelled(len(rows))} councils answered on {about}"


def shares_sentence(readings: Sequence[Reading]) -> str:
    """The shares one after the other: "East Midlands: 8 of 9 (89%). South West: ..."."""
    return " ".join(f"{reading.place.name}: {_share(reading)}." for reading in readings)


def _share(reading: Reading) -> str:
    return "no answers" if reading.n == 0 else k_of_n(reading)


def comparison_title(
    subject: Subject, places: Sequence[Breakdown], pairs: Sequence[Comparison]
) -> str:
    """The finding of two places, else the ends of the range."""
    if is_of_two(pairs):
        return pair_title(subject, pairs[0])
    return comparison_ends(subject, places)


def pair_title(subject: Subject, pair: Comparison) -> str:
    """It names a leader only if the gap is robust; else the counts stand side by side."""
    left, right = pair.left.place, pair.right.place
    if pair.verdict == "level":
        return f"{left.name} and {right.name} say the same on “{subject.label}”"
    if not has_leader(pair):
        return f"On “{subject.label}”: {_side_by_side(pair)}"
    # Of a part and the rest, the part is spoken of.
    is_more = pair.verdict == "higher"
    if not is_more and right != REST_OF_ENGLAND:
        left, right, is_more = right, left, True
    other = right.name if right == REST_OF_ENGLAND else right.councils
    than = f"{degree(pair.left, is_more=is_more)} than {other}"
    return f"{words.capital(left.councils)} are {than} on “{subject.label}”"


def _side_by_side(pair: Comparison) -> str:
    """ "5 of 9 in London, 6 of 9 in the South East (close: one council could turn it)"."""
    told = [_within(reading) for reading in sides(pair)]
    doubt = doubt_words(pair)
    return f"{', '.join(told)}{f' ({doubt})' if doubt else ''}"


def ends_title(places: Sequence[Breakdown]) -> str:
    """The chart of a comparison: "Very likely: from 8 of 9 in ... to 4 of 15 in ..."."""
    return f"{places[0].top.choice.label}: {spread(places) or 'no answers'}"


def comparison_ends(subject: Subject, places: Sequence[Breakdown]) -> str:
    """The finding of one place, or of a few each, or of more the ends of their range."""
    if len(places) == 1:
        return finding(subject, places[0].top)
    if len([place for place in places if place.top.n]) < 2:
        return f"{words.capital(spelled(len(places)))} areas compared on “{subject.label}”"
    if not any(place.top.k is not None and place.top.n for place in places):
        none = "neither" if len(places) == 2 else "none of them"
        many = words.capital(spelled(len(places)))
        return f"{many} areas compared on “{subject.label}”: {none} is shown"
    if all_answered(places) and len(places) <= MOST_TOLD and not is_level(places):
        told = sorted((place.top for place in places), key=lambda reading: -(reading.share or 0))
        return f"On “{subject.label}”: {words.join_words([_within(reading) for reading in told])}"
    return f"On “{subject.label}”: {spread(places)}"


def _within(reading: Reading) -> str:
    """ "8 of 9 in the East Midlands"."""
    return f"{_counts(reading)} {reading.place.within}"


def pair_sentence(pair: Comparison) -> str:
    """One pair: both shares, whether their gap is robust, and whether they share councils."""
    left, right = pair.left.place, pair.right.place
    # Of hidden counts the page has said which they are, and why.
    is_hidden = pair.left.withheld or pair.right.withheld
    told = f"{left.name} {_share(pair.left)} against {right.name} {_share(pair.right)}."
    shares = "" if is_hidden else told
    if right == REST_OF_ENGLAND:
        shares += f" England contains {_itself(left.kind)}, so it is compared with the rest."
    return f"{shares} {_apart(pair)}".strip()


def pair_apart(pair: Comparison) -> str:
    """The same under a chart that has just shown the shares, but that of the rest of England,
    which has no bar."""
    return pair_sentence(pair) if pair.right.place == REST_OF_ENGLAND else _apart(pair)


def _apart(pair: Comparison) -> str:
    return " ".join(filter(None, [pair_gap(pair), sharing_words(pair)]))


def _itself(kind: str) -> str:
    return "these councils" if kind in {"type", "group"} else "the region"


def pair_gap(pair: Comparison) -> str:
    silent = [reading.place for reading in sides(pair) if reading.n == 0]
    if silent:
        return f"No council {silent[0].within} answered, so there is no gap to tell."
    return gap_words(pair)


def sharing_words(pair: Comparison) -> str:
    """That councils are in both areas, only where there are; empty where there is none."""
    if pair.shared is None:
        return "The two can share councils."
    if not pair.shared:
        return ""
    return f"The two overlap: {words.plural(pair.shared, 'council')} {_are(pair.shared)} in both."


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
