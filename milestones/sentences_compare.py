"""What a comparison says in words, from the same readings as its table and chart."""

from collections.abc import Mapping, Sequence

from ppf_site import words
from surveys.models import Answer, ReleasedReturn
from surveys.sentences import chance_words, k_of_n
from surveys.stats import Breakdown, Comparison, Reading

from .sentences import capital, finding, is_likelihood, share_told, spelled, spread, verb
from .stats import REST_OF_ENGLAND, Subject, overlap

REASONS: Mapping[str, str] = {
    Answer.Reason.NOT_KNOWN: "did not know",
    Answer.Reason.NOT_APPLICABLE: "said it does not apply",
}
# So many councils are named in a title.
FEW = 3


def comparison_sentence(subject: Subject, readings: Sequence[Reading]) -> str:
    """The first place in full, the others after it: "in the South West, 4 of 15 are".

    First is the first that anybody answered in, as the others take their verb from it.
    """
    answered = [one for one in readings if one.n != 0]
    if not answered:
        return f"{'; '.join(finding(subject, one) for one in readings)}."
    first = answered[0]
    others = [_after(one) for one in readings if one is not first]
    return f"{'; '.join([finding(subject, first), *others])}."


def _after(reading: Reading) -> str:
    """A place whose answer has been named before."""
    within = reading.place.within
    if reading.n == 0:
        return f"{within}, no council answered"
    if reading.k is None or reading.n is None:
        return f"{within}, {share_told(reading)} are"
    if reading.n == 1:
        return f"{within}, the only one that answered {verb(reading)}"
    return f"{within}, {words.number(reading.k)} of {words.number(reading.n)} {verb(reading)}"


def councils_sentence(rows: Sequence[ReleasedReturn], labels: Mapping[str, str]) -> str:
    """ "Derby said very likely; Leicester sent no return."; empty without councils."""
    said = [f"{row.council.name} {_said(row, labels)}" for row in rows]
    return f"{'; '.join(said)}." if said else ""


def _said(row: ReleasedReturn, labels: Mapping[str, str]) -> str:
    if row.choices:
        return words.join_words([_gave(labels.get(key, key)) for key in row.choices])
    if row.reason:
        return REASONS[row.reason]
    return "left it blank" if row.is_answered else "sent no return"


def _gave(label: str) -> str:
    """An answer as the council's own words, or as what it is recorded as."""
    likely = label.lower().endswith("likely")
    return f"said {label.lower()}" if likely else f"is recorded as “{label}”"


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
        level = all(one == given[0] for one in given)
        return f"{names} answered {'the same' if level else 'differently'} on {about}"
    for key, label in labels.items():
        count = sum(key in choices for choices in given)
        if count:
            some = "All" if count == len(rows) else capital(spelled(count))
            told = f"{some} of these {spelled(len(rows))} councils"
            gave = _gave(label) if count == 1 else _gave(label).replace("is ", "are ", 1)
            return f"{told} {gave} on {about}"
    return f"None of these {spelled(len(rows))} councils answered on {about}"


def shares_sentence(readings: Sequence[Reading]) -> str:
    """The shares one after the other: "East Midlands: 8 of 9 (89%). South West: ..."."""
    return " ".join(f"{one.place.name}: {_share(one)}." for one in readings)


def _share(reading: Reading) -> str:
    return "no answers" if reading.n == 0 else k_of_n(reading)


def comparison_title(
    subject: Subject, places: Sequence[Breakdown], pairs: Sequence[Comparison]
) -> str:
    """The finding of two places that can be told apart, else the ends of the range."""
    if len(pairs) == 1 and pairs[0].chance is not None:
        return pair_title(subject, pairs[0])
    return comparison_ends(subject, places)


def pair_title(subject: Subject, pair: Comparison) -> str:
    """It names a leader only if the gap is unlikely to be chance."""
    left, right = pair.left.place, pair.right.place
    about = f"on “{subject.label}”"
    if pair.verdict == "level":
        return f"{left.name} and {right.name} say the same {about}"
    # Of a part and the rest, the part is spoken of.
    more = pair.verdict == "higher"
    if not more and right != REST_OF_ENGLAND:
        left, right, more = right, left, True
    if pair.could_be_chance:
        return f"{left.name} and {right.name} are not clearly apart {about}"
    if is_likelihood(pair.left):
        degree = "more confident" if more else "less confident"
    else:
        degree = "further ahead" if more else "further behind"
    other = right.name if right == REST_OF_ENGLAND else right.councils
    return f"{capital(left.councils)} are {degree} than {other} {about}"


def ends_title(places: Sequence[Breakdown]) -> str:
    """The chart of a comparison: "Very likely: from 8 of 9 in ... to 4 of 15 in ..."."""
    return f"{places[0].top.choice.label}: {spread(places) or 'no answers'}"


def comparison_ends(subject: Subject, places: Sequence[Breakdown]) -> str:
    """The finding of one place, or of three and more: the ends of their range."""
    if len(places) == 1:
        return finding(subject, places[0].top)
    if len([one for one in places if one.top.n]) < 2:
        return f"{capital(spelled(len(places)))} areas compared on “{subject.label}”"
    return f"On “{subject.label}”: {spread(places)}"


def pair_sentence(pair: Comparison) -> str:
    """One pair: both shares, and whether their gap could be chance or why that is not told."""
    left, right = pair.left.place, pair.right.place
    shares = f"{left.name} {_share(pair.left)} against {right.name} {_share(pair.right)}."
    if right == REST_OF_ENGLAND:
        shares += f" England contains {_itself(left.kind)}, so it is compared with the rest."
    return f"{shares} {pair_chance(pair)}"


def _itself(kind: str) -> str:
    return "these councils" if kind == "type" else "the region"


def pair_chance(pair: Comparison) -> str:
    silent = [one.place for one in (pair.left, pair.right) if one.n == 0]
    if silent:
        return f"No council {silent[0].within} answered, so there is no gap to tell."
    if overlap(pair.left.place, pair.right.place):
        return (
            "These two overlap: a council can be in both, so whether the gap could be chance "
            "cannot be told this way."
        )
    return chance_words(pair)
