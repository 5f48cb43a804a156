"""Which held figure a reported one speaks of: picked step by step, from what is released."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from councils.models import Area
from councils.permissions import Person
from milestones.editions import links_of, rates_of
from milestones.library import newest_releases, told_by
from milestones.models import Expectation, ExpectationQuestion, MeasureRate, ReportedFigure
from surveys.models import Derivation, Figure, Question, QuestionType, Release
from surveys.releases.editions import Edition, editions_of
from surveys.releases.shown import read

from .reconciled import HeldData, Reconciled, reconcile

NUMBER, GROSSED, TARGET, RETURNS = "question:", "grossed:", "target:", "returns:"
# A way of comparing that these pages do not offer: it stays as the list of figures has it.
KEPT = "kept"
Choices = Sequence[tuple[str, str]]
Groups = Sequence[tuple[str, Choices]]
# The printed number without which a statistic cannot be compared.
NEEDS = {
    "k_of_n": "numerator",
    "share": "percent",
    "sum": "numerator",
    "grossed_up": "numerator",
    "rate": "percent",
    "published_percent": "percent",
    "published_value": "numerator",
    "published_k": "numerator",
    "target": "percent",
}


@dataclass(frozen=True, slots=True)
class Picked:
    """What was picked; `about` says which kind of figure by its start, and which by the rest."""

    programme: str = ""
    round: str = ""
    about: str = ""
    option: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class ReleasedChoices:
    """What the person can pick from: of each round the newest release, and what it keeps."""

    person: Person
    releases: Sequence[Release]
    editions: dict[int, Edition]
    expectations: Sequence[Expectation]

    @classmethod
    def of(cls, person: Person) -> ReleasedChoices:
        releases, expectations = newest_releases(person)
        return cls(person, releases, editions_of(releases), expectations)

    def edition(self, round: str) -> Edition | None:
        return next((each for each in self.editions.values() if each.round.slug == round), None)

    def programmes(self) -> Choices:
        found = {
            each.milestone.programme.slug: each.milestone.programme.title
            for each in self.expectations
        }
        return sorted(found.items(), key=lambda each: each[1])

    def milestones(self, kept: str) -> Choices:
        """In the order of their programmes; `kept` too, which no release may tell of yet."""
        found = {each.milestone.slug: each.milestone for each in self.expectations}
        ordered = sorted(found.values(), key=lambda each: (each.programme_id, each.number))
        names = {each.slug: each.title for each in ordered}
        return list(({kept: kept} | names if kept else names).items())

    def rounds(self, programme: str) -> Choices:
        """Those that tell of the programme; all of them where none is picked."""
        numbers = {
            each.milestone.programme.slug: each.milestone.programme_id for each in self.expectations
        }
        return [
            (edition.round.slug, edition.round.title)
            for release, edition in self._in_order()
            if not programme or numbers.get(programme) in told_by(release, edition)
        ]

    def about(self, picked: Picked) -> Groups:
        edition = self.edition(picked.round)
        groups: list[tuple[str, Choices]] = []
        if edition is not None:
            meanings = self._of_programmes(edition, picked.programme)
            groups += meanings
            told = {about for _, own in meanings for about, _ in own}
            groups += [
                (name, [each for each in own if each[0] not in told])
                for name, own in self._of_round(edition)
            ]
        targets = [
            (f"{TARGET}{each.slug}", each.text)
            for each in self.expectations
            if picked.programme in {"", each.milestone.programme.slug} and each.target_percent
        ]
        return [*groups, ("Targets of expectations", targets)] if targets else groups

    def options(self, picked: Picked) -> Choices:
        """The answers of a question that is answered by a choice."""
        edition, question = self.edition(picked.round), self.question(picked)
        if edition is None or question is None or not question.is_choice:
            return []
        return [(option.key, option.label) for option in edition.options_of(question)]

    def areas(self, picked: Picked) -> Choices:
        edition = self.edition(picked.round)
        if edition is None or picked.about.startswith(TARGET):
            return []
        areas = sorted(edition.areas.values(), key=lambda area: area.position)
        return [(area.slug, area.name) for area in areas if area.kind != Area.Kind.TYPE]

    def question(self, picked: Picked) -> Question | None:
        edition = self.edition(picked.round)
        kind, _, key = picked.about.partition(":")
        if edition is None or f"{kind}:" not in {NUMBER, GROSSED}:
            return None
        return next((each for each in edition.questions.values() if each.key == key), None)

    def reconcile(self, reported: ReportedFigure) -> Reconciled:
        """Beside what the held data gives the person who enters it."""
        others = reported.against.partition("/")
        figures = Figure.objects.filter(release__in=self.releases).in_rounds(
            {reported.round, others[0]} - {""}, {reported.question, others[2]} - {""}
        )
        shown = read(figures, self.person, self.releases)
        return reconcile([reported], HeldData(shown, self.expectations))[0]

    def _in_order(self) -> Iterable[tuple[Release, Edition]]:
        pairs = ((release, self.editions[release.pk]) for release in self.releases)
        newest = {edition.round.slug: (release, edition) for release, edition in reversed([*pairs])}
        return sorted(newest.values(), key=lambda each: each[1].round.reference_date, reverse=True)

    def _of_programmes(self, edition: Edition, programme: str) -> list[tuple[str, Choices]]:
        """What of the round tells of expectations and measures, of all programmes or of one."""
        release = next(each for each in self.releases if self.editions[each.pk] is edition)
        expectations = {
            f"{NUMBER}{link.question.key}": _link_words(link)
            for link in links_of(release, edition)
            if programme in {"", link.expectation.milestone.programme.slug}
        }
        measures = {
            f"{NUMBER}{rate.question.key}": _rate_words(rate)
            for rate in rates_of(release, edition)
            if programme in {"", _programme_of(rate.base.measure.expectation)}
        }
        only = {key: told for key, told in expectations.items() if key not in measures}
        found: list[tuple[str, Choices]] = [
            ("Expectations", [*only.items()]),
            ("Measures", [*measures.items()]),
        ]
        return [(name, own) for name, own in found if own]

    def _of_round(self, edition: Edition) -> Iterable[tuple[str, Choices]]:
        questions = [
            each
            for each in edition.questions_in_order
            if each.is_choice or each.type in {QuestionType.NUMBER, QuestionType.PERCENTAGE}
        ]
        yield (
            "Questions",
            [(f"{NUMBER}{each.key}", each.short_text) for each in questions],
        )
        if edition.round.is_totals_only:
            return
        sums = [each for each in questions if each.type == QuestionType.NUMBER]
        if sums:
            yield (
                "Numbers grossed up for England",
                [(f"{GROSSED}{each.key}", f"{each.short_text}, grossed up") for each in sums],
            )
        yield "Returns", [(RETURNS, "How many councils answered")]


def _link_words(link: ExpectationQuestion) -> str:
    """With its base, which is all that two outcomes of a round differ in."""
    told = f"{link.expectation.label}: {link.get_role_display()}"
    return f"{told}, of {link.basis}" if link.basis else told


def _rate_words(rate: MeasureRate) -> str:
    told = f"{rate.base.measure.title}, {rate.base.name}"
    return f"{told}: forecast" if rate.role == MeasureRate.Role.FORECAST else told


def _programme_of(expectation: Expectation | None) -> str:
    return expectation.milestone.programme.slug if expectation else ""


def statistic_of(reported: ReportedFigure, picked: Picked, shelf: ReleasedChoices) -> str:
    """Which number of the figure is compared, from what it is and what the source printed."""
    question, edition = shelf.question(picked), shelf.edition(picked.round)
    if question is None or edition is None:
        return {TARGET: "target", RETURNS: "k_of_n"}.get(picked.about.partition(":")[0] + ":", "")
    if picked.about.startswith(GROSSED):
        return "grossed_up"
    is_total, has_number = edition.round.is_totals_only, reported.numerator is not None
    if question.is_choice:
        counted, shared = TOTALS_OF if is_total else COUNTS_OF
        return counted if has_number else shared
    is_number = question.type == QuestionType.NUMBER
    if is_total:
        return "published_value" if is_number else "published_percent"
    return "rate" if question.derivation == Derivation.RATE else "sum" if is_number else ""


# Of an answer: where a number was printed, and where a per cent alone.
COUNTS_OF, TOTALS_OF = ("k_of_n", "share"), ("published_k", "published_percent")


def held_as(picked: Picked, shelf: ReleasedChoices) -> str:
    if picked.about.startswith(TARGET):
        return str(ReportedFigure.Held.TARGET)
    edition = shelf.edition(picked.round)
    if edition is None or not picked.about:
        return str(ReportedFigure.Held.STATEMENT)
    is_total = edition.round.is_totals_only
    return str(ReportedFigure.Held.TOTAL if is_total else ReportedFigure.Held.COMPUTED)


def picked_of(reported: ReportedFigure) -> Picked:
    """What was picked for a figure of the list, or that its comparison is kept as it is."""
    statistic = reported.statistic
    if not statistic:
        return Picked()
    if statistic == "target":
        return Picked(about=f"{TARGET}{reported.question}")
    if statistic not in {*NEEDS, "k"} or reported.against:
        return Picked(about=KEPT)
    about = f"{NUMBER}{reported.question}" if reported.question else RETURNS
    if statistic == "grossed_up":
        about = f"{GROSSED}{reported.question}"
    return Picked("", reported.round, about, reported.option, reported.area_slug)
