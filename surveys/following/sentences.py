"""What a board of returns says first, from the counts that it shows."""

from collections.abc import Sequence

from ppf_site import words

from .stats import RegionProgress, ResponseCurve


def board_title(whole: RegionProgress) -> str:
    """ "36 of 153 returns are signed; 12 are overdue"; before any is, how many are not begun."""
    if whole.required == 0:
        return "No return is required"
    if whole.signed == whole.required > 1:
        return f"All {whole.required} returns are signed"
    are = "return is" if whole.required == 1 else "returns are"
    signed = f"{whole.signed} of {whole.required} {are} signed"
    if whole.overdue:
        return f"{signed}; {_are(whole.overdue)} overdue"
    if whole.not_started:
        have = "has" if whole.not_started == 1 else "have"
        return f"{signed}; {whole.not_started} {have} not started"
    return signed


def imported_title(whole: RegionProgress) -> str:
    """Of a round that was imported: "8 of 152 returns are in the file; 144 are not"."""
    if whole.required == 0:
        return "No return is required"
    missing = whole.required - whole.signed
    if not missing:
        every = f"All {whole.required} returns are"
        return f"{every if whole.required > 1 else 'Its one return is'} in the file"
    are = "return is" if whole.required == 1 else "returns are"
    return f"{whole.signed} of {whole.required} {are} in the file; {_are(missing)} not"


def _are(count: int) -> str:
    return f"{count} {'is' if count == 1 else 'are'}"


def curve_title(curves: Sequence[ResponseCurve]) -> str:
    """How far it is, and whether the last round was further by the same day."""
    now, *earlier = curves
    far = f"{words.k_of_n(now.signed_by(now.last), now.required)} signed by {_day(now.last)}"
    if not earlier:
        return far
    then = earlier[0]
    day = min(now.last, then.last)
    here, there = now.share_by(day), then.share_by(day)
    if words.rounded(here) == words.rounded(there):
        return f"{far}: as many as in {then.name}"
    return f"{far}: {'more' if here > there else 'fewer'} than in {then.name}"


def curve_summary(curves: Sequence[ResponseCurve]) -> str:
    told = [
        f"{curve.name}: {words.k_of_n(curve.signed_by(curve.last), curve.required)} signed by "
        f"{_day(curve.last)}"
        for curve in curves
    ]
    return f"{'; '.join(told)}."


def _day(number: int) -> str:
    return f"day {number}"
