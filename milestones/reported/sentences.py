"""What sources reported at the time, in words, beside what the held data gives."""

from milestones.models import ReportedFigure
from ppf_site import words
from surveys.sentences_values import RATIO, in_its_words, published_percent

# What the list of reported figures says where the source added no word to its number.
PLAIN = "exactly"


def own_words(reported: ReportedFigure) -> str:
    """What the source said around its number, or instead of one."""
    return "" if reported.qualifier == PLAIN else reported.qualifier


def is_read_from_words(reported: ReportedFigure) -> bool:
    """Whether nobody printed the percentage: it is read from the source’s words."""
    return reported.numerator is None and bool(RATIO.search(own_words(reported)))


def reported_words(reported: ReportedFigure) -> str:
    """What the source printed: its numbers, and its own words around them as such."""
    own = own_words(reported)
    if reported.numerator is not None:
        told = words.number(reported.numerator)
        if reported.denominator is not None:
            told = f"{told} of {words.number(reported.denominator)}"
        if reported.percent is not None:
            told = f"{told} ({published_percent(reported.percent)})"
        return f"{told}{in_its_words(own)}"
    if reported.percent is None:
        if any(character.isdigit() for character in own):
            return own  # years, or a range: printed, and no number to compare
        return f"In words only: {own}" if own else "No number was printed"
    if is_read_from_words(reported):
        return f"In words only: {own}, read as {published_percent(reported.percent)}"
    return f"{published_percent(reported.percent)}{in_its_words(own)}"


def reported_title(agree: int, compared: int) -> str:
    if not compared:
        return "No reported figure can be compared yet"
    if compared == 1:
        told = "agrees with" if agree else "differs from"
        return f"The one reported figure that can be compared {told} the held data"
    if agree == compared:
        return f"All {compared} reported figures that can be compared agree with the held data"
    if not agree:
        return f"None of the {compared} reported figures agrees with the held data"
    verb = "agrees" if agree == 1 else "agree"
    return f"{agree} of {compared} reported figures {verb} with the held data"


def differences_sentence(explained: int, unexplained: int) -> str:
    """How many reported figures differ, and why where that is known; empty if none does."""
    told = []
    if explained:
        told.append(
            f"{_differ(explained)} because the sources themselves disagree; each is kept as its "
            "source gave it and none is averaged."
        )
    if unexplained:
        told.append(f"{_differ(unexplained)} from the held data.")
    return " ".join(told)


def _differ(count: int) -> str:
    return f"{words.number(count)} {'differs' if count == 1 else 'differ'}"
