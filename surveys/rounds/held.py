"""What keeps a draft from being thrown away: more than the draft itself is made of it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import CASCADE, PROTECT, Count, Model, OuterRef, Subquery
from django.db.models.functions import Coalesce

from ppf_site import words
from surveys.models import Question, Round

from .linked import linked_kinds

MOST_NAMED = 5


def held_words(round: Round) -> str:
    """Why it stays; "" where nothing keeps it."""
    if not round.is_draft:
        return f"{round} has been opened. What councils were asked is kept."
    if round.totals.exists():
        return "It holds published totals. What was imported is kept."
    used = sorted({str(each) for each in _built_on(round)})
    if not used:
        return ""
    named = words.join_words([f"“{each}”" for each in used[:MOST_NAMED]])
    more = f", and {len(used) - MOST_NAMED} more" if len(used) > MOST_NAMED else ""
    return f"Its questions are used elsewhere: {named}{more}. Take them off there first."


def _built_on(round: Round) -> Iterator[Model]:
    """What names a question of it elsewhere: a later round's that follows it. A query for each;
    answers and figures are of opened rounds alone."""
    for relation in Question._meta.related_objects:
        if getattr(relation, "on_delete", None) is not PROTECT:
            continue
        model = relation.related_model
        assert not isinstance(model, str)
        is_ours = model._meta.app_label == Question._meta.app_label
        if model in linked_kinds():
            continue  # goes with the draft
        if is_ours and relation.field.name != "follows":
            continue
        named = {f"{relation.field.name}__round": round}
        found = model._default_manager.filter(**named).select_related()
        yield from (found.exclude(round=round) if is_ours else found)


def goes_along(round: Round) -> list[str]:
    """ "3 checks", "2 chosen councils": how many rows of each kind a draft has. One query."""
    kinds = [
        relation
        for relation in Round._meta.related_objects
        if getattr(relation, "on_delete", None) is CASCADE
    ]
    found = Round.objects.filter(pk=round.pk).values_list(*map(_count, kinds)).get()
    named: list[tuple[int, Any]] = [
        (count, relation.related_model)
        for relation, count in zip(kinds, found, strict=True)
        if count
    ]
    return [
        words.plural(count, str(kind._meta.verbose_name), str(kind._meta.verbose_name_plural))
        for count, kind in named
    ]


def _count(relation: Any) -> Any:
    model, name = relation.related_model, relation.field.name
    rows = model._default_manager.filter(**{name: OuterRef("pk")}).order_by().values(name)
    return Coalesce(Subquery(rows.annotate(of_it=Count("pk")).values("of_it")), 0)
