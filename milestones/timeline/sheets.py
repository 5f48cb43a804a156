"""A programme's expectations as files: what was foretold of each, and what came or was counted."""

from collections.abc import Iterator, Sequence

from ppf_site.spreadsheets import Cell, Sheet
from surveys.models import Release
from surveys.sentences import source_line
from surveys.sentences_values import not_shown
from surveys.stats import Amount, Reading

from .due import Came, DueRow, TimeLine
from .told_instead import Instead


def every_sheet(lines: Sequence[TimeLine]) -> Sheet:
    header = ["Programme", "Milestone", "Expectation", "What each council should have done"]
    told = ["Answer", "Round", "k", "n", "Share", "Round before", "k before", "n before"]
    beside = ["Share before", "As the source has it", "Not shown"]
    return Sheet(
        name="expectations",
        title="Every expectation, by programme",
        header=[*header, "Due", "Target", *told, *beside],
        rows=[
            [
                *(line.programme.title, row.expectation.milestone.title, row.expectation.label),
                *(row.expectation.text, row.expectation.due_on, row.expectation.target_percent),
                *_told(row),
            ]
            for line in lines
            for row in line.rows
        ],
    )


def _told(row: DueRow) -> list[Cell]:
    said, before = row.said, row.before
    rounds = [step.release.round.title for step in row.course.joined] if row.course else []
    last: list[Cell] = [None] * 5
    earlier: list[Cell] = [None] * 4
    if said:
        last = [said.choice.label, rounds[-1], said.k, said.n, said.share]
    if before:
        earlier = [rounds[-2], before.k, before.n, before.share]
    return [*last, *earlier, *(_beside(said) if said else [None, None])]


def _beside(told: Reading | Amount) -> list[Cell]:
    """What its page says around a number, and in place of one that this reader does not see."""
    because = told.withheld or (told.hides_quartiles if isinstance(told, Amount) else "")
    return [told.qualifier or None, not_shown(because) if because else None]


def came_sheet(lines: Sequence[TimeLine]) -> Sheet:
    """What came of what was foretold, then what came or was counted of what was not: each in the
    last round that tells it."""
    header = ["Programme", "Expectation", "Told", "Of", "Round", "Reference date", "Answer"]
    numbers = ["k", "n", "Share", "Rate, per cent", "Typical council"]
    return Sheet(
        name="came",
        title="What came, or was counted, of each expectation",
        header=[*header, *numbers, "As the source has it", "Not shown", "Source"],
        rows=[
            [line.programme.title, *row]
            for line in lines
            for row in (*map(_came, line.came), *_instead_of_all(line.rows))
        ],
    )


def _came(came: Came) -> list[Cell]:
    of = came.said.place.people or came.base
    return _row(came.expectation.label, "What came", of, came.step.release, said=came.said)


def _instead_of_all(rows: Sequence[DueRow]) -> Iterator[list[Cell]]:
    return (_instead(row.expectation.label, told) for row in rows for told in row.instead)


def _instead(label: str, told: Instead) -> list[Cell]:
    said = told.step.answers.top if told.step.answers else None
    what, of = told.about or "What came", told.basis
    return _row(label, what, of, told.release, said=said, amount=told.step.amount)


def _row(
    label: str,
    what: str,
    of: str,
    release: Release,
    *,
    said: Reading | None = None,
    amount: Amount | None = None,
) -> list[Cell]:
    round, base = release.round, amount.base.n if amount else None
    answer: list[Cell] = [None, None, base, None]
    if said is not None:
        answer = [said.choice.label, said.k, said.n, said.share]
    rate = typical = None
    if amount is not None:
        rate = amount.published if amount.published is not None else amount.pooled
        typical = amount.typical
    told = said or amount
    beside: list[Cell] = _beside(told) if told else [None, None]
    about: list[Cell] = [label, what, of, round.title, round.reference_date]
    return [*about, *answer, rate, typical, *beside, source_line(release)]
