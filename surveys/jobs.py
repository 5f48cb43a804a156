"""What the worker does: e-mails about returns, and the reminders."""

import datetime
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from councils.models import User
from councils.permissions import access_of
from ppf_site.deferring import defer

from .following.wording import values_for
from .models import (
    ChaserLetter,
    ImportFile,
    PublicRequest,
    Query,
    QueryMessage,
    Release,
    Reminder,
    Rescheduling,
    Return,
    Round,
    Step,
    Upload,
    Widening,
)
from .models.releases import Stage
from .releases.letters_of_requests import letter_of_request, may_approve
from .returns.kept_letters import send_about, send_and_keep
from .returns.letters import (
    COUNCIL,
    holders,
    is_still_so,
    letter_of_chaser,
    letter_of_embargo,
    letter_of_opening,
    letter_of_reminder,
    letter_of_rescheduling,
    letter_of_step,
    letter_of_widening,
    told_of,
    told_of_opening,
)
from .returns.letters_of_queries import (
    is_last_word,
    letter_of_message,
    letter_settled,
    told_of_message,
    told_settled,
)

LONDON = ZoneInfo("Europe/London")
# After 4, 16 and 64 seconds, then 4 and 17 minutes, and on to three days: a mail server that is
# down over a weekend loses nothing.
PATIENTLY = RetryStrategy(max_attempts=9, exponential_wait=4)


def tell(step: Step) -> None:
    """Defers an e-mail to each person, in the transaction of the step: no step, no e-mail.

    A job for each, so that trying one again does not write to the others twice.
    """
    for person in told_of(step):
        send_step.defer(step_id=step.pk, user_id=person.pk)


@app.task(name="send_step", retry=PATIENTLY)
def send_step(step_id: int, user_id: int) -> None:
    """Not to who has left since, nor of what is no longer so."""
    step = Step.objects.select_related("return_of__round", "return_of__council", "by").get(
        pk=step_id
    )
    person = next((each for each in told_of(step) if each.pk == user_id), None)
    if person is not None and is_still_so(step):
        send_and_keep(letter_of_step(step, person), step.return_of, person)


def tell_opened(round: Round, councils: Sequence[int]) -> int:
    """Defers an e-mail to each person of these councils, in the transaction that opens the round
    for them. Says how many."""
    people = told_of_opening(councils)
    own = {person.pk: sorted(access_of(person).council_ids & {*councils}) for person in people}
    for person in people:
        send_round_opened.defer(round_id=round.pk, user_id=person.pk, council_ids=own[person.pk])
    return len(people)


@app.task(name="send_round_opened", retry=PATIENTLY)
def send_round_opened(round_id: int, user_id: int, council_ids: list[int]) -> None:
    letter = letter_of_opening(
        Round.objects.get(pk=round_id), council_ids, User.objects.get(pk=user_id)
    )
    if letter is not None:
        letter.send()


def tell_widened(widening: Widening) -> int:
    """Defers an e-mail to each person of the councils asked, in the transaction of the act: once
    each. Says how many."""
    asked = widening.round.returns.required().values_list("council", flat=True)
    people = told_of_opening(list(asked))
    for person in people:
        send_widened.defer(widening_id=widening.pk, user_id=person.pk)
    return len(people)


@app.task(name="send_widened", retry=PATIENTLY)
def send_widened(widening_id: int, user_id: int) -> None:
    widening = Widening.objects.select_related("round").get(pk=widening_id)
    letter_of_widening(widening, User.objects.get(pk=user_id)).send()


def tell_named(release: Release, person: User, by: User | None) -> None:
    """Defers an e-mail to who may read the release under embargo, in the transaction of the act."""
    send_embargo.defer(release_id=release.pk, user_id=person.pk, by_id=by.pk if by else None)


@app.task(name="send_embargo", retry=PATIENTLY)
def send_embargo(release_id: int, user_id: int, by_id: int | None) -> None:
    """Not to who was struck since, nor of what the whole sector reads by now."""
    named = Release.objects.filter(pk=release_id, viewers=user_id).select_related("round").first()
    if named is not None and named.stage == Stage.PREVIEW:
        by = User.objects.filter(pk=by_id or 0).first()
        letter_of_embargo(named, User.objects.get(pk=user_id), by).send()


def tell_asked(asked: PublicRequest) -> None:
    """Defers an e-mail to each person who may approve it, in the transaction of the asking."""
    for person in may_approve(asked):
        send_public_asked.defer(request_id=asked.pk, user_id=person.pk)


@app.task(name="send_public_asked", retry=PATIENTLY)
def send_public_asked(request_id: int, user_id: int) -> None:
    """Not of what has been decided since, nor to who runs no rounds any longer."""
    waiting = PublicRequest.objects.waiting().select_related("release__round", "asked_by")
    asked = waiting.filter(pk=request_id).first()
    if asked is None:
        return
    for person in may_approve(asked):
        if person.pk == user_id:
            letter_of_request(asked, person).send()


def tell_rescheduled(record: Rescheduling) -> int:
    """Defers an e-mail to each person whose return is still to do by the round's last day, in
    the transaction of the act. Says how many."""
    waiting = Return.objects.due_with_round().filter(round=record.round)
    people = told_of_opening(list(waiting.values_list("council", flat=True)))
    for person in people:
        send_rescheduled.defer(rescheduling_id=record.pk, user_id=person.pk)
    return len(people)


