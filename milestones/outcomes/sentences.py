"""What came of a forecast, in words: from the same values as its charts and tables."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from milestones.sentences import aim, share_told, shown_of
from ppf_site import words
from surveys.sentences import k_of_n, source_lines
from surveys.stats import Breakdown

from .ends import Ends, Paired, Sides
from .stats import CameAbout, InArea


def page_title(ends: Ends, answers: Sequence[CameAbout] | None, sides: Sequence[Breakdown]) -> str:
    """What came of the best forecast, else both ends beside each other."""
    top = answers[0] if answers else None
    if top is not None and top.told:
        return f"Of the {_said(top)}, {_did(top)} {what_was_met(ends)}"
    return beside_title(ends, sides)


def what_was_met(ends: Ends) -> str:
    """ "the 30% for users with ongoing support", to follow "met"; "it" without a number."""
    basis = ends.outcome.basis
    return (aim(ends.expectation.target_percent, basis) if basis else "") or f"it{ends.for_whom}"


def _said(top: CameAbout) -> str:
    who = "council" if top.told == 1 else "councils"
    return (
        f"{words.number(top.told)} {who} that said “{words.lower_first(top.label)}” and later "
        "reported"
    )


def _did(top: CameAbout) -> str:
    if top.met == top.told:
        return "all met" if top.told > 1 else "that one met"
    return f"{words.number(top.met) if top.met else 'none'} met"


def beside_title(ends: Ends, sides: Sequence[Breakdown]) -> str:
    """Of what is not paired: "104 of 150 councils forecast “very likely” in March 2010; in another
    survey in June 2010, 60% of middle managers in local authorities said “yes”"."""
    if len(sides) < 2:
        return ends.expectation.label
    before, after = sides
    first, second = (
        f"{release.round.reference_date:%B %Y}"
        for release in (ends.forecast_release, ends.outcome_release)
    )
    survey = "another survey in " if after.top.place.people else ""
    return (
        f"{_who(before)} forecast “{_answer(before)}” in {first}; in {survey}{second}, "
        f"{_who(after)} said “{_answer(after)}”{ends.for_whom}"
    )


def _answer(side: Breakdown) -> str:
    return words.lower_first(side.top.choice.label)


def _who(side: Breakdown) -> str:
    top = side.top
    if top.k is None or top.n is None:
        return f"{share_told(top)[0]} of {top.place.people or 'councils'}"
    return f"{words.number(top.k)} of {words.plural(top.n, 'council')}"


def summary(answers: Sequence[CameAbout], *, required: int) -> str:
    """Each forecast with what came of it."""
    parts = [
        f"of {words.number(each.councils)} “{words.lower_first(each.label)}” {_came_of(each)}"
        for each in answers
        if each.councils
    ]
    if not parts:
        return f"None of the {words.plural(required, 'council')} gave a forecast or an outcome."
    return f"Of {words.plural(required, 'council')}: {'; '.join(parts)}."


def _came_of(answer: CameAbout) -> str:
    """Of its councils: who met it, who did not, of whom it is not known; nobody left out."""
    if not answer.told:
        return "it is not known"
    met, did_not = (
        words.number(count) if count else "none" for count in (answer.met, answer.not_met)
    )
    told = [f"{met} met it", f"{did_not} did not"]
    if answer.not_known:
        told.append(f"of {words.number(answer.not_known)} it is not known")
    return words.join_words(told)


def of_none(k: int, n: int, none: str) -> str:
    """ "5 of 8 (63%)"; of nobody, in words."""
    return words.k_of_n(k, n) if n else none


def limits(found: Paired, sides: Sides) -> str:
    """What of it a reader does not see who sees England's forecasts alone, why, and who does."""
    together = "Forecasts that few councils gave are told together. " if found.is_merged else ""
    return (
        f"{together}What came of each forecast is shown for England only, not by region or council "
        "by council: a region has so few councils that it would tell what single ones had "
        "forecast. Councils, regions and their national bodies see it when they sign in."
        f"{_apart_below(sides)}"
    )


def _apart_below(sides: Sides) -> str:
    if any(len(breakdowns) < 2 for breakdowns in sides):
        return ""
    return " What each region forecast, and what it met, stand beside each other below."


def not_shown(told_on: str) -> str:
    """Why nothing is paired here: at all, or on this basis beside the one that it is told on."""
    if told_on:
        return (
            f"What came of each forecast is shown of {told_on} alone: few councils met it on one "
            "of the bases and not on the other, and both together would tell what each of them "
            "forecast. Both ends stand beside each other below."
        )
    return (
        "What came of each forecast is not shown: so few councils are behind some of them "
        "that it would tell what each said. Both ends stand beside each other below."
    )


