"""A small country: two regions, a round about one expectation, and answers to look for."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from councils.models import Council, Region
from milestones.models import (
    Expectation,
    ExpectationQuestion,
    Measure,
    MeasureBase,
    MeasureRate,
    Milestone,
    Programme,
)
from surveys.models import Question, Return, Round, Scale
from tests.factories import (
    REFERENCE_DATE,
    Value,
    answer,
    make_council,
    make_option,
    make_question,
    make_rate,
    make_return,
    make_round,
)

# Nobody else's number, and no sum, share or quartile comes to it.
TELLTALE = 7654321


@dataclass
class World:
    round: Round
    expectation: Expectation
    likely: Question
    people: Question
    returns: dict[str, Return] = field(default_factory=dict)


def make_expectation(slug: str = "savings", number: int = 1) -> Expectation:
    programme, _ = Programme.objects.get_or_create(
        slug="programme",
        defaults={
            "title": "The programme",
            "description": "What was promised.",
            "starts_on": datetime.date(2008, 1, 1),
            "ends_on": datetime.date(2011, 3, 31),
            "is_published": True,
        },
    )
    milestone = Milestone.objects.create(
        programme=programme,
        number=number,
        slug=f"milestone-{number}",
        title="Prevention",
        short_title="Prevention",
    )
    return Expectation.objects.create(
        milestone=milestone,
        slug=slug,
        text="Savings have been made.",
        short_text="have made savings",
        label=slug.capitalize(),
        due_on=datetime.date(2011, 4, 1),
        due_label="April 2011",
    )


def make_world(
    regions: Mapping[Region, int],
    *,
    slug: str = "spring",
    names_councils: bool = False,
    reference_date: datetime.date = REFERENCE_DATE,
) -> World:
    """That many councils in each region; the first of all is very likely and has the telltale."""
    round = make_round(slug, names_councils=names_councils, reference_date=reference_date)
    likely = make_question(round, "likely", type="scale")
    people = make_question(round, "people", unit="people")
    expectation = Expectation.objects.filter(slug="savings").first() or make_expectation()
    ExpectationQuestion.objects.create(
        expectation=expectation, question=likely, role=ExpectationQuestion.Role.FORECAST
    )
    world = World(round, expectation, likely, people)
    for region, count in regions.items():
        for council in _councils(region, count):
            first = not world.returns
            said = "very-likely" if first else "fairly-unlikely"
            number = TELLTALE if first else 100 + 7 * len(world.returns)
            answers: dict[Question, Value | None] = {likely: said, people: number}
            world.returns[council.name] = make_return(round, council, answers=answers)
    return world


def _councils(region: Region, count: int) -> list[Council]:
    there = list(region.councils.in_force(on=REFERENCE_DATE)[:count])
    return [*there, *(make_council(region=region) for _ in range(count - len(there)))]


def make_measure(world: World) -> Measure:
    """Of the world's expectation: people over users, with a target, and who has reached it."""
    users = make_question(world.round, "users", unit="people")
    for return_of in world.returns.values():
        answer(return_of, users, 1000)
    rate = make_rate(world.people, users, "share")
    scale = Scale.objects.create(round=world.round, key="reached", title="Reached")
    make_option(scale, "met", position=0, lower_bound=30, tone=2)
    make_option(scale, "not-met", position=1, lower_bound=0, tone=-2)
    band = make_question(
        world.round, "reached", type="single", scale=scale, derivation="band", banded=rate
    )
    measure = Measure.objects.create(
        expectation=world.expectation, slug="share", title="Share of users", target_percent=30
    )
    base = MeasureBase.objects.create(measure=measure, key="all-users", name="all users")
    MeasureRate.objects.create(base=base, question=rate)
    ExpectationQuestion.objects.create(
        expectation=world.expectation, question=band, role=ExpectationQuestion.Role.OUTCOME
    )
    return measure
