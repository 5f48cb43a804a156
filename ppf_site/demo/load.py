"""The steps that fill an empty database with the demonstration. Each is done once."""

import datetime
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from councils.models import Council, User
from milestones.models import Commentary, Programme, ReportedFigure
from surveys.actions.checking import refresh_raised_checks
from surveys.actions.saving import save_answer
from surveys.models import Question, RaisedCheck, Release, Return, Round
from surveys.releases.compiling import compile_release
from surveys.rounds.file import ReturnPart
from surveys.rounds.imports import save
from surveys.values import Value

from .build import LONDON, definition, historical_rounds
from .latent import Register
from .people import HALF_DONE_BY, have_people, save_people
from .rounds import HISTORICAL, OPEN_ROUND, TOTALS_ONLY
from .said import save_commentary
from .today import HALF_DONE, open_round


@dataclass(frozen=True, slots=True)
class BuildStep:
    title: str
    is_done: Callable[[], bool]
    run: Callable[[], None]


def steps() -> list[BuildStep]:
    return [
        BuildStep("Register of councils", Council.objects.exists, _command("load_councils")),
        BuildStep("People to try it as", have_people, save_people),
        BuildStep(
            "Rounds with councils’ answers", _have([past.slug for past in HISTORICAL]), _history
        ),
        BuildStep("Rounds known as totals", _have(list(TOTALS_ONLY)), _totals),
        BuildStep("The open round", _have([OPEN_ROUND]), _open),
        BuildStep("Programme and milestones", Programme.objects.exists, _command("load_programme")),
        BuildStep("Reported figures", ReportedFigure.objects.exists, _command("load_reported")),
        BuildStep("Commentary", _have_commentary, save_commentary),
        BuildStep("Releases", _have_releases, _releases),
        BuildStep("Checks of the open round", _have_checks, _checks),
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
    """The returns come as a file, but for the half-done one: its contributor typed that."""
    file = open_round(Register.load(), timezone.localdate())
    typed = [part for part in file.returns if part.council == HALF_DONE]
    save(file.model_copy(update={"returns": [part for part in file.returns if part not in typed]}))
    for part in typed:
        _type_in(part)


def _type_in(part: ReturnPart) -> None:
    return_of = Return.objects.get(round__slug=OPEN_ROUND, council__codes__code=part.council)
    by = User.objects.get(email=HALF_DONE_BY)
    for key, given in part.answers.items():
        choices = tuple(given.choices) if given.choices else None
        save_answer(
            return_of=return_of,
            question=Question.objects.get(round=return_of.round_id, key=key),
            value=Value(choices, given.number, given.date, given.text, given.reason),
            note=given.note,
            by=by,
            version=0,
        )


def _published() -> dict[str, str]:
    return {**{past.slug: past.published for past in HISTORICAL}, **TOTALS_ONLY}


def _have_commentary() -> bool:
    """What a release did not keep when it was made comes into none."""
    return Commentary.objects.exists() or Release.objects.exists()


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


def _have_checks() -> bool:
    """The half-done return has raised checks from when it was typed, before there were releases."""
    return RaisedCheck.objects.exclude(return_of__council__codes__code=HALF_DONE).exists()


def _checks() -> None:
    """What the checks say of returns under way; those handed over have been explained."""
    under_way = [Return.State.IN_PROGRESS, Return.State.TO_SIGN]
    for return_of in Return.objects.filter(
        round__slug=OPEN_ROUND, state__in=under_way
    ).select_related("round", "council"):
        refresh_raised_checks(return_of)
    RaisedCheck.objects.soft().filter(return_of__state=Return.State.TO_SIGN).update(
        explanation="Checked against our records: the number is right.",
        explained_at=timezone.now(),
    )
