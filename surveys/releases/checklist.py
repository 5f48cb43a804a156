"""What making a release public shows, to whom, and what stays hidden: read before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from ppf_site import words
from surveys.models import Figure, Release
from surveys.sentences import PARTS

from .editions import edition_of


@dataclass(frozen=True, slots=True)
class Checklist:
    """In sentences. `needs_consent`: it goes public with a reason on the record alone."""

    opens: Sequence[str]
    hides: Sequence[str]
    changes: Sequence[str]
    needs_consent: bool


def checklist_of(release: Release) -> Checklist:
    return Checklist(
        opens=_opens(release),
        hides=_hides(release),
        changes=[
            f"{area}: {words.plural(count, 'council')}" for area, count in release.changes.items()
        ],
        needs_consent=release.tells_few,
    )


def _opens(release: Release) -> list[str]:
    edition = edition_of(release)
    told = ["Everybody reads its figures for England, the regions and the types of council."]
    if edition.round.is_totals_only:
        return ["Everybody reads the published totals that it holds."]
    if release.names_councils:
        told.append("Everybody reads what each council answered.")
    else:
        told.append("What each council answered stays with councils, regions and national bodies.")
    if not release.discloses_small_counts:
        told.append("Counts of people under 5 are hidden, the others rounded to 5.")
    return told


def _hides(release: Release) -> list[str]:
    """By question: what is hidden, and in which areas."""
    edition = edition_of(release)
    hidden: dict[tuple[int, str], list[str]] = {}
    rows = Figure.objects.of_release(release).exclude(withheld={}).filter(option=None)
    for row in rows.order_by("question", "area__position"):
        for part in row.withheld:
            hidden.setdefault((row.question_id or 0, part), []).append(
                edition.areas[row.area_id].name
            )
    return [
        f"{edition.questions[question].short_text}: {PARTS[part]} in {words.join_words(areas)}"
        for (question, part), areas in hidden.items()
    ]
