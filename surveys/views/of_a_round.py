"""What pages of one question or grid of a round share: the release they read, and the area."""

from collections.abc import Mapping

from django.http import HttpRequest

from ppf_site.pages import Lost, Suggestion
from surveys.models import Release, Round
from surveys.releases.editions import Edition


def newest_release(request: HttpRequest, slug: str) -> Release:
    """Of the round of that address, what this person may see. Raises Lost, with what there is."""
    visible = Round.objects.visible_to(request.user)
    found = visible.filter(slug=slug).first()
    if found is None:
        raise Lost(
            f"There is no round called “{slug}”. These are the rounds:",
            [Suggestion(round.title, round.get_absolute_url()) for round in visible],
        )
    release = found.releases.visible_to(request.user).select_related("round").first()
    if release is None:
        raise Lost(
            f"No results of {found.title} are published at the moment.",
            [Suggestion(found.title, found.get_absolute_url())],
        )
    return release


def areas_of(edition: Edition) -> dict[str, str]:
    """England and its regions, by their addresses."""
    every = edition.areas.values()
    return {area.slug: area.name for area in every if area.kind in {"england", "region"}}


def area_asked(request: HttpRequest, areas: Mapping[str, str]) -> str:
    area = request.GET.get("area", "") or "england"
    if area not in areas:
        raise Lost(
            f"There is no region called “{area}” here.",
            [Suggestion(name, f"?area={key}") for key, name in areas.items()],
        )
    return area
