"""What tests are made of: plain functions with sensible defaults, each name said at the call."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from decimal import Decimal
from itertools import count
from typing import Any

import pgtrigger
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.text import slugify

from councils.models import Area, Council, CouncilCode, Region, Role, User
from surveys.models import (
    Answer,
    Grid,
    Option,
    Question,
    Release,
    Return,
    Round,
    Scale,
    Section,
    Total,
)
from surveys.releases.compiling import compile_release

numbers = count(1)
PASSWORD = "a long pass phrase of the tests"
REFERENCE_DATE = datetime.date(2011, 3, 31)
SCALES = {
    "scale": ("very-likely", "fairly-likely", "fairly-unlikely", "very-unlikely"),
    "single": ("all", "some", "none"),
    "multiple": ("phone", "web", "visit"),
    "yes_no": ("yes", "no"),
}
TONES = {4: (2, 1, -1, -2), 3: (1, 0, -1), 2: (1, -1)}
Value = Sequence[str] | str | int | float | Decimal | datetime.date


# Councils


def make_region(name: str = "", **fields: Any) -> Region:
    """A region, and the areas that figures are given for: England, regions and types."""
    number = next(numbers)
    name = name or f"Region {number}"
    position = Region.objects.count() + 1
    defaults = {"code": f"E12{number:06}", "slug": slugify(name), "position": position}
    region = Region.objects.create(name=name, **{**defaults, **fields})
    Area.objects.rebuild()
    return region


def make_council(
    name: str = "", *, region: Region | None = None, code: str = "", **fields: Any
) -> Council:
    """A unitary that has always been there, in a region of its own if none is said."""
    number = next(numbers)
    name = name or f"Council {number}"
    defaults = {
        "short_name": name[:30],
        "slug": slugify(name),
        "type": "unitary",
        "latitude": Decimal("52.5"),
        "longitude": Decimal("-1.5"),
    }
    values = {**defaults, **fields}
    council = Council.objects.create(name=name, region=region or make_region(), **values)
    CouncilCode.objects.create(council=council, code=code or f"E06{number:06}")
    return council


def england() -> Area:
    Area.objects.rebuild()
    return Area.objects.get(kind=Area.Kind.ENGLAND)


# People


def make_user(
    email: str = "",
    *,
    role: str = "",
    council: Council | None = None,
    region: Region | None = None,
    **fields: Any,
) -> User:
    """A person, with a role if one is said. Its council or region is made if it needs one."""
    number = next(numbers)
    defaults: dict[str, Any] = {"name": f"Person {number}", "password": PASSWORD}
    defaults |= {"email_verified_at": timezone.now()}
    user = User.objects.create_user(
        email or f"person{number}@example.org", **{**defaults, **fields}
    )
    if role:
        make_role(user, role, council=council, region=region)
    return user


def make_role(
    user: User,
    kind: str,
    *,
    council: Council | None = None,
    region: Region | None = None,
    starts_on: datetime.date = datetime.date(2000, 1, 1),
    ends_on: datetime.date | None = None,
    is_deputy: bool = False,
) -> Role:
    if kind in {Role.Kind.CONTRIBUTOR, Role.Kind.SIGNATORY}:
        council = council or make_council()
    if kind == Role.Kind.REGIONAL_LEAD:
        region = region or make_region()
    user.__dict__.pop("roles_in_force", None)  # it keeps them for the length of a request
    return Role.objects.create(
        user=user,
        kind=kind,
        council=council,
        region=region,
        starts_on=starts_on,
        ends_on=ends_on,
        is_deputy=is_deputy,
    )


# Rounds and their questions


def make_round(slug: str = "", *, is_draft: bool = False, **fields: Any) -> Round:
    """A round about 31 March 2011, opened and closed long ago; or a draft."""
    slug = slug or f"round-{next(numbers)}"
    title = slug.replace("-", " ").capitalize()
    defaults = {
        "title": title,
        "short_title": title[:40],
        "sponsor": "The association",
        "respondents": "Directors",
        "reference_date": REFERENCE_DATE,
        "opens_on": datetime.date(2011, 4, 1),
        "discloses_small_counts": True,
        "publishes_unanimous": True,
    }
    if "closes_on" not in fields:
        # Nobody describes a day after the last.
        about = str(fields.get("reference_date", REFERENCE_DATE))
        defaults["closes_on"] = max(datetime.date(2011, 5, 13), datetime.date.fromisoformat(about))
    round = Round(slug=slug, **{**defaults, **fields})
    if not is_draft and round.opened_at is None:
        round.opened_at = round.first_moment
    round.save()
    return round


def make_open_round(slug: str = "", **fields: Any) -> Round:
    """A round that opened a week ago and closes in two."""
    today = timezone.localdate()
    closes = fields.get("closes_on", today + datetime.timedelta(days=14))
    days = {
        "reference_date": min(today - datetime.timedelta(days=30), closes),
        "opens_on": today - datetime.timedelta(days=7),
        "closes_on": closes,
    }
    return make_round(slug, **{**days, **fields})


def move_days(round: Round, **days: datetime.date) -> None:
    """As if it had had these days when it was opened."""
    with pgtrigger.ignore("surveys.Round:moves_on_the_record"), transaction.atomic():
        Round.objects.filter(pk=round.pk).update(**days)
    vars(round).update(days)


def add_day(round: Round, kind: str, day: datetime.date) -> None:
    """As if it had had this day when it was opened."""
    with pgtrigger.ignore("surveys.RoundDay:added_on_the_record"), transaction.atomic():
        round.days.create(kind=kind, day=day)
    vars(round).pop("further_days", None)


def make_section(round: Round, key: str = "", **fields: Any) -> Section:
    """The round's section of that key, made if it is not there yet."""
    key = key or "section"
    defaults = {"title": key.capitalize(), **fields}
    return Section.objects.get_or_create(round=round, key=key, defaults=defaults)[0]


