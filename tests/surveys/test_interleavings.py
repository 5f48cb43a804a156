"""Editors, handing over, taking back and signing in any order: no update is lost."""

import contextlib
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from councils.models import Council, User
from surveys.actions.saving import Saved, save_answer
from surveys.actions.signing import Refused, hand_over, sign, take_back
from surveys.models import Answer, Question, Return, Signature, Step
from surveys.values import Value
from tests.factories import make_council, make_open_round, make_question, make_return, make_user
from tests.surveys.signing import make_working_return, save_number

QUESTIONS = 2
ACTS = st.one_of(
    st.tuples(st.just("save"), st.integers(0, QUESTIONS - 1)),
    st.tuples(st.sampled_from(["hand_over", "take_back"]), st.just(0)),
)
SCRIPTS = st.lists(st.lists(ACTS, min_size=1, max_size=5), min_size=2, max_size=4)


@dataclass
class World:
    """One open return, and what its editors were told: (question, version, number)."""

    one: Return
    questions: list[Question]
    people: list[User]
    saved: list[tuple[int, int, Decimal]] = field(default_factory=list)
    seen: threading.Lock = field(default_factory=threading.Lock)

    def do(self, who: int, act: str, which: int, number: int) -> None:
        by = self.people[who]
        if act == "save":
            self.save(by, self.questions[which], Decimal(number))
        elif act == "hand_over":
            try_to(lambda: hand_over(return_of=self.one, by=by))
        elif act == "take_back":
            try_to(lambda: take_back(return_of=self.one, by=by))
        else:
            try_to(lambda: sign(return_of=self.one, by=by, name="Ann"))

    def save(self, by: User, question: Question, number: Decimal) -> None:
        """Over the version that the person has just read, as a page does."""
        there = Answer.objects.filter(return_of=self.one, question=question).first()
        outcome = save_answer(
            return_of=self.one,
            question=question,
            value=Value(number=number),
            by=by,
            version=there.version if there else 0,
        )
        if isinstance(outcome, Saved) and outcome.changed:
            with self.seen:
                self.saved.append((question.pk, outcome.version, number))


def try_to(act: Callable[[], object]) -> None:
    with contextlib.suppress(Refused):
        act()


def make_world(editors: int) -> World:
    council, round = make_council(), make_open_round()
    questions = [make_question(round) for _ in range(QUESTIONS)]
    one = make_return(round, council, state="in_progress", answers=dict.fromkeys(questions, 1))
    people = [make_user(role="signatory", council=council) for _ in range(editors + 1)]
    return World(one, questions, people)


def run(world: World, scripts: list[list[tuple[str, int]]], seed: int) -> None:
    numbers = iter(random.Random(seed).sample(range(2, 10_000), 60))
    plans = [[(act, which, next(numbers)) for act, which in script] for script in scripts]
    plans.append([("sign", 0, 0)])
    gate = threading.Barrier(len(plans))

    def play(who: int) -> None:
        try:
            gate.wait(30)
            for act, which, number in plans[who]:
                world.do(who, act, which, number)
        finally:
            connection.close()

    threads = [threading.Thread(target=play, args=[who]) for who in range(len(plans))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive(), "Two of them wait for each other."


@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(scripts=SCRIPTS, seed=st.integers(0, 10_000))
def test_no_update_is_lost_and_the_end_is_that_of_some_order(
    scripts: list[list[tuple[str, int]]], seed: int
) -> None:
    world = make_world(len(scripts))
    run(world, scripts, seed)
    for question in world.questions:
        told = sorted(one[1:] for one in world.saved if one[0] == question.pk)
        # Each saved version was told to one person alone, with none left out between.
        assert [version for version, _ in told] == list(range(2, len(told) + 2))
        answer = Answer.objects.get(return_of=world.one, question=question)
        last = told[-1] if told else (1, Decimal(1))
        assert (answer.version, answer.number) == last
    signature = Signature.objects.filter(return_of=world.one).first()
    is_signed = Return.objects.get(pk=world.one.pk).state == "signed"
    assert is_signed == (signature is not None)
    if signature is not None:
        # Nothing was saved after it was signed, and nothing before it is missing from it.
        kept = {line["key"]: Decimal(line["number"]) for line in signature.answers}
        now = Answer.objects.filter(return_of=world.one).select_related("question")
        assert kept == {answer.question.key: answer.number for answer in now}


@pytest.fixture
def together(transactional_db: None) -> Iterator[Callable[..., None]]:
    """Runs functions at the same moment, each on a connection of its own."""

    def run(*todo: Callable[[], object]) -> None:
        gate = threading.Barrier(len(todo))
        failed: list[BaseException] = []

        def each(do: Callable[[], object]) -> None:
            try:
                gate.wait(30)
                do()
            except BaseException as error:
                failed.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=each, args=[do]) for do in todo]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert not failed, failed

    yield run


@pytest.mark.django_db(transaction=True)
def test_a_hundred_signings_at_once_make_one(together: Callable[..., None], home: Council) -> None:
    one, signatory = make_working_return(home), make_user(role="signatory", council=home)
    made: list[int] = []
    batch = [lambda: made.append(sign(return_of=one, by=signatory, name="Ann").pk)] * 20
    for _ in range(5):
        together(*batch)
    assert (len(made), len(set(made)), Signature.objects.count()) == (100, 1, 1)
    assert Step.objects.filter(kind="signed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_signed_is_what_stands_there(together: Callable[..., None], home: Council) -> None:
    signatory = make_user(role="signatory", council=home)
    for _ in range(5):
        one = make_working_return(home)
        todo: list[Callable[[], object]] = [
            partial(save_number, one, signatory, number, 1) for number in range(20, 26)
        ]
        todo.insert(3, partial(sign, return_of=one, by=signatory, name="Ann"))
        together(*todo)
        kept = Signature.objects.get(return_of=one).answers[0]["number"]
        assert Decimal(kept) == Answer.objects.get(return_of=one).number
