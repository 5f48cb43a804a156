"""Parts, forecasts and pounds that go with the counts of each round."""

import math

from .allocate import band_of
from .holders import Counts, grown, meet, merged, room_before
from .latent import between, draw, progress
from .responses import Turnout
from .rounds import MET_FORECAST, NO_FORECAST, OLDER_BANDS

Answers = dict[str, Counts]


def year_1(field: Turnout, holders_2010: Counts, users_2010: Counts) -> Answers:
    """March 2009: holders are a part of those of March 2010, and the forecasts lie between."""
    sums = field.known.sums
    later, everyone = merged(field.asked, holders_2010), merged(field.asked, users_2010)
    wanted = {body: 0.78 * value for body, value in grown(everyone, 0.05, "eligible").items()}
    no_limit = dict.fromkeys(later, (1, 10**9))
    eligible = meet(sums["eligible"], wanted, no_limit, field)
    wanted = {body: 0.55 * value for body, value in grown(later, 0.35, "holders-2009").items()}
    room = {
        body: room_before(body, field.known.slug, value, eligible[body])
        for body, value in later.items()
    }
    holders = meet(sums["holders"], wanted, room, field)
    wanted = {
        body: value * min(max(0.4 + 0.09 * draw(body, "older-2009"), 0.1), 0.8)
        for body, value in holders.items()
    }
    room = {body: (0, value) for body, value in holders.items()}
    older = meet(sums["holders-older"], wanted, room, field)
    soon = _forecast(field, "forecast-2009-09", holders, eligible, 1.3)
    return {
        "eligible": eligible,
        "holders": holders,
        "holders-older": older,
        "forecast-2009-09": soon,
        "forecast-2010-03": _forecast(field, "forecast-2010-03", soon, eligible, 1.8),
        "spending": pounds(field, "spending", holders, 7_337),
    }


def _forecast(field: Turnout, key: str, now: Counts, limit: Counts, growth: float) -> Counts:
    wanted = {body: growth * (value + 2) for body, value in grown(now, 0.2, key).items()}
    room = {body: (value, max(value, limit[body])) for body, value in now.items()}
    return meet(field.known.sums[key], wanted, room, field)


def pounds(field: Turnout, key: str, holders: Counts, each: int) -> Counts:
    """Spending on these people; nobody, no pounds."""
    wanted = {body: each * value for body, value in grown(holders, 0.22, key).items()}
    room = {
        body: (1_500 * value, 60_000 * value if value else 0) for body, value in holders.items()
    }
    return meet(field.known.sums[key], wanted, room, field)


def forecast_in_2010(
    field: Turnout, holders: Counts, ongoing: Counts, said: dict[str, str]
) -> Counts:
    """The forecast for March 2011, in keeping with how likely the council called 30%."""
    wanted, room = {}, {}
    for place in field.asked:
        body, base = place.body, ongoing[place.body]
        answer = said.get(body, "fairly-likely")
        low, high = holders[body], max(base, holders[body])
        # Each has its own floor or ceiling: nobody aims at just under or just over 30%.
        if answer == "very-likely":
            low = max(low, math.ceil(base * between(0.302, 0.37, body, "forecast-floor")))
        elif answer.endswith("unlikely"):
            high = max(low, math.floor(base * between(0.14, 0.296, body, "forecast-ceiling")))
        room[body] = (low, high)
        wanted[body] = base * (0.38 + 0.06 * progress(place) + 0.05 * draw(body, "forecast"))
        wanted[body] = max(wanted[body], 1.2 * low)
    return meet(field.known.sums["forecast-2011"], wanted, room, field)


def without_forecast(field: Turnout) -> set[str]:
    """The councils that answered but left the forecasts out."""
    rank = sorted(field.answered, key=lambda place: draw(place.body, "no-forecast"))
    return {place.body for place in rank[:NO_FORECAST]}


def own_september_forecast(field: Turnout, holders: Counts) -> Counts:
    """What each had expected for September 2010: so many of them reached it."""
    silent = without_forecast(field)
    rank = sorted(
        (place for place in field.answered if place.body not in silent),
        key=lambda place: -0.5 * progress(place) - draw(place.body, "september-forecast"),
    )
    given = {}
    for at, place in enumerate(rank):
        now, away = holders[place.body], between(0.02, 0.45, place.body, "september-away")
        # Nobody is forecast where nobody is counted: a forecast of none would have no rate.
        low, high = max(1, round(now * (1 - away / 2))), now + 1 + round(now * away)
        given[place.body] = min(low, now) if at < MET_FORECAST else high
    return given


def forecast_in_september(field: Turnout, holders: Counts, everyone: Counts) -> Counts:
    """All holders expected in March 2011, of the councils that gave a forecast."""
    silent = without_forecast(field)
    giving = Turnout(
        field.known,
        field.asked,
        [place for place in field.answered if place.body not in silent],
    )
    wanted = {
        body: 1.7 * (value + 3) for body, value in grown(holders, 0.2, "forecast-2011").items()
    }
    room = {body: (value, max(value, everyone[body])) for body, value in holders.items()}
    given = meet(field.known.sums["forecast-2011"], wanted, room, giving)
    return {body: value for body, value in given.items() if body not in silent}


def older_people(field: Turnout, holders: Counts, ongoing: Counts) -> tuple[Counts, Counts]:
    """Older users and, of them, holders: so many councils in each published band."""
    users = {
        body: round(value * min(max(0.65 + 0.04 * draw(body, "older-users"), 0.5), 0.8))
        for body, value in ongoing.items()
    }
    likely = {
        body: holders[body] * (0.5 + 0.06 * draw(body, "older-holders")) / users[body]
        for body in users
    }
    # The others who hold a budget must be among the other users.
    least = {body: holders[body] - (ongoing[body] - users[body]) for body in users}
    order = sorted(
        (place.body for place in field.answered),
        key=lambda body: max(likely[body], least[body] / users[body]),
    )
    older = {}
    for at, body in enumerate(order):
        low, high = band_of(at, OLDER_BANDS).bounds(users[body])
        low, high = max(low, least[body]), min(high, holders[body])
        if low > high:
            raise ValueError(f"{body} does not fit its band of older people")
        inside = between(0.15, 0.85, body, "older-in-band")
        older[body] = min(max(round(likely[body] * users[body]), low), high)
        if older[body] in (low, high):
            older[body] = round(low + inside * min(high - low, 0.1 * users[body]))
    return users, older
