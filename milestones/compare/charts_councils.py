"""Charts of councils alone: what each answered, in its place on the scale."""

from collections.abc import Sequence

from milestones.charts import CouncilSaid
from milestones.moving.courses import InRound
from ppf_site.charts.bars import BarOption
from ppf_site.charts.chart import Chart
from ppf_site.charts.placed import PlacedRow, RoundCell, placed, round_by_round
from surveys.models import ReleasedReturn
from surveys.stats import Choice

from .rounds import OverRounds
from .sentences_rounds import chart_title, month_or_round, summary

NAMED, NOT_NAMED = Choice("named", "Named it", 2), Choice("not-named", "Did not name it", 0)


def about_one(
    councils: Sequence[CouncilSaid], rows: Sequence[ReleasedReturn], answer: Choice
) -> list[CouncilSaid]:
    """Of several answers that each gave, whether it gave that one."""
    found = []
    for council, row in zip(councils, rows, strict=True):
        choice = NAMED if answer.key in (row.choices or ()) else NOT_NAMED
        told = CouncilSaid(council.name, choice.label, choice)
        found.append(told if row.choices else council)
    return found


def answers(
    councils: Sequence[CouncilSaid],
    choices: Sequence[Choice],
    *,
    title: str,
    summary: str,
    source: str,
    page: str,
    subject: str,
    is_withheld: bool,
) -> Chart | None:
    """A council a row, the best answer first. None where no council gave one, or answers are not
    better and worse."""
    if not _is_scale(choices) or not any(council.choice for council in councils):
        return None
    held = sorted(councils, key=lambda each: -each.choice.tone if each.choice else float("inf"))
    rows = [
        PlacedRow(each.name, [each.choice.key] if each.choice else [], each.said) for each in held
    ]
    bars = placed(rows, _options(choices))
    table = "table-answers-by-council"
    return Chart("councils", title, summary, source, bars, table, page, subject, is_withheld)


def over_rounds(over: OverRounds, *, source: str, page: str) -> Chart | None:
    """A council a row, a round a column. None where none gave an answer that is better or worse
    than another."""
    over = over.of_councils
    rows = {area.name: [_cell(step) for step in course.steps] for area, course in over.told}
    tones = {option.tone for cells in rows.values() for cell in cells for option in cell.chosen}
    if not tones - {0}:
        return None
    bars = round_by_round(rows, [month_or_round(over, step) for step in over.steps])
    title, told = chart_title(over), summary(over)
    return Chart("councils", title, told, source, bars, "table-rounds", page)


def _cell(step: InRound) -> RoundCell:
    readings = step.answers.readings if step.answers else ()
    return RoundCell(_options([each.choice for each in readings if each.k]), step.said)


def _is_scale(choices: Sequence[Choice]) -> bool:
    return len(choices) > 1 and len({choice.tone for choice in choices}) > 1


def _options(choices: Sequence[Choice]) -> list[BarOption]:
    return [BarOption(choice.key, choice.label, choice.tone) for choice in choices]
