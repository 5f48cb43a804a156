"""What of a release the public does not see, kept with its figures: from its compiling on."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection

from councils.models import Area
from surveys.models import Figure, Option, Question, QuestionType, Release, ReleasedAnswer

from .corrections import changed_by_area
from .disclosure import Hidden, Rules, find_hidden
from .disclosure_cells import (
    NOT_ASKED,
    Asked,
    Contents,
    Entry,
    Kind,
    Part,
    Respondent,
    Where,
    Why,
)
from .disclosure_together import KeptRelease, tells_together
from .told_of_changes import tells_of_changes

MARK = """
UPDATE surveys_figure f SET withheld = v.parts || f.withheld
FROM unnest(%(questions)s::bigint[], %(areas)s::bigint[], %(parts)s::jsonb[])
    AS v(question_id, area_id, parts)
WHERE f.release_id = %(release)s AND f.question_id = v.question_id AND f.area_id = v.area_id
"""
KINDS = {
    QuestionType.SCALE: Kind.ONE_CHOICE,
    QuestionType.SINGLE: Kind.ONE_CHOICE,
    QuestionType.YES_NO: Kind.ONE_CHOICE,
    QuestionType.MULTIPLE: Kind.SOME_CHOICES,
    QuestionType.NUMBER: Kind.NUMBER,
    QuestionType.PERCENTAGE: Kind.PERCENTAGE,
    QuestionType.DATE: Kind.DATE,
}


def withhold(release: Release) -> None:
    """Mark each figure with the parts that are hidden from the public, and why.

    Nothing is hidden where councils are named, nor of published totals. Notes what it tells to
    those who kept a release before it.
    """
    if release.names_councils or release.round.is_totals_only:
        return
    rules = Rules(publishes_unanimous=release.publishes_unanimous)
    contents = contents_of(release)
    mark(release, compare_with_before(release, contents, find_hidden(contents, rules)))


def mark(release: Release, hidden: Hidden) -> None:
    """Withhold these parts too. What is withheld already stays, with its reason."""
    questions = {question.key: question.pk for question in release.round.questions.all()}
    areas = {where_of(area): area.pk for area in Area.objects.all()}
    parts: dict[str, Any] = {
        "release": release.pk,
        "questions": [questions[key] for key, _ in hidden],
        "areas": [areas[where] for _, where in hidden],
        "parts": [json.dumps(each) for each in hidden.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(MARK, parts)


def where_of(area: Area) -> Where:
    return Where(area.kind, str(area.region_id) if area.region_id else area.council_type)


def compare_with_before(release: Release, own: Contents, hidden: Hidden) -> Hidden:
    """Note how many councils' answers differ from the release before, by area, and whether it
    tells of few beside those before it. What it has to hide comes back.

    That is what those hid too, where the answers behind it would follow otherwise.
    """
    earlier = known_before(release)
    if not earlier:
        return hidden
    before = [known_of(each) for each in earlier]
    areas = {where_of(area): area for area in Area.objects.order_by("position")}
    changed = changed_by_area(before[-1].contents, own)
    release.changes = {
        area.name: len(changed[where]) for where, area in areas.items() if changed.get(where)
    }
    if tells_together(before, KeptRelease(own, hidden)):
        hidden = with_others(hidden, all_of(each.hidden for each in before))
    now = KeptRelease(own, hidden)
    release.tells_few = any(tells_of_changes(each, now) for each in before) or tells_together(
        before, now
    )
    return hidden


def known_before(release: Release) -> list[Release]:
    """Those that were or will be public, for somebody kept them; without any, the last one."""
    earlier = Release.objects.filter(round=release.round_id, number__lt=release.number)
    compiled = earlier.exclude(compiled_at=None).order_by("number")
    return list(compiled.exclude(public_at=None)) or list(compiled.reverse()[:1])


def known_of(release: Release) -> KeptRelease:
    return KeptRelease(
        contents_of(release), stored_of(release), names_councils=release.names_councils
    )


def stored_of(release: Release) -> Hidden:
    """What of it is withheld until now; every question and area that it has figures of."""
    rows = Figure.objects.of_release(release).filter(option=None).exclude(question=None)
    return {
        (figure.question.key, where_of(figure.area)): {
            Part(part): Why(why) for part, why in figure.withheld.items()
        }
        for figure in rows.select_related("question", "area")
        if figure.question is not None
    }


def all_of(several: Iterable[Hidden]) -> set[tuple[tuple[str, Where], Part]]:
    return {(at, part) for hidden in several for at, parts in hidden.items() for part in parts}


def with_others(own: Hidden, everything: Iterable[tuple[tuple[str, Where], Part]]) -> Hidden:
    """With what another release hides: its value would follow from the one shown here."""
    found = {at: dict(parts) for at, parts in own.items()}
    for at, part in everything:
        found.setdefault(at, {}).setdefault(part, Why.WITH_OTHERS)
    return found


def contents_of(release: Release) -> Contents:
    """The release as disclosure control looks at it: plain values, in four queries."""
    returns = list(release.returns.filter(is_required=True))
    respondents = [
        Respondent(
            each.council_id, str(each.region_id), each.council_type, is_answered=each.is_answered
        )
        for each in returns
    ]
    questions = {
        question.pk: question
        for question in release.round.questions.exclude(type=QuestionType.TEXT)
    }
    entries = _entries(release, questions)
    later = [question for question in questions.values() if question.added_at]
    for question in later:
        for each in returns:
            if each.is_answered and not each.was_asked(question):
                entries[each.council_id].setdefault(question.key, Entry(reason=NOT_ASKED))
    return Contents(respondents=respondents, questions=_asked(questions), entries=entries)


def _asked(questions: Mapping[int, Question]) -> list[Asked]:
    options: dict[int, list[Option]] = defaultdict(list)
    scales = {question.scale_id for question in questions.values() if question.scale_id}
    for option in Option.objects.filter(scale__in=scales).order_by("position"):
        options[option.scale_id].append(option)
    rows: dict[int, list[str]] = defaultdict(list)
    for question in questions.values():
        if question.grid_id:
            rows[question.grid_id].append(question.key)
    keys: dict[int | None, str] = {pk: question.key for pk, question in questions.items()}
    return [
        Asked(
            key=question.key,
            kind=KINDS[QuestionType(question.type)],
            options=tuple(option.key for option in options[question.scale_id or 0]),
            counts_not_known=question.counts_not_known,
            numerator=keys.get(question.numerator_id, ""),
            denominator=keys.get(question.denominator_id, ""),
            banded=keys.get(question.banded_id, ""),
            lower_bounds=tuple(
                option.lower_bound
                for option in options[question.scale_id or 0]
                if question.banded_id and option.lower_bound is not None
            ),
            rows=tuple(rows[question.tallied_grid_id or 0]),
            tallied_options=tuple(question.tallied_options),
        )
        for question in questions.values()
    ]


def _entries(
    release: Release, questions: Mapping[int, Question]
) -> defaultdict[int, dict[str, Entry]]:
    """Councils that said the same share the entry: of 900,000 answers some 50,000 differ."""
    found: defaultdict[int, dict[str, Entry]] = defaultdict(dict)
    said = ("choices", "number", "numerator", "denominator", "date", "reason")
    answers = ReleasedAnswer.objects.filter(release=release, question__in=questions).order_by()
    alike = answers.values_list("question_id", *said).annotate(councils=ArrayAgg("council_id"))
    for question, choices, number, top, bottom, date, reason, councils in alike.iterator():
        key = questions[question].key
        entry = Entry(
            choices=tuple(choices or ()),
            number=number,
            numerator=top,
            denominator=bottom,
            date=date,
            reason=reason,
        )
        for council in councils:
            found[council][key] = entry
    return found