def optimism_words(area: InArea) -> str:
    """Of the same councils: how many were sure, and how many did."""
    if area.optimism is None:
        return ""
    points = words.rounded(100 * area.optimism)
    who = "one council" if area.paired == 1 else words.plural(area.paired, "council")
    same = f"Of the {who} that answered both, "
    label = words.lower_first(area.top.label)
    sure = f"{words.k_of_n(area.top.told, area.paired)} had been “{label}”"
    did = f"{words.k_of_n(area.met, area.paired)} met it"
    return f"{same}{sure} and {did}: {optimism_label(points)}."


def optimism_of_reported(answers: Sequence[CameAbout]) -> str:
    """The same from what everybody is told of England alone: of those that gave a forecast and
    reported what came; where those without one are told together with others, of all that reported.
    Nothing where the best forecast is told together with another: not all of them were sure."""
    with_forecast = [each for each in answers if each.forecast is not None]
    told = sum(each.told for each in with_forecast)
    met = sum(each.met for each in with_forecast)
    if not told or with_forecast[0].is_merged:
        return ""
    top = with_forecast[0]
    who = "one council" if told == 1 else words.plural(told, "council")
    label = words.lower_first(top.label)
    sure = f"{words.k_of_n(top.told, told)} had been “{label}”"
    points = words.rounded(Fraction(100 * (top.told - met), told))
    did = f"{words.k_of_n(met, told)} met it"
    gave = "that gave a forecast and reported what came"
    if with_forecast[-1].has_without:
        gave = "that reported what came, with a forecast or without one"
    return f"Of the {who} {gave}, {sure} and {did}: {optimism_label(points)}."


def optimism_label(points: Decimal | None) -> str:
    if points is None:
        return "cannot be told"
    if not points:
        return "as many as were sure"
    side = "fewer" if points > 0 else "more"
    unit = "point" if abs(points) == 1 else "points"
    return f"{words.number(abs(points))} percentage {unit} {side} than were sure"


def end_words(ends: Ends, *, forecast: bool) -> str:
    """Where one end comes from: survey, day, who answered."""
    release = ends.forecast_release if forecast else ends.outcome_release
    round = release.round
    by = words.lower_first(round.respondents)
    return f"{round.title}, {words.day(round.reference_date)}. Answered by {by}."


def sources(ends: Ends) -> str:
    """Of what was forecast and of what came, the survey of each."""
    return source_lines([ends.forecast_release, ends.outcome_release])


def never_paired(sides: Sequence[Breakdown]) -> str:
    """Why totals of two surveys are side by side only."""
    if len(sides) < 2:
        return ""
    return (
        "These are two surveys, answered by different people, and of at least one only the totals "
        "are held: they stand beside each other and are not paired council by council."
    )


def end_cell(side: Breakdown | None) -> str:
    return k_of_n(side.top) if side is not None else "not told"


def regions_title(regions: Sequence[InArea]) -> str:
    """Where as many as were sure and those that met it were furthest apart, on either side;
    counts, as bases are small."""
    told = [area for area in regions if area.optimism is not None]
    if not told:
        return "No region’s forecasts can be held against outcomes"
    shown = shown_of(len(told), "region") if len(told) < len(regions) else ""
    widest = max(_gap(area) for area in told)
    if not widest:
        return _none_apart(told, len(regions))
    level = [area for area in told if _gap(area) == widest]
    if len(level) > 1:
        names = words.join_words([words.the(area.name) for area in level])
        points = words.number(words.rounded(100 * widest))
        return f"Furthest apart{shown} in {names}, by {points} percentage points each"
    [most] = level
    sure = f"{words.number(most.top.told)} of {words.number(most.paired)} were sure"
    return (
        f"Furthest apart{shown} in {words.the(most.name)}: {sure}, {words.number(most.met)} met it"
    )


def _none_apart(told: Sequence[InArea], every: int) -> str:
    if len(told) == every:
        return "In each region as many met it as were sure"
    names = words.join_words([words.the(area.name) for area in told])
    which = "the one region" if len(told) == 1 else f"the {words.number(len(told))} regions"
    return f"As many met it as were sure in {names}, {which} of {every} that can be told"


def _gap(area: InArea) -> float:
    return round(abs(area.optimism or 0), 9)
