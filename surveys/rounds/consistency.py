"""What does not fit together inside a round's file, all of it at once."""

from collections import Counter
from collections.abc import Iterable, Iterator

from surveys.models.question_types import CHOICE_TYPES, NUMBER_TYPES

from . import check_rules
from .contradictions import contradictions
from .days import RoundDays
from .empty import empty_words
from .file import AnswerPart, CheckPart, QuestionPart, ReturnPart, RoundFile, RoundPart, TotalPart

OF_COUNTS = "A rate is one count as a percentage of another."
SOURCES = {
    "rate": ("numerator", "denominator"),
    "band": ("banded",),
    "tally": ("tallied_grid",),
}


def check(file: RoundFile) -> list[str]:
    """What does not fit together inside the file."""
    questions = [question for section in file.sections for question in section.questions]
    scales = {scale.key: {option.key for option in scale.options} for scale in file.scales}
    keys = {question.key: question for question in questions}
    grids = [grid.key for section in file.sections for grid in section.grids]
    found = [
        f"{what}: the key “{key}” is used {count} times"
        for what, names in [
            ("scales", [scale.key for scale in file.scales]),
            *(
                (f"scales.{scale.key}", [option.key for option in scale.options])
                for scale in file.scales
            ),
            ("sections", [section.key for section in file.sections]),
            ("grids", grids),
            ("questions", [question.key for question in questions]),
            ("checks", [check.key for check in file.checks]),
            ("chosen", [chosen.council for chosen in file.chosen]),
            ("requirements", [requirement.council for requirement in file.requirements]),
            ("returns", [part.council for part in file.returns]),
        ]
        for key, count in Counter(names).items()
        if count > 1
    ]
    found += empty_words(file)
    found += _check_days(file.round)
    found += _check_opening(file)
    seen: set[str] = set()
    for question in questions:
        found += _check_question(question, scales, keys, set(grids))
        found += _check_sources(question, keys, seen)
        seen.add(question.key)
    for total in file.totals:
        found += _check_total(total, scales, keys)
    found += _check_rules(file.checks, keys)
    for part in file.returns:
        found += _check_return(part, scales, keys)
    return found


def without_a_choice(file: RoundFile) -> Iterable[str]:
    """A draft may have them, and its file is written; what it lacks before it opens says so too."""
    for scale in file.scales:
        if len(scale.options) < 2:
            yield f"scales.{scale.key}: it needs at least two answers to choose from"


def _check_days(part: RoundPart) -> Iterable[str]:
    for each in RoundDays.of_part(part).misplaced(part.reference_date):
        yield f"round.{each.field}: {each.words}"


def _check_opening(file: RoundFile) -> Iterable[str]:
    """A draft has no returns, and who signed has neither declined nor been let off."""
    if file.round.is_draft and (file.round.opened_at or file.requirements or file.returns):
        yield "round: a draft has no returns, and no time at which it was opened"
    signed = {part.council for part in file.returns if part.state == "signed"}
    for part in file.requirements:
        if part.council in signed and part.requirement in {"declined", "no_longer_required"}:
            yield f"requirements.{part.council}: its return is signed, so it is required"


def _check_question(
    question: QuestionPart,
    scales: dict[str, set[str]],
    keys: dict[str, QuestionPart],
    grids: set[str],
) -> Iterable[str]:
    where = f"questions.{question.key}"
    needs_scale = question.type in CHOICE_TYPES
    if needs_scale and question.scale not in scales:
        yield f"{where}: its scale “{question.scale}” is not in the file"
    if question.scale and not needs_scale:
        yield f"{where}: a question of type {question.type} has no scale"
    for grid in (question.grid, question.tallied_grid):
        if grid and grid not in grids:
            yield f"{where}: there is no grid “{grid}”"
    if bool(question.follows) != bool(question.comparability):
        yield f"{where}: follows and comparability go together"


def _check_sources(
    question: QuestionPart, keys: dict[str, QuestionPart], seen: set[str]
) -> Iterable[str]:
    """A value that is worked out must stand after what it is worked out from."""
    where = f"questions.{question.key}"
    for name in SOURCES.get(question.derivation, ()):
        if not getattr(question, name):
            yield f"{where}: a {question.derivation} needs its {name.replace('_', ' ')}"
    if question.numerator and question.numerator == question.denominator:
        yield f"{where}: its part and its whole are the same, “{question.numerator}”"
    for source in (question.numerator, question.denominator):
        if source in keys and keys[source].type == "percentage":
            yield f"{where}: “{source}” is a percentage. {OF_COUNTS}"
    for source in (question.numerator, question.denominator, question.banded):
        if source and source not in keys:
            yield f"{where}: there is no question “{source}” to work it out from"
        elif source and source not in seen:
            yield f"{where}: put it after “{source}”, which it needs"


