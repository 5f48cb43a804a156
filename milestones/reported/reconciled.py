"""Figures reported at the time against the held data. `docs/reported.md` has the rules."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from milestones.models import Expectation, ReportedFigure
from ppf_site import words
from surveys.releases.matched import Matched, Pair
from surveys.releases.results import amount_of, base_of
from surveys.releases.rounded import FEWEST_PEOPLE
from surveys.releases.shown import ShownFigure
from surveys.sentences_values import total_words
from surveys.stats import Base

from .sentences import reported_words

AGREES, DIFFERS, UNKNOWN = "agrees", "differs", "cannot be told"

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class HeldNumbers:
    """The held counterparts of the three numbers that a source can print; None is none."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    percent: Decimal | None = None
    words: str = ""
    figure_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One reported figure, what is held for it, and whether they agree."""

    reported: ReportedFigure
    held: HeldNumbers | None
    verdict: str

    @property
    def printed(self) -> str:
        """What the source printed, in words."""
        return reported_words(self.reported)


class HeldData:
    """Where a reported figure looks for its counterpart: figures, and expectations as kept."""

    def __init__(self, figures: Sequence[ShownFigure], expectations: Sequence[Expectation]) -> None:
        self.figures = {_key(figure): figure for figure in figures}
        self.expectations = {expectation.slug: expectation for expectation in expectations}
        # Of the pairs below, as far as the reader may be told.
        self.matched: Mapping[Pair, Matched] = {}

    def pairs(self, reported: Sequence[ReportedFigure]) -> list[tuple[ShownFigure, ShownFigure]]:
        """The earlier and the later figure of each growth."""
        growths = [growth for growth in reported if growth.statistic == "growth"]
        found = [
            (self.figure(growth, question=growth.against), self.figure(growth))
            for growth in growths
        ]
        return [(before, after) for before, after in found if before and after]

    def figure(
        self, reported: ReportedFigure, *, question: str | None = None
    ) -> ShownFigure | None:
        slug, key = reported.round, reported.question if question is None else question
        if question and "/" in question:
            slug, _, key = question.partition("/")
        return self.figures.get((slug, key, reported.option, reported.area_slug))

    def section_shares(self, reported: ReportedFigure) -> dict[str, Decimal]:
        """By section, the option's share over all questions that offer it: Σk / Σn, in per cent."""
        sums: dict[str, tuple[int, int]] = {}
        hidden: set[str] = set()
        for (slug, _, option, area), figure in self.figures.items():
            if (slug, option, area) != (reported.round, reported.option, reported.area_slug):
                continue
            if figure.question is not None and figure.question.type == "scale":
                section = figure.question.section.key
                hidden |= {section} if figure.withheld else set()
                k, n = sums.get(section, (0, 0))
                sums[section] = (k + (figure.k or 0), n + (figure.n or 0))
        known = {section: pair for section, pair in sums.items() if section not in hidden}
        return {section: _percent(k, n) for section, (k, n) in known.items() if n}


def _key(figure: ShownFigure) -> Key:
    question = figure.question.key if figure.question else ""
    option = figure.option.key if figure.option else ""
    return figure.release.round.slug, question, option, figure.area.slug


def _percent(part: Decimal | int, whole: Decimal | int) -> Decimal:
    return Decimal(100) * Decimal(part) / Decimal(whole)


def reconcile(reported: Sequence[ReportedFigure], data: HeldData) -> list[Reconciled]:
    return [_reconcile_one(figure, data) for figure in reported]


def _reconcile_one(reported: ReportedFigure, data: HeldData) -> Reconciled:
    work_out = STATISTICS.get(reported.statistic)
    held = work_out(reported, data) if work_out else None
    if held is None:
        return Reconciled(reported, None, UNKNOWN)
    return Reconciled(reported, held, AGREES if agrees(reported, held, data) else DIFFERS)


def _of_n(reported: ReportedFigure, data: HeldData) -> HeldNumbers | None:
    figure = data.figure(reported)
    if figure is None or figure.k is None or not figure.n:
        return None
    share = _percent(figure.k, figure.n)
    return HeldNumbers(
        Decimal(figure.k), Decimal(figure.n), share, words.k_of_n(figure.k, figure.n), figure.pk
    )


def _k(reported: ReportedFigure, data: HeldData) -> HeldNumbers | None:
    held = _of_n(reported, data)
    return held and HeldNumbers(
        numerator=held.numerator, words=held.words, figure_id=held.figure_id
    )


def _share(reported: ReportedFigure, data: HeldData) -> HeldNumbers | None:
    held = _of_n(reported, data)
    return held and HeldNumbers(percent=held.percent, words=held.words, figure_id=held.figure_id)


def _number(name: str) -> Callable[[ReportedFigure, HeldData], HeldNumbers | None]:
    def work_out(reported: ReportedFigure, data: HeldData) -> HeldNumbers | None:
        figure = data.figure(reported)
        value = getattr(figure, name) if figure else None
        if figure is None or value is None:
            return None
        if figure.is_rounded and value < FEWEST_PEOPLE:
            return None  # "fewer than 5": it cannot be told whether that agrees
        shown = words.number(words.rounded(float(value)))
        return HeldNumbers(numerator=Decimal(value), words=shown, figure_id=figure.pk)

    return work_out


def _rate(reported: ReportedFigure, data: HeldData) -> HeldNumbers | None:
    figure = data.figure(reported)
    if figure is None or figure.numerator is None or not figure.denominator:
        return None
    rate = _percent(figure.numerator, figure.denominator)
    shown = total_words(figure.question, amount_of(figure)) if figure.question else ""
    return HeldNumbers(figure.numerator, figure.denominator, rate, shown, figure.pk)


