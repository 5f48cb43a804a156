"""What keeps a draft from being thrown away: more than the draft itself is made of it."""

from collections.abc import Iterator

from django.db.models import PROTECT, Model

from ppf_site import words
from surveys.models import Question, Round

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
    """What names a question of it, in whatever app: a later round's, an expectation, a measure."""
    for relation in Question._meta.related_objects:
        if getattr(relation, "on_delete", None) is not PROTECT:
            continue
        found = relation.related_model._default_manager.filter(
            **{f"{relation.field.name}__round": round}
        )
        if relation.related_model is Question:
            found = found.exclude(round=round)
        yield from found
