"""Publishing more of an open round than councils were told: on the record, and they are told."""

from collections.abc import Collection

from django.db import transaction

from councils.models import User
from ppf_site.refused import Refused
from surveys.jobs import tell_widened
from surveys.models import Round, Widening
from surveys.models.rounds import PROMISED
from surveys.releases.sentences import publishing_words

from .signing import read_reason


@transaction.atomic
def widen(*, round: Round, fields: Collection[str], reason: str, by: User | None = None) -> int:
    """From the round's next release on. Releases that are there stay as they are.

    Says how many people are told. The same again is refused: there is nothing more to publish.
    """
    why = read_reason(reason, "Say why more is published. The councils read it.")
    found = Round.objects.select_for_update(of=["self"]).get(pk=round.pk)
    if found.is_draft:
        raise Refused("This round is a draft: change its settings before you open it.")
    wider = [field for field in PROMISED if field in fields and not getattr(found, field)]
    if not wider:
        raise Refused("Choose what is published from now on and was not before.")
    before = publishing_words(found)
    for field in wider:
        setattr(found, field, True)
    record = Widening.objects.create(
        round=found, by=by, reason=why, before=before, after=publishing_words(found)
    )
    found.save(update_fields=wider)
    return tell_widened(record)