def make_scale(round: Round, options: Sequence[str] = ("yes", "no"), *, key: str = "") -> Scale:
    """A scale with these keys as options, the best first, of falling tone."""
    key = key or f"scale-{next(numbers)}"
    scale = Scale.objects.create(round=round, key=key, title=key.capitalize())
    tones = TONES.get(len(options), (0,) * len(options))
    for position, (option, tone) in enumerate(zip(options, tones, strict=True)):
        make_option(scale, option, position=position, tone=tone)
    return scale


def make_bands(round: Round, bounds: dict[str, int | str], *, key: str = "bands") -> Scale:
    """A scale of bands, each with its lowest value: {"30-or-more": 30, "under-30": 0}."""
    scale = Scale.objects.create(round=round, key=key, title=key.capitalize())
    for position, (option, lowest) in enumerate(bounds.items()):
        make_option(scale, option, position=position, lower_bound=Decimal(lowest))
    return scale


def make_option(scale: Scale, key: str, **fields: Any) -> Option:
    """An option that is there as if it had been when the round was opened."""
    label = key.replace("-", " ").capitalize()
    with pgtrigger.ignore("surveys.Option:none_added"), transaction.atomic():
        return Option.objects.create(scale=scale, key=key, **{"label": label, **fields})


def make_grid(round: Round, key: str = "", *, section: Section | None = None) -> Grid:
    key = key or f"grid-{next(numbers)}"
    return Grid.objects.create(section=section or make_section(round), key=key, stem="How far is")


def make_question(
    round: Round,
    key: str = "",
    *,
    type: str = "number",
    scale: Scale | None = None,
    options: Sequence[str] = (),
    section: Section | None = None,
    **fields: Any,
) -> Question:
    """A question, with a scale of its own for a choice unless one is said."""
    number = next(numbers)
    key = key or f"question-{number}"
    if type in SCALES and scale is None:
        scale = make_scale(round, options or SCALES[type])
    words = {"text": f"What is {key}?", "short_text": key.capitalize()}
    # As if it had been there when the round was opened.
    last = Question.objects.filter(round=round).aggregate(last=Max("position"))["last"]
    # After those of its round, and after the few that a test puts in order itself.
    position = max(100, (last or 0) + 1)
    defaults = {**words, "position": position, "added_at": None}
    return Question.objects.create(
        round=round,
        section=section or make_section(round),
        key=key,
        type=type,
        scale=scale,
        **{**defaults, **fields},
    )


def make_rate(
    numerator: Question, denominator: Question, key: str = "rate", **fields: Any
) -> Question:
    return make_question(
        numerator.round,
        key,
        type="percentage",
        derivation="rate",
        numerator=numerator,
        denominator=denominator,
        **fields,
    )


