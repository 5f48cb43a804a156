"""The steps that fill an empty database with the demonstration. Each is done once."""

import datetime
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from councils.models import Council
from milestones.models import Programme, ReportedFigure
from surveys.actions.checking import refresh_findings
from surveys.imports import save
from surveys.models import Finding, Release, Return, Round
from surveys.releases import compile_release

from .build import LONDON, definition, historical_rounds
from .latent import Register
from .people import have_people, save_people
from .rounds import HISTORICAL, OPEN_ROUND, TOTALS_ONLY
from .today import open_round


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    is_done: Callable[[], bool]
    run: Callable[[], None]


def steps() -> list[Step]:
    return [
        Step("Register of councils", Council.objects.exists, _command("load_councils")),
        Step("Rounds with councils’ answers", _have([one.slug for one in HISTORICAL]), _history),
        Step("Rounds known as totals", _have(list(TOTALS_ONLY)), _totals),
        Step("The open round", _have([OPEN_ROUND]), _open),
        Step("Programme and milestones", Programme.objects.exists, _command("load_programme")),
        Step("Reported figures", ReportedFigure.objects.exists, _command("load_reported")),
        Step("People to try it as", have_people, save_people),
        Step("Releases", _have_releases, _releases),
        Step("Checks of the open round", Finding.objects.exists, _checks),
    ]


def load() -> Iterator[str]:
    """Does what is not there yet, each step whole or not at all, and tells of each."""
    for step in steps():
        if step.is_done():
            continue
        with transaction.atomic():
            step.run()
        yield step.title


def _command(name: str) -> Callable[[], None]:
    def run() -> None:
        call_command(name, stdout=io.StringIO())

    return run


def _have(slugs: list[str]) -> Callable[[], bool]:
    return lambda: Round.objects.filter(slug__in=slugs).count() == len(slugs)


def _history() -> None:
    for file in historical_rounds(Register.load()):
        save(file)


def _totals() -> None:
    for slug in TOTALS_ONLY:
        save(definition(slug))


def _open() -> None:
    save(open_round(Register.load(), timezone.localdate()))


def _published() -> dict[str, str]:
    return {**{one.slug: one.published for one in HISTORICAL}, **TOTALS_ONLY}


def _have_releases() -> bool:
    return Release.objects.filter(round__slug__in=_published()).count() >= len(_published())


def _releases() -> None:
    """Public from the morning on which the figures were first printed."""
    for slug, day in _published().items():
        round = Round.objects.get(slug=slug)
        if not round.releases.exists():
            morning = datetime.datetime.combine(
                datetime.date.fromisoformat(day), datetime.time(9, 30), tzinfo=LONDON
            )
            compile_release(round=round).move_to("public", at=morning)


def _checks() -> None:
    """What the checks say of returns under way; those handed over have been explained."""
    under_way = [Return.State.IN_PROGRESS, Return.State.TO_SIGN]
    for one in Return.objects.filter(round__slug=OPEN_ROUND, state__in=under_way).select_related(
        "round", "council"
    ):
        refresh_findings(one)
    Finding.objects.soft().filter(return_of__state=Return.State.TO_SIGN).update(
        explanation="Checked against our records: the number is right.",
        explained_at=timezone.now(),
    )
