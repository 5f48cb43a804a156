"""Every expectation that one release has figures for, as the overview and the regions show it."""

from collections.abc import Sequence

from councils.permissions import Person
from surveys.models import Figure, Release
from surveys.models.figures import group_breakdowns, reading_of
from surveys.stats import Breakdown, Reading

from .models import ExpectationQuestion
from .selection import read_release
from .stats import Outlook


def latest_with_forecasts(
    links: Sequence[ExpectationQuestion], round_slug: str = ""
) -> list[ExpectationQuestion]:
    """The forecasts of the round asked for, else of the latest that has any."""
    forecasts = [link for link in links if link.role == ExpectationQuestion.Role.FORECAST]
    if round_slug:
        return [link for link in forecasts if link.question.round.slug == round_slug]
    return [link for link in forecasts if link.question.round_id == forecasts[0].question.round_id]


def outlooks_of(
    links: Sequence[ExpectationQuestion], person: Person, *, region_slug: str = ""
) -> tuple[Release | None, list[Outlook], list[Reading]]:
    """The release, each expectation's figures, and the response of each area: two queries.

    Of every region the best answer alone, or of England and one region every answer.
    """
    if not links:
        return None, [], []
    release = read_release(links[0].release_pk, person)
    asked = Figure.objects.of_release(release).with_response([link.question_id for link in links])
    if region_slug:
        asked = asked.in_place(region_slug)
    else:
        asked = asked.in_areas("england", "region").best_answers()
    figures = list(asked.listed())
    response = [reading_of(figure) for figure in figures if figure.question_id is None]
    grouped = group_breakdowns(figures)
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
        england=next((one for one in breakdowns if one.place.kind == "england"), None),
        regions=tuple(one for one in breakdowns if one.place.kind == "region"),
    )