def _growth(reported: ReportedFigure, data: HeldData) -> HeldNumbers | None:
    """Growth of a sum since another round, each round with its own councils, as sources give it.

    The words tell it of the councils that answered both first.
    """
    figure, before = data.figure(reported), data.figure(reported, question=reported.against)
    if figure is None or figure.sum is None or before is None or not before.sum:
        return None
    growth = _percent(figure.sum, before.sum) - 100
    shown = growth_words(
        growth, base_of(before), base_of(figure), data.matched.get((before.pk, figure.pk))
    )
    return HeldNumbers(percent=growth, words=shown, figure_id=figure.pk)


def growth_words(growth: Decimal, before: Base, after: Base, matched: Matched | None) -> str:
    """On matched councils where that may be told; the growth of unmatched sums beside it, named."""
    counts = [words.number(base.gave_a_value) for base in (before, after)]
    unmatched = (
        f"{_change(growth)} with each round’s own councils ({counts[0]} before, {counts[1]} after)"
    )
    if matched is None or matched.growth is None:
        return unmatched
    same = f"the {words.number(matched.councils)} councils that answered both rounds"
    return f"{_change(matched.growth)} in {same}; {unmatched}"


def _change(percent: Decimal) -> str:
    size = words.rounded(abs(float(percent)), 1)
    return f"{size}% {'less' if percent < 0 else 'more'}"


def _section_share(reported: ReportedFigure, data: HeldData) -> HeldNumbers | None:
    share = data.section_shares(reported).get(reported.question)
    if share is None:
        return None
    return HeldNumbers(percent=share, words=f"{words.rounded(float(share), 1)}% over its questions")


def _published_percent(reported: ReportedFigure, data: HeldData) -> HeldNumbers | None:
    figure = data.figure(reported)
    if figure is None or figure.published_percent is None:
        return None
    shown = f"{words.number(figure.published_percent)}%"
    return HeldNumbers(percent=figure.published_percent, words=shown, figure_id=figure.pk)


def _target(reported: ReportedFigure, data: HeldData) -> HeldNumbers | None:
    """The expectation's target; one without a number binds everybody that it names."""
    expectation = data.expectations.get(reported.question)
    if expectation is None:
        return None
    target = expectation.target_percent or Decimal(100)
    return HeldNumbers(percent=target, words=f"target {words.number(target)}%")


def _milestones(reported: ReportedFigure, data: HeldData) -> HeldNumbers | None:
    kept = [expectation.milestone for expectation in data.expectations.values()]
    count = len({each.pk for each in kept if each.programme.slug == reported.question})
    return HeldNumbers(numerator=Decimal(count), words=words.number(count)) if count else None


STATISTICS: Mapping[str, Callable[[ReportedFigure, HeldData], HeldNumbers | None]] = {
    "k_of_n": _of_n,
    "k": _k,
    "share": _share,
    "sum": _number("sum"),
    "rate": _rate,
    "grossed_up": _number("grossed_up"),
    "required": _number("required"),
    "growth": _growth,
    "section_share": _section_share,
    "published_percent": _published_percent,
    "published_value": _number("published_value"),
    "published_k": _of_n,
    "target": _target,
    "milestones": _milestones,
}


def agrees(reported: ReportedFigure, held: HeldNumbers, data: HeldData) -> bool:
    """Whether what is held is within the words and the rounding that the source used."""
    rule, _, argument = reported.rule.partition(":")
    amount = Decimal(argument) if argument else None
    if rule in {"lowest", "far_below"} or (rule == "above" and amount is not None):
        return _agrees_with_words(reported, held, data, rule, amount)
    pairs = [
        (value, printed, name)
        for name in ("numerator", "denominator", "percent")
        if (value := getattr(held, name)) is not None
        and (printed := getattr(reported, name)) is not None
    ]
    if not pairs:
        return False
    if rule in {"equal", "nearest"}:
        unit = amount or Decimal(1)
        return all(_same(value, printed, name, unit) for value, printed, name in pairs)
    value, printed, _ = pairs[0]
    return RULES[rule](value, printed, printed * (amount or 0) / 100)


def _agrees_with_words(
    reported: ReportedFigure, held: HeldNumbers, data: HeldData, rule: str, amount: Decimal | None
) -> bool:
    """Words without a number: most, the least, much weaker."""
    if held.percent is None:
        return False
    if rule == "lowest":
        return held.percent == min(data.section_shares(reported).values())
    if rule == "above":
        return amount is not None and held.percent > amount
    other = data.figure(reported, question=reported.against)
    if other is None or other.k is None or not other.n:
        return False
    return 2 * held.percent < _percent(other.k, other.n)


def _same(value: Decimal, printed: Decimal, name: str, unit: Decimal) -> bool:
    """Percentages to the decimals they were printed with, counts to the unit."""
    if name == "percent":
        places = Decimal(1).scaleb(min(0, int(printed.normalize().as_tuple().exponent)))
        return value.quantize(places, ROUND_HALF_UP) == printed
    return (value / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit == printed


# The held value, the printed one, and the slack that goes with the rule.
RULES: Mapping[str, Callable[[Decimal, Decimal, Decimal], bool]] = {
    "above": lambda value, printed, _: value > printed,
    "below": lambda value, printed, _: value < printed,
    "at_least": lambda value, printed, _: value >= printed,
    "above_near": lambda value, printed, slack: printed < value <= printed + slack,
    "below_near": lambda value, printed, slack: printed - slack <= value < printed,
}
