"""A round as its TOML file: the same bytes again after loading what was written."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import tomli_w
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from councils.models import Council
from surveys.models import (
    Answer,
    Grid,
    Option,
    Question,
    Return,
    Round,
    Scale,
    Section,
    Total,
)

from .days import RoundDays
from .file import (
    AnswerPart,
    CheckPart,
    ChosenPart,
    GridPart,
    OptionPart,
    QuestionPart,
    RequirementPart,
    ReturnPart,
    RoundFile,
    RoundPart,
    ScalePart,
    SectionPart,
    TotalPart,
)


def round_file(round: Round, *, with_answers: bool = False) -> RoundFile:
    """Everything that the round is; with its answers only when asked, as they may be many."""
    totals = _total_parts(round)
    returns = _return_parts(round) if with_answers else []
    return RoundFile(
        round=_round_part(round, is_told=bool(totals or returns)),
        scales=[
            scale_part(scale, scale.options.all())
            for scale in round.scales.order_by("pk").prefetch_related("options")
        ],
        sections=_sections(round),
        chosen=_chosen_parts(round),
        requirements=_requirement_parts(round),
        totals=totals,
        checks=_check_parts(round),
        returns=returns,
    )


def asked_file(
    round: Round, asked: Sequence[Question], offered: Mapping[Scale, Sequence[Option]]
) -> RoundFile:
    """What of a round can be wrong, from rows that are there: its file without empty parts."""
    sections = list(dict.fromkeys(question.section for question in asked))
    grids = dict.fromkeys(question.grid for question in asked if question.grid)
    grids |= dict.fromkeys(question.tallied_grid for question in asked if question.tallied_grid)
    return RoundFile(
        round=_round_part(round, is_told=False),
        scales=[scale_part(scale, options) for scale, options in offered.items()],
        sections=[
            section_part(
                section,
                [grid for grid in grids if grid.section_id == section.pk],
                [question for question in asked if question.section_id == section.pk],
            )
            for section in sections
        ],
        totals=_total_parts(round) if round.is_totals_only else [],
        checks=_check_parts(round),
    )


def _total_parts(round: Round) -> list[TotalPart]:
    totals = round.totals.select_related("question", "option", "area").order_by("pk")
    return [_total_part(total) for total in totals]


def scale_part(scale: Scale, options: Iterable[Option]) -> ScalePart:
    parts = [OptionPart(**_values(option, OptionPart)) for option in options]
    return ScalePart(key=scale.key, title=scale.title, options=parts)


def _chosen_parts(round: Round) -> list[ChosenPart]:
    chosen = round.chosen.select_related("council").prefetch_related("council__codes")
    found = [ChosenPart(council=first_code(each.council), reason=each.reason) for each in chosen]
    return sorted(found, key=lambda part: part.council)


def _requirement_parts(round: Round) -> list[RequirementPart]:
    if round.is_draft:
        return []  # its returns are made when it is opened
    return [
        RequirementPart.model_validate(
            {
                "council": _code(return_of),
                "requirement": return_of.requirement,
                "reason": return_of.requirement_reason,
            }
        )
        for return_of in _returns(round)
        if return_of.requirement_reason
    ]


def _total_part(total: Total) -> TotalPart:
    return TotalPart(
        **{
            **_values(total, TotalPart),
            "question": total.question.key,
            "option": total.option.key if total.option else None,
            "area": total.area.slug,
        }
    )


def _check_parts(round: Round) -> list[CheckPart]:
    order = ("others__position", "others__key")
    keys = ArrayAgg("others__key", order_by=order, filter=~Q(others=None), default=[])
    checks = round.checks.select_related("question").annotate(keys_of_others=keys)
    return [
        CheckPart.model_validate(
            {
                **_values(check, CheckPart),
                "question": check.question.key,
                "others": getattr(check, "keys_of_others"),  # noqa: B009 (annotated above)
            }
        )
        for check in checks.order_by("pk")
    ]


def _round_part(round: Round, *, is_told: bool) -> RoundPart:
    """When it was opened is told beside what an opened round has: what is asked can be copied
    into a new draft. It is left out where loading the file would give the same."""
    values = _values(round, RoundPart) | RoundDays.of(round).plain.part
    is_plain = not is_told or round.opened_at == round.first_moment
    opened_at = None if is_plain else round.opened_at
    return RoundPart(**{**values, "opened_at": opened_at, "is_draft": is_told and round.is_draft})


def to_toml(file: RoundFile) -> str:
    return tomli_w.dumps(
        _plain(file.model_dump(exclude_defaults=True, exclude_none=True)), multiline_strings=True
    )


def _plain(value: Any) -> Any:
    """Numbers as people write them: 30, not 30.0000."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else value.normalize()
    return value


def _values(row: Any, part: type[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in part.model_fields if hasattr(row, name)}


def _sections(round: Round) -> list[SectionPart]:
    questions = list(round.questions.select_related(*LINKED))
    return [
        section_part(
            section,
            sorted(section.grids.all(), key=lambda grid: grid.pk),
            [question for question in questions if question.section_id == section.pk],
        )
        for section in round.sections.prefetch_related("grids")
    ]


# What a question is written with.
LINKED = (
    "scale",
    "grid",
    "follows__round",
    "numerator",
    "denominator",
    "banded",
    "tallied_grid",
)


def section_part(
    section: Section, grids: Iterable[Grid], questions: Iterable[Question]
) -> SectionPart:
    return SectionPart(
        key=section.key,
        title=section.title,
        guidance=section.guidance,
        grids=[GridPart(key=grid.key, stem=grid.stem) for grid in grids],
        questions=[_question_part(question) for question in questions],
    )


def _question_part(question: Question) -> QuestionPart:
    def key_of(other: Any) -> str | None:
        return other.key if other else None

    followed = question.follows
    links = {
        name: key_of(getattr(question, name))
        for name in ("scale", "grid", "numerator", "denominator", "banded", "tallied_grid")
    }
    links["follows"] = f"{followed.round.slug}/{followed.key}" if followed else None
    return QuestionPart(**{**_values(question, QuestionPart), **links})


def _returns(round: Round) -> list[Return]:
    returns = round.returns.select_related("council").prefetch_related("council__codes")
    return sorted(returns, key=_code)


def _code(return_of: Return) -> str:
    return first_code(return_of.council)


def first_code(council: Council) -> str:
    """It never changes."""
    codes = council.codes.all()
    return min(codes, key=lambda code: (code.starts_on is not None, code.starts_on, code.code)).code


def _return_parts(round: Round) -> list[ReturnPart]:
    answers: dict[int, dict[str, AnswerPart]] = {}
    rows = Answer.objects.filter(return_of__round=round).select_related("question")
    for row in rows.order_by("question__section__position", "question__position"):
        part = AnswerPart(**_values(row, AnswerPart))
        answers.setdefault(row.return_of_id, {})[row.question.key] = part
    return [
        ReturnPart.model_validate(
            {
                "council": _code(return_of),
                "state": return_of.state,
                "signed_at": return_of.signed_at,
                "answers": answers.get(return_of.pk, {}),
            }
        )
        for return_of in _returns(round)
    ]
