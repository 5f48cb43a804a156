"""Figures reported at the time against the held data. `docs/reported.md` has the rules."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ppf_site import words
from surveys.models import Figure

from .models import ReportedFigure

AGREES, DIFFERS, UNKNOWN = "agrees", "differs", "cannot be told"


@dataclass(frozen=True, slots=True)
class Held:
    """What the held data has for one reported figure: a value in its unit, and in words."""

    value: Decimal
    words: str
    figure_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One reported figure, what is held for it, and whether they agree."""

    reported: ReportedFigure
    held: Held | None
    verdict: str


Key = tuple[str, str, str, str]
FigureIndex = Mapping[Key, Figure]


def key_of(figure: Figure) -> Key:
    question = figure.question.key if figure.question else ""
    option = figure.option.key if figure.option else ""
    return figure.release.round.slug, question, option, figure.area.slug


def reconcile(reported: Sequence[ReportedFigure], figures: FigureIndex) -> list[Reconciled]:
    return [_reconcile_one(one, figures) for one in reported]


def _reconcile_one(one: ReportedFigure, figures: FigureIndex) -> Reconciled:
    if one.held not in {ReportedFigure.Held.COMPUTED, ReportedFigure.Held.TOTAL}:
        return Reconciled(one, None, UNKNOWN)
    held = held_value(one, figures)
    if held is None:
        return Reconciled(one, None, UNKNOWN)
    return Reconciled(one, held, AGREES if agrees(one, held.value) else DIFFERS)


def held_value(one: ReportedFigure, figures: FigureIndex) -> Held | None:
    """The figure's value by its statistic; None if no release that may be seen has it."""
    question = "" if one.statistic in {"required", "answered"} else one.question
    figure = figures.get((one.round, question, one.option, one.area_slug))
    work_out = STATISTICS.get(one.statistic)
    if figure is None or work_out is None:
        return None
    other = None
    if one.against:
        round, _, question = one.against.partition("/")
        other = figures.get((round, question, "", one.area_slug))
    value = work_out(figure, other)
    if value is None:
        return None
    return Held(value, _in_words(one.statistic, value, figure), figure.pk)


def _share(figure: Figure, _: Figure | None) -> Decimal | None:
    return None if figure.k is None or not figure.n else Decimal(100 * figure.k) / figure.n


def _rate(figure: Figure, _: Figure | None) -> Decimal | None:
    if figure.numerator is None or not figure.denominator:
        return None
    return 100 * figure.numerator / figure.denominator


def _growth(figure: Figure, other: Figure | None) -> Decimal | None:
    """Growth of a sum since another round, in per cent, each round's own councils."""
    if figure.sum is None or other is None or not other.sum:
        return None
    return 100 * figure.sum / other.sum - 100


def _count(name: str) -> Callable[[Figure, Figure | None], Decimal | None]:
    def work_out(figure: Figure, _: Figure | None) -> Decimal | None:
        value = getattr(figure, name)
        return None if value is None else Decimal(value)

    return work_out


STATISTICS: Mapping[str, Callable[[Figure, Figure | None], Decimal | None]] = {
    "k_of_n": _count("k"),
    "k": _count("k"),
    "n": _count("n"),
    "answered": _count("k"),
    "required": _count("required"),
    "share": _share,
    "sum": _count("sum"),
    "rate": _rate,
    "grossed_up": _count("grossed_up"),
    "growth": _growth,
    "published_percent": _count("published_percent"),
    "published_value": _count("published_value"),
    "published_k": _count("k"),
}
PERCENTAGES = {"share", "rate", "growth", "published_percent"}


def _in_words(statistic: str, value: Decimal, figure: Figure) -> str:
    if statistic in PERCENTAGES:
        shown = f"{words.rounded(float(value), 1)}%"
        if statistic == "share":
            return f"{words.number(figure.k)} of {words.number(figure.n)} ({shown})"
        return shown
    if statistic in {"k_of_n", "answered"} and figure.n is not None:
        return f"{words.number(int(value))} of {words.number(figure.n)}"
    return words.number(words.rounded(float(value)))


def agrees(one: ReportedFigure, value: Decimal) -> bool:
    """Whether the held value is within the words and the rounding that the source used."""
    rule, _, amount = one.rule.partition(":")
    step = Decimal(amount) if amount else None
    target = _reported_value(one)
    if target is None:
        return False
    return RULES[rule or "equal"](value, target, step)


def _reported_value(one: ReportedFigure) -> Decimal | None:
    return one.percent if one.statistic in PERCENTAGES else one.numerator


def _equal(value: Decimal, target: Decimal, _: Decimal | None) -> bool:
    """To the decimals that the target was printed with."""
    places = max(0, -int(target.normalize().as_tuple().exponent))  # type: ignore[arg-type]
    return words.rounded(float(value), places) == target


def _nearest(value: Decimal, target: Decimal, step: Decimal | None) -> bool:
    return step is not None and abs(value - target) * 2 <= step


def _below_near(value: Decimal, target: Decimal, step: Decimal | None) -> bool:
    """Almost: under it, by no more than so many per cent of it."""
    return value < target and (target - value) * 100 <= (step or 1) * target


def _above_near(value: Decimal, target: Decimal, step: Decimal | None) -> bool:
    """Over, or just over: above it, by no more than so many per cent of it."""
    return value > target and (value - target) * 100 <= (step or 1) * target


RULES: Mapping[str, Callable[[Decimal, Decimal, Decimal | None], bool]] = {
    "equal": _equal,
    "nearest": _nearest,
    "below_near": _below_near,
    "above_near": _above_near,
    "above": lambda value, target, _: value > target,
    "at_least": lambda value, target, _: value >= target,
}
