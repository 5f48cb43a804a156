"""What a draft still lacks, each with the page where it is mended."""

from collections.abc import Iterable

from django.urls import reverse

from surveys.models import Question, Round
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


def unsaid_with_pages(round: Round, unsaid: Iterable[Question]) -> list[tuple[str, str]]:
    """Questions that an earlier round asked too: how comparable they are can be said of a draft
    alone."""
    return [
        (
            f"“{question.short_text}” was asked in an earlier round too. Unless it is said what it "
            "follows, and how comparable it is, readers see no line through time.",
            reverse("manage-question", args=[round.slug, question.key]),
        )
        for question in unsaid
    ]
