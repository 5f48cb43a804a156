"""The steps of a return: hand over, send back, sign, ask for a correction, reopen."""

import datetime
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone

from councils.models import User
from ppf_site import words
from ppf_site.lengths import LONGEST_TEXT
from ppf_site.refused import Refused
from surveys.answers.raised_checks import raised_checks_of
from surveys.jobs import tell
from surveys.models import Return, Section, Signature, Step
from surveys.opening import CHANGING, why_closed, why_not_signable
from surveys.permissions import has_signatory
from surveys.returns.alone import why_not_in_one_go
from surveys.returns.readiness import readiness_of
from surveys.returns.sign_sql import SIGN
from surveys.returns.since import changes_since, mark_of

from .checking import refresh_raised_checks

# Of the changes since a page was opened; the page itself has them all.
MOST_TOLD = 5


def lock(return_of: Return) -> Return:
    """Waits for savers and signers: what is read after it is what the step decides on."""
    return (
        Return.objects.select_for_update(of=["self"])
        .select_related("round", "council")
        .get(pk=return_of.pk)
    )


def sign(*, return_of: Return, by: User, name: str, seen: str | None = None) -> Signature:
    """Sign the return. Twice is once: the second finds the first one's receipt.

    Who fills it in alone hands it over and signs it in one go: both steps, or neither.

    `seen` is the mark of what the person had before them (`surveys.returns.since.mark_of`): nobody
    signs what has changed since. Raises Refused with what is missing, or why it is too late.
    """
    # Refused outside the transaction: what the checks have just found stays found, to be read.
    with transaction.atomic():
        return_of = lock(return_of)
        if return_of.state == Return.State.SIGNED:
            return receipt_of(return_of)
        refresh_raised_checks(return_of)
        signature = None
        why = (
            why_not_named(by, name)
            or _why_not_this(return_of, seen)
            or _why_not_yours(return_of, by)
        )
        if not why:
            with transaction.atomic():
                _hand_over_in_one_go(return_of, by)
                signature = _sign(return_of, by)
                transaction.set_rollback(signature is None)
            why = "" if signature else why_not_signed(return_of)
    if signature is None:
        raise Refused(why)
    return signature


def _sign(return_of: Return, by: User) -> Signature | None:
    return keep_signed(return_of, by, SIGN, Step.Kind.SIGNED, name=by.name, on_paper_on=None)


def keep_signed(
    return_of: Return, by: User, statement: str, kind: str, **signed: str | datetime.date | None
) -> Signature | None:
    """The receipt and its step; None where the statement finds that it cannot be signed."""
    now = timezone.now()
    said = {"return": return_of.pk, "by": by.pk, "now": now, "imported_from": "", **signed}
    with connection.cursor() as cursor:
        cursor.execute(statement, said)
        row = cursor.fetchone()
    if row is None:
        return None
    tell(Step.objects.create(return_of=return_of, kind=kind, by=by, at=now))
    return Signature.objects.get(pk=row[0])


def receipt_of(return_of: Return) -> Signature:
    last = return_of.signatures.order_by("-number").first()
    if last is None:
        # Returns of earlier rounds came in signed, without a receipt of this site.
        raise Refused(why_closed(return_of))
    return last


def why_not_named(by: User, typed: str) -> str:
    """The signature is the name of the account: whoever signs, signs as themselves."""
    if not typed.strip():
        return "Type your name under the declaration."
    if " ".join(typed.split()).casefold() != " ".join(by.name.split()).casefold():
        return (
            f"Type your name as your account has it: {by.name}. If that is not your name, ask the "
            "people who run the survey to put it right."
        )
    return ""


def _why_not_this(return_of: Return, seen: str | None) -> str:
    if seen is not None and seen != mark_of(return_of):
        what = " ".join(["", *changes_since(return_of, seen)[:MOST_TOLD]])
        return f"Something has changed since you opened this page.{what} Look at it, then sign."
    return ""


def _why_not_yours(return_of: Return, by: User) -> str:
    """What keeps a return that was not handed over from being signed by this person."""
    if return_of.state not in CHANGING:
        return ""
    readiness = readiness_of(return_of, raised_checks_of(return_of))
    return why_not_signable(return_of) or why_not_in_one_go(return_of, by) or readiness.why_not


def _hand_over_in_one_go(return_of: Return, by: User) -> None:
    """Without a letter: who would get it is signing."""
    if return_of.state in CHANGING:
        Return.objects.filter(pk=return_of.pk).update(state=Return.State.TO_SIGN)
        Step.objects.create(return_of=return_of, kind=Step.Kind.HANDED_OVER, by=by)


def why_not_signed(return_of: Return) -> str:
    """As the statement that signs decided, in words."""
    if not return_of.is_open_at(timezone.now()):
        return why_closed(return_of)
    return readiness_of(return_of, raised_checks_of(return_of)).why_not or why_closed(return_of)


def hand_over(*, return_of: Return, by: User) -> None:
    """To the director, who signs it or sends it back. Until then nobody changes it."""
    with transaction.atomic():
        return_of = lock(return_of)
        if return_of.state == Return.State.TO_SIGN:
            return
        refresh_raised_checks(return_of)
        why = _why_not_handed_over(return_of)
        if not why:
            _move(return_of, Return.State.TO_SIGN, Step.Kind.HANDED_OVER, by)
    if why:
        raise Refused(why)


