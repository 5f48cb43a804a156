"""What a comparison can be about besides an expectation: a question of a round, or a measure."""

from collections.abc import Sequence
from dataclasses import replace

from milestones.library import Library
from milestones.measures.measured import band_of
from milestones.models import Expectation, ExpectationQuestion, MeasureRate
from milestones.selection import Role, Selection
from ppf_site.pages import Lost, Suggestion
from surveys.models import Question, Release

from .rates import rate_name


def opens_with(library: Library, round_slug: str) -> ExpectationQuestion | None:
    """What stands side by side where the address names nothing: the latest forecast of what was
    counted last, as the opening page tells it; else the programme's first expectation."""
    links = [link for link in library.links if round_slug in {"", link.question.round.slug}]
    counted = next(
        (
            expectation.slug
            for rate in library.rates_of()
            if rate.role == MeasureRate.Role.ACTUAL
            and (expectation := rate.base.measure.expectation)
        ),
        "",
    )
    forecasts = [link for link in links if link.role == Role.FORECAST]
    whole = [link for link in forecasts if library.editions[link.release_pk].answered_by_half]
    found = [link for link in [*whole, *forecasts] if link.expectation.slug == counted]
    in_order = sorted(
        links, key=lambda link: (link.expectation.milestone.number, link.expectation.position)
    )
    return next(iter([*found, *in_order]), None)


def select_question(library: Library, key: str, round_slug: str) -> Selection:
    """A question with answers to choose from: of the round asked for, else of the latest that most
    councils answered. Raises Lost, with what there is, where there is none."""
    found = [
        (release, question)
        for release in library.releases
        for question in library.editions[release.pk].questions.values()
        if question.key == key and question.is_choice
    ]
    return _selected(
        library, found, round_slug, f"of a question “{key}” with answers to choose from"
    )


def label_of(question: Question) -> str:
    """In full for a row of a grid, whose short name says nothing away from its heading."""
    if question.grid is None:
        return question.short_text
    return question.in_full if question.text == question.grid.stem else question.text


def select_measure(
    library: Library, slug: str, round_slug: str, basis: str
) -> tuple[Selection, MeasureRate]:
    """Who has reached the measure's target, on the base asked for or the last, and its rate; the
    rate alone in a round that does not tell who has."""
    rates = [
        rate
        for rate in library.rates_of(slug)
        if rate.role == MeasureRate.Role.ACTUAL and basis in {"", rate.base.key}
    ]
    bands = [(rate, band_of(library.editions[rate.release_pk], rate)) for rate in rates]
    order = {release.pk: number for number, release in enumerate(library.releases)}
    bands.sort(
        key=lambda each: (order[each[0].release_pk], each[1] is None, -each[0].base.position)
    )
    told = [(rate, band or rate.question) for rate, band in bands]
    found = [(library.release(rate.release_pk), question) for rate, question in told]
    what = f"of a measure “{slug}”{f' on the base “{basis}”' if basis else ''}"
    selection = _selected(library, found, round_slug, what)
    rate = next(rate for rate, question in told if question.pk == selection.question.pk)
    if not selection.question.is_choice:
        name = rate_name(rate.base)
        selection = replace(selection, expectation=Expectation(label=name, short_text=name))
    return selection, rate


def _selected(
    library: Library, found: Sequence[tuple[Release, Question]], round_slug: str, what: str
) -> Selection:
    in_round = [each for each in found if each[0].round.slug == round_slug]
    whole = [each for each in found if library.editions[each[0].pk].answered_by_half]
    chosen = in_round if round_slug else [*whole, *found]
    if not chosen:
        where = f"No released round called “{round_slug}”" if round_slug else "No released round"
        rounds = {release.round_id: release.round for release, _ in found}
        told = [Suggestion(round.title, f"?round={round.slug}") for round in rounds.values()]
        raise Lost(
            f"{where} tells {what}.",
            told
            or [
                Suggestion(release.round.title, release.round.get_absolute_url())
                for release in library.releases
            ],
        )
    release, question = chosen[0]
    link = ExpectationQuestion(
        pk=0,  # of no row
        # No expectation, but what stands in sentences where one would.
        expectation=Expectation(label=label_of(question), short_text=label_of(question)),
        question=question,
        role=Role.OUTCOME,
    )
    link.release_pk = release.pk
    return Selection(
        expectation=link.expectation,
        link=link,
        bases=[link],
        release=release,
        rounds=list({each.round_id: each.round for each, _ in found}.values()),
        partial=library.partial,
        fixed=library.pinned,
    )
