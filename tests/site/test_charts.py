"""Charts carry plain data, few series, one colour an answer, and colours that tell apart."""

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ppf_site.charts import text
from ppf_site.charts.bars import (
    AnswerRow,
    BarOption,
    ShareRow,
    comparison_bars,
    diverging_bars,
)
from ppf_site.charts.chart import Chart
from ppf_site.charts.drawing import Bars, Mark
from ppf_site.charts.interactive import bars_spec
from ppf_site.charts.looks import ON_TONES, TONES
from ppf_site.charts.picture import to_png, to_svg
from ppf_site.intervals import wilson

MOST_SERIES = 5
LIKELIHOOD = [
    BarOption("very", "Very likely", 2),
    BarOption("fairly", "Fairly likely", 1),
    BarOption("unlikely", "Fairly unlikely", -1),
    BarOption("very_unlikely", "Very unlikely", -2),
]
EXTENT = [*LIKELIHOOD[:2], BarOption("neither", "Neither", 0), *LIKELIHOOD[2:]]
EAST = AnswerRow("East Midlands", {"very": 8, "fairly": 1}, 9)
WEST = AnswerRow(
    "South West", {"very": 4, "fairly": 5, "unlikely": 4, "very_unlikely": 2}, 15, missing=1
)


def diverging(options: list[BarOption] = LIKELIHOOD) -> Bars:
    return diverging_bars([EAST, WEST], options)


def comparison() -> Bars:
    return comparison_bars([ShareRow("East Midlands", 8, 9, 0), ShareRow("South West", 4, 15, 1)])


def chart(bars: Bars) -> Chart:
    return Chart("answers", "A <title> & more", "A summary.", "Source: a survey", bars)


def test_a_row_that_the_summary_tells_is_not_told_again() -> None:
    said = "East Midlands: 8 of 9 (89%). South West: 4 of 15 (27%)."
    told = replace(chart(comparison()), summary=said).told
    assert told[0] == said
    assert told[1].startswith("South West: 25% to 31%")
    assert told[1].count("25%") == 1
    assert len(told) == 3


