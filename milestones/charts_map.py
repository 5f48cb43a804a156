"""Where: tiles of regions, and of councils for who may see what each answered."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from councils.tile_letters import tile_letters
from ppf_site import words
from ppf_site.charts import looks
from ppf_site.charts.chart import Chart
from ppf_site.charts.drawing import Swatch
from ppf_site.charts.looks import Look
from ppf_site.charts.tiles import Panel, Tile, Tiles
from ppf_site.pages import Within
from surveys.models import ReleasedReturn
from surveys.releases.editions import Content
from surveys.sentences import k_of_n
from surveys.stats import Breakdown, Choice, Reading

Placed = TypeVar("Placed")
# More than so many without an answer are counted, not named.
NAMED = 5


def region_map(
    readings: Sequence[Reading], tiles: Content, within: Within, *, title: str, source: str
) -> Chart | None:
    """A tile a region, darker the more of its councils gave the answer."""
    spots: Mapping[str, Sequence[int]] = tiles["regions"]
    placed = [reading for reading in readings if reading.place.slug in spots]
    if not placed:
        return None
    grid = _grid((_region_tile(reading, within), spots[reading.place.slug]) for reading in placed)
    said = "; ".join(f"{reading.place.name}: {k_of_n(reading)}" for reading in placed)
    legend = [Swatch(looks.heat(0), "None"), Swatch(looks.heat(0.5), "Half of councils")]
    legend.append(Swatch(looks.heat(1), "All"))
    drawing = Tiles([[Panel("", grid)]], legend)
    return Chart("map", title, f"{said}.", source, drawing)


def _region_tile(reading: Reading, within: Within) -> Tile:
    counts = f"{reading.k} of {reading.n}" if reading.k is not None and reading.n else ""
    return Tile(
        reading.place.name,
        reading.place.name,
        k_of_n(reading),
        looks.heat(reading.share if reading.n != 0 else None),
        within.to(f"/regions/{reading.place.slug}/"),
        counts or ("no answers" if reading.n == 0 else ""),
    )


def council_map(
    councils: Sequence[ReleasedReturn],
    told: Breakdown,
    tiles: Content,
    within: Within,
    *,
    title: str,
    source: str,
) -> Chart | None:
    """A tile a council in its place in its region, in the colour of its answer. `told` is of
    England: its base is the page's, and who is not in it is said."""
    spots: Mapping[str, Sequence[int]] = tiles["councils"]
    regions: Mapping[str, Sequence[int]] = tiles["regions"]
    here = [row for row in councils if str(row.council_id) in spots]
    if not here:
        return None
    by_region: dict[str, list[ReleasedReturn]] = {}
    for row in here:
        by_region.setdefault(row.region.slug, []).append(row)
    toned = {reading.choice.key: reading.choice for reading in told.readings}
    letters = tile_letters(row.council.short_name for row in here)

    def tile_of(row: ReleasedReturn) -> tuple[Tile, Sequence[int]]:
        said = toned.get((row.choices or [""])[0])
        short = letters[row.council.short_name]
        return _council_tile(row, short, said, within), spots[str(row.council_id)]

    panels = [
        (
            Panel(rows[0].region.name, _grid(map(tile_of, rows)), within.to(f"/regions/{slug}/")),
            regions.get(slug, (0, 0)),
        )
        for slug, rows in by_region.items()
    ]
    legend = [Swatch(looks.tone(choice.tone), choice.label) for choice in toned.values()]
    legend.append(Swatch(looks.MISSING, "No answer"))
    drawing = Tiles(_grid(panels), legend)
    return Chart("map", title, _summary(told, here), source, drawing, "table-answers-by-council")


def _summary(told: Breakdown, councils: Sequence[ReleasedReturn]) -> str:
    """The counts, and those without an answer: by name where they are few."""
    said = "; ".join(f"{reading.choice.label}: {k_of_n(reading)}" for reading in told.readings)
    keys = {reading.choice.key for reading in told.readings}
    silent = [row.council.name for row in councils if (row.choices or [""])[0] not in keys]
    if not silent:
        return f"{said}."
    who = f": {words.join_words(silent)}" if len(silent) <= NAMED else ""
    count = words.plural(len(silent), "council")
    return f"{said}. Not in these counts, for want of an answer: {count}{who}."


def _council_tile(row: ReleasedReturn, short: str, said: Choice | None, within: Within) -> Tile:
    look: Look = looks.tone(said.tone) if said else looks.MISSING
    council = row.council
    return Tile(
        council.name,
        short,
        said.label if said else (row.standing if not row.is_answered else "No value"),
        look,
        within.to(council.get_absolute_url()),
    )


def _grid(placed: Iterable[tuple[Placed, Sequence[int]]]) -> list[list[Placed | None]]:
    """Rows of what stands at each place; None where nothing does."""
    found = {(spot[0], spot[1]): each for each, spot in placed}
    columns = max(column for column, _ in found) + 1
    rows = max(row for _, row in found) + 1
    return [[found.get((column, row)) for column in range(columns)] for row in range(rows)]
