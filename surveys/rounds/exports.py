"""A round as its TOML file: the same bytes again after loading what was written."""

from decimal import Decimal
from typing import Any

import tomli_w
from django.db.models import Prefetch

from councils.models import Council
from surveys.models import Answer, Question, Return, Round, Total

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
    totals = list(round.totals.select_related("question", "option", "area").order_by("pk"))
    returns = _return_parts(round) if with_answers else []
    return RoundFile(
        round=_round_part(round, is_told=bool(totals or returns)),
        scales=_scale_parts(round),
        sections=_sections(round),
        chosen=_chosen_parts(round),
        requirements=_requirement_parts(round),
        totals=[_total_part(total) for total in totals],
        checks=_check_parts(round),
        returns=returns,
    )


def _scale_parts(round: Round) -> list[ScalePart]:
    return [
        ScalePart(
            key=scale.key,
            title=scale.title,
            options=[OptionPart(**_values(option, OptionPart)) for option in scale.options.all()],
        )
        for scale in round.scales.order_by("pk").prefetch_related("options")
    ]


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
    others = Prefetch("others", Question.objects.order_by("position", "key"))
    checks = round.checks.select_related("question").prefetch_related(others)
    return [
        CheckPart.model_validate(
            {
                **_values(check, CheckPart),
                "question": check.question.key,
                "others": [other.key for other in check.others.all()],
            }
        )
        for check in checks.order_by("pk")
    ]


def _round_part(round: Round, *, is_told: bool) -> RoundPart:
    """When it was opened is told beside what an opened round has: what is asked can be copied
    into a new draft. It is left out where loading the file would give the same."""
    values = _values(round, RoundPart)
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
    sections = round.sections.prefetch_related("grids")
    questions = list(
        round.questions.select_related(
            "scale", "grid", "follows__round", "numerator", "denominator", "banded", "tallied_grid"
        )
    )
    return [
        SectionPart(
            key=section.key,
            title=section.title,
            guidance=section.guidance,
            grids=[
                GridPart(key=grid.key, stem=grid.stem)
                for grid in sorted(section.grids.all(), key=lambda grid: grid.pk)
            ],
            questions=[
                _question_part(question)
                for question in questions
                if question.section_id == section.pk
            ],
        )
        for section in sections
    ]


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
