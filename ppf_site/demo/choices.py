"""Answers to the questions with options, from the counts that were published or fit them."""

from collections.abc import Iterable

from surveys.rounds.file import AnswerPart

from .latent import CouncilThen, between, draw, progress
from .quotas import fill, tick
from .responses import Turnout
from .rounds import OptionCounts, Ticks

NOT_KNOWN = AnswerPart(reason="not_known")


def answer_choice(
    key: str, choice: OptionCounts, field: Turnout, topic: str = ""
) -> dict[str, str]:
    """An option by body; those that did not know are left out."""
    silent = _gaps(key, choice.gaps, field.answered, {region for region, _ in choice.fixed})
    scores = {
        place.body: choice.lean * progress(place)
        + 0.35 * draw(place.region, topic, "region")
        + 0.5 * draw(place.body, topic, "topic")
        + 0.5 * draw(place.body, key)
        for place in field.answered
        if place.body not in silent
    }
    counts = dict(choice.counts)
    counts[choice.last] = len(scores) - sum(counts.values())
    return fill(scores, list(counts.items()), region_of=field.region_of, fixed=choice.fixed)


def answer_ticks(key: str, ticks: Ticks, field: Turnout) -> dict[str, list[str]]:
    """Several options by body: councils that are further along name fewer barriers."""
    silent = _gaps(key, ticks.gaps, field.answered, set())
    scores = {
        place.body: {
            option: draw(place.body, option, "barrier") - 0.35 * progress(place)
            for option in ticks.counts
        }
        for place in field.answered
        if place.body not in silent
    }
    return tick(scores, ticks.counts, nothing=ticks.nothing)


def _gaps(key: str, count: int, places: Iterable[CouncilThen], spared: set[str]) -> set[str]:
    """Who did not know; never where a region's published base would change."""
    rank = sorted(
        (place for place in places if place.region not in spared),
        key=lambda place: draw(place.body, key, "gap"),
    )
    return {place.body for place in rank[:count]}


# How far on the work is with each client group: learning disability services went first.
GROUP_LEAD = {
    "allocation-learning-disability": 0.8,
    "allocation-physical-sensory": 0.2,
    "allocation-older-people": 0.0,
    "allocation-mental-health": -0.7,
}


def answer_groups(tally: dict[str, str]) -> dict[str, dict[str, str]]:
    """Yes or no for each client group, by body, so that the tally comes out."""
    given: dict[str, dict[str, str]] = {key: {} for key in GROUP_LEAD}
    for body, how_many in tally.items():
        rank = sorted(GROUP_LEAD, key=lambda key: -GROUP_LEAD[key] - draw(body, key))
        some = 1 + int(between(0, 3, body, "groups"))
        count = {"all": len(rank), "some": min(some, 3), "none": 0}[how_many]
        for at, key in enumerate(rank):
            given[key][body] = "yes" if at < count else "no"
    return given
