"""The steps of a return: hand over, send back, sign, ask for a correction, reopen."""

import datetime
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone

from councils.models import User
from ppf_site import words
from surveys.jobs import tell
from surveys.models import Return, Section, Signature, Step
from surveys.models.questions import REQUIRED_SQL
from surveys.opening import SIGNABLE, open_sql, why_closed, why_not_signable
from surveys.permissions import has_signatory
from surveys.returns.progress import missing_required
from surveys.returns.review import mark_of
from surveys.values import LONGEST_TEXT

from .checking import refresh_findings

# One statement decides and signs. The return is signed only if it is open, every required
# question is answered, no hard problem is left, and every soft one is explained.
SIGN = f"""
WITH signed AS (
    UPDATE surveys_return r SET state = 'signed', signed_at = %(now)s, signed_by_id = %(by)s
    FROM surveys_round d
    WHERE d.id = r.round_id AND r.id = %(return)s
        AND {open_sql(SIGNABLE)}
        AND NOT EXISTS (
            SELECT FROM surveys_question q
            LEFT JOIN surveys_answer a ON a.question_id = q.id AND a.return_of_id = r.id
                AND (num_nonnulls(a.choices, a.number, a.date, a.text) = 1 OR a.reason <> '')
            WHERE q.round_id = r.round_id AND {REQUIRED_SQL} AND a.id IS NULL)
        AND NOT EXISTS (
            SELECT FROM surveys_finding f JOIN surveys_check c ON c.id = f.check_of_id
            WHERE f.return_of_id = r.id AND (c.severity = 'hard' OR f.explanation = ''))
    RETURNING r.id, r.round_id
)
INSERT INTO surveys_signature
    (return_of_id, number, reference, signed_at, signed_by_id, name, answers)
SELECT signed.id, coalesce(last.number, 0) + 1,
    upper(d.slug) || '-' || r.council_id || '-' || coalesce(last.number, 0) + 1,
    %(now)s, %(by)s, %(name)s, (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'section', s.title, 'key', q.key, 'text', q.text, 'short_text', q.short_text,
            'stem', g.stem, 'type', q.type, 'unit', q.unit,
            'labels', (SELECT jsonb_agg(o.label ORDER BY o.position) FROM surveys_option o
                WHERE o.scale_id = q.scale_id AND o.key = ANY (a.choices)),
            'choices', a.choices, 'number', a.number::text, 'date', a.date, 'answer', a.text,
            'reason', a.reason, 'note', a.note, 'by', u.name, 'at', a.updated_at,
            'explanations', (SELECT jsonb_agg(jsonb_build_object(
                'message', f.message, 'explanation', f.explanation))
                FROM surveys_finding f WHERE f.return_of_id = a.return_of_id
                AND f.question_id = q.id)
        ) ORDER BY s.position, q.position), '[]')
        FROM surveys_question q
        JOIN surveys_section s ON s.id = q.section_id
        LEFT JOIN surveys_grid g ON g.id = q.grid_id
        LEFT JOIN surveys_answer a ON a.question_id = q.id AND a.return_of_id = signed.id
        LEFT JOIN councils_user u ON u.id = a.updated_by_id
        WHERE q.round_id = signed.round_id AND q.derivation = ''
    )
FROM signed
JOIN surveys_return r ON r.id = signed.id
JOIN surveys_round d ON d.id = signed.round_id
LEFT JOIN LATERAL (
    SELECT max(number) AS number FROM surveys_signature WHERE return_of_id = signed.id
) last ON true
RETURNING id
"""


NAME_LENGTH = 100


class Refused(Exception):
    """The step could not be taken; the message says why and what to do."""


def lock(return_of: Return) -> Return:
    """Waits for savers and signers: what is read after it is what the step decides on."""
    return (
        Return.objects.select_for_update(of=["self"])
        .select_related("round", "council")
        .get(pk=return_of.pk)
    )


def sign(*, return_of: Return, by: User, name: str, seen: str | None = None) -> Signature:
    """Sign the return. Twice is once: the second finds the first one's receipt.

    `seen` is the mark of what the person had before them (`surveys.returns.review.mark_of`): nobody
    signs what has changed since. Raises Refused with what is missing, or why it is too late.
    """
    # Refused outside the transaction: what the checks have just found stays found, to be read.
    with transaction.atomic():
        one = lock(return_of)
        if one.state == Return.State.SIGNED:
            return _receipt(one)
        refresh_findings(one)
        signature = None
        why = _why_not_this(one, name, seen)
        if not why:
            signature = _sign(one, by, name)
            why = "" if signature else why_not_signed(one)
    if signature is None:
        raise Refused(why)
    return signature


def _sign(one: Return, by: User, name: str) -> Signature | None:
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(SIGN, {"return": one.pk, "by": by.pk, "name": name.strip(), "now": now})
        row = cursor.fetchone()
    if row is None:
        return None
    tell(Step.objects.create(return_of=one, kind=Step.Kind.SIGNED, by=by, at=now))
    return Signature.objects.get(pk=row[0])


