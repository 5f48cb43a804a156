"""People with personal budgets, council by council, from March 2011 back to March 2009.

The last round is made first: its bands are the hardest. Each earlier count is a part of the
later one, so that counts grow whatever the totals are; but those of a few councils fell.
"""

import bisect
import math
from collections.abc import Callable, Iterable, Mapping

from .allocate import Bounds, band_of, share_out, spread
from .latent import REPORTED_LEAN, CouncilThen, between, draw, progress, size
from .responses import Turnout
from .rounds import GROSSED_UP, ONGOING_BANDS

Counts = dict[str, int]


def meet(
    total: int | None, wanted: Mapping[str, float], bounds: Mapping[str, Bounds], field: Turnout
) -> Counts:
    """Counts for every council asked; those that answered have the published sum."""
    answered = {place.body for place in field.answered}
    whole = total or round(sum(value for body, value in wanted.items() if body in answered))
    given = share_out(
        whole, {body: value for body, value in wanted.items() if body in answered}, bounds
    )
    for body, value in wanted.items():
        if body not in answered:
            low, high = bounds[body]
            given[body] = min(max(round(value), low), high)
    return given


def grown(before: Mapping[str, int], spread_of: float, *names: str) -> dict[str, float]:
    """The counts of before, each changed by a little chance."""
    return {
        body: value * math.exp(spread_of * draw(body, *names)) for body, value in before.items()
    }


def users(field: Turnout, before: tuple[Counts, Counts] | None = None) -> tuple[Counts, Counts]:
    """Users with ongoing support, and all service users: alike from round to round."""
    slug, sums = field.known.slug, field.known.sums
    if before is None:
        wanted = {place.body: size(place) for place in field.asked}
    else:
        wanted = grown(before[0], 0.02, slug, "users-ongoing")
    no_limit = dict.fromkeys(wanted, (1, 10**6))
    ongoing = meet(sums.get("users-ongoing"), wanted, no_limit, field)
    if before is None:
        wanted_all = {
            body: 1.58 * value * math.exp(0.08 * draw(body, "users-all"))
            for body, value in ongoing.items()
        }
    else:
        wanted_all = grown(before[1], 0.02, slug, "users-all")
    room = {body: (math.ceil(1.2 * value), 3 * value) for body, value in ongoing.items()}
    return ongoing, meet(sums.get("users-all"), wanted_all, room, field)


def in_march_2011(field: Turnout, ongoing: Counts, everyone: Counts) -> tuple[Counts, Counts]:
    """Ongoing holders in their bands, grossed up to the published number; then all holders."""
    score = {
        place.body: progress(place) + 0.25 * draw(place.body, "holders-2011")
        for place in field.asked
    }
    order = sorted((place.body for place in field.answered), key=lambda body: score[body])
    weights = {
        place.body: ongoing[place.body] * _stands_for(field, place.type) for place in field.answered
    }
    rates = spread(order, ONGOING_BANDS, weights, GROSSED_UP)
    bounds = {
        body: band_of(at, ONGOING_BANDS).bounds(ongoing[body]) for at, body in enumerate(order)
    }
    levels = [score[body] for body in order]
    for place in field.asked:
        if place.body not in rates:
            at = min(bisect.bisect(levels, score[place.body]), len(order) - 1)
            rates[place.body] = rates[order[at]]
            bounds[place.body] = (0, ongoing[place.body])
    holders = meet(
        None, {body: rate * ongoing[body] for body, rate in rates.items()}, bounds, field
    )
    return holders, _with_one_off(field, holders, ongoing, everyone)


def _stands_for(field: Turnout, kind: str) -> float:
    """People of the councils asked for each of those that answered, in one type."""
    asked = sum(place.population for place in field.asked if place.type == kind)
    answered = sum(place.population for place in field.answered if place.type == kind)
    return asked / answered


def _with_one_off(field: Turnout, holders: Counts, ongoing: Counts, everyone: Counts) -> Counts:
    """All holders: some of those with one-off help too."""
    one_off_users = {body: everyone[body] - ongoing[body] for body in holders}
    wanted = {
        body: users
        * (0.03 + holders[body] / ongoing[body])
        * math.exp(0.35 * draw(body, "one-off-2011"))
        for body, users in one_off_users.items()
    }
    answered = [place.body for place in field.answered]
    total = field.known.sums["holders-all"] - sum(holders[body] for body in answered)
    bounds = {body: (0, math.floor(0.7 * users)) for body, users in one_off_users.items()}
    bounds |= _reported(field, holders, everyone)
    return added(holders, meet(total, wanted, bounds, field))


def _reported(field: Turnout, ongoing: Counts, everyone: Counts) -> dict[str, Bounds]:
    """One-off holders where the press gave the council's rate of all holders: just so many."""
    needed = {
        body: round(rate * everyone[body] / 100) - ongoing[body]
        for body, rate in field.known.rates.items()
    }
    return {body: (count, count) for body, count in needed.items()}


def added(counts: Counts, other: Counts) -> Counts:
    return {body: value + other[body] for body, value in counts.items()}


def earlier(
    field: Turnout,
    later: tuple[Counts, Counts],
    limits: tuple[Counts, Counts],
    share: Callable[[str], float],
) -> tuple[Counts, Counts]:
    """Ongoing and all holders at an earlier date: a share of the later ones, or a few more."""
    slug, sums = field.known.slug, field.known.sums
    wanted = {body: value * share(body) for body, value in later[0].items()}
    room = {
        body: room_before(body, slug, value, limits[0][body]) for body, value in later[0].items()
    }
    ongoing = meet(sums["holders-ongoing"], wanted, room, field)
    one_off_later = {body: later[1][body] - later[0][body] for body in ongoing}
    wanted = {
        body: (0.5 + value) * math.exp(0.3 * draw(body, slug, "one-off"))
        for body, value in one_off_later.items()
    }
    room = {}
    for body, value in ongoing.items():
        limit = limits[1][body] - limits[0][body]
        least, most = 0, later[1][body] - value
        if fell(body, slug):
            least = most = one_off_later[body]
        room[body] = (min(least, limit), min(most, limit))
    room |= _reported(field, ongoing, limits[1])
    total = sums["holders-all"] - sums["holders-ongoing"]
    return ongoing, added(ongoing, meet(total, wanted, room, field))


def fell(body: str, slug: str) -> bool:
    """Whether the council has fewer holders after this round: about one in twelve, by chance."""
    return body not in REPORTED_LEAN and draw(body, slug, "fell") > 1.4


def room_before(body: str, slug: str, later: int, limit: int) -> Bounds:
    """Between which counts the one of this round lies, from a later one: most have grown since."""
    if not fell(body, slug):
        return 0, min(later, limit)
    count = min(later + 1 + round(later * between(0.01, 0.12, body, slug, "fall")), limit)
    return count, count


def merged(places: Iterable[CouncilThen], counts: Mapping[str, int]) -> Counts:
    """Counts of a later date, for the councils of an earlier one: a broken line is added up."""
    return {
        place.body: counts[place.body]
        if place.body in counts
        else sum(counts[heir] for heir in place.heirs)
        for place in places
    }
