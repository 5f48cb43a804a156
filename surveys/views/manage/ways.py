"""What can be done with a round from here, in the order in which it is done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from councils.permissions import Person, may_run_rounds
from surveys.following.next_act import act_for_draft, next_act, waiting_of
from surveys.models import Round
from surveys.rounds.running import Running


@dataclass(frozen=True, slots=True)
class Way:
    """Where it leads, and what it is for, in a line."""

    label: str
    words: str
    url: str


def ways_of(round: Round, person: Person) -> list[Way]:
    """For a regional lead only what follows the region's returns."""
    return list(_running(round) if may_run_rounds(person) else _following(round))


def next_way(running: Running, missing: Sequence[object]) -> Way:
    """What whoever runs the round does next, and where."""
    round = running.round
    act = act_for_draft(round, missing) if round.is_draft else next_act(running, waiting_of(round))
    number = [act.number] if act.number else []
    return Way(act.act, act.words, f"{reverse(act.page, args=[round.slug, *number])}{act.query}")


def _following(round: Round) -> Iterator[Way]:
    if not (round.is_draft or round.is_totals_only):
        yield Way(
            "Follow the returns",
            "Where each council’s stands, who has it in hand, and whom to chase",
            reverse("manage-returns", args=[round.slug]),
        )


def _asking(round: Round) -> Iterator[Way]:
    if not round.is_totals_only:
        yield Way(
            "Answers that stand out",
            "Far from those of similar councils, or from the last, and what the checks raised",
            reverse("manage-odd", args=[round.slug]),
        )
        yield Way(
            "Queries and corrections",
            "What councils were asked about their answers, and what they ask to put right",
            reverse("manage-queries", args=[round.slug]),
        )


def _importing(round: Round) -> Iterator[Way]:
    """Of a round of the past, before anybody follows, queries or releases what came in."""
    if round.is_totals_only:
        yield Way(
            "Import totals",
            "From a workbook or CSV file of areas and their numbers, with their source",
            reverse("manage-import", args=[round.slug]),
        )
    elif round.is_over:
        yield Way(
            "Import what councils answered",
            "From a workbook or CSV file of councils and their answers, of a round of the past",
            reverse("manage-import", args=[round.slug]),
        )


def _running(round: Round) -> Iterator[Way]:
    yield from _of_draft(round) if round.is_draft else _of_opened(round)
    yield Way(
        "Who did what",
        "Every change of it, of its returns and of its releases, by person and time",
        f"{reverse('manage-acts')}?round={round.slug}",
    )
    yield Way(
        "Take it away as a file",
        "What it asks, whom and with which checks; a round can be started from it again",
        reverse("manage-file", args=[round.slug]),
    )


def _asks(round: Round) -> Way:
    return Way(
        "What it asks",
        "Its sections, questions and answers to choose from, as a council sees them",
        reverse("manage-questions", args=[round.slug]),
    )


def _of_draft(round: Round) -> Iterator[Way]:
    yield Way(
        "Words and what is published",
        "Its titles, its reference date, and what readers will see",
        reverse("manage-details", args=[round.slug]),
    )
    yield Way(
        "Its days",
        "When it opens, reminds, is due, closes and is to be released",
        reverse("manage-dates", args=[round.slug]),
    )
    yield _asks(round)
    if not round.is_totals_only:
        yield Way(
            "Who is asked",
            "All councils in force on the reference date, or chosen ones with a reason",
            reverse("manage-asked", args=[round.slug]),
        )
    yield Way(
        "Try it",
        "Fill it in as a council will see it; nothing of it is kept",
        reverse("round-preview", args=[round.slug]),
    )
    yield from _importing(round)
    yield Way(
        "Open it" if round.is_totals_only else "Open it to the councils",
        "What is still missing; no council is asked or told"
        if round.is_totals_only
        else "What is still missing, whom it asks and who is told",
        reverse("manage-open", args=[round.slug]),
    )


def _of_opened(round: Round) -> Iterator[Way]:
    yield from _importing(round)
    yield Way(
        "Its days",
        "When it opens, reminds, closes and is released; moved with a reason that councils read",
        reverse("manage-dates", args=[round.slug]),
    )
    yield from _following(round)
    yield from _asking(round)
    yield Way(
        "Its words and what is published",
        "Its titles, how it was asked, its caveats, and what readers will see",
        reverse("manage-details", args=[round.slug]),
    )
    yield _asks(round)
    yield Way(
        "Release it",
        "What is doubtful of it, figures of the returns that are signed, and who sees them",
        reverse("manage-release", args=[round.slug]),
    )
    yield Way(
        "As readers see it",
        "What is released of it, and how it was asked",
        round.get_absolute_url(),
    )
