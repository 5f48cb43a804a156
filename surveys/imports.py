"""A round from its TOML file: parse, check, save. Every problem is told at once."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone
from pydantic import ValidationError

from councils.models import Area, Council, CouncilCode

from .models import Answer, Check, Grid, Option, Question, Return, Round, Scale, Section, Total
from .round_file import QuestionPart, ReturnPart, RoundFile, SectionPart

Row = TypeVar("Row", bound=models.Model)


class BadRoundError(Exception):
    """The file was refused; `problems` has every reason."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def parse(text: str) -> RoundFile:
    try:
        return RoundFile.model_validate(tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as error:
        raise BadRoundError([f"This is not TOML: {error}"]) from error
    except ValidationError as error:
        raise BadRoundError(
            [
                f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
                for problem in error.errors()
            ]
        ) from error


def check(file: RoundFile) -> list[str]:
    """What does not fit together inside the file."""
    questions = [question for section in file.sections for question in section.questions]
    scales = {scale.key: {option.key for option in scale.options} for scale in file.scales}
    keys = {question.key: question for question in questions}
    grids = {grid.key for section in file.sections for grid in section.grids}
    found = [
        f"{what}: the key “{key}” is used {count} times"
        for what, names in [
            ("scales", [scale.key for scale in file.scales]),
            ("sections", [section.key for section in file.sections]),
            ("questions", [question.key for question in questions]),
            ("checks", [one.key for one in file.checks]),
            ("returns", [one.council for one in file.returns]),
        ]
        for key, count in Counter(names).items()
        if count > 1
    ]
    for question in questions:
        found += _check_question(question, scales, keys, grids)
    for total in file.totals:
        if total.question not in keys:
            found.append(f"totals: there is no question “{total.question}”")
    for rule in file.checks:
        found += [
            f"checks.{rule.key}: there is no question “{key}”"
            for key in [rule.question, *rule.others]
            if key not in keys
        ]
    for one in file.returns:
        found += [
            f"returns.{one.council}: there is no question “{key}”"
            for key in one.answers
            if key not in keys
        ]
    return found


def _check_question(
    question: QuestionPart,
    scales: dict[str, set[str]],
    keys: dict[str, QuestionPart],
    grids: set[str],
) -> Iterable[str]:
    where = f"questions.{question.key}"
    needs_scale = question.type in {"scale", "single", "multiple", "yes_no"}
    if needs_scale and question.scale not in scales:
        yield f"{where}: its scale “{question.scale}” is not in the file"
    if question.scale and not needs_scale:
        yield f"{where}: a question of type {question.type} has no scale"
    for name in (question.numerator, question.denominator, question.banded):
        if name and name not in keys:
            yield f"{where}: there is no question “{name}” to work it out from"
    for grid in (question.grid, question.tallied_grid):
        if grid and grid not in grids:
            yield f"{where}: there is no grid “{grid}”"
    if bool(question.follows) != bool(question.comparability):
        yield f"{where}: follows and comparability go together"


@transaction.atomic
def save(file: RoundFile) -> Round:
    """Make the round what the file says. The same file twice changes nothing.

    What the file no longer has is removed, unless answers or a release hold it: then the
    database refuses and nothing is changed.
    """
    problems = check(file)
    if problems:
        raise BadRoundError(problems)
    round = _put(Round, {"slug": file.round.slug}, file.round.model_dump(exclude={"slug"}))
    _save_scales(round, file)
    questions = _save_questions(round, file)
    _save_totals(round, file, questions)
    _save_checks(round, file, questions)
    if not file.round.is_totals_only:
        Return.objects.make_required(round)
        _save_requirements(round, file)
        _save_returns(round, file.returns, questions)
    return round


def _put(model: type[Row], where: Mapping[str, Any], values: Mapping[str, Any]) -> Row:
    return model._default_manager.update_or_create(defaults=values, **where)[0]


def _save_scales(round: Round, file: RoundFile) -> None:
    for part in file.scales:
        scale = _put(Scale, {"round": round, "key": part.key}, {"title": part.title})
        for place, option in enumerate(part.options):
            values = {**option.model_dump(exclude={"key"}), "position": place}
            _put(Option, {"scale": scale, "key": option.key}, values)
        scale.options.exclude(key__in=[option.key for option in part.options]).delete()


def _save_questions(round: Round, file: RoundFile) -> dict[str, Question]:
    scales = {scale.key: scale for scale in round.scales.all()}
    sections: dict[str, Section] = {}
    grids: dict[str, Grid] = {}
    for place, part in enumerate(file.sections):
        values = {"title": part.title, "guidance": part.guidance, "position": place}
        section = sections[part.key] = _put(Section, {"round": round, "key": part.key}, values)
        for grid in part.grids:
            grids[grid.key] = _put(Grid, {"section": section, "key": grid.key}, {"stem": grid.stem})
    questions: dict[str, Question] = {}
    parts = [(section, one) for section in file.sections for one in section.questions]
    for place, (owner, question) in enumerate(_sources_first(parts)):
        links: dict[str, object] = {
            "section": sections[owner.key],
            "scale": scales[question.scale] if question.scale else None,
            "grid": grids[question.grid] if question.grid else None,
            "tallied_grid": grids[question.tallied_grid] if question.tallied_grid else None,
            "follows": _followed(question),
            "position": place,
        }
        for name in ("numerator", "denominator", "banded"):
            key = getattr(question, name)
            links[name] = questions[key] if key else None
        values = {**question.model_dump(exclude={"key", *links}), **links}
        questions[question.key] = _put(Question, {"round": round, "key": question.key}, values)
    round.questions.exclude(key__in=questions).delete()
    round.sections.exclude(key__in=sections).delete()
    round.scales.exclude(key__in=[scale.key for scale in file.scales]).delete()
    return questions


def _sources_first(
    parts: list[tuple[SectionPart, QuestionPart]],
) -> list[tuple[SectionPart, QuestionPart]]:
    """As in the file: a value that is worked out must stand after what it is worked out from."""
    seen: set[str] = set()
    for _, question in parts:
        for source in (question.numerator, question.denominator, question.banded):
            if source and source not in seen:
                raise BadRoundError(
                    [f"questions.{question.key}: put it after “{source}”, which it needs"]
                )
        seen.add(question.key)
    return parts


def _followed(question: QuestionPart) -> Question | None:
    if not question.follows:
        return None
    slug, _, key = question.follows.partition("/")
    found = Question.objects.filter(round__slug=slug, key=key).first()
    if found is None:
        raise BadRoundError([f"questions.{question.key}: there is no {question.follows} yet"])
    return found


def _save_totals(round: Round, file: RoundFile, questions: dict[str, Question]) -> None:
    areas = {area.slug: area for area in Area.objects.all()}
    kept = []
    for part in file.totals:
        question = questions[part.question]
        option = Option.objects.get(scale=question.scale, key=part.option) if part.option else None
        where = {"round": round, "question": question, "option": option, "area": areas[part.area]}
        values = part.model_dump(exclude={"question", "option", "area"})
        kept.append(_put(Total, where, values).pk)
    round.totals.exclude(pk__in=kept).delete()


def _save_checks(round: Round, file: RoundFile, questions: dict[str, Question]) -> None:
    for part in file.checks:
        values = part.model_dump(exclude={"key", "question", "others"})
        where = {"round": round, "key": part.key}
        check = _put(Check, where, {**values, "question": questions[part.question]})
        check.others.set([questions[key] for key in part.others])
    round.checks.exclude(key__in=[part.key for part in file.checks]).delete()


def _councils_by_code(codes: Iterable[str]) -> dict[str, Council]:
    found = CouncilCode.objects.filter(code__in=list(codes)).select_related("council")
    return {code.code: code.council for code in found}


def _save_requirements(round: Round, file: RoundFile) -> None:
    councils = _councils_by_code(part.council for part in file.requirements)
    for part in file.requirements:
        if part.council not in councils:
            raise BadRoundError([f"requirements: no council has the code {part.council}"])
        round.returns.filter(council=councils[part.council]).update(
            requirement=part.requirement, requirement_reason=part.reason
        )


def _save_returns(round: Round, parts: list[ReturnPart], questions: dict[str, Question]) -> None:
    """The returns and their answers; what is already there with a value stays as it is."""
    councils = _councils_by_code(part.council for part in parts)
    returns = {one.council_id: one for one in round.returns.all()}
    lost = [
        part.council
        for part in parts
        if part.council not in councils or councils[part.council].pk not in returns
    ]
    if lost:
        raise BadRoundError([f"returns: {code} has no return in this round" for code in lost])
    answers: list[Answer] = []
    for part in parts:
        one = returns[councils[part.council].pk]
        one.state, one.signed_at = part.state, part.signed_at
        answers += [
            Answer(
                return_of=one,
                question=questions[key],
                updated_at=part.signed_at or timezone.now(),
                **answer.model_dump(),
            )
            for key, answer in part.answers.items()
        ]
    Return.objects.bulk_update(returns.values(), ["state", "signed_at"])
    Answer.objects.bulk_create(
        answers,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["return_of", "question"],
        update_fields=["choices", "number", "date", "text", "reason", "note"],
    )
