"""Editors, uploads, explanations, handing over and signing in any order: no update is lost."""

import contextlib
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from councils.models import Council, User
from ppf_site.databases import close_connections
from ppf_site.refused import Refused
from surveys.actions.explaining import explain
from surveys.actions.saving import save_answer
from surveys.actions.signing import hand_over, sign, take_back
from surveys.actions.uploading import save_plan
from surveys.answers.outcomes import Clash, Saved
from surveys.models import Answer, Question, RaisedCheck, Return, Signature, Step
from surveys.spreadsheet.plan import Decision, LineKind
from surveys.values import Value
from tests.factories import make_council, make_open_round, make_question, make_return, make_user
from tests.surveys.returns.signing import handed_over, make_check, make_working_return, save_number
from tests.surveys.spreadsheet.filled import downloaded, filled, plan_of

QUESTIONS = 2
# Numbers above it are odd: they are explained before anybody can sign.
ODD = 1000
WHICH = st.integers(0, QUESTIONS - 1)
ACTS = st.one_of(
    st.tuples(st.sampled_from(["save", "save", "upload", "explain"]), WHICH),
    st.tuples(st.sampled_from(["look", "hand_over", "take_back"]), st.just(0)),
)
SCRIPTS = st.lists(st.lists(ACTS, min_size=1, max_size=6), min_size=2, max_size=4)


@dataclass
class Editor:
    """A person, and what they have before them: as it was when they last looked."""

    user: User
    versions: dict[int, int] = field(default_factory=dict)
    raised_checks: list[RaisedCheck] = field(default_factory=list)


@dataclass
class World:
    """One open return, and what its editors were told: that a number of theirs is saved, as
    (question, version, number). The version is the one that follows the one they had seen."""

    return_of: Return
    questions: list[Question]
    editors: list[Editor]
    saved: list[tuple[int, int, Decimal]] = field(default_factory=list)

    def do(self, editor: Editor, act: str, which: int, number: int) -> None:
        by = editor.user
        if act == "look":
            self.look(editor)
        elif act == "save":
            self.save(editor, self.questions[which], Decimal(number))
        elif act == "upload":
            self.upload(by, which, number)
        elif act == "explain":
            self.explain(editor, self.questions[which])
        elif act == "hand_over":
            try_to(lambda: hand_over(return_of=self.return_of, by=by))
        elif act == "take_back":
            try_to(lambda: take_back(return_of=self.return_of, by=by))
        else:
            try_to(lambda: sign(return_of=self.return_of, by=by, name=by.name))

    def look(self, editor: Editor) -> None:
        answers = Answer.objects.filter(return_of=self.return_of)
        editor.versions = {answer.question_id: answer.version for answer in answers}
        self.look_at_checks(editor)

    def look_at_checks(self, editor: Editor) -> None:
        raised_checks = RaisedCheck.objects.filter(return_of=self.return_of)
        editor.raised_checks = list(raised_checks.select_related("question", "return_of__round"))

    def save(self, editor: Editor, question: Question, number: Decimal) -> None:
        """Over the version that the person has before them, as a page does."""
        seen = editor.versions[question.pk]
        outcome = save_answer(
            return_of=self.return_of,
            question=question,
            value=Value(number=number),
            by=editor.user,
            version=seen,
        )
        if isinstance(outcome, Saved) and outcome.changed:
            assert outcome.version == seen + 1
            editor.versions[question.pk] = outcome.version
            self.saved.append((question.pk, outcome.version, number))
            self.look_at_checks(editor)
        elif isinstance(outcome, Clash):
            # The page shows what is there now: the next time it is overwritten knowingly.
            editor.versions[question.pk] = outcome.theirs.version

    def upload(self, by: User, which: int, number: int) -> None:
        """The valid part of a file that has words where another number belongs. Of a clash, the
        person takes what is in the file."""
        question, other = self.questions[which], self.questions[which - 1]
        file = filled(downloaded(self.return_of), {question.key: number, other.key: "lots"})
        plan = plan_of(self.return_of, file)
        taken = {
            line.question.key: Decision(line.site_version, line.value) for line in plan.clashes
        }
        outcome = save_plan(return_of=self.return_of, plan=plan, taken=taken, by=by)
        if outcome.saved:
            [line] = plan.of_kind(LineKind.CHANGED, LineKind.CLASH)
            seen = taken.get(line.question.key, Decision(line.version, line.value))
            self.saved.append((question.pk, seen.version + 1, Decimal(number)))

    def explain(self, editor: Editor, question: Question) -> None:
        """In words that say which number they are about."""
        for raised_check in editor.raised_checks:
            if raised_check.question == question:
                with contextlib.suppress(Refused):
                    text = f"{raised_check.message} Yes."
                    explain(
                        raised=raised_check, text=text, about=raised_check.values, by=editor.user
                    )


def try_to(act: Callable[[], object]) -> None:
    with contextlib.suppress(Refused):
        act()


def make_world(editors: int) -> World:
    council, round = make_council(), make_open_round()
    questions = [make_question(round) for _ in range(QUESTIONS)]
    for question in questions:
        check = make_check(round, severity="soft", maximum=ODD, question=question)
        check.key = question.key
        check.save()
    each = make_return(round, council, state="in_progress", answers=dict.fromkeys(questions, 1))
    people = [make_user(role="signatory", council=council) for _ in range(editors + 1)]
    return World(each, questions, [Editor(person) for person in people])


