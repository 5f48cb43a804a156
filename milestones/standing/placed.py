"""A council's released answers among those of others, as far as a person may read them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from milestones.measures.stats import is_due
from milestones.models import ExpectationQuestion, MeasureBase, MeasureRate
from milestones.moving.changes import BREAKS, PartChange, measures_changed
from surveys.models import Release, Round
from surveys.releases.results import amount_of, breakdowns_of
from surveys.stats import Breakdown, Choice

from .around import OtherCouncils, ReadAround, others_around, similar_in
from .asked import AskedOf, CountedOn
from .stats import OthersSaid, Position, SizedCouncil, others_among, others_in

SHARE_OF = "Share of "


@dataclass(frozen=True, slots=True)
class OnExpectation:
    """What the council foretold, and what others did. `said` is None where it gave no answer, and
    `reason` is then why, if it said that."""

    link: ExpectationQuestion
    release: Release
    choices: Sequence[Choice]
    said: Choice | None
    reason: str
    among: Mapping[str, OthersSaid]

    @property
    def label(self) -> str:
        return self.link.expectation.label

    @property
    def best(self) -> Choice:
        return max(self.choices, key=lambda choice: choice.tone)


@dataclass(frozen=True, slots=True)
class RateInRound:
    """The council's own rate in one round, and that of its region's typical council."""

    release: Release
    own: Decimal | None
    typical: Decimal | None
    joins: bool

    @property
    def round(self) -> Round:
        return self.release.round


@dataclass(frozen=True, slots=True)
class OnMeasure:
    """A measure on one base: the council's own rate, and those of others, each with its council."""

    rate: MeasureRate
    release: Release
    own: Decimal | None
    out_of: Decimal | None  # its own denominator
    others: Mapping[str, Sequence[tuple[str, Decimal]]]
    rounds: Sequence[RateInRound]

    @property
    def base(self) -> MeasureBase:
        return self.rate.base

    @property
    def target(self) -> Decimal | None:
        return self.base.measure.target_percent

    @property
    def share_of(self) -> str:
        """What it is a share of, with what is told of these where its question says so: "posts in
        care teams that were vacant"."""
        return self.rate.question.text.removeprefix(SHARE_OF) if self.says_share else self.base.name

    @property
    def says_share(self) -> bool:
        return self.rate.question.text.startswith(SHARE_OF)

    @property
    def is_due(self) -> bool:
        """Whether the target was due when this was counted, or within two weeks of it."""
        expectation = self.base.measure.expectation
        day = self.release.round.reference_date
        return expectation is not None and is_due(expectation.due_on, day)

    def position(self, key: str) -> Position | None:
        """None where the council gave no number."""
        if self.own is None:
            return None
        return Position(self.own, [rate for _, rate in self.others[key]])


@dataclass(frozen=True, slots=True)
class SaidInRound:
    """What the council said of one expectation in one round; "" where it gave no answer."""

    link: ExpectationQuestion
    release: Release
    said: str


@dataclass(frozen=True, slots=True)
class Placed:
    """All that a council's page says of where it stands."""

    others: Sequence[OtherCouncils] = ()
    expectations: Sequence[OnExpectation] = ()
    measures: Sequence[OnMeasure] = ()
    by_round: Sequence[SaidInRound] = ()
    similar: Sequence[SizedCouncil] = ()

    @property
    def main(self) -> OnMeasure | None:
        """The first measure that tells the council's number, on its narrowest base: of whom it
        could be true. Another measure's base counts something else."""
        found = [each for each in self.measures if each.own is not None]
        same = [each for each in found if each.base.measure_id == found[0].base.measure_id]
        return min(same, key=lambda each: each.out_of or Decimal("Infinity"), default=None)

    @property
    def claim(self) -> OnExpectation | None:
        """What the council had foretold of what the main measure counted later."""
        main = self.main
        expectation = main.base.measure.expectation if main else None
        if main is None or expectation is None:
            return None
        day = main.release.round.reference_date
        return next(
            (
                each
                for each in self.told
                if each.link.expectation.slug == expectation.slug
                and each.release.round.reference_date < day
            ),
            None,
        )

    @property
    def is_compared(self) -> bool:
        """Whether the page sets it beside others by more than the table of its answers."""
        return bool(self.told or self.counted)

    @property
    def told(self) -> list[OnExpectation]:
        return [each for each in self.expectations if each.said is not None]

    @property
    def counted(self) -> list[OnMeasure]:
        """The main one first."""
        found = [each for each in self.measures if each.own is not None]
        return sorted(found, key=lambda each: each != self.main)


