"""What a draft still lacks, each with the page where it is mended."""

from collections.abc import Iterable

from django.urls import reverse

from surveys.models import Round
from surveys.rounds.ready import Missing, untold_of

PAGES = {
    "round": "manage-details",
    "days": "manage-dates",
    "councils": "manage-asked",
    "questions": "manage-questions",
    "question": "manage-question",
    "check": "manage-check",
    "scale": "manage-scale",
}


def with_pages(round: Round, missing: Iterable[Missing]) -> list[tuple[str, str]]:
    """The words, and the address."""
    return [
        (each.words, reverse(PAGES[each.of], args=[round.slug, *([each.key] if each.key else [])]))
        for each in missing
    ]


def untold_with_pages(round: Round) -> list[tuple[str, str]]:
    """What can still be written once it is open: it opens without."""
    page = reverse("manage-details", args=[round.slug])
    return [(told, f"{page}#id_{field}") for field, told in untold_of(round)]
