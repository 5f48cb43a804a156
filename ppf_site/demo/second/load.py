"""Loads the second example: its rounds, its programme and measure, and their releases."""

import datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from milestones.imports import save_programme
from milestones.programme_file import (
    BasePart,
    MeasurePart,
    ProgrammeFile,
    ProgrammePart,
)
from ppf_site.demo.build import LONDON
from ppf_site.demo.latent import Register
from surveys.models import Round
from surveys.releases.compiling import compile_release
from surveys.rounds.copying import following
from surveys.rounds.file import RoundFile
from surveys.rounds.imports import parse, save

from .answers import with_answers

SLUGS = ("care-workforce-2024", "care-workforce-2025")
# The morning of each release, some weeks after the round had closed.
PUBLISHED = {
    "care-workforce-2024": datetime.datetime(2024, 6, 19, 9, 30, tzinfo=LONDON),
    "care-workforce-2025": datetime.datetime(2025, 6, 18, 9, 30, tzinfo=LONDON),
}
# Whose return the first release of the first year is without, so that there is a correction to see.
LATE = "E10000016"
CORRECTED = datetime.datetime(2024, 7, 10, 9, 30, tzinfo=LONDON)
WHY = (
    "Kent’s return had come in time and was left out of release 1. It is counted here, and with it "
    "every figure of England, the South East and counties. Like the survey, the correction is an "
    "example: nobody ran the one or made the other."
)
CONSENT = "These answers are made up: nothing of them is confidential."
PROGRAMME = ProgrammeFile(
    programme=ProgrammePart(
        slug="care-workforce",
        title="Care workforce",
        description="An example of a programme without milestones: the same questions every "
        "spring, about posts in councils’ care teams and how hard they are to fill. Nobody ran "
        "it, and its answers are made up for this demonstration.",
        starts_on=datetime.date(2024, 3, 31),
        ends_on=datetime.date(2027, 3, 31),
        source="Made up for this demonstration",
        is_front=False,
    ),
    measures=[
        MeasurePart(
            slug="vacancy-rate",
            title="Vacant posts in care teams",
            description="The share of posts in councils’ own care teams that nobody held on "
            "31 March. An example: its numbers are made up.",
            target_percent=Decimal(8),
            higher_is_better=False,
            bases=[
                BasePart(
                    key="posts",
                    name="posts in care teams",
                    rates=[f"{slug}/vacancy-rate" for slug in SLUGS],
                )
            ],
        )
    ],
)


def is_loaded() -> bool:
    return Round.objects.filter(slug__in=SLUGS).count() == len(SLUGS)


@transaction.atomic
def load_second() -> None:
    """Whole or not at all. The second year is the first one copied, as an analyst copies it."""
    register = Register.load()
    asked = parse((Path(__file__).parent / f"{SLUGS[0]}.toml").read_text(encoding="utf-8"))
    first, second = (with_answers(file, register) for file in (asked, next_year(asked)))
    for file in (_without_the_late(first), second):
        save(file)
    save_programme(PROGRAMME)
    for slug, morning in PUBLISHED.items():
        compile_release(round=Round.objects.get(slug=slug)).move_to("public", at=morning)
    correction = compile_release(round=save(first), note=WHY)
    correction.move_to("public", at=CORRECTED, consent=CONSENT)


def _without_the_late(file: RoundFile) -> RoundFile:
    in_time = [each for each in file.returns if each.council != LATE]
    return file.model_copy(update={"returns": in_time})


def next_year(file: RoundFile) -> RoundFile:
    days = {
        "slug": SLUGS[1],
        "title": "Care workforce survey 2025",
        "short_title": "Workforce 2025",
        "reference_date": datetime.date(2025, 3, 31),
        "opens_on": datetime.date(2025, 4, 7),
        "closes_on": datetime.date(2025, 5, 16),
    }
    made = following(file, file.round.model_copy(update=days))
    # A copy starts without it: who copies a round does not make answers up.
    said = {"illustrative": file.round.illustrative}
    return made.model_copy(update={"round": made.round.model_copy(update=said)})
