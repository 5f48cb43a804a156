"""Importing published totals of a round that is known by nothing else, each with its source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from ppf_site import words
from ppf_site.refused import Refused
from ppf_site.table_files import FileTable
from surveys.models import Round, Total
from surveys.past.doubts import doubts_of, left_out
from surveys.past.plan import CellKind
from surveys.past.totals import TotalLine, TotalsPlan, plan_of
from surveys.past.totals_columns import questions_of, slots_of

NUMBERS = ("k", "n", "percent", "value", "qualifier")


@dataclass(frozen=True, slots=True)
class ImportedTotals:
    """How many came in, and what of the file is left."""

    totals: int
    left: TotalsPlan


@transaction.atomic
def import_totals(
    *,
    round: Round,
    table: FileTable,
    matching: Mapping[str, str],
    source: str,
    url: str,
    decided: Mapping[str, str],
    replace: bool = False,
) -> ImportedTotals:
    """Those that are new, with what the person decided, and of what is doubted what they take;
    with `replace` also those that differ from what is there. Twice is once. Raises Refused where
    the round has answers of councils."""
    locked = Round.objects.select_for_update(of=["self"]).get(pk=round.pk)
    if not locked.is_totals_only:
        raise Refused("This round has councils’ answers: its figures are worked out from them.")
    slots = slots_of(questions_of(locked))
    plan = plan_of(locked, table, matching, slots)
    kinds = {CellKind.NEW, *([CellKind.CHANGED] if replace else [])}
    lines = plan.decided(decided)
    left = left_out(doubts_of(lines, plan.there), decided)
    taken = [line for line in lines if line.kind in kinds and line not in left]
    _refuse_more_than_the_base(taken)
    for line in taken:
        _save(locked, line, source, url)
    return ImportedTotals(len(taken), plan_of(locked, table, matching, slots))


def _refuse_more_than_the_base(lines: Iterable[TotalLine]) -> None:
    """What no cell alone shows: a base that was decided is less than its part."""
    for line in lines:
        k, n = line.total.k, line.total.n
        if k is not None and n is not None and k > n:
            raise Refused(
                f"Cell {line.place}: {words.plural(k, 'council')} are more than the "
                f"{words.number(n)} that answered, by what you chose. Choose otherwise, or put the "
                "file right."
            )


def _save(round: Round, line: TotalLine, source: str, url: str) -> None:
    """In the place of the one that is there, whose history keeps it."""
    total = line.there or Total(
        round=round,
        area=line.total.area,
        question=line.total.question,
        option=line.total.option,
    )
    for name in NUMBERS:
        setattr(total, name, getattr(line.total, name))
    total.source, total.url = source, url
    total.save()
