"""What a board of returns says first, from the counts that it shows."""

from .stats import RegionProgress


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


def _are(count: int) -> str:
    return f"{count} {'is' if count == 1 else 'are'}"
