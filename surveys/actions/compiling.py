"""Compiling a release by whoever has read what is doubtful of its round."""

from collections.abc import Collection

from django.db import transaction

from councils.models import User
from surveys.models import Acceptance, Release, Round
from surveys.releases.compiling import CannotCompileError, compile_release
from surveys.releases.doubts import doubts_of

NOT_ACCEPTED = "Accept each of these, or put it right first."


class NotAcceptedError(CannotCompileError):
    """Something is doubtful that nobody has accepted as it reads now."""


@transaction.atomic
def compile_knowing(
    *, round: Round, by: User, note: str, leave_out: bool, accepted: Collection[str]
) -> Release:
    """The round's next release, with who accepted which doubt, in its words, on the record."""
    doubts = [doubt.words for doubt in doubts_of(round)]
    if not set(doubts) <= set(accepted):
        raise NotAcceptedError(NOT_ACCEPTED)
    release = compile_release(round=round, by=by, note=note, leave_out=leave_out)
    Acceptance.objects.bulk_create(
        [Acceptance(release=release, words=each, by=by) for each in doubts]
    )
    return release
