"""What a person had before them when they signed, and what has changed since."""

import hashlib
import re

from django.apps import apps

from ppf_site import words
from surveys.models import Answer, Return
from surveys.models.answers import value_of
from surveys.sentences_values import given_words

MARK = re.compile(r"(?P<answers>(?:\d+\.\d+-?)*)~(?P<rest>[0-9a-f]{32})", re.ASCII)
LONGEST_SAID = 100


def mark_of(return_of: Return) -> str:
    """Stands for what can be signed now: another answer or explanation is another mark.

    It names the version of each answer, so that what has changed since can be told.
    """
    answers = return_of.answers.order_by("question_id").values_list("question_id", "version")
    told = return_of.raised_checks.order_by("check_of_id").values_list(
        "check_of_id", "values", "explanation"
    )
    rest = repr([list(told), return_of.signatures.count()])
    seen = "-".join(f"{question}.{version}" for question, version in answers)
    return f"{seen}~{hashlib.sha256(rest.encode()).hexdigest()[:32]}"


def changes_since(return_of: Return, seen: str) -> list[str]:
    """What has changed, from what to what, by whom; a sentence each. Empty where it is not told."""
    mark = MARK.fullmatch(seen)
    if mark is None:
        return []
    pairs = (pair.split(".") for pair in mark["answers"].split("-") if pair)
    versions = {int(question): int(version) for question, version in pairs}
    answers = return_of.answers.select_related("question__scale", "updated_by")
    changed = [each for each in answers if each.version != versions.get(each.question_id)]
    told = [_changed(answer, versions.get(answer.question_id)) for answer in changed]
    return told if told else _explained(return_of)


def _changed(answer: Answer, version: int | None) -> str:
    events = apps.get_model("surveys", "AnswerEvent").objects
    before = events.filter(pgh_obj=answer.pk, version=version).order_by("pgh_id").last()
    was = given_words(answer.question, value_of(before)) if before else ""
    now = given_words(answer.question, value_of(answer))
    change = f"{_short(was)} is now {_short(now)}" if was != now else "the note is another"
    who = answer.updated_by or "not recorded who"
    when = words.day_and_time(answer.updated_at)
    return f"{answer.question.short_text}: {change} ({who}, {when})."


def _explained(return_of: Return) -> list[str]:
    last = return_of.raised_checks.exclude(explained_at=None).order_by("explained_at").last()
    if last is None:
        return []
    who, when = last.explained_by or "Somebody", words.day_and_time(last.explained_at)
    return [f"{last.question.short_text}: {who} explained it anew, {when}."]


def _short(said: str) -> str:
    return f"“{said[:LONGEST_SAID]}”" if said else "blank"