def _why_not_handed_over(return_of: Return) -> str:
    why = (
        why_not_signable(return_of) or readiness_of(return_of, raised_checks_of(return_of)).why_not
    )
    if why:
        return why
    if not has_signatory(return_of):
        return (
            f"Nobody may sign for {return_of.council} yet. Ask the people who run the survey to "
            "invite your director as signatory, then hand the return over."
        )
    return ""


@transaction.atomic
def take_back(*, return_of: Return, by: User) -> None:
    """To change it again. Twice is once."""
    return_of = lock(return_of)
    if return_of.state == Return.State.TO_SIGN:
        _move(return_of, Return.State.IN_PROGRESS, Step.Kind.TAKEN_BACK, by)


@transaction.atomic
def send_back(*, return_of: Return, by: User, reason: str) -> None:
    """To the contributors, with the director's reason. The same again is once."""
    why = read_reason(reason, "Say what should be changed, so that your colleagues know.")
    return_of = lock(return_of)
    if return_of.state == Return.State.SIGNED:
        raise Refused(why_closed(return_of))
    if return_of.state == Return.State.TO_SIGN:
        _move(return_of, Return.State.IN_PROGRESS, Step.Kind.SENT_BACK, by, why)
    elif not _is_last(return_of, Step.Kind.SENT_BACK, by, why):
        raise Refused("Your colleagues have this return in hand already: it is not handed over.")


# Each is an e-mail to every analyst.
MOST_CORRECTIONS = 5
TOO_MANY_CORRECTIONS = (
    f"You have asked for {MOST_CORRECTIONS} corrections in an hour, and analysts have been told. "
    "Wait before you ask again, and put everything into one request."
)


def _refuse_too_many(by: User) -> None:
    """Of one person, whatever the return; in two windows, the second counts the first one's."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    hour_ago = timezone.now() - datetime.timedelta(hours=1)
    asked = Step.objects.filter(by=by, kind=Step.Kind.CORRECTION_ASKED, at__gt=hour_ago)
    if asked.count() >= MOST_CORRECTIONS:
        raise Refused(TOO_MANY_CORRECTIONS)


@transaction.atomic
def ask_correction(*, return_of: Return, by: User, reason: str) -> None:
    """Of the analysts, who can reopen the return. The same again is once."""
    why = read_reason(reason, "Say what is wrong and what it should be.")
    return_of = lock(return_of)
    if return_of.state != Return.State.SIGNED:
        raise Refused("Only a signed return needs a correction: this one can still be changed.")
    if not _is_last(return_of, Step.Kind.CORRECTION_ASKED, by, why):
        _refuse_too_many(by)
        _step(return_of, Step.Kind.CORRECTION_ASKED, by, why)


@transaction.atomic
def refuse_correction(*, return_of: Return, by: User, reason: str) -> None:
    """The signed return stays as it is; the council is told why. The same again is once."""
    why = read_reason(reason, "Say why it is not reopened.")
    return_of = lock(return_of)
    if _is_last(return_of, Step.Kind.CORRECTION_REFUSED, by, why):
        return
    if not return_of.steps.corrections_to_answer().exists():
        raise Refused("No correction of this return waits for an answer.")
    _step(return_of, Step.Kind.CORRECTION_REFUSED, by, why)


@transaction.atomic
def reopen(
    *,
    return_of: Return,
    by: User,
    until: datetime.date,
    reason: str,
    sections: Sequence[Section] = (),
) -> None:
    """By an analyst: the whole return or some sections, to the end of a day. The signed version
    stays readable, and counts until there is a newer one.

    A return that is not signed gets more time, or other sections, in the same way.
    """
    why = read_reason(reason, "Say why it is reopened.")
    if until < timezone.localdate():
        raise Refused("Choose a day from today on.")
    return_of = lock(return_of)
    is_open = return_of.open_until >= timezone.localdate()
    is_sooner = until < return_of.round.closes_on
    if return_of.state != Return.State.SIGNED and is_open and is_sooner:
        day = words.day(return_of.round.closes_on)
        raise Refused(f"It is open until {day} anyway: choose that day or a later one.")
    if return_of.state == Return.State.SIGNED:
        return_of.state = Return.State.IN_PROGRESS
    Return.objects.filter(pk=return_of.pk).update(
        state=return_of.state, signed_at=None, signed_by=None, reopened_until=until
    )
    return_of.reopened_sections.set(sections)
    _step(return_of, Step.Kind.REOPENED, by, why)


def read_reason(typed: str, ask: str) -> str:
    why = typed.replace("\x00", "").strip()
    if not why:
        raise Refused(ask)
    if len(why) > LONGEST_TEXT:
        raise Refused(f"Shorten the reason to {LONGEST_TEXT:,} characters.")
    return why


def _is_last(return_of: Return, kind: str, by: User, reason: str) -> bool:
    """Whether this very step was the last: a page sent twice, or sent again from the history."""
    last = return_of.steps.order_by("-at", "-pk").first()
    return last is not None and (last.kind, last.by_id, last.reason) == (kind, by.pk, reason)


def _move(return_of: Return, state: str, kind: str, by: User, reason: str = "") -> None:
    Return.objects.filter(pk=return_of.pk).update(state=state)
    _step(return_of, kind, by, reason)


def _step(return_of: Return, kind: str, by: User, reason: str) -> None:
    tell(Step.objects.create(return_of=return_of, kind=kind, by=by, reason=reason))