def _receipt(one: Return) -> Signature:
    last = one.signatures.order_by("-number").first()
    if last is None:
        # Returns of earlier rounds came in signed, without a receipt of this site.
        raise Refused(why_closed(one))
    return last


def _why_not_this(one: Return, name: str, seen: str | None) -> str:
    if not name.strip():
        return "Type your name under the declaration."
    if len(name.strip()) > NAME_LENGTH:
        return f"Shorten your name to {NAME_LENGTH} characters."
    if seen is not None and seen != mark_of(one):
        return "Something has changed since you opened this page. Look at it again, then sign."
    return ""


def why_not_signed(one: Return) -> str:
    if not one.is_open_at(timezone.now()):
        return why_closed(one)
    missing = missing_required(one)
    if missing:
        count = len(missing)
        verb = "question is" if count == 1 else "questions are"
        return f"{count} required {verb} not answered yet."
    if one.findings.hard().exists():
        return "A hard problem is still open: put the answer right before you sign."
    if one.findings.unexplained().exists():
        return "An odd value has not been explained yet."
    return why_closed(one)


def hand_over(*, return_of: Return, by: User) -> None:
    """To the director, who signs it or sends it back. Until then nobody changes it."""
    with transaction.atomic():
        one = lock(return_of)
        if one.state == Return.State.TO_SIGN:
            return
        refresh_findings(one)
        why = _why_not_handed_over(one)
        if not why:
            _move(one, Return.State.TO_SIGN, Step.Kind.HANDED_OVER, by)
    if why:
        raise Refused(why)


def _why_not_handed_over(one: Return) -> str:
    why = why_not_signable(one)
    if why:
        return why
    if missing_required(one) or one.findings.hard().exists() or one.findings.unexplained().exists():
        return why_not_signed(one)
    if one.state == Return.State.NOT_STARTED:
        return "Nothing has been filled in yet."
    if not has_signatory(one):
        return (
            f"Nobody may sign for {one.council} yet. Ask the people who run the survey to invite "
            "your director as signatory, then hand the return over."
        )
    return ""


@transaction.atomic
def take_back(*, return_of: Return, by: User) -> None:
    """To change it again. Twice is once."""
    one = lock(return_of)
    if one.state == Return.State.TO_SIGN:
        _move(one, Return.State.IN_PROGRESS, Step.Kind.TAKEN_BACK, by)


@transaction.atomic
def send_back(*, return_of: Return, by: User, reason: str) -> None:
    """To the contributors, with the director's reason. The same again is once."""
    why = read_reason(reason, "Say what should be changed, so that your colleagues know.")
    one = lock(return_of)
    if one.state == Return.State.SIGNED:
        raise Refused(why_closed(one))
    if one.state == Return.State.TO_SIGN:
        _move(one, Return.State.IN_PROGRESS, Step.Kind.SENT_BACK, by, why)
    elif not _is_last(one, Step.Kind.SENT_BACK, by, why):
        raise Refused("Your colleagues have this return in hand already: it is not handed over.")


@transaction.atomic
def ask_correction(*, return_of: Return, by: User, reason: str) -> None:
    """Of the analysts, who can reopen the return. The same again is once."""
    why = read_reason(reason, "Say what is wrong and what it should be.")
    one = lock(return_of)
    if one.state != Return.State.SIGNED:
        raise Refused("Only a signed return needs a correction: this one can still be changed.")
    if not _is_last(one, Step.Kind.CORRECTION_ASKED, by, why):
        _step(one, Step.Kind.CORRECTION_ASKED, by, why)


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
    one = lock(return_of)
    if one.state != Return.State.SIGNED and until < one.round.closes_on:
        day = words.day(one.round.closes_on)
        raise Refused(f"It is open until {day} anyway: choose that day or a later one.")
    if one.state == Return.State.SIGNED:
        one.state = Return.State.IN_PROGRESS
    Return.objects.filter(pk=one.pk).update(
        state=one.state, signed_at=None, signed_by=None, reopened_until=until
    )
    one.reopened_sections.set(sections)
    _step(one, Step.Kind.REOPENED, by, why)


def read_reason(typed: str, ask: str) -> str:
    why = typed.replace("\x00", "").strip()
    if not why:
        raise Refused(ask)
    if len(why) > LONGEST_TEXT:
        raise Refused(f"Shorten the reason to {LONGEST_TEXT:,} characters.")
    return why


def _is_last(one: Return, kind: str, by: User, reason: str) -> bool:
    """Whether this very step was the last: a page sent twice, or sent again from the history."""
    last = one.steps.order_by("-at", "-pk").first()
    return last is not None and (last.kind, last.by_id, last.reason) == (kind, by.pk, reason)


def _move(one: Return, state: str, kind: str, by: User, reason: str = "") -> None:
    Return.objects.filter(pk=one.pk).update(state=state)
    _step(one, kind, by, reason)


def _step(one: Return, kind: str, by: User, reason: str) -> None:
    tell(Step.objects.create(return_of=one, kind=kind, by=by, reason=reason))
