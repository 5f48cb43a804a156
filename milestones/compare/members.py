"""Councils, and groups of them, in several rounds: what their own answers come to in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from councils.permissions import Person
from milestones.moving.courses import Course, InRound
from ppf_site import words
from surveys.models import Question, ReleasedReturn
from surveys.permissions import sees_blurred
from surveys.releases.matched import bodies
from surveys.releases.rounded import council_rate, rounded_share
from surveys.stats import Amount, Base, Choice, Place
from surveys.values import REASONS

from .areas import councils_in, group_breakdown, group_name, group_of

NOT_THERE = "not in this round"
LEFT_BLANK = "left blank"
Row = ReleasedReturn | None


@dataclass(frozen=True, slots=True)
class Members:
    """Every required council of the rounds with its answer, in each round by the body that it is.

    A body goes on through a new name, status or code; one that merged or split is another.
    """

    bodies: Mapping[int, int]
    rows: Mapping[int, Mapping[int, ReleasedReturn]]

    @classmethod
    def of(cls, course: Course, person: Person) -> "Members":
        """Two queries. Only for who may read single councils in all of the rounds."""
        questions = [step.question for step in course.steps]
        returns = ReleasedReturn.objects.with_whole_answer_to(questions, person)
        found = returns.of_releases(step.release.pk for step in course.steps)
        body_of = bodies()
        rows = {
            release: {body_of.get(row.council_id, row.council_id): row for row in every}
            for release, every in found.items()
        }
        return cls(body_of, rows)

    @property
    def every(self) -> dict[str, ReleasedReturn]:
        """By address; in the latest round that has it."""
        return {row.slug: row for rows in self.rows.values() for row in rows.values()}

    def body(self, slug: str) -> int:
        council = self.every[slug].council_id
        return self.bodies.get(council, council)

    def in_round(self, release: int, area: str) -> list[ReleasedReturn]:
        """Those of the council or the group that the round required, each once."""
        bodies = dict.fromkeys(self.body(slug) for slug in councils_in(area) or [area])
        return [self.rows[release][body] for body in bodies if body in self.rows[release]]

    def unknown(self, area: str) -> list[str]:
        """What none of the rounds knows."""
        return [slug for slug in councils_in(area) or [area] if slug not in self.every]

    def place(self, area: str) -> Place:
        """As the latest of the rounds calls it."""
        rows = [self.every[slug] for slug in councils_in(area) or [area]]
        if councils_in(area):
            return Place(area, group_name([row.name for row in rows]), "group")
        return Place(area, rows[0].name, "council", rows[0].code)

    def course(self, course: Course, area: str, person: Person) -> Course:
        """With what each round tells of the council or group; `course` has what it tells of
        England, for the answers that there were to choose from."""
        place = self.place(area)
        steps = [
            _told(step, place, self.in_round(step.release.pk, area), person)
            for step in course.steps
        ]
        return replace(course, steps=steps)

    def as_then(self, release: int, area: str) -> str:
        """As addresses of that release write it; "" where it had none of it."""
        if area not in self.every and not councils_in(area):
            return area
        slugs = [row.slug for row in self.in_round(release, area)]
        return group_of(slugs) if len(slugs) > 1 else next(iter(slugs), "")

    def changed(self, course: Course, area: str) -> list[str]:
        """Where a round had a council by another name, or had not all of a group."""
        said = []
        wanted, now = councils_in(area) or [area], self.place(area).name
        for step in course.steps:
            month = f"{step.release.round.reference_date:%B %Y}"
            rows = self.in_round(step.release.pk, area)
            if councils_in(area) and len(rows) < len(wanted):
                had = words.number(len(rows)) if rows else "none"
                said.append(
                    f"In {month} {had} of the {len(wanted)} councils of {now} had to answer."
                )
            elif not councils_in(area) and rows and rows[0].name != now:
                said.append(f"In {month} {now} was called {rows[0].name}.")
        return said


def _told(step: InRound, place: Place, rows: Sequence[ReleasedReturn], person: Person) -> InRound:
    is_alone = place.kind == "council"
    if not rows:
        return replace(step, answers=None, amount=None, said=NOT_THERE)
    if step.answers is None:
        amount = _amount(step, place, rows, is_blurred=sees_blurred(person, step.release))
        is_told = amount.pooled is not None
        why = "" if is_told else _why_none(rows[0], step.question) if is_alone else ""
        return replace(step, amount=amount, said=why)
    choices = [reading.choice for reading in step.answers.readings]
    for row in rows:
        row.choices, row.reason = _given(row, "choices"), _given(row, "reason")
    answers = group_breakdown(place.slug, rows, choices, step.question)
    answers = replace(
        answers,
        place=place,
        readings=tuple(replace(reading, place=place) for reading in answers.readings),
    )
    said = _chose(rows[0], choices, step.question) if is_alone else ""
    return replace(step, answers=answers, said=said)


def _given(row: ReleasedReturn, name: str) -> Any:
    return (row.given or {}).get(name)


def _chose(row: ReleasedReturn, choices: Sequence[Choice], question: Question) -> str:
    labels = {choice.key: choice.label for choice in choices}
    if not row.choices:
        return _why_none(row, question)
    return words.join_words([labels.get(key, key) for key in row.choices])


def _why_none(row: ReleasedReturn, question: Question) -> str:
    if not row.is_answered:
        return words.lower_first(row.standing)
    if row.given and row.given["reason"]:
        return words.lower_first(REASONS[row.given["reason"]])
    return LEFT_BLANK if row.was_asked(question) else "not asked yet when it signed"


def _amount(
    step: InRound, place: Place, rows: Sequence[ReleasedReturn], *, is_blurred: bool
) -> Amount:
    """A council’s own rate; of a group all counted together, of those that gave both counts.

    Of people, where small counts are hidden, to the whole per cent, from counts as they are shown.
    """
    given = [row.given for row in rows if row.given and row.given["number"] is not None]
    base = Base(
        n=len(given),
        required=len(rows),
        no_return=sum(not row.is_answered for row in rows),
    )
    if place.kind == "council":
        rate = Decimal(str(given[0]["number"])) if given else None
        told = None if rate is None else council_rate(step.question, rate, is_blurred=is_blurred)
        return Amount(None, place, base, None, None, pooled_told=told)
    both = [each for each in given if each["numerator"] is not None and each["denominator"]]
    top, bottom = (
        sum((Decimal(str(each[part])) for each in both), Decimal(0))
        for part in ("numerator", "denominator")
    )
    if not (is_blurred and step.question.may_be_of_people):
        return Amount(None, place, base, None, None, numerator=top, denominator=bottom)
    share = rounded_share(top, bottom)
    told = None if share is None else words.rounded(float(share))
    return Amount(None, place, base, None, None, pooled_told=told)
