"""What is in the way, in words: from the same values as the charts and the tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from milestones.sentences import better_answers, is_likelihood, shown_of, spelled
from ppf_site import words
from surveys.ranked.named import Ranked
from surveys.ranked.sentences import most_named
from surveys.stats import Breakdown, Choice, Reading

from .stats import Crossed


@dataclass(frozen=True, slots=True)
class SideNames:
    """What the councils on either side of the scale are called: "likely to", "not likely to",
    whether or not those that said nothing are among these."""

    likely: str
    unlikely: str

    @classmethod
    def of(cls, scale: Breakdown, short_text: str, *, with_silent: bool) -> "SideNames":
        if is_likelihood(scale.top):
            return cls(
                f"likely to {short_text}", f"{_others(with_silent=with_silent)} to {short_text}"
            )
        ordered = sorted(scale.readings, key=lambda reading: -reading.choice.tone)
        good, bad = (
            [reading.choice for reading in ordered if reading.choice.tone * sign > 0]
            for sign in (1, -1)
        )
        other = f"that did not say {_said(good)}" if with_silent else f"that said {_said(bad)}"
        return cls(f"that said {_said(good)}", other)


def _said(choices: Sequence[Choice]) -> str:
    if len(choices) == 1:
        return f"“{words.lower_first(choices[0].label)}”"
    return f"“{words.lower_first(better_answers(choices))}”"


def which_answers(scale: Breakdown, *, with_silent: bool) -> str:
    """Which answers are on which side: "“Likely” is very or fairly likely; ..."."""
    if not is_likelihood(scale.top):
        return ""
    ordered = sorted(scale.readings, key=lambda reading: -reading.choice.tone)
    good, bad = (
        [reading.choice for reading in ordered if reading.choice.tone * sign > 0]
        for sign in (1, -1)
    )
    if not good or not bad:
        return ""
    likely, unlikely = (better_answers(side) or side[0].label for side in (good, bad))
    rest = ", or no answer to that" if with_silent else ""
    others = f"“{_others(with_silent=with_silent)}” is {words.lower_first(unlikely)}{rest}"
    return f"“Likely” is {words.lower_first(likely)}; {others}."


def _others(*, with_silent: bool) -> str:
    """Who gave no answer is not said to be unlikely."""
    return "not counted as likely" if with_silent else "not likely"


def page_title(crossed: Crossed | None, names: SideNames | None, found: Ranked, label: str) -> str:
    """What the unlikely named most, and how many of the likely did; else what most named."""
    if crossed is not None and names is not None and crossed.shows:
        told = _crossed(crossed, names, found.ranked)
        if told:
            return told
    named = most_named(found.ranked, is_any=found.is_any)
    return named or f"Nobody said what is in the way of “{label}”"


def _crossed(crossed: Crossed, names: SideNames, ranked: Sequence[Reading]) -> str:
    order = most_first(crossed, ranked)
    if not order:
        return ""
    first = order[0]
    k = crossed.unlikely.named[first.choice.key] or 0
    level = [each for each in order if crossed.unlikely.named[each.choice.key] == k]
    who = f"Of the {_councils(crossed.unlikely.n, names.unlikely)}"
    if not k:
        return f"{who}, none named a barrier{_of_those_shown(crossed, ranked)}"
    most = _among_those_shown(len(level), crossed, ranked)
    if len(level) > 1:
        named = words.join_words([f"“{each.choice.label}”" for each in level])
        return f"{who}, {words.number(k)} named {named} each{most}"
    likely = crossed.likely.named[first.choice.key] or 0
    return (
        f"{who}, {_count(k, crossed.unlikely.n)} named “{first.choice.label}”{most}; of the "
        f"{words.number(crossed.likely.n)} {_briefly(names.likely)}, "
        f"{_count(likely, crossed.likely.n)} did"
    )


def _councils(n: int, name: str) -> str:
    """ "33 councils not likely to save"."""
    return f"{words.plural(n, 'council')} {name}"


def _briefly(name: str) -> str:
    """ "likely" where to what end stands over the title."""
    return name.partition(" to ")[0]


def _count(k: int, n: int) -> str:
    return "all" if k == n and n > 1 else words.number(k) if k else "none"


def most_first(crossed: Crossed, ranked: Sequence[Reading]) -> list[Reading]:
    """The barriers that are told on both sides, what the unlikely named most first."""
    told = [reading for reading in ranked if crossed.told(reading.choice.key)]
    return unlikely_first(crossed, told)


def unlikely_first(crossed: Crossed, ranked: Sequence[Reading]) -> list[Reading]:
    """What the unlikely named most first; of a tie, what all named most."""
    return sorted(ranked, key=lambda each: -(crossed.unlikely.named.get(each.choice.key) or 0))


def hidden_of(crossed: Crossed, ranked: Sequence[Reading]) -> list[Reading]:
    """The barriers that are not told on both sides: any of them may have been named more."""
    return [each for each in ranked if not crossed.told(each.choice.key)]


def _of_those_shown(crossed: Crossed, ranked: Sequence[Reading]) -> str:
    hidden = hidden_of(crossed, ranked)
    return shown_of(len(ranked) - len(hidden), "barrier") if hidden else ""


def _among_those_shown(level: int, crossed: Crossed, ranked: Sequence[Reading]) -> str:
    """ ", the most of the four barriers shown": of a superlative where some are hidden. Nothing is
    the most where all that is shown is `level`."""
    hidden = hidden_of(crossed, ranked)
    if not hidden:
        return ""
    shown = len(ranked) - len(hidden)
    if level < shown:
        return f", the most{shown_of(shown, 'barrier')}"
    return (
        ", the only barrier shown" if shown == 1 else f", the only {spelled(shown)} barriers shown"
    )


def hidden_words(crossed: Crossed, ranked: Sequence[Reading]) -> str:
    """Which barriers are left out of the chart, and what that means for the first of it."""
    hidden = [f"“{each.choice.label}”" for each in hidden_of(crossed, ranked)]
    if not hidden:
        return ""
    either = "It" if len(hidden) == 1 else "Each of these"
    return (
        f"Not in this chart, because too few councils are behind one of its counts: "
        f"{words.join_words(hidden)}. {either} may have been named more often than those shown."
    )


def crossed_title(crossed: Crossed, names: SideNames, ranked: Sequence[Reading]) -> str:
    """What the unlikely named most, of either side."""
    order = most_first(crossed, ranked)
    first = order[0].choice
    sides = (crossed.unlikely, crossed.likely)
    if not any(side.named[each.choice.key] for each in order for side in sides):
        return f"No council on either side named a barrier{_of_those_shown(crossed, ranked)}"
    told = [
        f"{words.k_of_n(side.named[first.key] or 0, side.n)} {name.partition(' to ')[0]}"
        for side, name in ((crossed.unlikely, names.unlikely), (crossed.likely, names.likely))
    ]
    k = crossed.unlikely.named[first.key]
    level = [each for each in order if crossed.unlikely.named[each.choice.key] == k]
    most = _among_those_shown(len(level), crossed, ranked)
    if len(level) > 1:
        named = words.join_words([f"“{each.choice.label}”" for each in level])
        return f"{named} were named by {told[0]} each{most}"
    return f"“{first.label}” was named by {' and '.join(told)}{most}"


def crossed_summary(crossed: Crossed, ranked: Sequence[Reading]) -> str:
    """Of the unlikely and the likely, barrier by barrier."""
    told = []
    for each in most_first(crossed, ranked):
        sides = [
            words.k_of_n(side.named[each.choice.key] or 0, side.n)
            for side in (crossed.unlikely, crossed.likely)
        ]
        told.append(f"{each.choice.label}, {' against '.join(sides)}")
    return f"{'; '.join(told)}. {hidden_words(crossed, ranked)}".strip()


def blank_words(crossed: Crossed) -> str:
    """Who is among the councils and named nothing because they left the question blank."""
    blank = crossed.likely.blank + crossed.unlikely.blank
    if not blank:
        return ""
    return f"{words.plural(blank, 'council')} of these left the question on barriers blank."


NOT_CROSSED = (
    "What the likely and the unlikely named is not shown here: so few councils are behind some of "
    "it that it would tell what each said. Councils, regions and their national bodies see it "
    "when they sign in."
)
