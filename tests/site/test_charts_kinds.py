"""Dots, lines through time, parts of a whole and tiles: each drawn from one value."""

import datetime
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from ppf_site.charts import looks
from ppf_site.charts.bars import AnswerRow, BarOption, diverging_bars
from ppf_site.charts.chart import Chart, Drawing
from ppf_site.charts.dots import DumbbellRow, StripRow, dumbbell, strip
from ppf_site.charts.drawing import Swatch
from ppf_site.charts.interactive import bars_spec, lines_spec
from ppf_site.charts.key import last_line, placed
from ppf_site.charts.lines import BOTTOM, LEFT, RIGHT, TOP, Line, Lines, Point
from ppf_site.charts.picture import TILE, to_png, to_svg
from ppf_site.charts.stacked import StackPart, Whole, stacked_bars
from ppf_site.charts.text import width
from ppf_site.charts.tiles import Panel, Tile, Tiles

MARCH, LATER = datetime.date(2010, 3, 31), datetime.date(2011, 3, 31)
EAST = DumbbellRow("Savings", 89, 51, "8 of 9 (89%)", "71 of 142 (50%)")
WEST = DumbbellRow("Advice", 40, 51, "6 of 15 (40%)", "71 of 142 (50%)", is_robust=False)


def spread() -> StripRow:
    values = [(10.0, "Derby: 10%"), (10.5, "Rutland: 10.5%"), (44.0, "Lincoln: 44%")]
    return StripRow("East Midlands", values, (10.0, 12.0, 40.0), 33.6, "33.6%", own="Derby: 10%")


def through_time() -> Lines:
    counted = [Point(MARCH, 14.7, "14.7% in March 2010"), Point(LATER, 34.8, "34.8%")]
    foretold = Point(LATER, 39.6, "39.6% foretold", is_open=True, joins=False)
    ongoing = Line("Ongoing", [*counted, foretold])
    return Lines([ongoing, Line("All", [Point(MARCH, 11.3, "11.3%")])], 50, target=30)


def came_about() -> Whole:
    parts = [StackPart("Met", 56, looks.tone(2)), StackPart("Did not", 12, looks.tone(-1)),
             StackPart("Not known", 0, looks.MISSING)]  # fmt: skip
    return Whole("Very likely", parts, 136, 68, "56 of 68 (82%)")


def places() -> Tiles:
    tile = Tile("Derby", "Derby", "Very likely", looks.tone(2), "/councils/derby/")
    return Tiles([[None, Panel("East Midlands", [[tile, None]])]])


ALL: list[Drawing] = [
    dumbbell([EAST, WEST], here="East Midlands", rest="Rest of England"),
    strip([spread()], high=50, target=30),
    through_time(),
    stacked_bars([came_about()]),
    places(),
]


@pytest.mark.parametrize("drawing", ALL)
def test_each_kind_is_a_picture_that_stands_by_itself(drawing: Drawing) -> None:
    chart = Chart("key", "A finding", "A summary.", "Source: a survey", drawing)
    picture = to_svg(chart, "https://example.org/")
    told = ElementTree.fromstring(picture).find("{*}desc")
    assert told is not None
    for name, said in drawing.told:
        assert f"{name}: {'; '.join(said)}." in (told.text or "")
    assert to_png(chart).startswith(b"\x89PNG")


def test_a_gap_that_is_not_robust_has_an_open_dot() -> None:
    bars = dumbbell([EAST, WEST], here="East Midlands", rest="Rest")
    dots = {row.area: row.marks[-1].look for row in bars.rows}
    assert dots == {"Savings": looks.HERE, "Advice": looks.HERE_OPEN}
    assert [swatch.look for swatch in bars.legend] == [looks.HERE, looks.HERE_OPEN, looks.OTHERS]


def test_shares_of_one_chart_are_written_to_the_same_decimal() -> None:
    counted = Line("Counted", [Point(MARCH, 29.2, "29.2%"), Point(LATER, 25.0, "25.0%")])
    assert [point.text for point in Lines([counted], 50).points] == ["29.2%", "25.0%"]


