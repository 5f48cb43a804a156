"""Values of an uploaded return that look odd, by the round's checks on what would be saved."""

import datetime
from collections.abc import Iterable, Iterator, Mapping

from ppf_site import words
from ppf_site.workbooks import SheetCell
from surveys.answers.check_context import check_context, rule_of
from surveys.answers.checks import look
from surveys.models import Answer, Check, Return
from surveys.models.answers import columns_of

from .plan import FileLine, LineKind, Odd, UploadPlan
from .upload import ParsedFile

# 2026 typed into a cell for dates is a day in 1905 to a spreadsheet program.
EARLIEST = datetime.date(1950, 1, 1)


def odd_values(
    return_of: Return, plan: UploadPlan, answers: Mapping[int, Answer], parsed: ParsedFile
) -> list[Odd]:
    """Of the answers that the file would bring, a clash taken from the file included."""
    kinds = (LineKind.NEW, LineKind.CHANGED, LineKind.CLASH, LineKind.ASKED)
    lines = {
        line.question.pk: line
        for line in plan.of_kind(*kinds)
        if line.kind is not LineKind.ASKED or len(line.meanings) == 1
    }
    if not lines:
        return []
    checks = list(
        Check.objects.filter(round=return_of.round_id)
        .touching(lines)
        .select_related("question__scale", "question__section")
        .prefetch_related("others", "question__scale__options")
    )
    new = {key: _as_answer(return_of, line) for key, line in lines.items()}
    # The same rules and the same numbers as after saving, with the file's answers in their place.
    rules = [rule_of(check, check.others.all()) for check in checks]
    context = check_context(return_of, rules, {**answers, **new})
    places = {line.question.pk: line.place for line in plan.lines}
    found = []
    for each, rule in zip(checks, rules, strict=True):
        told = look(rule, context)
        if told is not None:
            place = places.get(each.question_id, "")
            found.append(Odd(place, each.question, told.message, each.is_hard))
    return [*_misread(lines.values(), parsed), *found]


def _as_answer(return_of: Return, line: FileLine) -> Answer:
    """The answer as it would be saved; it never is."""
    return Answer(return_of=return_of, question=line.question, **columns_of(line.value))


def _misread(lines: Iterable[FileLine], parsed: ParsedFile) -> Iterator[Odd]:
    """What a spreadsheet program may have made of something else that was typed."""
    for line in lines:
        rows = parsed.rows.get((line.question.key, ""), [])
        message = _what_was_meant(line, rows[0].answer) if rows else ""
        if message:
            yield Odd(line.place, line.question, message)


def _what_was_meant(line: FileLine, cell: SheetCell) -> str:
    date = line.value.date
    if date and date < EARLIEST and not isinstance(cell.value, str):
        return (
            f"The cell holds {words.day(date)}. If you typed only a year or a number, enter day, "
            "month and year, such as 31 March 2026."
        )
    return ""
