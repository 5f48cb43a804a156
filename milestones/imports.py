"""A programme from its TOML file, and reported figures from their CSV: parse, check, save."""

import csv
import io
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from pydantic import ValidationError as ShapeError

from councils.models import Region
from surveys.models import Question

from .defining.names import titles_taken
from .models import (
    Expectation,
    ExpectationQuestion,
    Measure,
    MeasureBase,
    MeasureRate,
    Milestone,
    Programme,
    ReportedFigure,
    Statement,
)
from .programme_file import (
    ExpectationPart,
    MeasurePart,
    ProgrammeFile,
    ProgrammePart,
    StatementPart,
)

DATA = Path(__file__).parent / "data"
NUMBERS = ("numerator", "denominator", "percent")


class BadFileError(Exception):
    """The file was refused; `problems` has every reason."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def parse_programme(text: str) -> ProgrammeFile:
    try:
        return ProgrammeFile.model_validate(tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as error:
        raise BadFileError([f"This is not TOML: {error}"]) from error
    except ShapeError as error:
        raise BadFileError(
            [
                f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
                for problem in error.errors()
            ]
        ) from error


def questions_named(file: ProgrammeFile) -> set[str]:
    expectations = [
        expectation for milestone in file.milestones for expectation in milestone.expectations
    ]
    bases = [base for measure in file.measures for base in measure.bases]
    return {
        *(
            key
            for expectation in expectations
            for key in [*expectation.forecasts, *expectation.barriers]
        ),
        *(outcome.question for expectation in expectations for outcome in expectation.outcomes),
        *(key for base in bases for key in [*base.rates, *base.forecasts]),
    }


def check_programme(file: ProgrammeFile) -> list[str]:
    """Questions that no round has, and measures of expectations that the file does not have."""
    known = {f"{slug}/{key}" for slug, key in Question.objects.values_list("round__slug", "key")}
    slugs = {
        expectation.slug for milestone in file.milestones for expectation in milestone.expectations
    }
    lost = sorted(questions_named(file) - known)
    regions = set(Region.objects.values_list("slug", flat=True))
    return [
        *_check_front(file.programme),
        *(f"No round has the question {key}" for key in lost),
        *_check_told_once(file),
        *titles_taken(file),
        *(
            f"measures.{measure.slug}: there is no expectation “{measure.expectation}”"
            for measure in file.measures
            if measure.expectation and measure.expectation not in slugs
        ),
        *(
            f"statements.{part.key}: there is no expectation “{part.expectation}”"
            for part in file.statements
            if part.expectation and part.expectation not in slugs
        ),
        *(
            f"statements.{part.key}: there is no region “{part.region}”"
            for part in file.statements
            if part.region and part.region not in regions
        ),
    ]


def _check_told_once(file: ProgrammeFile) -> Iterable[str]:
    """A round tells of an expectation once on each base, and once where it names none."""
    for part in (each for milestone in file.milestones for each in milestone.expectations):
        for field, links in (
            ("forecasts", [(key, "") for key in part.forecasts]),
            ("outcomes", [(each.question, each.basis) for each in part.outcomes]),
        ):
            bases: defaultdict[str, list[str]] = defaultdict(list)
            for key, basis in links:
                bases[key.partition("/")[0]].append(basis)
            for slug, named in bases.items():
                if len(named) > 1 and ("" in named or len({*named}) < len(named)):
                    yield f"{part.slug}.{field}: {slug} has several, each of which names its base"


def _check_front(part: ProgrammePart) -> Iterable[str]:
    front = Programme.objects.filter(is_front=True)
    other = front.exclude(slug=part.slug).first()
    if part.is_front and not part.is_published:
        yield "programme: the site’s front is a published programme"
    if part.is_front and other:
        yield f"programme: “{other.title}” is the site’s front already"
    if not part.is_published and part.is_front is None and front.filter(slug=part.slug).exists():
        yield "programme: it is the site’s front, so it stays published"


@transaction.atomic
def save_programme(file: ProgrammeFile) -> Programme:
    """Make the programme what the file says. The same file twice changes nothing."""
    problems = check_programme(file)
    if problems:
        raise BadFileError(problems)
    questions = {
        f"{question.round.slug}/{question.key}": question
        for question in Question.objects.select_related("round")
    }
    programme = _save_head(file.programme)
    for part in file.milestones:
        values = part.model_dump(exclude={"slug", "expectations"})
        milestone, _ = Milestone.objects.update_or_create(
            slug=part.slug, defaults={**values, "programme": programme}
        )
        for place, expectation in enumerate(part.expectations):
            _save_expectation(milestone, place, expectation, questions)
    for measure in file.measures:
        _save_measure(measure, questions)
    for statement in file.statements:
        _save_statement(programme, statement)
    return programme


def _save_head(part: ProgrammePart) -> Programme:
    others = Programme.objects.exclude(slug=part.slug)
    values = part.model_dump(exclude={"slug", "is_front"})
    if part.is_front is not None:
        values["is_front"] = part.is_front
    elif part.is_published and not others.exists():
        values["is_front"] = True
    programme, _ = Programme.objects.update_or_create(slug=part.slug, defaults=values)
    return programme


def _save_expectation(
    milestone: Milestone, place: int, part: ExpectationPart, questions: dict[str, Question]
) -> None:
    values = part.model_dump(exclude={"slug", "forecasts", "outcomes", "barriers"})
    expectation, _ = Expectation.objects.update_or_create(
        slug=part.slug, defaults={**values, "milestone": milestone, "position": place}
    )
    roles = ExpectationQuestion.Role
    links = [(roles.FORECAST, key, "") for key in part.forecasts]
    links += [(roles.OUTCOME, outcome.question, outcome.basis) for outcome in part.outcomes]
    links += [(roles.BARRIER, key, "") for key in part.barriers]
    wanted = {(questions[key].pk, role): basis for role, key, basis in links}
    # Those that go make room: a round tells of an expectation once on a base.
    for link in expectation.questions.all():
        if (link.question_id, link.role) not in wanted:
            link.delete()
    for (question, role), basis in wanted.items():
        expectation.questions.update_or_create(
            question_id=question, role=role, defaults={"basis": basis}
        )


def _save_statement(programme: Programme, part: StatementPart) -> None:
    about = Expectation.objects.filter(slug=part.expectation).first()
    region = Region.objects.filter(slug=part.region).first()
    values = part.model_dump(exclude={"key", "expectation", "region"})
    Statement.objects.update_or_create(
        key=part.key,
        defaults={**values, "programme": programme, "expectation": about, "region": region},
    )


def _save_measure(part: MeasurePart, questions: dict[str, Question]) -> None:
    values = part.model_dump(exclude={"slug", "bases", "expectation"})
    expectation = Expectation.objects.get(slug=part.expectation) if part.expectation else None
    measure, _ = Measure.objects.update_or_create(
        slug=part.slug, defaults={**values, "expectation": expectation}
    )
    for place, base_part in enumerate(part.bases):
        base, _ = MeasureBase.objects.update_or_create(
            measure=measure,
            key=base_part.key,
            defaults={
                "name": base_part.name,
                "description": base_part.description,
                "position": place,
            },
        )
        roles = MeasureRate.Role
        links = [(roles.ACTUAL, key) for key in base_part.rates]
        links += [(roles.FORECAST, key) for key in base_part.forecasts]
        kept = [
            MeasureRate.objects.update_or_create(
                base=base, question=questions[key], defaults={"role": role}
            )[0].pk
            for role, key in links
        ]
        base.rates.exclude(pk__in=kept).delete()


def parse_reported(text: str) -> list[ReportedFigure]:
    """The rows as unsaved figures. Every cell that is not the number it should be is told."""
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    problems = [
        problem for number, row in enumerate(rows, start=2) for problem in _cells(number, row)
    ]
    if problems:
        raise BadFileError(problems)
    figures = [
        ReportedFigure(
            key=row["id"],
            position=place,
            **{name: Decimal(row[name]) if row[name] else None for name in NUMBERS},
            **{name: row[name] for name in row if name not in {"id", *NUMBERS}},
        )
        for place, row in enumerate(rows)
    ]
    for number, figure in enumerate(figures, start=2):
        problems += _fields(number, figure)
    if problems:
        raise BadFileError(problems)
    return figures


def _cells(number: int, row: dict[str, str]) -> Iterable[str]:
    for name in NUMBERS:
        try:
            Decimal(row.get(name) or "0")
        except InvalidOperation:
            yield f"Row {number}: {name} “{row[name]}” is not a number"


def _fields(number: int, figure: ReportedFigure) -> Iterable[str]:
    try:
        figure.clean_fields()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield f"Row {number}: {name}: {' '.join(messages)}"


@transaction.atomic
def save_reported(figures: list[ReportedFigure]) -> list[str]:
    """Make the list what the figures say, but for those that were saved on the site: they stay,
    and the keys that they keep from the file are returned. The same list twice changes nothing."""
    of_site = ReportedFigure.objects.exclude(entered_by=None)
    held = set(of_site.values_list("key", flat=True))
    own = {"id", "key", "entered_by"}
    names = [field.name for field in ReportedFigure._meta.fields if field.name not in own]
    ReportedFigure.objects.bulk_create(
        [figure for figure in figures if figure.key not in held],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=names,
    )
    of_files = ReportedFigure.objects.filter(entered_by=None)
    of_files.exclude(key__in=[figure.key for figure in figures]).delete()
    return [figure.key for figure in figures if figure.key in held]
