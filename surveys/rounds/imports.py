"""A round from its TOML file: parse, check, save. Every problem is told at once."""

import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django.db import DataError, IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from pydantic import ValidationError

from councils.models import Area, Council, CouncilCode
from ppf_site.refusals import told_of
from surveys.models import (
    Answer,
    Check,
    ChosenCouncil,
    Grid,
    Option,
    Question,
    Return,
    Round,
    Scale,
    Section,
    Total,
)

from .consistency import check, without_a_choice
from .days import RoundDays, put_days
from .file import QuestionPart, ReturnPart, RoundFile
from .names import names_taken
from .plain_errors import plain_words

__all__ = ["BadRoundError", "check", "parse", "save"]
Row = TypeVar("Row", bound=models.Model)


class BadRoundError(Exception):
    """The file was refused; `problems` has every reason."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def parse(text: str) -> RoundFile:
    try:
        given = tomllib.loads(text, parse_float=Decimal)
    # Besides what is no TOML: brackets inside brackets without end, numbers of thousands of digits.
    except (ValueError, RecursionError) as error:
        raise BadRoundError([f"This is not TOML: {error}"]) from error
    try:
        return RoundFile.model_validate(given)
    except ValidationError as error:
        told = [plain_words(problem, given) for problem in error.errors()]
        raise BadRoundError(told) from error


def _check_outside(file: RoundFile) -> Iterable[str]:
    """What the file names that must be in the database already."""
    areas = set(Area.objects.values_list("slug", flat=True))
    for total in file.totals:
        if total.area not in areas:
            yield f"totals.{total.question}: there is no area “{total.area}”"
    own = file.round.slug
    for question in (question for section in file.sections for question in section.questions):
        if question.follows and not _followed(question):
            yield f"questions.{question.key}: there is no {question.follows} yet"
        if question.follows and question.follows.startswith(f"{own}/"):
            yield f"questions.{question.key}: it follows a question of its own round"
    named = {
        "chosen": [part.council for part in file.chosen],
        "requirements": [part.council for part in file.requirements],
    }
    for what, codes in named.items():
        councils = _councils_by_code(codes)
        for code in codes:
            if code not in councils:
                yield f"{what}: no council has the code {code}"


def save(file: RoundFile, *, names_from: Round | None = None) -> Round:
    """Make the round what the file says. The same file twice changes nothing. A copy keeps the
    names of what it is a copy of.

    What the file no longer has is removed, unless the round is open: then the database refuses,
    nothing is changed, and the refusal is told like any other problem.
    """
    problems = [*check(file), *without_a_choice(file), *_check_outside(file)]
    problems += names_taken(file, names_from)
    if problems:
        raise BadRoundError(problems)
    try:
        return _save_all(file)
    except ProtectedError as error:
        held = sorted({str(protected) for protected in error.protected_objects})[:3]
        raise BadRoundError(
            [f"The file leaves out what answers or a release still hold, such as {held[0]}"]
        ) from error
    except (DataError, IntegrityError) as error:
        raise BadRoundError([f"The database refused it: {told_of(error)}"]) from error


@transaction.atomic
def _save_all(file: RoundFile) -> Round:
    days = RoundDays.of_part(file.round).plain
    values = file.round.model_dump(exclude={"slug", "opened_at", "is_draft", *days.part})
    first_and_last = {"opens_on": days.opens_on, "closes_on": days.closes_on}
    round = Round.objects.update_or_create(
        slug=file.round.slug, defaults=values, create_defaults=values | first_and_last
    )[0]
    put_days(round, days)
    _save_scales(round, file)
    questions = _save_questions(round, file)
    _save_totals(round, file, questions)
    _save_checks(round, file, questions)
    _save_chosen(round, file)
    if round.is_draft and file.is_of_opened:
        # Its required returns are made once: who has to answer changes afterwards on the record.
        round.mark_opened(at=file.round.opened_at or round.first_moment)
    if not file.round.is_totals_only:
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
    parts = [(section, question) for section in file.sections for question in section.questions]
    for place, (owner, question) in enumerate(parts):
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
        values = {**question.model_dump(exclude={"key", "added_at", *links}), **links}
        if round.is_draft or question.added_at:
            values["added_at"] = question.added_at
        questions[question.key] = _put(Question, {"round": round, "key": question.key}, values)
    round.questions.exclude(key__in=questions).delete()
    round.sections.exclude(key__in=sections).delete()
    round.scales.exclude(key__in=[scale.key for scale in file.scales]).delete()
    return questions


def _followed(question: QuestionPart) -> Question | None:
    if not question.follows:
        return None
    slug, _, key = question.follows.partition("/")
    return Question.objects.filter(round__slug=slug, key=key).first()


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


def _save_chosen(round: Round, file: RoundFile) -> None:
    councils = _councils_by_code(part.council for part in file.chosen)
    for part in file.chosen:
        where = {"round": round, "council": councils[part.council]}
        _put(ChosenCouncil, where, {"reason": part.reason})
    round.chosen.exclude(council__in=councils.values()).delete()


def _save_requirements(round: Round, file: RoundFile) -> None:
    councils = _councils_by_code(part.council for part in file.requirements)
    for part in file.requirements:
        _put(
            Return,
            {"round": round, "council": councils[part.council]},
            {"requirement": part.requirement, "requirement_reason": part.reason},
        )


def _save_returns(round: Round, parts: list[ReturnPart], questions: dict[str, Question]) -> None:
    """The returns that the file names, with their answers. What is there already stays as it is:
    a file that says otherwise is refused, as answers are changed in the return alone."""
    councils = _councils_by_code(part.council for part in parts)
    named = [councils[part.council].pk for part in parts if part.council in councils]
    # Held against savers and signers until the file is in.
    held = round.returns.filter(council__in=named).select_for_update(of=["self"])
    returns = {return_of.council_id: return_of for return_of in held}
    there: dict[int, dict[str, Answer]] = {}
    for answer in Answer.objects.filter(return_of__in=returns.values()).select_related("question"):
        there.setdefault(answer.return_of_id, {})[answer.question.key] = answer
    problems, fresh, moved = [], [], []
    for part in parts:
        council = councils.get(part.council)
        return_of = returns.get(council.pk) if council else None
        if return_of is None:
            problems.append(f"returns: {part.council} has no return in this round")
            continue
        given = there.get(return_of.pk, {})
        problems += _contradictions(part, return_of, given)
        fresh += [
            Answer(
                return_of=return_of,
                question=questions[key],
                updated_at=part.signed_at or timezone.now(),
                **answer.model_dump(),
            )
            for key, answer in part.answers.items()
            if key not in given
        ]
        if (return_of.state, return_of.signed_at) != (part.state, part.signed_at):
            return_of.state, return_of.signed_at = part.state, part.signed_at
            moved.append(return_of)
    if problems:
        raise BadRoundError(problems)
    Answer.objects.bulk_create(fresh, batch_size=1000)
    Return.objects.bulk_update(moved, ["state", "signed_at"])


def _contradictions(
    part: ReturnPart, return_of: Return, given: Mapping[str, Answer]
) -> Iterable[str]:
    """Where the file would change what is in the database already."""
    started = return_of.state != Return.State.NOT_STARTED
    if started and (return_of.state, return_of.signed_at) != (part.state, part.signed_at):
        yield f"returns: {part.council} is “{return_of.get_state_display()}” here already"
    for key, answer in part.answers.items():
        there = given.get(key)
        if there is not None and any(
            getattr(there, name) != value for name, value in answer.model_dump().items()
        ):
            yield f"returns: {part.council} has answered “{key}” here already, differently"
        if there is None and return_of.state == Return.State.SIGNED:
            yield f"returns: {part.council} has signed here already, without “{key}”"
