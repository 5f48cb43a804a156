"""Starting a round: a draft, which nobody but those who run rounds knows of."""

from django.db import transaction

from surveys.models import Round
from surveys.rounds.copying import following, without_lost_rates
from surveys.rounds.exports import round_file
from surveys.rounds.file import RoundFile
from surveys.rounds.imports import save
from surveys.rounds.linked import take_along


@transaction.atomic
def copy_round(*, of: Round, new: Round) -> Round:
    """What `of` asks, and what its questions tell of elsewhere, with the title, address and days
    of `new`. Raises BadRoundError.

    How it was asked, and what to bear in mind, was true of that round: it is said anew, and who
    compiles a release without it has to accept that.
    """
    file = without_lost_rates(round_file(of))
    said = {
        name: getattr(new, name)
        for name in ("slug", "title", "short_title", "reference_date", "opens_on", "closes_on")
    }
    drafted = following(file, file.round.model_copy(update=said))
    anew = drafted.round.model_copy(update={"method": "", "caveats": ""})
    made = save(drafted.model_copy(update={"round": anew}), names_from=of)
    take_along(of=of, to=made)
    return made


def left_behind(*, of: Round, made: Round) -> list[str]:
    """The questions of the one that the other could not be made with."""
    taken = made.questions.values("key")
    return [each.short_text for each in of.questions.exclude(key__in=taken).order_by("position")]


def start_from_file(*, file: RoundFile) -> Round:
    """Raises BadRoundError with every problem; then nothing is there."""
    return save(file)
