"""The figures of a release, against the same figures worked out one council at a time."""

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from councils.models import Region
from surveys.models import Figure, Question, Round
from surveys.releases.compiling import compile_release
from tests.factories import (
    answer,
    make_band,
    make_council,
    make_grid,
    make_question,
    make_rate,
    make_region,
    make_return,
    make_round,
    make_tally,
)
from tests.surveys.releases.slow_twin import Key, Twin, twins_of

TYPES = ["county", "unitary", "metropolitan_district", "london_borough"]
REASONS = st.sampled_from(["not_known", "not_applicable"])
# Small numbers and round parts of them: bands are reached exactly, and bases can be zero.
COUNTS = st.one_of(st.sampled_from([0, 1, 3, 30, 100, 300]), st.integers(0, 10**6))
DATES = ["earliest_date", "lower_quartile_date", "median_date", "upper_quartile_date"]
DATES += ["latest_date"]
OPTIONS = ["very-likely", "fairly-likely", "fairly-unlikely", "very-unlikely"]
NOTHING = st.just("nothing")  # no row at all; None is a row left blank
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "likely": st.sampled_from(OPTIONS),
    "ways": st.lists(st.sampled_from(["phone", "web", "visit"]), min_size=1, unique=True),
    "older": st.sampled_from(["yes", "no"]),
    "younger": st.sampled_from(["yes", "no"]),
    "people": COUNTS,
    "of-people": COUNTS,
    "spent": COUNTS,
    "share": st.decimals(0, 100, places=2),
    "remarks": st.text("abc ", max_size=5),
    "met-on": st.dates(),
}
COUNCILS = st.fixed_dictionaries(
    {
        "region": st.integers(0, 2),
        "type": st.sampled_from(TYPES),
        "population": st.one_of(*[st.integers(1, 2_000)] * 9, st.none()),
        "requirement": st.sampled_from(
            ["required"] * 5 + ["no_longer_required", "declined", "on_paper"]
        ),
        "state": st.sampled_from(["signed"] * 5 + ["not_started", "in_progress", "to_sign"]),
        "signed_after": st.sampled_from([-5, 5]),  # days after the last question was added
        "answers": st.fixed_dictionaries(
            {
                key: st.one_of(values, values, values, values, REASONS, st.none(), NOTHING)
                for key, values in VALUES.items()
            }
        ),
    }
)
ADDED_AT = datetime.datetime(2011, 4, 20, 12, tzinfo=datetime.UTC)
SURVEYS = st.lists(COUNCILS, min_size=1, max_size=14)


def make_survey(*, counts_not_known: bool) -> tuple[Round, dict[str, Question]]:
    """A question of each type, two of them of a grid, and values worked out of each kind."""
    round = make_round()
    grid = make_grid(round)
    types = {"likely": "scale", "ways": "multiple", "share": "percentage"}
    types |= {"remarks": "text", "met-on": "date", "older": "yes_no", "younger": "yes_no"}
    asked = {
        key: make_question(
            round,
            key,
            type=types.get(key, "number"),
            grid=grid if key in {"older", "younger"} else None,
            counts_not_known=counts_not_known,
            added_at=ADDED_AT if key in {"ways", "spent"} else None,
        )
        for key in VALUES
    }
    rate = make_rate(asked["people"], asked["of-people"], "rate")
    make_band(rate, {"over": 101, "third": "33.3333", "thirty": 30, "below": 0}, "rate-band")
    make_band(asked["spent"], {"much": 300, "some": 1}, "spent-band", added_at=ADDED_AT)
    make_tally(grid, ("yes",), "both")
    return round, asked


def answer_all(
    round: Round,
    asked: dict[str, Question],
    councils: list[dict[str, Any]],
    regions: list[Region],
) -> None:
    for council in councils:
        # Nobody who declined, or need not answer, has signed.
        is_asked = council["requirement"] in {"required", "on_paper"}
        state = council["state"] if is_asked or council["state"] != "signed" else "to_sign"
        after = datetime.timedelta(days=council["signed_after"])
        made = make_return(
            round,
            make_council(
                region=regions[council["region"]],
                type=council["type"],
                population=council["population"],
            ),
            state=state,
            requirement=council["requirement"],
            signed_at=ADDED_AT + after if state == "signed" else None,
        )
        for key, value in council["answers"].items():
            if value != "nothing":
                answer(made, asked[key], value)


def figure_key(figure: Figure) -> Key:
    question, option = figure.question, figure.option
    return question.key if question else "", figure.area.slug, option.key if option else ""


def close(held: Decimal | None, wanted: Fraction | None) -> bool:
    """To the four decimals that the database keeps, of each of which the last may be rounded."""
    if held is None or wanted is None:
        return held is None and wanted is None
    return abs(Fraction(held) - wanted) <= Fraction(1, 10_000) + abs(wanted) / 10**14


def agrees(figure: Figure, twin: Twin) -> bool:
    counts = ["k", "n", "required", "not_known", "not_applicable", "no_return"]
    counts += ["declined", "on_paper", "not_asked"]
    exact = all(getattr(figure, name) == getattr(twin, name) for name in counts)
    dates = [getattr(figure, name) for name in DATES]
    quartiles = twin.quartiles or (None, None, None)
    held = (figure.lower_quartile, figure.median, figure.upper_quartile)
    return (
        exact
        and (figure.sum, figure.numerator, figure.denominator)
        == (twin.sum, twin.numerator, twin.denominator)
        and all(map(close, held, quartiles))
        and dates == list(twin.dates or [None] * len(DATES))
        and close(figure.grossed_up, twin.grossed_up)
    )


@pytest.mark.django_db
@given(councils=SURVEYS, counts_not_known=st.booleans())
@settings(
    max_examples=20,
    database=None,
    phases=[Phase.generate],  # making an example smaller takes minutes; few councils are few
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_figure_is_that_of_the_slow_twin(
    councils: list[dict[str, Any]], counts_not_known: bool
) -> None:
    with transaction.atomic():
        regions = [make_region() for _ in range(3)]
        round, asked = make_survey(counts_not_known=counts_not_known)
        make_return(round, make_council(population=100))  # at least one is signed
        answer_all(round, asked, councils, regions)
        release = compile_release(round=round)
        figures = release.figures.select_related("question", "area", "option")
        held = {figure_key(figure): figure for figure in figures}
        wanted = twins_of(round)
        transaction.set_rollback(True)
    assert held.keys() == wanted.keys()
    assert {key for key, figure in held.items() if not agrees(figure, wanted[key])} == set()