def run(world: World, scripts: list[list[tuple[str, int]]], seed: int) -> None:
    numbers = iter(random.Random(seed).sample(range(2, 6 * ODD), 60))
    plans = [[(act, which, next(numbers)) for act, which in script] for script in scripts]
    # Who signs reads for a while, longer in some examples than in others.
    reading = [("look", 0, 0)] * (seed % 40 + 1)
    plans.append([*reading, ("explain", 0, 0), ("explain", 1, 0), ("sign", 0, 0)])
    for editor in world.editors:
        world.look(editor)
    gate = threading.Barrier(len(plans))

    def play(who: int) -> None:
        try:
            gate.wait(30)
            for act, which, number in plans[who]:
                world.do(world.editors[who], act, which, number)
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
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(scripts=SCRIPTS, seed=st.integers(0, 10_000))
def test_no_update_is_lost_and_the_end_is_that_of_some_order(
    scripts: list[list[tuple[str, int]]], seed: int
) -> None:
    world = make_world(len(scripts))
    run(world, scripts, seed)
    for question in world.questions:
        check_no_update_is_lost(world, question)
        check_what_is_odd_is_told(world, question)
    check_what_is_signed(world)


def check_no_update_is_lost(world: World, question: Question) -> None:
    """Whoever was told that it is saved has a version of their own, with none left out between."""
    events = apps.get_model("surveys", "AnswerEvent").objects.filter(
        pgh_obj__return_of=world.return_of, pgh_obj__question=question
    )
    history = list(events.order_by("pgh_id").values_list("version", "number"))
    told = [each[1:] for each in world.saved if each[0] == question.pk]
    assert history == [(1, Decimal(1)), *sorted(told)]
    assert [version for version, _ in history] == list(range(1, len(history) + 1))
    answer = Answer.objects.get(return_of=world.return_of, question=question)
    assert (answer.version, answer.number) == history[-1]


def check_what_is_odd_is_told(world: World, question: Question) -> None:
    """The raised check is about the number that stands there, and so is its explanation."""
    answer = Answer.objects.get(return_of=world.return_of, question=question)
    raised = RaisedCheck.objects.filter(return_of=world.return_of, question=question).first()
    assert (raised is not None) == (answer.number is not None and answer.number > ODD)
    if raised is not None:
        assert f"{answer.number:,.0f}" in raised.message
        assert raised.explanation in {"", f"{raised.message} Yes."}


def check_what_is_signed(world: World) -> None:
    """Nothing was saved after it was signed, and nothing before it is missing from it."""
    signature = Signature.objects.filter(return_of=world.return_of).first()
    is_signed = Return.objects.get(pk=world.return_of.pk).state == "signed"
    assert is_signed == (signature is not None)
    if signature is None:
        return
    kept = {line["key"]: Decimal(line["number"]) for line in signature.answers}
    now = Answer.objects.filter(return_of=world.return_of).select_related("question")
    assert kept == {answer.question.key: answer.number for answer in now}
    explained = [each for line in signature.answers for each in line["explanations"] or []]
    assert len(explained) == sum(number > ODD for number in kept.values())
    assert all(each["explanation"] == f"{each['message']} Yes." for each in explained)


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


@pytest.fixture
def pooled(transactional_db: None) -> Iterator[None]:
    """Connections as in production: a few, taken in turn."""
    options = connection.settings_dict["OPTIONS"]
    connection.close()
    options["pool"] = {"min_size": 1, "max_size": 30, "timeout": 60}
    yield
    connection.close()
    close_connections()
    del options["pool"]


def test_a_hundred_signings_at_once_make_one(
    pooled: None, together: Callable[..., None], home: Council
) -> None:
    first, signatory = make_working_return(home), make_user(role="signatory", council=home)
    handed_over(first)
    made: list[int] = []
    together(
        *[lambda: made.append(sign(return_of=first, by=signatory, name=signatory.name).pk)] * 100
    )
    assert (len(made), len(set(made)), Signature.objects.count()) == (100, 1, 1)
    step = Step.objects.get(kind="signed")
    # The receipt by e-mail, to the one person there is.
    assert ProcrastinateJob.objects.filter(args__step_id=step.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_signed_is_what_stands_there(together: Callable[..., None], home: Council) -> None:
    signatory = make_user(role="signatory", council=home)
    for _ in range(5):
        each = make_working_return(home)
        save_number(each, signatory, 11, 1)
        todo: list[Callable[[], object]] = [
            partial(save_number, each, signatory, number, 2) for number in range(20, 26)
        ]
        todo.insert(3, partial(sign, return_of=each, by=signatory, name=signatory.name))
        together(*todo)
        kept = Signature.objects.get(return_of=each).answers[0]["number"]
        assert Decimal(kept) == Answer.objects.get(return_of=each).number


@pytest.mark.django_db(transaction=True)
def test_an_explanation_never_stands_beside_another_number(
    together: Callable[..., None], home: Council
) -> None:
    signatory = make_user(role="signatory", council=home)
    for _ in range(5):
        each = make_working_return(home)
        make_check(each.round, severity="soft")
        save_number(each, signatory, 6, 1)
        raised = each.raised_checks.select_related("question", "return_of__round").get()

        def keep_explaining(raised: RaisedCheck = raised) -> None:
            """Before, while and after the number is changed."""
            for _ in range(20):
                with contextlib.suppress(Refused):
                    explain(
                        raised=raised,
                        text="It is 6.",
                        about=raised.values,
                        by=signatory,
                    )

        together(keep_explaining, partial(save_number, each, signatory, 7, 2))
        assert each.answers.get().number == 7
        assert each.raised_checks.get().explanation == ""