@pytest.mark.parametrize("value", range(20, 45))
@pytest.mark.parametrize("beside", [39.6, 34.4, 24.7])
def test_no_value_is_written_on_the_target_or_on_another_value(value: int, beside: float) -> None:
    counted = Line("Counted", [Point(MARCH, 14.7, "14.7%"), Point(LATER, value, f"{value}%")])
    other = Line("Matched", [Point(LATER, beside, f"{beside}%")])
    lines = Lines([counted, other], 50, target=30)
    assert lines.level is not None
    for point in lines.points:
        assert not point.text_y - 12 < lines.level < point.text_y + 3
    last = [point.text_y for point in lines.points if point.x > 50]
    assert abs(last[0] - last[1]) > 15


@pytest.mark.parametrize("value", range(8))
def test_a_low_value_is_not_written_on_the_axis(value: int) -> None:
    low = Line("South West", [Point(MARCH, value, f"{value}%")])
    high = Line("London", [Point(MARCH, 35, "35%")])
    point = next(iter(Lines([low, high], 40, target=30).points))
    assert point.text_y < BOTTOM


def test_the_target_says_its_value_where_it_begins_on_the_page_and_in_the_picture() -> None:
    chart = Chart("key", "A finding", "A summary.", "Source: a survey", through_time())
    page = render_to_string("_chart.html", {"chart": chart})
    assert re.search(r'<text class="lines__target" x="0"[^>]*>30%</text>', page)
    picture = ElementTree.fromstring(to_svg(chart))
    written = [each for each in picture.findall(".//{*}text") if each.text == "30%"]
    assert len(written) == 1


def test_rows_of_groups_stand_under_their_names_on_the_page_and_in_the_picture() -> None:
    rows = [EAST._replace(group="Money"), WEST._replace(group="Money"), EAST._replace(group="Help")]
    bars = dumbbell(rows, here="East Midlands", rest="Rest")
    assert [row.heading for row in bars.drawn] == ["Money", "", "Help"]
    picture = to_svg(Chart("key", "A finding", "A summary.", "Source: a survey", bars))
    assert re.findall(r">(Money|Help)<", picture) == ["Money", "Help"]


def test_rows_of_one_group_need_no_name() -> None:
    bars = dumbbell([EAST._replace(group="Money")] * 2, here="East Midlands", rest="Rest")
    assert [row.heading for row in bars.drawn] == ["", ""]


@pytest.mark.parametrize(("rows", "is_close"), [(11, False), (12, True)])
def test_many_rows_stand_close_with_thinner_bars_on_the_page_and_for_plotly(
    rows: int, *, is_close: bool
) -> None:
    bars = stacked_bars([came_about()] * rows)
    assert bars.is_close is is_close
    assert {trace["width"] for trace in bars_spec(bars)["data"]} == {bars.thick}


def test_where_no_gap_is_judged_no_dot_is_open() -> None:
    bars = dumbbell([EAST], here="Met it", rest="Had been sure", tells_robust=False)
    assert [swatch.label for swatch in bars.legend] == ["Met it", "Had been sure"]


def test_of_a_pair_that_is_level_each_dot_is_seen_and_the_key_says_which_is_below() -> None:
    level = EAST._replace(name="Level", here=40.0, rest=40.0)
    bars = dumbbell([EAST, level], here="Met it", rest="Had been sure", tells_robust=False)
    dots = [[mark.rise for mark in row.marks if mark.shape == "dot"] for row in bars.rows]
    assert dots == [[0, 0], [-6, 6]]
    assert [swatch.label for swatch in bars.legend] == [
        "Met it",
        "Had been sure, just below where level",
    ]
    [_, level_row] = bars.drawn
    assert [mark.y for mark in level_row.marks] == [24, 12]


def test_dots_that_would_cover_each_other_stand_in_lanes() -> None:
    bars = strip([spread()], high=50)
    dots = {mark.says: mark.rise for mark in bars.rows[0].marks if mark.shape == "dot"}
    assert dots["Derby: 10%"] == dots["Lincoln: 44%"] == 0
    assert dots["Rutland: 10.5%"] != 0