def make_band(
    banded: Question, bounds: dict[str, int | str], key: str = "band", **fields: Any
) -> Question:
    """Which band a number falls in: {"30-or-more": 30, "under-30": 0}."""
    scale = make_bands(banded.round, bounds, key=f"{key}-scale")
    return make_question(
        banded.round, key, type="single", scale=scale, derivation="band", banded=banded, **fields
    )


def make_tally(grid: Grid, options: Sequence[str] = ("yes",), key: str = "tally") -> Question:
    """All, some or none of the grid's rows have one of these options."""
    return make_question(
        grid.section.round,
        key,
        type="single",
        options=("all", "some", "none"),
        derivation="tally",
        tallied_grid=grid,
        tallied_options=list(options),
    )


def make_total(question: Question, *, area: Area | None = None, **fields: Any) -> Total:
    """A published total: 60 per cent of England unless said otherwise."""
    defaults: dict[str, Any] = {"source": "The article"}
    if not {"k", "percent", "value"} & set(fields):
        defaults["percent"] = Decimal(60)
    return Total.objects.create(
        round=question.round, question=question, area=area or england(), **{**defaults, **fields}
    )


# Returns, answers and releases


def make_return(
    round: Round,
    council: Council | None = None,
    *,
    state: str = Return.State.SIGNED,
    answers: Mapping[Question, Value | None] | None = None,
    **fields: Any,
) -> Return:
    """A council's return, signed unless said otherwise. An answer of None is a blank one.

    It is there as if it had been made when the round was opened.
    """
    if fields.get("requirement", "required") != "required":
        fields.setdefault("requirement_reason", "Said on the telephone.")
    if state == Return.State.SIGNED:
        fields.setdefault("signed_at", timezone.now())
    council = council or make_council()
    later: dict[str, Any] = {}
    if answers and state == Return.State.SIGNED:
        # Signed once it is answered: from then on nobody answers it.
        later = {"state": state, "signed_at": fields.pop("signed_at")}
        state = Return.State.IN_PROGRESS
    with pgtrigger.ignore("surveys.Return:added_with_a_reason"), transaction.atomic():
        made = Return.objects.create(round=round, council=council, state=state, **fields)
    for question, value in (answers or {}).items():
        answer(made, question, value)
    if later:
        Return.objects.filter(pk=made.pk).update(**later)
        vars(made).update(later)
    return made


@contextmanager
def reopened(returns: QuerySet[Return]) -> Iterator[None]:
    """Those of them that are signed are open while their answers change, and signed again as they
    were."""
    signed = list(returns.filter(state=Return.State.SIGNED))
    those = Return.objects.filter(pk__in=[return_of.pk for return_of in signed])
    those.update(state=Return.State.IN_PROGRESS, signed_at=None)
    yield
    Return.objects.bulk_update(signed, ["state", "signed_at"])


def put_right(answers: QuerySet[Answer], **values: Any) -> None:
    """A correction of answers, of signed returns too."""
    with reopened(Return.objects.filter(answers__in=answers)):
        answers.update(**values)


def answer(
    return_of: Return, question: Question, value: Value | None = None, **fields: Any
) -> Answer:
    """An answer. The value goes where the question's type has it; a reason is a value too.

    A signed return is reopened for it, and signed again as it was.
    """
    if value in Answer.Reason.values:
        fields["reason"] = value
    elif value is not None and question.is_choice:
        fields["choices"] = [value] if isinstance(value, str) else value
    elif value is not None:
        column = question.type if question.type in {"date", "text"} else "number"
        fields[column] = value
    is_signed = return_of.state == Return.State.SIGNED
    with reopened(Return.objects.filter(pk=return_of.pk)) if is_signed else nullcontext():
        return Answer.objects.create(return_of=return_of, question=question, **fields)


def make_release(
    round: Round | None = None,
    *,
    stage: str = "preview",
    note: str = "",
    by: User | None = None,
) -> Release:
    """The round's next release, moved on to the stage. Without a round, one with one return."""
    if round is None:
        round = make_round()
        make_return(round, answers={make_question(round): 10})
    if round.releases.exists():
        note = note or "A council corrected its answer."
    release = compile_release(round=round, by=by, note=note)
    if stage != "preview":
        consent = "These councils agree to be told." if release.tells_few else ""
        release.move_to(stage, at=timezone.now(), consent=consent)
    return release