def _check_total(
    total: TotalPart, scales: dict[str, set[str]], keys: dict[str, QuestionPart]
) -> Iterable[str]:
    question = keys.get(total.question)
    if question is None:
        yield f"totals: there is no question “{total.question}”"
    elif total.option and total.option not in scales.get(question.scale or "", set()):
        yield f"totals.{total.question}: there is no option “{total.option}”"
    if total.k is None and total.percent is None and total.value is None:
        yield f"totals.{total.question}: give k, percent or value"
    if total.k is not None and total.n is not None and total.k > total.n:
        yield f"totals.{total.question}: {total.k} is more than its base of {total.n}"


def _check_rules(rules: Iterable[CheckPart], keys: dict[str, QuestionPart]) -> Iterable[str]:
    """Each by itself."""
    for rule in rules:
        where = f"checks.{rule.key}"
        lost = [key for key in (rule.question, *rule.others) if key not in keys]
        yield from (f"{where}: there is no question “{key}”" for key in lost)
    for where, draft in _drafts(rules, keys):
        yield from (f"{where}.{field}: {message}" for field, message in check_rules.problems(draft))


def contradicting(file: RoundFile) -> list[str]:
    """Checks that contradict those before them. No file is refused for it: rounds were signed
    with such checks where a number was not known. It is told before a round is opened."""
    questions = [question for section in file.sections for question in section.questions]
    before: list[check_rules.Draft] = []
    told = []
    for where, draft in _drafts(file.checks, {question.key: question for question in questions}):
        if any(check_rules.problems(draft)):
            continue
        found = contradictions(draft, before)
        told += [f"{where}.{field}: {message}" for field, message in found]
        before += [] if found else [draft]
    return told


def _drafts(
    rules: Iterable[CheckPart], keys: dict[str, QuestionPart]
) -> Iterator[tuple[str, check_rules.Draft]]:
    """With their place in the file, of those whose questions are all there."""
    for rule in rules:
        if any(key not in keys for key in (rule.question, *rule.others)):
            continue
        draft = check_rules.Draft(
            question=_asked(keys[rule.question], keys),
            others=[_asked(keys[key], keys) for key in rule.others],
            **rule.model_dump(exclude={"key", "question", "others"}),
        )
        yield f"checks.{rule.key}", draft


def _asked(part: QuestionPart, keys: dict[str, QuestionPart]) -> check_rules.QuestionOfCheck:
    sources = [keys[key] for key in (part.numerator, part.denominator) if key in keys]
    return check_rules.QuestionOfCheck(
        key=part.key,
        name=part.short_text,
        type=part.type,
        derivation=part.derivation,
        comparability=part.comparability,
        parts=tuple(_asked(source, {}) for source in sources),
    )


def _check_return(
    part: ReturnPart, scales: dict[str, set[str]], keys: dict[str, QuestionPart]
) -> Iterable[str]:
    where = f"returns.{part.council}"
    if (part.state == "signed") != (part.signed_at is not None):
        yield f"{where}: a signed return, and no other, has the time it was signed"
    for key, answer in part.answers.items():
        question = keys.get(key)
        if question is None:
            yield f"{where}: there is no question “{key}”"
        elif question.derivation:
            yield f"{where}.{key}: a worked-out value is never answered"
        else:
            options = scales.get(question.scale or "", set())
            if not _fits(answer, question.type, options):
                yield f"{where}.{key}: the value does not fit the question"


def _fits(answer: AnswerPart, type: str, options: set[str]) -> bool:
    given = answer.model_dump(include={"choices", "number", "date", "text"}, exclude_none=True)
    if len(given) + bool(answer.reason) > 1:
        return False
    own = "choices" if type in CHOICE_TYPES else "number" if type in NUMBER_TYPES else type
    if given.keys() - {own}:
        return False
    if answer.choices is not None:
        several = len(answer.choices) == 1 or type == "multiple"
        return bool(answer.choices) and several and options.issuperset(answer.choices)
    if answer.number is not None:
        fits = answer.number <= 100 if type == "percentage" else answer.number % 1 == 0
        return fits and answer.number >= 0
    return True