def test_ones_own_council_stands_out_of_the_strip() -> None:
    bars = strip([spread()], high=50)
    own = [mark.says for mark in bars.rows[0].marks if mark.look == looks.HERE]
    assert own == ["Derby: 10%"]


def test_a_day_and_a_value_stand_where_they_should() -> None:
    lines = through_time()
    assert (lines.along(MARCH), lines.along(LATER)) == (LEFT, RIGHT)
    assert lines.down(0) == BOTTOM
    assert lines.down(50) == TOP
    assert lines.level == pytest.approx(BOTTOM - 0.6 * (BOTTOM - TOP))


def test_what_was_foretold_is_joined_to_nothing() -> None:
    strokes = list(through_time().strokes)
    assert len(strokes) == 1
    assert not strokes[0].is_open


def test_of_one_day_the_highest_value_is_written_over_and_others_under() -> None:
    first, _, _, other = through_time().points
    assert first.text_y < first.y
    assert other.text_y > other.y


def test_a_curve_close_under_another_has_its_value_under_it() -> None:
    now = Line("Now", [Point(MARCH, 10, "10%")])
    before = Line("Before", [Point(MARCH, 20, "20%"), Point(LATER, 80, "80%")])
    lines = Lines([now, before], 100, decimals=0, counted_from=MARCH)
    point = next(iter(lines.points))
    assert (point.text, point.text_y > point.y) == ("10%", True)


def test_plotly_has_the_points_of_the_page() -> None:
    lines = through_time()
    traces = {trace["name"]: trace for trace in lines_spec(lines)["data"]}
    ours = [point for point in lines.points if point.series == "Ongoing"]
    assert traces["Ongoing"]["x"] == [round(point.x, 3) for point in ours]
    assert traces["Ongoing"]["meta"]["rise"] == [round(-point.y, 3) for point in ours]
    assert traces["Ongoing"]["customdata"] == [point.says for point in ours]
    filled = [colour != looks.WHITE for colour in traces["Ongoing"]["marker"]["color"]]
    assert filled == [not point.is_open for point in ours]
    assert {*filled} == {True, False}


def test_plotly_has_the_dots_of_the_page() -> None:
    bars = strip([spread()], high=50, target=30)
    traces = {trace["name"]: trace for trace in bars_spec(bars)["data"]}
    assert traces["One council"]["x"] == [10.5, 44.0]
    assert traces["Your council"]["x"] == [10.0]
    assert traces["One council"]["type"] == "scatter"


def test_parts_are_as_wide_as_their_councils_to_the_required() -> None:
    met, not_met = stacked_bars([came_about()]).rows[0].marks
    assert met.width == pytest.approx(100 * 56 / 136)
    assert not_met.start == met.width
    assert met.says == "Met: 56 of 68 (82%)"


def test_style_sheet_and_pictures_shade_alike() -> None:
    css = (Path(__file__).parents[2] / "static/built/css/site.css").read_text()
    for tenths, colour in enumerate(looks.HEAT):
        found = re.search(rf"\.heat-{tenths}\{{background:(#\w+|rgb\([^)]*\));color:(#\w+)", css)
        assert found
        assert _rgb(found[1]) == pytest.approx(_rgb(colour), abs=1)
        ink = looks.heat(tenths / 10).ink
        assert _rgb(found[2]) == _rgb(ink)


def _rgb(colour: str) -> list[float]:
    if colour.startswith("rgb"):
        return [float(part) * 2.55 for part in re.findall(r"([\d.]+)%", colour)]
    digits = colour[1:] if len(colour) == 7 else "".join(2 * letter for letter in colour[1:])
    return [int(digits[at : at + 2], 16) for at in (0, 2, 4)]


LIKELIHOOD = [BarOption("very", "Very likely", 2), BarOption("never", "Very unlikely", -2)]


def test_a_count_that_its_part_has_no_room_for_stands_beside_the_row() -> None:
    bars = diverging_bars([AnswerRow("England", {"very": 99, "never": 1}, 100)], LIKELIHOOD)
    [row] = bars.drawn
    assert [mark.text for mark in row.marks] == ["99", ""]
    assert row.untold == "Very unlikely 1"
    chart = Chart("answers", "A title", "", "", bars)
    assert "Very unlikely 1" in to_svg(chart)


