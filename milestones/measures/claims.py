"""What councils said of reaching a target beside what they count, and each one's own pace."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from councils.permissions import Person
from milestones.library import Library
from milestones.models import ExpectationQuestion, Measure
from milestones.outcomes.ends import Ends, both_ends, figures_of, find_ends, paired
from milestones.outcomes.stats import CameAbout
from ppf_site import words
from surveys.models import Release
from surveys.models.figures import FigureQuerySet
from surveys.permissions import hides_few
from surveys.releases.claimed import CouncilClaim, council_claims
from surveys.releases.shown import ShownFigure
from surveys.stats import Choice

from .measured import OnBase, Rate
from .reaching import may_count
from .stats import OnTheWay, Pace, Reached, pace_of

Role = ExpectationQuestion.Role


@dataclass(frozen=True, slots=True)
class Claimed:
    """Of the councils that gave one answer, how many stand where. Several may be told as one."""

    label: str
    counts: Counter[OnTheWay]

    @property
    def councils(self) -> int:
        return sum(self.counts.values())

    def told(self, kind: OnTheWay) -> str:
        """k of n of those that can be told: who gave no count is beside them, not among them."""
        if kind is OnTheWay.NOT_COUNTED:
            return words.number(self.counts[kind])
        return words.k_of_n(self.counts[kind], self.counted) if self.counted else ""

    @property
    def counted(self) -> int:
        return self.councils - self.counts[OnTheWay.NOT_COUNTED]

    def share(self, kind: OnTheWay) -> float | None:
        """Of those that can be told; None where none can."""
        return self.counts[kind] / self.counted if self.counted else None


@dataclass(frozen=True, slots=True)
class Claims:
    """The forecast's answers, the best first, with where the councils stood that gave them.

    `of_councils` is by council, with what each said in words: only for who may see that.
    """

    forecast: Release
    rows: Sequence[Claimed]
    of_councils: Mapping[int, tuple[str, Pace]] = field(default_factory=dict)

    @property
    def kinds(self) -> list[OnTheWay]:
        """Where any council stands: the columns of the table."""
        met = {kind for row in self.rows for kind, count in row.counts.items() if count}
        return [kind for kind in OnTheWay if kind in met]


def with_forecast(library: Library, measure: Measure, figures: FigureQuerySet) -> FigureQuerySet:
    """What is told of the measure's expectation beside the measure itself, in the same query."""
    expectation = measure.expectation
    ends = find_ends(library, expectation.slug) if expectation else None
    return figures | figures_of(ends) if ends else figures


def ends_on(library: Library, on_base: OnBase, rate: Rate) -> Ends | None:
    """The forecast and the outcome that counts what the rate does, if its round tells one."""
    expectation = on_base.measure.expectation
    ends = find_ends(library, expectation.slug) if expectation else None
    if expectation is None or ends is None or ends.outcome_release.pk != rate.release.pk:
        return None
    same = [link for link in ends.bases if link.question.banded_id == rate.question.pk]
    return find_ends(library, expectation.slug, basis=same[0].basis_key) if same else None


def claims_of(
    library: Library, on_base: OnBase, rate: Rate, figures: Sequence[ShownFigure]
) -> Claims | None:
    """None without a forecast from before, or where the person may be told nothing of both at
    once. One query.

    Who may not see what single councils said is told only what the page of the outcome tells:
    another count beside it would let one be worked out from the other.
    """
    forecast = _forecast_before(library, on_base, rate)
    if forecast is None:
        return None
    release = library.release(forecast.release_pk)
    if hides_few(library.person, release) or not may_count(
        library.person, rate.release, rate.question
    ):
        return _as_came_about(library, on_base, rate, figures)
    return _of_councils(library, on_base, rate, forecast)


def _forecast_before(library: Library, on_base: OnBase, rate: Rate) -> ExpectationQuestion | None:
    """The latest by the day of the count, of a round that most councils answered if there is."""
    expectation = on_base.measure.expectation
    links = library.about(expectation.slug) if expectation else []
    told = [
        link
        for link in links
        if link.role == Role.FORECAST
        and link.question.round.reference_date <= rate.round.reference_date
        and not link.question.round.is_totals_only
    ]
    whole = [link for link in told if library.editions[link.release_pk].answered_by_half]
    return next(iter(whole or told), None)


def _as_came_about(
    library: Library, on_base: OnBase, rate: Rate, figures: Sequence[ShownFigure]
) -> Claims | None:
    ends = ends_on(library, on_base, rate)
    found = paired(ends, library.person, both_ends(ends, figures)) if ends else None
    if ends is None or found is None or found.answers is None:
        return None
    rows = [_of_outcome(answer) for answer in found.answers if answer.councils]
    return Claims(ends.forecast_release, rows)


def _of_outcome(answer: CameAbout) -> Claimed:
    counts = Counter(
        {
            OnTheWay.REACHED: answer.met,
            OnTheWay.SHORT: answer.not_met,
            OnTheWay.NOT_COUNTED: answer.not_known,
        }
    )
    return Claimed(answer.label, counts)


def _of_councils(
    library: Library, on_base: OnBase, rate: Rate, forecast: ExpectationQuestion
) -> Claims:
    release = library.release(forecast.release_pk)
    before = _count_before(on_base, rate, library.person)
    found = council_claims(
        (release, forecast.question),
        (rate.release, rate.question),
        (before.release, before.question) if before else None,
    )
    options = library.editions[forecast.release_pk].options_of(forecast.question)
    choices = [Choice(each.key, each.label, each.tone) for each in options]
    choices.sort(key=lambda choice: -choice.tone)
    labels = {choice.key: choice.label for choice in choices}
    paces = [(each, _pace(on_base, rate, before, each)) for each in found]
    counts: dict[str, Counter[OnTheWay]] = {key: Counter() for key in [*labels, ""]}
    for each, pace in paces:
        counts[each.chose if each.chose in labels else ""][pace.standing] += 1
    rows = [Claimed(labels.get(key, "No forecast"), count) for key, count in counts.items()]
    own = {
        each.council_id: (labels.get(each.chose or "", "No forecast"), pace)
        for each, pace in paces
        if each.council_id is not None
    }
    return Claims(release, [row for row in rows if row.councils], own)


def _count_before(on_base: OnBase, rate: Rate, person: Person) -> Rate | None:
    """The count before, where the person reads councils' own of it too."""
    earlier = [
        each
        for each in on_base.counted
        if each.round.reference_date < rate.round.reference_date
        and may_count(person, each.release, each.question)
    ]
    return earlier[-1] if earlier else None


def _pace(on_base: OnBase, rate: Rate, before: Rate | None, each: CouncilClaim) -> Pace:
    expectation = on_base.measure.expectation
    return pace_of(
        _reading(rate, each.latest),
        _reading(before, each.earlier) if before else None,
        on_base.target,
        expectation.due_on if expectation else None,
        higher_is_better=on_base.measure.higher_is_better,
    )


def _reading(rate: Rate, number: Decimal | None) -> Reached:
    return Reached(rate.round.reference_date, number)
