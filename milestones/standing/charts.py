"""Charts of one council among others, from values that are already worked out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from milestones.measures.sentences import rate_words
from ppf_site import words
from ppf_site.charts.bars import AnswerRow, BarOption, OwnAnswer, with_own
from ppf_site.charts.chart import Chart
from ppf_site.charts.dots import StripRow, strip
from ppf_site.charts.ends import end_of_shares
from ppf_site.charts.lines import Line, Lines, Point

from . import sentences
from .around import OtherCouncils
from .placed import OnExpectation, OnMeasure, RateInRound


@dataclass(frozen=True, slots=True)
class DrawnFor:
    """Whom a chart is about, what stands under it, and whether the public does not see it."""

    name: str
    source: str
    page: str
    is_withheld: bool


def expectations(
    told: Sequence[OnExpectation], others: OtherCouncils, drawn: DrawnFor
) -> Chart | None:
    """An expectation a row: what the others said as bars, the council's own answer as a dot. What
    it is surest of comes first. None where nobody else answered."""
    held = [each for each in told if each.among[others.key].n and each.choices == told[0].choices]
    if not held:
        return None
    held.sort(key=lambda each: -_strength(each, others.key))
    rows, own = [], {}
    for each in held:
        said = each.among[others.key]
        rows.append(AnswerRow(each.label, said.counts, said.n or 0, said.missing))
        if each.said is not None:
            count = sentences.same_words(said, each.said.key)
            label = f"{each.said.label}, as {count}"
            own[each.label] = OwnAnswer(each.said.key, f"{drawn.name}: {each.said.label}", label)
    bars = f"Bars: the other councils {others.others}, without {drawn.name}."
    options = [BarOption(choice.key, choice.label, choice.tone) for choice in held[0].choices]
    return Chart(
        "expectations",
        sentences.expectations_title(drawn.name, told),
        sentences.expectations_summary(held, others),
        drawn.source,
        replace(with_own(rows, options, own, name=drawn.name), axis=bars),
        "table-expectations",
        drawn.page,
        is_withheld=drawn.is_withheld,
    )


def _strength(each: OnExpectation, key: str) -> float:
    """By the tone of the own answer; of those alike, by how many others gave it."""
    if each.said is None:
        return float("-inf")
    among = each.among[key]
    return each.said.tone + among.same(each.said.key) / (among.n or 1) / 2


def shares_end(told: Sequence[OnMeasure], of: OnMeasure) -> float:
    """The same end for all bases of a measure: their charts can be held beside each other."""
    measures = [each for each in told if each.base.measure_id == of.base.measure_id]
    ends = [each.own for each in measures if each.own is not None]
    ends += [rate for each in measures for told in each.others.values() for _, rate in told]
    ends += [each.target for each in measures if each.target is not None]
    return end_of_shares(float(max(ends, default=0)), step=20)


def share(
    measure: OnMeasure, others: Sequence[OtherCouncils], drawn: DrawnFor, *, high: float
) -> Chart | None:
    """Its region, its type and those most like it, a row each; in each row every council that
    gave the rate, and the council's own."""
    told = [each for each in others if measure.others[each.key]]
    if measure.own is None or not told:
        return None
    own = f"{drawn.name}: {rate_words(measure.own)}"
    rows = [
        StripRow(
            each.name,
            [
                *((float(rate), f"{name}: {rate_words(rate)}") for name, rate in
                  measure.others[each.key]),
                (float(measure.own), own),
            ],
            None,
            None,
            _label(measure, each),
            own=own,
        )
        for each in told
    ]  # fmt: skip
    target = float(measure.target) if measure.target is not None else None
    return Chart(
        f"share-{measure.base.key}",
        sentences.strip_title(drawn.name, measure, told[0].key, told[0].others),
        sentences.strip_summary(measure, told),
        drawn.source,
        strip(rows, high=high, target=target, own=drawn.name),
        "table-measures",
        drawn.page,
        is_withheld=drawn.is_withheld,
    )


def _label(measure: OnMeasure, others: OtherCouncils) -> str:
    """ "higher than 2 of 8"."""
    position = measure.position(others.key)
    if position is None:
        return ""
    higher = words.number(position.higher_than) if position.higher_than else "none"
    return f"higher than {higher} of {words.number(len(position.others))}"


def trend(measure: OnMeasure, region: str, drawn: DrawnFor) -> Chart | None:
    """The council's rate from round to round, beside its region's typical council. None of one
    round alone."""
    own = [_point(each, each.own) for each in measure.rounds if each.own is not None]
    typical = [_point(each, each.typical) for each in measure.rounds if each.typical is not None]
    if len(own) < 2:
        return None
    lines = [Line(drawn.name, own)]
    if typical:
        lines.append(Line(f"Typical council in {words.the(region)}", typical))
    target = float(measure.target) if measure.target is not None else None
    ends = [point.value for line in lines for point in line.points]
    said = "; ".join(f"{line.name}: {line.points[-1].says}" for line in lines)
    return Chart(
        "trend",
        sentences.trend_title(drawn.name, measure),
        f"{said}.",
        drawn.source,
        Lines(lines, end_of_shares(max([*ends, target or 0]), room=1.1, step=20), target=target),
        "table-through-time",
        drawn.page,
        is_withheld=drawn.is_withheld,
    )


def _point(each: RateInRound, rate: Decimal) -> Point:
    day = each.round.reference_date
    return Point(day, float(rate), f"{rate_words(rate)} in {day:%B %Y}", joins=each.joins)
