"""Showing the public less of a release that is out: on the record, in all of its round."""

from collections.abc import Collection

from django.db import transaction
from django.db.models.functions import Now

from councils.models import User
from ppf_site.events import note
from ppf_site.refused import Refused
from surveys.models import Narrowing, Release, Round
from surveys.models.rounds import PROMISED
from surveys.releases.narrowing import Narrower, narrower_by
from surveys.releases.withholding import mark

from .signing import read_reason

SAY_WHY = "Say why the public sees less. Everybody reads it on the page of the release."


@transaction.atomic
def narrow(
    *,
    release: Release,
    fields: Collection[str],
    takes_back: bool = False,
    reason: str,
    by: User | None = None,
) -> list[Narrower]:
    """At once. What comes after in the round publishes no more than this either.

    Says what was done to each release. The same again is refused: there is nothing left to do.
    """
    why = read_reason(reason, SAY_WHY)
    # Compiling and moving on wait: what is hidden depends on what is out.
    round = Round.objects.select_for_update(of=["self"]).get(pk=release.round_id)
    locked = Release.objects.select_for_update(of=["self"]).filter(round=round)
    found = {each.pk: each for each in locked.select_related("round")}[release.pk]
    done = narrower_by(found, fields=fields, takes_back=takes_back)
    if not done:
        raise Refused("Choose what the public no longer sees and saw until now.")
    for each in done:
        _apply(each, why, by)
    promised = [name for name in PROMISED if name in fields and getattr(round, name)]
    for name in promised:
        setattr(round, name, False)
    round.save(update_fields=promised)
    return done


def _apply(narrower: Narrower, why: str, by: User | None) -> None:
    """The record first: without it the database changes nothing of what was released."""
    release = narrower.release
    Narrowing.objects.create(
        release=release,
        by=by,
        reason=why,
        before=narrower.before,
        after=narrower.after,
        hides=narrower.count,
    )
    changed = [*PROMISED, "tells_few", "changes"]
    if narrower.is_taken_back:
        release.taken_back_at = Now()
        changed.append("taken_back_at")
    if narrower.is_called_off:
        changed.append("public_at")
    release.save(update_fields=changed)
    mark(release, narrower.hides)
    taken = narrower.is_taken_back
    note("narrowed", release=release.pk, taken_back=taken, by=by.pk if by else None)
