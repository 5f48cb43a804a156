"""What apps to the right say of a round's questions, a row each: it comes along with a copy of the
round, and goes with a draft that is thrown away."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model

from surveys.models import Question, Round

# In words what to know of rows that came along with a copy; "": nothing.
Beware = Callable[[Sequence[Any]], str]
_kinds: dict[type[Model], Beware] = {}


def comes_along(model: type[Model], beware: Beware = lambda rows: "") -> None:
    """Called by the app whose model links something to a `question`."""
    _kinds[model] = beware


def linked_kinds() -> list[type[Model]]:
    return list(_kinds)


def links_of(round: Round) -> list[Any]:
    """Every link of its questions. A query for each kind."""
    return [row for model in _kinds for row in _of(model, round)]


def take_along(*, of: Round, to: Round) -> None:
    """The copied questions have the keys of those that they were copied from."""
    copied = {question.key: question for question in Question.objects.filter(round=to)}
    for model in _kinds:
        for row in _of(model, of):
            question = copied.get(row.question.key)
            if question is not None:
                said = {field.attname: getattr(row, field.attname) for field in _said(model)}
                model._default_manager.create(**{**said, "question_id": question.pk})


def bewares_of(round: Round) -> list[str]:
    told = [beware([*_of(model, round)]) for model, beware in _kinds.items()]
    return [each for each in told if each]


def drop_links(round: Round) -> None:
    for model in _kinds:
        model._default_manager.filter(question__round=round).delete()


def _of(model: type[Model], round: Round) -> Any:
    return model._default_manager.filter(question__round=round).select_related().order_by("pk")


def _said(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]
