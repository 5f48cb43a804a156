"""What can be done with a round from here, in the order in which it is done."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from councils.permissions import Person, may_run_rounds
from surveys.models import Round


@dataclass(frozen=True, slots=True)
class Way:
    """Where it leads, and what it is for, in a line."""

    label: str
    words: str
    url: str


def ways_of(round: Round, person: Person) -> list[Way]:
    """For a regional lead only what follows the region's returns."""
    return list(_running(round)) if may_run_rounds(person) else []


def _running(round: Round) -> Iterator[Way]:
    yield Way(
        "The round itself",
        "Its words, days and what is published",
        reverse("admin:surveys_round_change", args=[round.pk]),
    )
    if round.is_draft:
        yield Way(
            "Try it",
            "Fill it in as a council will see it; nothing of it is kept",
            reverse("round-preview", args=[round.slug]),
        )
        yield Way(
            "Open it to the councils",
            "What is still missing, whom it asks and who is told",
            reverse("admin:surveys_round_open", args=[round.pk]),
        )
        return
    yield Way(
        "Compile a release",
        "Figures of the returns that are signed, in preview first",
        reverse("admin:surveys_round_compile", args=[round.pk]),
    )
    yield Way(
        "As readers see it",
        "What is released of it, and how it was asked",
        round.get_absolute_url(),
    )
