"""Every expectation that one release has figures for, as the overview and the regions show it."""

from collections.abc import Sequence
from dataclasses import replace

from councils.permissions import Person
from surveys.models import Figure, Release
from surveys.releases.results import breakdowns_of, reading_of
from surveys.releases.shown import read
from surveys.stats import Breakdown, Reading

from .library import Library, told_by
from .models import ExpectationQuestion
from .selection import Role
from .stats import Outlook


def forecasts_in(
    library: Library, round_slug: str = "", *, milestone: str = ""
) -> list[ExpectationQuestion]:
    """The forecasts of the round asked for, else of the round that a page opens with.

    That is the latest in which at least half of the required councils answered; if there is
    none, the latest. Of the site's front programme, where these have any.
    """
    links = library.in_milestone(milestone) if milestone else library.links
    forecasts = [link for link in links if link.role == Role.FORECAST]
    if round_slug:
        forecasts = [link for link in forecasts if link.question.round.slug == round_slug]
    if not milestone:
        forecasts = library.of_the_front(forecasts)
    if round_slug:
        return forecasts
    whole = [link for link in forecasts if library.editions[link.release_pk].answered_by_half]
    chosen = [*whole, *forecasts][:1]
    return [link for link in forecasts if link.release_pk == chosen[0].release_pk]


def foretold_beside(library: Library, release: Release) -> list[ExpectationQuestion]:
    """What the releases foretold of the programmes that this one tells of: another programme's
    forecasts are nothing to it."""
    own = told_by(release, library.editions[release.pk])
    links = [link for link in library.links if link.expectation.milestone.programme_id in own]
    return forecasts_in(replace(library, links=links))


def outlooks_of(
    library: Library,
    links: Sequence[ExpectationQuestion],
    person: Person,
    *,
    region_slug: str = "",
) -> tuple[Release | None, list[Outlook], list[Reading]]:
    """The release, each expectation's figures, and the response of each area: one query.

    Of every region the best answer alone, or of England and one region every answer.
    """
    if not links:
        return None, [], []
    release = library.release(links[0].release_pk)
    asked = Figure.objects.of_release(release).with_response([link.question_id for link in links])
    if region_slug:
        areas = library.editions[release.pk].areas.items()
        asked = asked.of_areas(
            key for key, area in areas if area.kind == "england" or area.slug == region_slug
        )
    else:
        asked = asked.in_areas("england", "region").best_answers()
    figures = read(asked, person, [release])
    response = [reading_of(figure) for figure in figures if figure.question is None]
    grouped = breakdowns_of(figures)
    ordered = sorted(
        links, key=lambda link: (link.expectation.milestone.number, link.expectation.position)
    )
    outlooks = [_outlook(link, grouped) for link in ordered if link.question_id in grouped]
    return release, outlooks, response


def _outlook(link: ExpectationQuestion, grouped: dict[int, list[Breakdown]]) -> Outlook:
    breakdowns = grouped[link.question_id]
    expectation = link.expectation
    return Outlook(
        slug=expectation.slug,
        label=expectation.label,
        short_text=expectation.short_text,
        due_label=expectation.due_label,
        milestone_slug=expectation.milestone.slug,
        milestone=expectation.milestone.short_title,
        england=next(
            (breakdown for breakdown in breakdowns if breakdown.place.kind == "england"), None
        ),
        regions=tuple(breakdown for breakdown in breakdowns if breakdown.place.kind == "region"),
    )
