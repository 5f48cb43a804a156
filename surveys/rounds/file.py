"""The shape of a round's TOML file: everything that a round is."""

import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

KEY = r"^[a-z0-9][a-z0-9-]*$"
Key = Annotated[str, Field(pattern=KEY, max_length=80)]


class RoundFilePart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RoundPart(RoundFilePart):
    """What is empty and may not be is told when it is loaded, as much as is there is written."""

    slug: Key
    title: str = Field(max_length=120)
    short_title: str = Field(max_length=40)
    sponsor: str = Field(max_length=120)
    respondents: str = Field(max_length=120)
    reference_date: datetime.date
    opens_on: datetime.date
    closes_on: datetime.date
    # Left out: due, and open to new returns, until the last day; reminded as usual, or never.
    due_on: datetime.date | None = None
    stops_new_on: datetime.date | None = None
    planned_release_on: datetime.date | None = None
    reminders: list[datetime.date] = []
    no_reminders: bool = False
    method: str = ""
    caveats: str = ""
    names_councils: bool = False
    is_totals_only: bool = False
    illustrative: str = ""
    discloses_small_counts: bool = True
    publishes_unanimous: bool = True
    # Left out: where the file says what only an opened round has, its first moment.
    opened_at: datetime.datetime | None = None
    is_draft: bool = False


class OptionPart(RoundFilePart):
    key: Key
    label: str = Field(max_length=120)
    tone: int = Field(0, ge=-2, le=2)
    lower_bound: Decimal | None = None
    is_exclusive: bool = False


class ScalePart(RoundFilePart):
    key: Key
    title: str = Field(max_length=120)
    options: list[OptionPart]


class GridPart(RoundFilePart):
    key: Key
    stem: str = Field(max_length=300)


class QuestionPart(RoundFilePart):
    """`follows` is round/question; the parts of a worked-out value are keys of this round."""

    key: Key
    text: str = Field(max_length=400)
    short_text: str = Field(max_length=80)
    help_text: str = ""
    type: Literal["scale", "single", "multiple", "yes_no", "number", "percentage", "date", "text"]
    unit: str = ""
    scale: Key | None = None
    grid: Key | None = None
    is_required: bool = True
    counts_people: bool = False
    counts_not_known: bool = False
    follows: str | None = Field(None, pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")
    comparability: Literal["", "same", "wording", "options", "none"] = ""
    derivation: Literal["", "rate", "band", "tally"] = ""
    numerator: Key | None = None
    denominator: Key | None = None
    banded: Key | None = None
    tallied_grid: Key | None = None
    tallied_options: list[Key] = []
    added_at: datetime.datetime | None = None


class SectionPart(RoundFilePart):
    key: Key
    title: str = Field(max_length=120)
    guidance: str = ""
    grids: list[GridPart] = []
    questions: list[QuestionPart] = []


class ChosenPart(RoundFilePart):
    """A council that is asked, where not all are. `council` is any code it ever had."""

    council: str
    reason: str = Field(max_length=200)


class TotalPart(RoundFilePart):
    question: Key
    option: Key | None = None
    area: Key = "england"
    k: int | None = Field(None, ge=0)
    n: int | None = Field(None, ge=0)
    percent: Decimal | None = None
    value: Decimal | None = None
    qualifier: str = Field("", max_length=60)
    source: str = Field(max_length=200)
    url: str = Field("", max_length=300)


class RequirementPart(RoundFilePart):
    """A return that is not simply required, or came to be required once the round was open.

    `council` is any code it ever had.
    """

    council: str
    requirement: Literal["required", "no_longer_required", "declined", "on_paper"]
    reason: str = Field(max_length=200)


class CheckPart(RoundFilePart):
    """`question` and `others` are keys of this round."""

    key: Key
    kind: Literal["part", "sum", "range", "change", "peers", "pace", "past"]
    severity: Literal["hard", "soft"]
    question: Key
    others: list[Key] = []
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    percent: Decimal | None = None
    due_on: datetime.date | None = None


class AnswerPart(RoundFilePart):
    """Exactly one of these, and a note if there is one."""

    choices: list[Key] | None = None
    number: Decimal | None = None
    date: datetime.date | None = None
    text: str | None = None
    reason: Literal["", "not_known", "not_applicable"] = ""
    note: str = ""


class ReturnPart(RoundFilePart):
    council: str
    state: Literal["not_started", "in_progress", "to_sign", "signed"]
    signed_at: datetime.datetime | None = None
    answers: dict[Key, AnswerPart] = {}


class RoundFile(RoundFilePart):
    round: RoundPart
    scales: list[ScalePart] = []
    sections: list[SectionPart] = []
    chosen: list[ChosenPart] = []
    requirements: list[RequirementPart] = []
    totals: list[TotalPart] = []
    checks: list[CheckPart] = []
    returns: list[ReturnPart] = []

    @property
    def is_of_opened(self) -> bool:
        """Whether the round was opened. A file of nothing but what is asked makes a draft."""
        if self.round.is_draft:
            return False
        said = self.requirements or self.totals or self.returns
        return bool(self.round.opened_at or said)
