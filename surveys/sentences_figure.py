"""What one figure's number is of, in a sentence that begins with the number."""

import re

from ppf_site import words

from .releases.results import QuestionResult
from .releases.shown import ShownFigure
from .sentences import figure_title, k_of_n
from .sentences_values import result_words, value_words
from .stats import Reading

# "Share of users with ongoing support who have a personal budget", "of posts that were vacant".
SHARE = re.compile(r"Share of (?P<whom>.+?) (?:who|that) (?P<do>.+)")


def figure_heading(
    figure: ShownFigure, reading: Reading | None, result: QuestionResult | None
) -> str:
    """`reading` is of a count of its base, `result` of what the numbers of an area come to."""
    if reading is not None:
        return _of_reading(figure, reading)
    pooled = rate_heading(figure, result)
    total = result_words(result) if result else ""
    if pooled or total:
        return pooled or f"{total}: {_about(figure)}"
    if figure.n is None:
        return f"Not shown: {figure_title(figure)}"
    return f"{figure.n} of {figure.required} councils gave a value: {figure_title(figure)}"


def _of_reading(figure: ShownFigure, reading: Reading) -> str:
    told, question, option = k_of_n(reading), figure.question, figure.option
    if reading.share is None and reading.published is None:
        return f"{words.capital(told)}: {figure_title(figure)}"
    if question is None or option is None:
        return f"{told} returns were received: {figure.area.name}"
    # What was worked out, such as who is at a target, nobody answered.
    said = "count as" if question.derivation else "answered"
    return f"{told} {said} “{option.label}”: {question.short_text}, {figure.area.name}"


def rate_heading(figure: ShownFigure, result: QuestionResult | None) -> str:
    """ "35.0% of users with ongoing support have a personal budget, all counted together: England";
    "" of what is no rate."""
    amount = result.amount if result else None
    if figure.question is None or amount is None or amount.pooled is None:
        return ""
    said = value_words(figure.question, amount.pooled, blurred=amount.is_rounded)
    told = SHARE.fullmatch(figure.question.text)
    if told:
        return f"{said} of {told['whom']} {told['do']}, all counted together: {figure.area.name}"
    return f"{said}, all counted together: {_about(figure)}"


def _about(figure: ShownFigure) -> str:
    asked = figure.question.short_text if figure.question else ""
    return f"{asked}, {figure.area.name}"
