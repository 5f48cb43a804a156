"""How comparable an opened round's question is to one that was asked before, said otherwise."""

import pghistory
from django.db import transaction

from ppf_site.acts.found import WHY
from surveys.models import Question

from .signing import read_reason

SAY_WHY = "Say why it is comparable, or is not."


@transaction.atomic
def say_comparable(
    *, question: Question, follows: Question | None, comparability: str, reason: str
) -> bool:
    """For the next release: those that are compiled keep what they say. The same again is once;
    says whether anything changed. Raises Refused without a reason."""
    why = read_reason(reason, SAY_WHY)
    held = Question.objects.select_for_update(of=["self"]).get(pk=question.pk)
    followed = follows.pk if follows else None
    if (held.follows_id, held.comparability) == (followed, comparability):
        return False
    with pghistory.context(**{WHY: why}):
        held.follows_id, held.comparability = followed, comparability
        held.save(update_fields=["follows", "comparability"])
    return True