@app.task(name="send_rescheduled", retry=PATIENTLY)
def send_rescheduled(rescheduling_id: int, user_id: int) -> None:
    """Not of days that were moved again since, nor to who has no return to do any longer."""
    record = Rescheduling.objects.select_related("round").get(pk=rescheduling_id)
    is_latest = record.round.reschedulings.values_list("pk", flat=True).first() == record.pk
    letter = letter_of_rescheduling(record, User.objects.get(pk=user_id)) if is_latest else None
    if letter is not None:
        letter.send()


def tell_of_message(message: QueryMessage) -> None:
    """Defers an e-mail to each person who is asked, or who asked, in the transaction of it."""
    for person in told_of_message(message):
        send_query_message.defer(message_id=message.pk, user_id=person.pk)


@app.task(name="send_query_message", retry=PATIENTLY)
def send_query_message(message_id: int, user_id: int) -> None:
    """Not to who has left since, nor of what was answered or settled meanwhile."""
    about = ("query__return_of__round", "query__return_of__council", "query__question", "by")
    message = QueryMessage.objects.select_related(*about).get(pk=message_id)
    person = next((each for each in told_of_message(message) if each.pk == user_id), None)
    if person is not None and is_last_word(message):
        send_about(message.query, letter_of_message(message, person), person)


def tell_settled(query: Query) -> None:
    for person in told_settled(query):
        send_query_settled.defer(query_id=query.pk, user_id=person.pk)


@app.task(name="send_query_settled", retry=PATIENTLY)
def send_query_settled(query_id: int, user_id: int) -> None:
    about = ("return_of__round", "return_of__council", "question", "settled_by")
    query = Query.objects.select_related(*about).get(pk=query_id)
    person = next((each for each in told_settled(query) if each.pk == user_id), None)
    if person is not None:
        send_about(query, letter_settled(query, person), person)


@app.task(name="send_reminder", retry=PATIENTLY)
def send_reminder(reminder_id: int, user_id: int) -> None:
    """Not to who has left since, nor where the return is signed, declined, or due another day."""
    reminder = Reminder.objects.with_return().get(pk=reminder_id)
    return_of = reminder.return_of
    person = next((each for each in holders(return_of, COUNCIL) if each.pk == user_id), None)
    is_expected = Return.objects.expected().filter(pk=return_of.pk).exists()
    if person is not None and is_expected and return_of.due_on == reminder.due_on:
        letter_of_reminder(reminder, person).send()
        Reminder.objects.filter(pk=reminder.pk, sent_at=None).update(sent_at=timezone.now())


def tell_chased(letters: Sequence[ChaserLetter]) -> None:
    """Defers each copy of what somebody wrote, in the transaction that keeps the letter."""
    for letter in letters:
        send_chaser.defer(letter_id=letter.pk)


@app.task(name="send_chaser", retry=PATIENTLY)
def send_chaser(letter_id: int) -> None:
    """Once: whoever tries it again finds it sent. Not to who has left since, nor where the council
    has signed, declined or sent paper meanwhile."""
    with transaction.atomic():
        letters = ChaserLetter.objects.select_for_update(of=["self"]).filter(sent_at=None)
        letter = letters.with_all().filter(pk=letter_id).first()
        if letter is None or not _is_still_chased(letter):
            return
        values = values_for(letter.return_of, letter.to)
        letter_of_chaser(letter, values).send()
        ChaserLetter.objects.filter(pk=letter_id).update(sent_at=timezone.now(), filled_in=values)


def _is_still_chased(letter: ChaserLetter) -> bool:
    is_expected = Return.objects.expected().filter(pk=letter.return_of_id).exists()
    return is_expected and letter.to in holders(letter.return_of, COUNCIL)


def remind(day: datetime.date) -> int:
    """Makes the reminders that are due and defers their e-mails: both or neither."""
    with transaction.atomic():
        reminders = Reminder.objects.make_due(day)
        for reminder in reminders:
            for person in holders(reminder.return_of, COUNCIL):
                defer(send_reminder, reminder_id=reminder.pk, user_id=person.pk)
    return len(reminders)


@app.periodic(cron="0 7-18 * * *")
@app.task(name="send_reminders", retry=PATIENTLY)
def send_reminders(timestamp: int) -> None:
    """In the morning, and each hour after it for a worker that was down: a row remembers."""
    remind(datetime.datetime.fromtimestamp(timestamp, LONDON).date())


@app.periodic(cron="47 * * * *")
@app.task(name="forget_import_files", queueing_lock="forget_import_files")
def forget_import_files(timestamp: int) -> None:
    """Files of past rounds that nobody came back for in time."""
    ImportFile.objects.expired().delete()


@app.periodic(cron="43 * * * *")
@app.task(name="forget_uploads", queueing_lock="forget_uploads")
def forget_uploads(timestamp: int) -> None:
    """Councils' workbooks that nobody came back for, also where the round is over."""
    Upload.objects.over().delete()


@app.periodic(cron="*/10 * * * *")
@app.task(name="retry_abandoned_jobs", queueing_lock="retry_abandoned_jobs", pass_context=True)
async def retry_abandoned_jobs(context: JobContext, timestamp: int) -> None:
    """Jobs that a killed worker had in hand are done by the next one: but for those of the clock
    that it has asked for again meanwhile."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, Status.ABORTED, delete_job=True)
