"""The shape of a programme's TOML file."""

import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
QuestionKey = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]


class ProgrammeFilePart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OutcomePart(ProgrammeFilePart):
    question: QuestionKey
    basis: str = ""


class ExpectationPart(ProgrammeFilePart):
    slug: Key
    text: str
    short_text: str = Field(max_length=80)
    label: str = Field(max_length=40)
    due_on: datetime.date
    due_label: str = Field(max_length=40)
    target_percent: Decimal | None = None
    forecasts: list[QuestionKey] = []
    outcomes: list[OutcomePart] = []
    barriers: list[QuestionKey] = []


class MilestonePart(ProgrammeFilePart):
    number: int = Field(ge=1)
    slug: Key
    title: str = Field(max_length=160)
    short_title: str = Field(max_length=40)
    description: str = ""
    expectations: list[ExpectationPart] = []


class BasePart(ProgrammeFilePart):
    key: Key
    name: str = Field(max_length=80)
    description: str = ""
    rates: list[QuestionKey] = []
    forecasts: list[QuestionKey] = []


class MeasurePart(ProgrammeFilePart):
    slug: Key
    title: str = Field(max_length=120)
    expectation: Key | None = None
    description: str = ""
    target_percent: Decimal | None = None
    higher_is_better: bool = True
    bases: list[BasePart] = Field(min_length=1)


class StatementPart(ProgrammeFilePart):
    key: Key
    speaker: str = Field(max_length=120)
    position_held: str = Field(max_length=160)
    said: str
    said_on: datetime.date
    source: str = Field(max_length=200)
    url: str = ""
    expectation: Key | None = None
    region: Key | None = None


class ProgrammePart(ProgrammeFilePart):
    slug: Key
    title: str = Field(max_length=120)
    description: str
    starts_on: datetime.date
    ends_on: datetime.date
    source: str = ""
    is_published: bool = True
    # Left out: it is the site's front if it is published and no other programme is there.
    is_front: bool | None = None


class ProgrammeFile(ProgrammeFilePart):
    programme: ProgrammePart
    milestones: list[MilestonePart] = []
    measures: list[MeasurePart] = []
    statements: list[StatementPart] = []
