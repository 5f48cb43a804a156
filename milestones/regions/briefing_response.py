"""Who answered the surveys that a briefing tells of, and who did not."""

from milestones.measures import sentences as sentences_measure
from ppf_site import words
from surveys.models import Release
from surveys.stats import Base

from .briefed import BriefingFigures


def response_of(held: BriefingFigures) -> str:
    """Of each survey that it is about, the earliest first; each with its month, where there are
    several."""
    every = [each for each in held.told if each in held.surveys]
    told = {release: said for release in every if (said := _of_survey(held, release))}
    if not told:
        return "Which councils of the region answered is not known."
    if len(every) == 1:
        return words.capital(next(iter(told.values())))
    return " ".join(
        f"{release.round.reference_date:%B %Y}: {said}" for release, said in told.items()
    )


def _of_survey(held: BriefingFigures, release: Release) -> str:
    if release == held.foretold:
        return _foretold(held)
    main = held.glance.main
    amount = main[1].amounts.get(held.slug) if main else None
    if main is None or amount is None or main[1].release != release:
        return ""
    return _counted(held, amount.base, is_first=held.foretold is None)


def _foretold(held: BriefingFigures) -> str:
    answered = held.answered
    if answered is None or answered.k is None:
        return "which councils of the region answered is not known."
    return f"{words.count_of(answered.k, answered.n or 0, f'{held.name} council')} answered."


def _counted(held: BriefingFigures, base: Base, *, is_first: bool) -> str:
    if base.n is None or base.required is None:
        return "how many of its councils gave the numbers is not known."
    whose = f"{held.name} council" if is_first else ""
    told = (
        words.count_of(base.n, base.required, whose)
        if whose
        else f"{words.number(base.n)} of {words.number(base.required)}"
    )
    silent = sentences_measure.without_counts(held.silent)
    return f"{told} gave the numbers{f'; {silent}' if silent else ''}."
