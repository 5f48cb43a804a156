"""Compiling a release: copy the signed-off answers, work out every figure, in one transaction.

All of it is set-based SQL: one statement a kind of figure, whatever the number of councils.
`tests/surveys/releases/slow_twin.py` works out the same figures one council at a time.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from councils.models import Council, User
from ppf_site import words
from surveys.models import Release, ReleasedReturn, Round

from .copying import COPY_ANSWERS, WORK_OUT_BANDS, WORK_OUT_RATES, WORK_OUT_TALLIES
from .counting import BASE_FIGURES, COPY_TOTALS, GROSS_UP, OPTION_FIGURES, RESPONSE_FIGURES
from .editions import objections_to, seal
from .withholding import withhold

FROM_ANSWERS = [
    COPY_ANSWERS,
    # Else the planner takes the rows just copied for none, and loops over them.
    "ANALYZE surveys_releasedreturn, surveys_releasedanswer",
    WORK_OUT_RATES,
    WORK_OUT_BANDS,
    WORK_OUT_TALLIES,
    RESPONSE_FIGURES,
    BASE_FIGURES,
    OPTION_FIGURES,
    GROSS_UP,
]
FROM_TOTALS = [COPY_TOTALS]


class CannotCompileError(Exception):
    """A release that would say nothing, or less than it should; or a correction without a note."""


class LeftOutError(CannotCompileError):
    """Councils that the last release counts would count as silent in this one."""

    def __init__(self, councils: Sequence[Council]) -> None:
        self.councils = councils
        names = words.join_words([council.name for council in councils])
        are = "is" if len(councils) == 1 else "are"
        super().__init__(
            f"{names} {are} in the last release, but the return has been reopened and no signed "
            "version of it is held here. Wait until it is signed, or leave it out."
        )


def problems_of(round: Round) -> list[str]:
    """What keeps the round from being compiled, whatever is said about it, in sentences."""
    if round.is_draft:
        return ["This round is a draft. Open it first."]
    if not round.is_totals_only and not round.returns.standing().exists():
        return ["No return of this round has been signed yet."]
    return objections_to(round)


@transaction.atomic
def compile_release(
    *, round: Round, by: User | None = None, note: str = "", leave_out: bool = False
) -> Release:
    """The round's next release, in preview: nobody but analysts sees it until it is moved on.

    Raises CannotCompileError with the reason; LeftOutError unless councils may be left out.
    """
    locked, last = _locked(round)
    problems = problems_of(locked)
    if problems:
        raise CannotCompileError(" ".join(problems))
    if last and not note.strip():
        raise CannotCompileError("Say what the correction changes and why.")
    lost = [] if leave_out else list(_lost_since_last(locked))
    if lost:
        raise LeftOutError(lost)
    release = _counted(locked, number=last + 1, note=note.strip())
    withhold(release)
    release.compiled_at = timezone.now()
    release.compiled_by = by
    release.save(update_fields=["compiled_at", "compiled_by", "changes", "tells_few"])
    return release


@contextmanager
def next_release(round: Round) -> Iterator[Release]:
    """As it would be if it were compiled now, for as long as this lasts: it is taken back at the
    end. Nothing of it is hidden, so it is for those who see all."""
    with transaction.atomic():
        locked, last = _locked(round)
        yield _counted(locked, number=last + 1, note=NOT_YET)
        transaction.set_rollback(True)


def _locked(round: Round) -> tuple[Round, int]:
    """The round, held until the transaction ends, and the number of its last release: two that
    are compiled at once would have the same one."""
    locked = Round.objects.select_for_update().get(pk=round.pk)
    return locked, locked.releases.aggregate(last=Max("number"))["last"] or 0


NOT_YET = "It has not been compiled yet."


def _counted(round: Round, *, number: int, note: str) -> Release:
    """With its answers, figures and words. It is not compiled before what is hidden is found."""
    release = Release.objects.create(
        round=round,
        number=number,
        note=note,
        names_councils=round.names_councils,
        discloses_small_counts=round.discloses_small_counts,
        publishes_unanimous=round.publishes_unanimous,
    )
    _copy_and_count(release)
    seal(release)
    return release


def _copy_and_count(release: Release) -> None:
    with connection.cursor() as cursor:
        for statement in FROM_TOTALS if release.round.is_totals_only else FROM_ANSWERS:
            cursor.execute(statement, parameters_of(release))


def parameters_of(release: Release) -> dict[str, Any]:
    round = release.round
    return {"release": release.pk, "round": round.pk, "day": round.reference_date}


def _lost_since_last(round: Round) -> QuerySet[Council]:
    """Councils that the last release counts, and that no longer have a signed version."""
    last = round.releases.order_by("-number").first()
    counted = ReleasedReturn.objects.filter(release=last, is_answered=True)
    silent = round.returns.asked().exclude(pk__in=round.returns.standing())
    return Council.objects.filter(pk__in=counted.values("council"), returns__in=silent).order_by(
        "name"
    )
