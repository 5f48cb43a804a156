"""Every reported figure, worked out again from the figures of the releases alone."""

import csv
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from milestones.models import Expectation, Milestone
from surveys.models import Figure

FILE = Path(__file__).parents[2] / "milestones" / "data" / "reported.csv"
Row = dict[str, str]
ROWS: list[Row] = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
# How many figures each source has: five articles, and the reports and notices beside them.
SOURCES = {"A0": 12, "A1": 10, "A2": 6, "A3": 8, "A4": 9, "X": 32}
PRINTED = ("numerator", "denominator", "percent")


def figure(row: Row, *, option: str | None = None, question: str | None = None) -> Figure:
    found = Figure.objects.filter(
        release__round__slug=row["round"],
        release__public_at__isnull=False,
        area__slug=row["area_slug"],
        question__key=row["question"] if question is None else question,
    )
    if not row["question"]:
        found = Figure.objects.filter(
            release__round__slug=row["round"], area__slug=row["area_slug"], question=None
        )
    wanted = row["option"] if option is None else option
    found = found.filter(option__key=wanted) if wanted else found.filter(option=None)
    return found.get()


def percent(part: Decimal | int | None, whole: Decimal | int | None) -> Decimal:
    assert part is not None
    assert whole
    return Decimal(100) * Decimal(part) / Decimal(whole)


def of_n(row: Row) -> list[Decimal | None]:
    each = figure(row)
    assert each.k is not None
    return [Decimal(each.k), Decimal(each.n or 0), percent(each.k, each.n)]


def of_k(row: Row) -> list[Decimal | None]:
    return [Decimal(figure(row).k or 0), None, None]


def share(row: Row) -> list[Decimal | None]:
    each = figure(row)
    return [None, None, percent(each.k, each.n)]


def total(row: Row) -> list[Decimal | None]:
    return [figure(row).sum, None, None]


def rate(row: Row) -> list[Decimal | None]:
    each = figure(row)
    return [each.numerator, each.denominator, percent(each.numerator, each.denominator)]


def growth(row: Row) -> list[Decimal | None]:
    slug, _, key = row["against"].partition("/")
    before = figure({**row, "round": slug, "question": key}).sum
    return [None, None, percent(figure(row).sum, before) - 100]


def section_shares(row: Row) -> dict[str, Decimal]:
    sums: dict[str, tuple[int, int]] = {}
    found = Figure.objects.filter(
        release__round__slug=row["round"],
        area__slug=row["area_slug"],
        option__key=row["option"],
    )
    for section, k, n in found.values_list("question__section__key", "k", "n"):
        before = sums.get(section, (0, 0))
        sums[section] = (before[0] + (k or 0), before[1] + (n or 0))
    return {section: percent(k, n) for section, (k, n) in sums.items()}


def published(row: Row) -> list[Decimal | None]:
    each = figure(row)
    k = None if each.k is None else Decimal(each.k)
    return {
        "published_percent": [None, None, each.published_percent],
        "published_value": [each.published_value, None, None],
        "published_k": [k, Decimal(each.n or 0), percent(each.k, each.n) if each.n else None],
    }[row["statistic"]]


def target(row: Row) -> list[Decimal | None]:
    expectation = Expectation.objects.get(slug=row["question"])
    return [None, None, expectation.target_percent or Decimal(100)]


STATISTICS: dict[str, Callable[[Row], list[Decimal | None]]] = {
    "k_of_n": of_n,
    "k": of_k,
    "share": share,
    "sum": total,
    "rate": rate,
    "grossed_up": lambda row: [figure(row).grossed_up, None, None],
    "required": lambda row: [Decimal(figure(row).required or 0), None, None],
    "growth": growth,
    "section_share": lambda row: [None, None, section_shares(row)[row["question"]]],
    "published_percent": published,
    "published_value": published,
    "published_k": published,
    "target": target,
    "milestones": lambda row: [
        Decimal(Milestone.objects.filter(programme__slug=row["question"]).count()),
        None,
        None,
    ],
}


def rounded(value: Decimal, like: Decimal) -> Decimal:
    return value.quantize(like, rounding=ROUND_HALF_UP)


def same(held: Decimal, printed: Decimal, *, is_percent: bool, unit: Decimal) -> bool:
    if is_percent:
        return rounded(held, printed) == printed
    return rounded(held / unit, Decimal(1)) * unit == printed


def agrees(row: Row, held: list[Decimal | None]) -> bool:
    rule, _, argument = row["rule"].partition(":")
    pairs = [
        (value, Decimal(row[name]), name)
        for value, name in zip(held, PRINTED, strict=True)
        if value is not None and row[name]
    ]
    if rule in {"far_below", "lowest"} or (rule == "above" and argument):
        return agrees_with_words(row, held, rule, argument)
    assert pairs, "nothing was printed that could be compared"
    if rule in {"equal", "nearest"}:
        unit = Decimal(argument or 1)
        return all(same(a, b, is_percent=name == "percent", unit=unit) for a, b, name in pairs)
    value, printed, _ = pairs[0]
    slack = printed * Decimal(argument or 0) / 100
    return {
        "above": value > printed,
        "below": value < printed,
        "at_least": value >= printed,
        "above_near": printed < value <= printed + slack,
        "below_near": printed - slack <= value < printed,
    }[rule]


def agrees_with_words(row: Row, held: list[Decimal | None], rule: str, argument: str) -> bool:
    value = held[2]
    assert value is not None
    if rule == "above":
        return value > Decimal(argument)
    if rule == "lowest":
        return value == min(section_shares(row).values())
    slug, _, key = row["against"].partition("/")
    other = share({**row, "round": slug, "question": key})[2]
    assert other is not None
    return 2 * value < other


def test_every_figure_of_the_sources_is_listed_once() -> None:
    keys = {
        f"{source}-{number:02}"
        for source, count in SOURCES.items()
        for number in range(1, count + 1)
    }
    listed = [row["id"] for row in ROWS]
    assert len(listed) == len(set(listed))
    assert {key.rstrip("bc") for key in listed} == keys


def test_only_statements_have_nothing_to_compare() -> None:
    bare = {row["id"] for row in ROWS if not row["statistic"]}
    assert bare - {"A2-05"} == {row["id"] for row in ROWS if row["held"] == "statement"}


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["statistic"]], ids=lambda row: row["id"]
)
def test_reported_figure_comes_out(row: Row) -> None:
    held = STATISTICS[row["statistic"]](row)
    assert agrees(row, held) is not bool(row["known_difference"]), held