def placed_of(asked: AskedOf, read: ReadAround) -> Placed:
    chosen = asked.chosen
    others = {pk: others_around(pk, chosen, read.around) for pk in asked.beside_others}
    breakdowns = breakdowns_of(read.figures)
    links = sorted(
        asked.links, key=lambda link: (link.expectation.milestone.number, link.expectation.position)
    )
    return Placed(
        others=others[chosen.release_id],
        expectations=[
            _on_expectation(
                asked, link, others[link.release_pk], breakdowns[link.question_id], read
            )
            for link in links
            if link.question_id in breakdowns
        ],
        measures=[
            _on_measure(asked, each, others[each.shown.release_pk], read) for each in asked.rates
        ],
        by_round=_by_round(asked, read),
        similar=similar_in(chosen.release_id, chosen, read.around),
    )


def _by_round(asked: AskedOf, read: ReadAround) -> list[SaidInRound]:
    """Of expectations that more than one round told of, the earliest first."""
    rounds = {(link.expectation.slug, link.release_pk) for link in asked.told}
    times = Counter(slug for slug, _ in rounds)
    again = [link for link in asked.told if times[link.expectation.slug] > 1]
    again.sort(
        key=lambda link: (
            link.expectation.milestone.number,
            link.expectation.position,
            link.question.round.reference_date,
            link.pk,
        )
    )
    council = asked.chosen.council_id
    return [
        SaidInRound(
            link,
            asked.release(link.release_pk),
            read.label(link.release_pk, link.question, read.chosen(link.question_id, council)),
        )
        for link in again
    ]


def _on_expectation(
    asked: AskedOf,
    link: ExpectationQuestion,
    others: Sequence[OtherCouncils],
    areas: Sequence[Breakdown],
    read: ReadAround,
) -> OnExpectation:
    council, question = asked.chosen.council_id, link.question_id
    choices = [reading.choice for reading in areas[0].readings]
    key = read.chosen(question, council)
    among = {area.place.kind: others_in(area, key) for area in areas}
    for each in others:
        if each.key not in among:
            said = [read.chosen(question, pk) for pk in each.councils]
            among[each.key] = others_among(said, len(each.councils))
    answer = read.answers.get((question, council))
    return OnExpectation(
        link=link,
        release=asked.release(link.release_pk),
        choices=choices,
        said=next((choice for choice in choices if choice.key == key), None),
        reason=answer.reason if answer else "",
        among=among,
    )


def _on_measure(
    asked: AskedOf, counted: CountedOn, others: Sequence[OtherCouncils], read: ReadAround
) -> OnMeasure:
    rate, council = counted.shown, asked.chosen.council_id
    names = {each.council_id: each.name for each in read.around}
    given: dict[str, list[tuple[str, Decimal]]] = {}
    for each in others:
        found = [(names[pk], _rate(read, rate, pk)) for pk in each.councils]
        told = [(name, number) for name, number in found if number is not None]
        given[each.key] = sorted(told, key=lambda each_of: (-each_of[1], each_of[0]))
    answer = read.answers.get((rate.question_id, council))
    return OnMeasure(
        rate=rate,
        release=asked.release(rate.release_pk),
        own=_rate(read, rate, council),
        out_of=answer.denominator if answer else None,
        others=given,
        rounds=[
            _in_round(asked, each, change, read)
            for each, change in zip(
                counted.through_time, measures_changed(counted.through_time), strict=True
            )
        ],
    )


def _rate(read: ReadAround, rate: MeasureRate, council: int) -> Decimal | None:
    return read.rate(rate.question_id, council, rate.release_pk)


def _in_round(
    asked: AskedOf, rate: MeasureRate, change: PartChange | None, read: ReadAround
) -> RateInRound:
    """Beside it the typical council of its region, as released."""
    typical = [
        amount_of(figure).typical
        for figure in read.figures
        if figure.question_id == rate.question_id and figure.area.kind == "region"
    ]
    return RateInRound(
        release=asked.release(rate.release_pk),
        own=_rate(read, rate, asked.chosen.council_id),
        typical=typical[0] if typical else None,
        joins=rate.question.comparability not in BREAKS and (change is None or change.joins),
    )
