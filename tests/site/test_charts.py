"""Charts carry plain data, few series, one colour an answer, and colours that tell apart."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from ppf_site.charts import ON_TONES, TONES, Chart
from ppf_site.charts_comparison import comparison_bars
from ppf_site.charts_diverging import diverging_bars
from ppf_site.intervals import wilson

MOST_SERIES = 5
LIKELIHOOD = [
    ("very", "Very likely", 2),
    ("fairly", "Fairly likely", 1),
    ("unlikely", "Fairly unlikely", -1),
    ("very_unlikely", "Very unlikely", -2),
]
EXTENT = [*LIKELIHOOD[:2], ("neither", "Neither", 0), *LIKELIHOOD[2:]]
ROWS = [
    ("East Midlands", {"very": 8, "fairly": 1}, 9, 0),
    ("South West", {"very": 4, "fairly": 5, "unlikely": 4, "very_unlikely": 2}, 15, 1),
]


def diverging(options: list[tuple[str, str, int]] = LIKELIHOOD) -> Chart:
    return diverging_bars("likely", "Title", "Summary", "Source", ROWS, options)


def comparison() -> Chart:
    rows = [("East Midlands", 8, 9, 0), ("South West", 4, 15, 1)]
    return comparison_bars("compare", "Title", "Summary", "Source", rows)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, two: str) -> float:
    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("chart", [diverging(), diverging(EXTENT), comparison()])
def test_a_spec_is_small_plain_json(chart: Chart) -> None:
    text = json.dumps(chart.spec)

    assert len(text) < 6000
    assert "bdata" not in text
    assert "template" not in chart.spec["layout"]
    assert all(isinstance(trace["x"], list) for trace in chart.spec["data"])


@pytest.mark.parametrize("chart", [diverging(), diverging(EXTENT), comparison()])
def test_a_chart_has_at_most_five_series_of_answers(chart: Chart) -> None:
    tones = [trace["meta"]["tone"] for trace in chart.spec["data"]]
    assert len([tone for tone in tones if tone != "missing"]) <= MOST_SERIES


def test_the_same_answer_has_the_same_colour_everywhere() -> None:
    for chart in (diverging(), diverging(EXTENT), comparison()):
        for trace in chart.spec["data"]:
            if trace["type"] == "bar" and trace["meta"]["tone"] != "missing":
                assert trace["marker"]["color"] == TONES[trace["meta"]["tone"]]


def test_style_sheet_and_charts_agree_on_colours() -> None:
    sheet = Path(__file__).parents[2] / "static/scss/_palette.scss"
    tones = dict(re.findall(r'"(-?\d)": (#\w{6})', sheet.read_text()))

    assert {int(tone): colour.upper() for tone, colour in tones.items()} == dict(TONES)


@pytest.mark.parametrize(("one", "two"), list(pairwise(TONES.values())))
def test_neighbouring_answers_are_three_to_one_apart(one: str, two: str) -> None:
    assert contrast(one, two) >= 3


@pytest.mark.parametrize("tone", [tone for tone in TONES if tone])
def test_answers_stand_off_the_gap_between_them_and_the_page(tone: int) -> None:
    assert contrast(TONES[tone], "#FFFFFF") >= 3


@pytest.mark.parametrize("tone", list(TONES))
def test_counts_are_readable_on_their_answer(tone: int) -> None:
    assert contrast(TONES[tone], ON_TONES[tone]) >= 4.5


def test_bars_are_shares_of_the_required_councils_on_both_sides_of_a_line() -> None:
    very, fairly, unlikely, very_unlikely, _ = diverging().spec["data"]

    assert very["y"] == ["East Midlands (9)", "South West (15)"]
    assert fairly["base"] == [0, 0]
    assert very["base"] == [pytest.approx(100 / 9, abs=0.001), pytest.approx(500 / 16, abs=0.001)]
    assert very["x"][0] == pytest.approx(800 / 9, abs=0.001)
    assert unlikely["base"][1] == pytest.approx(-400 / 16, abs=0.001)
    assert very_unlikely["base"][1] == pytest.approx(-600 / 16, abs=0.001)


def test_bars_say_their_counts() -> None:
    very = diverging().spec["data"][0]

    assert very["text"] == ["8", "4"]
    assert very["customdata"][1] == "Very likely: 4 of 15 (27%)"


def test_a_neutral_answer_is_centred() -> None:
    rows = [("North East", {"neither": 6, "very": 6}, 12, 0)]

    chart = diverging_bars("c", "T", "S", "S", rows, EXTENT)

    [neither] = [trace for trace in chart.spec["data"] if trace["name"] == "Neither"]
    assert (neither["base"], neither["x"]) == ([-25.0], [50.0])


@pytest.mark.parametrize("options", [LIKELIHOOD, EXTENT])
def test_who_is_not_in_the_base_is_shown_beside_it(options: list[tuple[str, str, int]]) -> None:
    chart = diverging(options)
    gap = chart.spec["data"][-1]

    assert (gap["name"], gap["y"], gap["text"]) == ("Not in the base", ["South West (15)"], ["1"])
    assert gap["customdata"] == ["Not in the base: 1"]
    assert gap["marker"]["pattern"]["shape"] == "/"
    assert chart.legend[-1].label == "Not in the base"


@pytest.mark.parametrize(("n", "missing"), [(1, 11), (11, 1), (12, 0)])
def test_answers_and_who_is_missing_make_one_hundred_per_cent(n: int, missing: int) -> None:
    rows = [("North East", {"very": n}, n, missing), ROWS[0]]

    chart = diverging_bars("c", "T", "S", "S", rows, LIKELIHOOD)

    widths = [
        width
        for trace in chart.spec["data"]
        for name, width in zip(trace["y"], trace["x"], strict=True)
        if name.startswith("North East")
    ]
    assert sum(widths) == pytest.approx(100, abs=0.01)
    low, high = chart.spec["layout"]["xaxis"]["range"]
    assert high - low < 220


def test_an_area_without_answers_has_no_bar() -> None:
    rows = [*ROWS, ("London", {}, 0, 33)]

    chart = diverging_bars("c", "T", "S", "S", rows, LIKELIHOOD)

    assert "London (0)" not in chart.spec["data"][0]["y"]


def test_a_comparison_is_labelled_with_counts() -> None:
    bars, *_, labels = comparison().spec["data"]

    assert labels["text"] == ["8 of 9", "4 of 15"]
    assert bars["x"][0] == pytest.approx(88.889)


def test_a_comparison_has_a_hatched_end_of_what_the_missing_could_change() -> None:
    # 4 of 15 is 26.7%; of 16 it is 25%, and with the missing one 5 of 16, 31.25%.
    _, less, more, _ = comparison().spec["data"]

    assert less["y"] == more["y"] == ["South West"]
    assert (less["base"], less["x"]) == ([25.0], [pytest.approx(1.667)])
    assert (more["base"], more["x"]) == ([pytest.approx(26.667)], [pytest.approx(4.583)])
    assert more["customdata"] == ["25% to 31%, whatever the missing would have said (1 council)"]


def test_a_comparison_of_full_responses_has_no_hatched_end_and_no_whisker() -> None:
    chart = comparison_bars("c", "T", "S", "S", [("East Midlands", 8, 9, 0)])

    assert [trace["name"] for trace in chart.spec["data"]] == ["Share of councils", "Count"]
    assert "error_x" not in json.dumps(chart.spec)


def test_wilson_interval_by_hand() -> None:
    # 8 of 9: centre (8/9 + 3.8415/18) / (1 + 3.8415/9) = 0.7725, half-width 0.2075
    low, high = wilson(8, 9)

    assert (round(low, 3), round(high, 3)) == (0.565, 0.980)


@pytest.mark.parametrize("k", [0, 15])
def test_wilson_interval_stays_between_none_and_all(k: int) -> None:
    low, high = wilson(k, 15)

    assert 0 <= low < high <= 1