def test_it_does_so_without_a_key_too() -> None:
    no = Whole("A", [StackPart("No", 1, looks.tone(-1))], 100, 100, "")
    bars = stacked_bars([no, came_about()])
    assert (bars.legend, bars.drawn[0].untold) == ([], "No 1")


def asked(name: str, *answers: str, group: str = "") -> Whole:
    """A question with its own answers, each of which one council gave."""
    tones = zip(answers, (2, -1, -2), strict=False)
    parts = [StackPart(label, 1, looks.tone(tone)) for label, tone in tones]
    return Whole(name, parts, len(parts), len(parts), "", group=group)


TWO_KEYS = stacked_bars(
    [
        asked("Plan", "Yes", "No", group="Plans"),
        asked("Budget", "Yes", "No", group="Plans"),
        asked("Partners", "Wholly", "Partly", "Not", group="Plans"),
        asked("Homes", "Wholly", "Partly", "Not", group="Commitment"),
    ]
)


def test_rows_with_answers_of_their_own_have_the_key_where_it_changes() -> None:
    keys = [[item.label for item in key.swatches] if key else [] for key in TWO_KEYS.keys]
    scale = ["Wholly", "Partly", "Not"]
    assert keys == [["Yes", "No"], [], scale, scale]
    assert TWO_KEYS.headings == ["Plans", "", "", "Commitment"]
    assert TWO_KEYS.legend == []


def test_each_key_is_in_the_picture_within_its_width_and_says_what_labels_count() -> None:
    drawn = written(to_svg(Chart("answers", "A title", "", "", TWO_KEYS)))
    assert [drawn[words] for words in ("Yes", "Wholly")] == [1, 2]
    assert drawn["At the right: “Yes”"] == 1


def written(svg: str) -> Counter[str]:
    """How often each text stands in a picture."""
    return Counter(element.text or "" for element in ElementTree.fromstring(svg).iter())


def test_a_long_key_takes_another_line() -> None:
    key = [Swatch(looks.tone(2), "So very likely that nobody doubts it")] * 9
    items = placed(key, 1160, left=40, size=20, after=300)
    assert items[0].x == 340
    assert all(item.words_at + width(item.label, 20) <= 1160 for item in items)
    assert last_line(items) > 1
    assert next(item.x for item in items if item.line == 1) == 40


def test_a_long_name_is_written_within_its_tile() -> None:
    name = "Yorkshire and The Humber"
    tiles = Tiles([[Panel("", [[Tile(name, name, "11 of 13", looks.heat(1), "", "11 of 13")]])]])
    drawn = ElementTree.fromstring(to_svg(Chart("map", "A title", "", "", tiles)))
    words = [element for element in drawn.iter() if element.get("text-anchor") == "middle"]
    assert " ".join(element.text or "" for element in words) == f"{name} 11 of 13"
    assert all(width(element.text or "", 16) < TILE for element in words)
    assert len({element.get("y") for element in words}) == len(words) == 3


def test_an_answer_of_two_colours_is_two_of_plotlys_series() -> None:
    bars = stacked_bars([asked("Plan", "Yes", "No"), asked("Delay", "Perhaps", "Yes")])
    drawn = {
        (trace["name"], area, trace["marker"]["color"])
        for trace in bars_spec(bars)["data"]
        for area in trace["y"]
    }
    assert drawn == {
        (mark.series, row.area, mark.look.fill) for row in bars.rows for mark in row.marks
    }


def test_every_count_of_a_row_is_drawn_or_told_beside_it() -> None:
    rows = [AnswerRow("One", {"very": 1000, "never": k}, 1000 + k) for k in (1, 12, 99, 1100)]
    bars = diverging_bars(rows, LIKELIHOOD)
    for row, drawn in zip(bars.rows, bars.drawn, strict=True):
        shown = " ".join([*(mark.text for mark in drawn.marks), drawn.untold]).split()
        assert {mark.count for mark in row.marks} <= set(shown)
