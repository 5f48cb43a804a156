"""The steps of a return: hand over, send back, sign, ask for a correction, reopen."""

import datetime
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone

from councils.models import User
from surveys.models import Return, Section, Signature, Step
from surveys.progress import missing_required

from .checking import refresh_findings
from .saving import IS_OPEN, why_closed

# One statement decides and signs. The return is signed only if it is open, every required
# question is answered, no hard problem is left, and every soft one is explained.
SIGN = f"""
WITH signed AS (
    UPDATE surveys_return r SET state = 'signed', signed_at = %(now)s, signed_by_id = %(by)s
    FROM surveys_round d
    WHERE d.id = r.round_id AND r.id = %(return)s
        AND {IS_OPEN.replace("('not_started', 'in_progress')", "('in_progress', 'to_sign')")}
        AND NOT EXISTS (
            SELECT FROM surveys_question q
            LEFT JOIN surveys_answer a ON a.question_id = q.id AND a.return_of_id = r.id
                AND (num_nonnulls(a.choices, a.number, a.date, a.text) = 1 OR a.reason <> '')
            WHERE q.round_id = r.round_id AND q.is_required AND q.derivation = '' AND a.id IS NULL)
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


class Refused(Exception):
    """The step could not be taken; the message says why and what to do."""


def lock(return_of: Return) -> Return:
    """Waits for savers and signers: what is read after it is what the step decides on."""
    return (
        Return.objects.select_for_update(of=["self"])
        .select_related("round", "council")
        .get(pk=return_of.pk)
    )


@transaction.atomic
def sign(*, return_of: Return, by: User, name: str) -> Signature:
    """Sign the return. Twice is once: the second finds the first one's receipt.

    Raises Refused with what is still missing, or why it is too late.
    """
    one = lock(return_of)
    if one.state == Return.State.SIGNED:
        return one.signatures.order_by("-number")[0]
    refresh_findings(one)
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(SIGN, {"return": one.pk, "by": by.pk, "name": name.strip(), "now": now})
        row = cursor.fetchone()
    if row is None:
        raise Refused(why_not_signed(one))
    Step.objects.create(return_of=one, kind=Step.Kind.SIGNED, by=by, at=now)
    return Signature.objects.get(pk=row[0])


def why_not_signed(one: Return) -> str:
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


@transaction.atomic
def hand_over(*, return_of: Return, by: User) -> None:
    """To the director, who signs it or sends it back. Until then nobody changes it."""
    one = lock(return_of)
    if one.state == Return.State.TO_SIGN:
        return
    refresh_findings(one)
    if one.state != Return.State.IN_PROGRESS or not one.is_open_at(timezone.now()):
        raise Refused(why_closed(one))
    if missing_required(one) or one.findings.hard().exists():
        raise Refused(why_not_signed(one))
    if one.findings.unexplained().exists():
        raise Refused("An odd value has not been explained yet.")
    _move(one, Return.State.TO_SIGN, Step.Kind.HANDED_OVER, by)


@transaction.atomic
def take_back(*, return_of: Return, by: User) -> None:
    one = lock(return_of)
    if one.state == Return.State.TO_SIGN:
        _move(one, Return.State.IN_PROGRESS, Step.Kind.TAKEN_BACK, by)


@transaction.atomic
def send_back(*, return_of: Return, by: User, reason: str) -> None:
    """To the contributors, with the director's reason."""
    if not reason.strip():
        raise Refused("Say what should be changed, so that your colleagues know.")
    one = lock(return_of)
    if one.state != Return.State.TO_SIGN:
        raise Refused(why_closed(one))
    _move(one, Return.State.IN_PROGRESS, Step.Kind.SENT_BACK, by, reason)


@transaction.atomic
def ask_correction(*, return_of: Return, by: User, reason: str) -> None:
    if not reason.strip():
        raise Refused("Say what is wrong and what it should be.")
    one = lock(return_of)
    if one.state != Return.State.SIGNED:
        raise Refused("Only a signed return needs a correction: this one can still be changed.")
    Step.objects.create(
        return_of=one, kind=Step.Kind.CORRECTION_ASKED, by=by, reason=reason.strip()
    )


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
    stays readable and stays in every release that used it."""
    if until < timezone.localdate():
        raise Refused("Choose a day from today on.")
    if not reason.strip():
        raise Refused("Say why it is reopened.")
    one = lock(return_of)
    if one.state != Return.State.SIGNED:
        raise Refused("Only a signed return can be reopened.")
    Return.objects.filter(pk=one.pk).update(
        state=Return.State.IN_PROGRESS, signed_at=None, signed_by=None, reopened_until=until
    )
    one.reopened_sections.set(sections)
    Step.objects.create(return_of=one, kind=Step.Kind.REOPENED, by=by, reason=reason.strip())


def _move(one: Return, state: str, kind: str, by: User, reason: str = "") -> None:
    Return.objects.filter(pk=one.pk).update(state=state)
    Step.objects.create(return_of=one, kind=kind, by=by, reason=reason.strip())
