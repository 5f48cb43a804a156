"""A survey of the size that there is: 153 councils, 60 questions, the round before, its people."""

import datetime
from typing import Any

import pgtrigger
from django.db import connection
from django.utils import timezone

from councils.models import Council, Succession, User
from milestones.models import Expectation, ExpectationQuestion, ReportedFigure
from ppf_site.table_files import read_book, sheets_with_rows, table_of
from surveys.actions import querying
from surveys.actions.chasing import chase
from surveys.actions.explaining import look_again
from surveys.actions.trying import try_next
from surveys.following.rows import followed
from surveys.models import Check, ImportFile, Question, Return, Round
from surveys.past.columns import guess
from surveys.past.matching import choices_for, is_named_in
from tests.factories import (
    make_council,
    make_grid,
    make_open_round,
    make_question,
    make_rate,
    make_release,
    make_round,
    make_scale,
    make_section,
    make_user,
)
from tests.milestones.world import make_expectation

LIKELY = ("very-likely", "fairly-likely", "fairly-unlikely", "very-unlikely")
SECTIONS = 6
YEAR = datetime.timedelta(days=365)

ANSWERS = """
INSERT INTO surveys_answer
    (return_of_id, question_id, choices, number, reason, note, version, updated_at)
SELECT r.id, q.id, CASE WHEN q.type = 'scale' THEN ARRAY[(%s::text[])[1 + r.id %% 4]] END,
    CASE WHEN q.type = 'number' THEN 100 + r.id %% 900 + q.position END, '', '', 1, now()
FROM surveys_return r JOIN surveys_question q ON q.round_id = r.round_id AND q.derivation = ''
WHERE r.round_id = %s
"""
# One in ten has not signed yet.
SIGN = """
UPDATE surveys_return SET state = 'signed', signed_at = now(), first_signed_at = now()
WHERE round_id = %s AND id %% 10 > %s
"""


def make_large_survey() -> User:
    """In the register of councils: a round that is open and released, one before it, a draft, and
    one that comes in from a file. Gives who runs it."""
    before = ask_sixty(make_open_round("before", **days_before(YEAR)))
    sign(before, unsigned=-1)
    make_release(before, stage="public")
    spring = ask_sixty(make_open_round("spring"), after=before)
    sign(spring, unsigned=0)
    make_release(spring, stage="public")
    make_people()
    runner = make_user(role="administrator")
    busy(spring, runner)
    try_next(round=spring, by=runner)
    ask_sixty(make_open_round("draft", is_draft=True), after=before)
    wait_with_a_file(ask_sixty(make_round("past", is_draft=True), after=before), runner)
    ReportedFigure.objects.create(
        key="1", what="Likely", source="The article", area="England", held="statement"
    )
    will_end()
    return runner


def will_end() -> None:
    """A council that another follows in a year, which can still be taken back."""
    day = timezone.localdate() + YEAR
    ending = Council.objects.in_force(on=timezone.localdate()).order_by("pk")[0]
    following = make_council("Over Hill and Dale", region=ending.region, established=day)
    Council.objects.filter(pk=ending.pk).update(abolished=day)
    Succession.objects.create(predecessor=ending, successor=following, kind="split")


def days_before(back: datetime.timedelta) -> dict[str, datetime.date]:
    then = timezone.localdate() - back
    return {"reference_date": then, "opens_on": then, "closes_on": then + YEAR / 12}


def ask_sixty(round: Round, *, after: Round | None = None) -> Round:
    """58 that are answered, in six sections, and two that are worked out of them."""
    earlier = {each.key: each for each in after.questions.all()} if after else {}
    scale = make_scale(round, LIKELY, key="likely")
    expectation = Expectation.objects.filter(slug="savings").first() or make_expectation()
    numbers = []
    for at in range(58):
        section = make_section(round, f"section-{at % SECTIONS}", position=at % SECTIONS)
        asked: dict[str, Any] = {"type": "number"}
        if at < 48:
            asked = {"type": "scale", "scale": scale}
        key = f"question-{at}"
        if follows := earlier.get(key):
            asked |= {"follows": follows, "comparability": "same"}
        question = make_question(round, key, section=section, **asked)
        if at < 48:
            ExpectationQuestion.objects.create(
                expectation=expectation,
                question=question,
                role=ExpectationQuestion.Role.FORECAST,
                basis=f"share {at}",
            )
        else:
            numbers.append(question)
            Check.objects.create(
                round=round,
                key=f"range-{at}",
                kind="range",
                severity="soft",
                question=question,
                maximum=500,
            )
    for kind in ("change", "peers"):
        Check.objects.create(
            round=round, key=kind, kind=kind, severity="soft", question=numbers[0], percent=50
        )
    make_grid(round, "rows")
    for at in (0, 1):
        make_rate(numbers[at], numbers[at + 2], f"rate-{at}")
    return round


def sign(round: Round, *, unsigned: int) -> None:
    councils = Council.objects.in_force(on=timezone.localdate())
    # Nothing keeps the history of so many answers, nor asks whether they may be given.
    with pgtrigger.ignore(), connection.cursor() as cursor:
        Return.objects.bulk_create(
            [Return(round=round, council=council, state="in_progress") for council in councils]
        )
        cursor.execute(ANSWERS, [[*LIKELY], round.pk])
    with connection.cursor() as cursor:
        cursor.execute(SIGN, [round.pk, unsigned])


def make_people() -> None:
    for council in Council.objects.in_force(on=timezone.localdate()):
        for kind in ("contributor", "signatory"):
            make_user(role=kind, council=council)


def busy(round: Round, by: User) -> None:
    """Asked about, chased, with what is odd."""
    returns = list(round.returns.select_related("round", "council"))
    for return_of in returns[:15]:
        for key in ("question-50", "question-51"):
            question = round.questions.get(key=key)
            querying.ask(
                return_of=return_of, question=question, by=by, text="So many?", inside=False
            )
    for return_of in returns[:20]:
        look_again(return_of)
    rows = followed(round, by)
    chase(round=round, rows=rows, by=by, subject="Still waiting", body="For {council}.")


def wait_with_a_file(round: Round, by: User) -> None:
    """Of all councils and questions, between its upload and the word to import it."""
    keys = list(Question.objects.asked_in(round).values_list("key", flat=True))
    rows = [["council", *keys]]
    rows += [
        [council.name, *("5" for _ in keys)]
        for council in Council.objects.in_force(on=round.reference_date)
    ]
    content = "\n".join(",".join(row) for row in rows).encode()
    kept = ImportFile.objects.keep(
        round=round, by=by, file_name="past.csv", content=content, source="The archive"
    )
    book = read_book(content)
    table = table_of(book, sheets_with_rows(book)[0])
    kept.match(table.sheet, guess(table, is_named_in(round), choices_for(round)))