def marks(bars: Bars, area: str) -> dict[str, Mark]:
    [row] = [row for row in bars.rows if row.area == area]
    return {mark.series: mark for mark in row.marks}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(each: str, two: str) -> float:
    dark, light = sorted((luminance(each), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


ALL = [diverging(), diverging(EXTENT), comparison()]


@pytest.mark.parametrize("bars", ALL)
def test_what_plotly_draws_is_small_plain_json(bars: Bars) -> None:
    text = json.dumps(bars_spec(bars))

    assert len(text) < 5000
    assert "bdata" not in text
    assert "template" not in text


@pytest.mark.parametrize("bars", ALL)
def test_plotly_draws_the_same_bars_as_the_page(bars: Bars) -> None:
    drawn = {
        (trace["name"], area, base, width, says)
        for trace in bars_spec(bars)["data"]
        for area, base, width, says in zip(
            trace["y"], trace["base"], trace["x"], trace["customdata"], strict=True
        )
    }

    assert drawn == {
        (mark.series, row.area, round(mark.start, 3), round(mark.width, 3), mark.says)
        for row in bars.rows
        for mark in row.marks
    }


@pytest.mark.parametrize("bars", ALL)
def test_a_chart_has_at_most_five_series_of_answers(bars: Bars) -> None:
    series = {mark.series for row in bars.rows for mark in row.marks if not mark.look.hatch}
    assert len(series) <= MOST_SERIES


def test_the_same_answer_has_the_same_colour_everywhere() -> None:
    for bars in ALL:
        for trace in bars_spec(bars)["data"]:
            found = re.fullmatch(r"tone-(-?\d)", trace["meta"]["look"])
            if found:
                assert trace["marker"]["color"] == TONES[int(found[1])]


def test_style_sheet_and_charts_agree_on_colours() -> None:
    sheet = Path(__file__).parents[2] / "static/scss/_palette.scss"
    tones = dict(re.findall(r'"(-?\d)": (#\w{6})', sheet.read_text()))

    assert {int(tone): colour.upper() for tone, colour in tones.items()} == dict(TONES)


@pytest.mark.parametrize(("first", "second"), list(pairwise(TONES.values())))
def test_neighbouring_answers_are_three_to_one_apart(first: str, second: str) -> None:
    assert contrast(first, second) >= 3


@pytest.mark.parametrize("tone", [tone for tone in TONES if tone])
def test_answers_stand_off_the_gap_between_them_and_the_page(tone: int) -> None:
    assert contrast(TONES[tone], "#FFFFFF") >= 3


@pytest.mark.parametrize("tone", list(TONES))
def test_counts_are_readable_on_their_answer(tone: int) -> None:
    assert contrast(TONES[tone], ON_TONES[tone]) >= 4.5


def test_the_strongest_answers_stand_at_the_line() -> None:
    west = marks(diverging(), "South West")

    assert (west["Very likely"].start, west["Very likely"].width) == (0, 25.0)
    assert (west["Fairly likely"].start, west["Fairly likely"].width) == (25.0, 31.25)
    assert (west["Very unlikely"].start, west["Very unlikely"].width) == (-12.5, 12.5)
    assert (west["Fairly unlikely"].start, west["Fairly unlikely"].width) == (-37.5, 25.0)


def test_the_longest_bar_of_the_strongest_answer_is_the_highest_share() -> None:
    bars = diverging()

    wide = {row.area: marks(bars, row.area)["Very likely"].width for row in bars.rows}
    assert max(wide, key=lambda area: wide[area]) == "East Midlands"


def test_rows_are_labelled_with_the_strongest_answer() -> None:
    assert [row.label for row in diverging().rows] == ["8 of 9 (89%)", "4 of 15 (27%)"]


def test_parts_say_their_counts() -> None:
    very = marks(diverging(), "South West")["Very likely"]

    assert (very.count, very.says) == ("4", "Very likely: 4 of 15 (27%)")


def test_a_neutral_answer_has_a_column_of_its_own() -> None:
    bars = diverging_bars([AnswerRow("North East", {"neither": 6, "very": 6}, 12), EAST], EXTENT)

    north = marks(bars, "North East")
    # Right of the longest bar of better answers, the East Midlands' 100%.
    assert north["Neither"].start == 105
    assert north["Neither"].width == 50


@pytest.mark.parametrize("options", [LIKELIHOOD, EXTENT])
def test_who_is_not_in_the_base_is_shown_beside_it(options: list[BarOption]) -> None:
    bars = diverging(options)
    gap = marks(bars, "South West")["No answer"]

    assert (gap.start, gap.width, gap.count) == (105, 6.25, "1")
    assert gap.look.hatch
    assert gap.beside
    assert bars.legend[-1].label == "No answer"
    assert "No answer" not in marks(bars, "East Midlands")


@pytest.mark.parametrize(("n", "missing"), [(1, 11), (11, 1), (12, 0)])
def test_answers_and_who_is_missing_make_one_hundred_per_cent(n: int, missing: int) -> None:
    bars = diverging_bars([AnswerRow("North East", {"very": n}, n, missing), EAST], LIKELIHOOD)

    widths = [mark.width for mark in marks(bars, "North East").values()]
    assert sum(widths) == pytest.approx(100)
    assert bars.high - bars.low < 220


def test_all_parts_lie_within_the_drawing_and_none_over_another() -> None:
    for bars in ALL[:2]:
        for row in bars.rows:
            spans = sorted((mark.start, mark.start + mark.width) for mark in row.marks)
            assert spans[0][0] >= bars.low
            assert spans[-1][1] <= bars.high
            assert all(left[1] <= right[0] + 1e-9 for left, right in pairwise(spans))


def test_an_area_without_answers_has_no_bar() -> None:
    bars = diverging_bars([EAST, AnswerRow("London", {}, 0, 33)], LIKELIHOOD)

    assert [row.area for row in bars.rows] == ["East Midlands"]


def test_an_area_whose_counts_are_hidden_has_a_row_that_says_so() -> None:
    hidden = AnswerRow("London", {}, 0, is_hidden=True)
    bars = diverging_bars([EAST, hidden], LIKELIHOOD)

    assert [row.label for row in bars.rows] == ["8 of 9 (89%)", "not shown"]
    assert list(bars.told)[1] == ("London", ["not shown"])


def test_a_comparison_is_labelled_with_counts() -> None:
    bars = comparison()

    assert [row.label for row in bars.rows] == ["8 of 9 (89%)", "4 of 15 (27%)"]
    assert marks(bars, "East Midlands")["Share of councils"].width == pytest.approx(
        88.889, abs=0.001
    )


def test_a_comparison_has_a_hatched_end_of_what_the_missing_could_change() -> None:
    # 4 of 15 is 26.7%; of 16 it is 25%, and with the missing one 5 of 16, 31.25%.
    west = marks(comparison(), "South West")
    less, more = west["Could be less"], west["Could be more"]

    assert [less.start, less.width] == pytest.approx([25.0, 1.667], abs=0.001)
    assert [more.start, more.width] == pytest.approx([26.667, 4.583], abs=0.001)
    assert more.says == "25% to 31%, whatever the missing would have said (1 council)"


def test_a_comparison_of_full_responses_has_no_hatched_end() -> None:
    bars = comparison_bars([ShareRow("East Midlands", 8, 9, 0)])

    assert list(marks(bars, "East Midlands")) == ["Share of councils"]
    assert len(bars.legend) == 1


def test_a_picture_stands_by_itself() -> None:
    picture = ElementTree.fromstring(to_svg(chart(diverging()), "https://example.org/page/"))
    said = " ".join(picture.itertext())

    assert "A <title> & more" in said
    assert "https://example.org/page/" in said
    for words in ("A summary.", "Source: a survey", "Very likely", "East Midlands", "8 of 9 (89%)"):
        assert words in said


def test_every_row_of_a_picture_is_told_to_who_does_not_see_it() -> None:
    picture = ElementTree.fromstring(to_svg(chart(diverging())))

    told = picture.find("{*}desc")
    assert told is not None
    assert "South West: Very likely: 4 of 15 (27%); Very unlikely: 2 of 15 (13%);" in (
        told.text or ""
    )


def test_a_picture_is_painted_without_a_typeface_of_the_machine() -> None:
    ours, others = (to_png(replace(chart(diverging()), title=title)) for title in ("A", "B"))

    assert ours.startswith(b"\x89PNG")
    assert ours != others  # letters are seen


def test_no_line_of_a_picture_is_wider_than_its_room() -> None:
    long = "Yorkshire and The Humber councils are the least confident of all " * 4

    lines = text.lines(long, 600, 30, bold=True)

    assert " ".join(lines) == long.strip()
    assert all(text.width(line, 30, bold=True) <= 600 for line in lines)


def test_the_width_of_words_by_hand() -> None:
    # In Source Sans 3, of 1,000 units an em, a digit has 497 and a space 200.
    assert text.width("1 0", 100) == pytest.approx(49.7 + 20 + 49.7)


def test_wilson_interval_by_hand() -> None:
    # 8 of 9: centre (8/9 + 3.8415/18) / (1 + 3.8415/9) = 0.7725, half-width 0.2075
    low, high = wilson(8, 9)

    assert (round(low, 3), round(high, 3)) == (0.565, 0.980)


@pytest.mark.parametrize("k", [0, 15])
def test_wilson_interval_stays_between_none_and_all(k: int) -> None:
    low, high = wilson(k, 15)

    assert 0 <= low < high <= 1


class TestValues:
    """What a browser is given once somebody wants to point at a chart."""

    def test_they_are_at_an_address_under_the_page(self) -> None:
        drawn = replace(chart(diverging()), page="/compare/?round=spring")
        assert drawn.values == "/compare/answers.json?round=spring"

    def test_without_a_page_there_are_none(self) -> None:
        assert chart(diverging()).values == ""

    def test_they_say_to_which_drawing_they_belong(self) -> None:
        assert chart(diverging()).spec["summary"] == "A summary."
