"""Every number of the historical rounds, made together so that they agree with one another."""

from collections.abc import Mapping

from .holders import earlier, in_march_2011, users
from .latent import REPORTED_LEAN, draw
from .responses import Turnout
from .rounds import MARCH_2011, SEPTEMBER_2010, YEAR_1, YEAR_2
from .spending import (
    Answers,
    forecast_in_2010,
    forecast_in_september,
    older_people,
    own_september_forecast,
    pounds,
    year_1,
)


def numbers(fields: Mapping[str, Turnout], said_30: dict[str, str]) -> dict[str, Answers]:
    """By round, question and body. `said_30` is what each said of 30% in year 2."""
    march, september, last = (fields[known.slug] for known in (YEAR_2, SEPTEMBER_2010, MARCH_2011))
    users_march = users(march)
    users_september = users(september, users_march)
    users_last = users(last, users_september)
    held_last = in_march_2011(last, *users_last)
    held_september = earlier(
        september,
        held_last,
        users_september,
        lambda body: _share(body, "share-september", 0.75, 0.12, at_the_ends=0.92),
    )
    held_march = earlier(
        march,
        held_september,
        users_march,
        lambda body: _share(body, "share-march", 0.62, 0.2, at_the_ends=0.9),
    )
    users_older, older = older_people(september, held_september[0], users_september[0])
    return {
        YEAR_1.slug: year_1(fields[YEAR_1.slug], held_march[1], users_march[1]),
        YEAR_2.slug: {
            **_four(users_march, held_march),
            "forecast-2011": forecast_in_2010(march, held_march[0], users_march[0], said_30),
        },
        SEPTEMBER_2010.slug: {
            **_four(users_september, held_september),
            "users-older": users_older,
            "holders-older": older,
            "september-forecast": own_september_forecast(september, held_september[0]),
            "forecast-2011": forecast_in_september(
                september, held_september[1], users_september[1]
            ),
            "spending-2009-10": pounds(september, "spending-2009-10", held_march[1], 5_800),
        },
        MARCH_2011.slug: _four(users_last, held_last),
    }


def _share(body: str, name: str, middle: float, away: float, *, at_the_ends: float) -> float:
    """Of the holders of the next round, those of this one; the two of the press changed little."""
    if body in REPORTED_LEAN:
        return at_the_ends
    return max(0.15, middle + away * draw(body, name))


def _four(users: tuple[dict[str, int], ...], held: tuple[dict[str, int], ...]) -> Answers:
    return {
        "users-ongoing": users[0],
        "users-all": users[1],
        "holders-ongoing": held[0],
        "holders-all": held[1],
    }
