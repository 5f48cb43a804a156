"""Compiling a release by whoever has read what is doubtful of its round."""

from collections.abc import Collection, Sequence

from django.db import transaction

from councils.models import User
from surveys.models import Acceptance, Release, Round
from surveys.releases.compiling import CannotCompileError, compile_release
from surveys.releases.doubts import Doubt, doubts_of
from surveys.releases.doubts_of_figures import doubts_of_figures

NOT_ACCEPTED = "Accept each of these, or put it right first."


class NotAcceptedError(CannotCompileError):
    """Something is doubtful that nobody has accepted as it reads now: `doubts` has all of it."""

    def __init__(self, doubts: Sequence[Doubt]) -> None:
        self.doubts = doubts
        super().__init__(NOT_ACCEPTED)


@transaction.atomic
def compile_knowing(
    *, round: Round, by: User, note: str, leave_out: bool, accepted: Collection[str]
) -> Release:
    """The round's next release, with who accepted which doubt, in its words, on the record.

    What is doubtful of its figures is found once they are worked out; where that is not accepted
    yet, nothing of the release stays.
    """
    doubts = doubts_of(round)
    _ask_for(doubts, accepted)
    release = compile_release(round=round, by=by, note=note, leave_out=leave_out)
    doubts += doubts_of_figures(release)
    _ask_for(doubts, accepted)
    Acceptance.objects.bulk_create(
        [Acceptance(release=release, words=each.words, by=by) for each in doubts]
    )
    return release


def _ask_for(doubts: Sequence[Doubt], accepted: Collection[str]) -> None:
    if not {doubt.words for doubt in doubts} <= set(accepted):
        raise NotAcceptedError(doubts)
