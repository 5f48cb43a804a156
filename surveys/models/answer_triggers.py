"""What keeps an answer as its question has it, and as it was signed."""

import pgtrigger

from .reopened import section_is_open
from .sealing import refuse

FITS_QUESTION = """
SELECT q.type, q.scale_id, q.round_id, q.derivation INTO asked
FROM surveys_question q WHERE q.id = NEW.question_id;
IF asked.round_id <> (SELECT round_id FROM surveys_return WHERE id = NEW.return_of_id) THEN
    RAISE EXCEPTION 'The question is of another round.' USING ERRCODE = 'check_violation';
END IF;
IF asked.derivation <> '' THEN
    RAISE EXCEPTION 'A worked-out value is never answered.' USING ERRCODE = 'check_violation';
END IF;
IF (NEW.choices IS NOT NULL AND asked.type NOT IN ('scale', 'single', 'multiple', 'yes_no'))
    OR (NEW.number IS NOT NULL AND asked.type NOT IN ('number', 'percentage'))
    OR (NEW.date IS NOT NULL AND asked.type <> 'date')
    OR (NEW.text IS NOT NULL AND asked.type <> 'text')
    OR (asked.type <> 'multiple' AND cardinality(NEW.choices) > 1)
    OR (asked.type = 'number' AND NEW.number <> trunc(NEW.number))
    OR (asked.type = 'percentage' AND NEW.number NOT BETWEEN 0 AND 100)
    OR NOT NEW.choices <@ ARRAY(
        SELECT key FROM surveys_option WHERE scale_id = asked.scale_id
    )::varchar[]
    OR (cardinality(NEW.choices) > 1 AND EXISTS (
        SELECT FROM surveys_option
        WHERE scale_id = asked.scale_id AND is_exclusive AND key = ANY (NEW.choices)
    ))
THEN
    RAISE EXCEPTION 'The value does not fit the question.' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""

# Held first and looked at in a statement of its own: who was waiting for a signature sees it.
SIGNED_STAYS = """
PERFORM FROM surveys_return WHERE id IN (SELECT return_of_id FROM {rows} a)
ORDER BY id FOR SHARE;
IF EXISTS (
    SELECT FROM {rows} a JOIN surveys_return r ON r.id = a.return_of_id
    JOIN surveys_question q ON q.id = a.question_id
    WHERE r.state = 'signed' OR (r.first_signed_at IS NOT NULL AND NOT {is_open})
) THEN
    {refusal}
END IF;
RETURN NULL;
"""
REFUSAL = refuse("This answer is signed. Reopen its return, or its section of it, to change it.")


def signed_stays(name: str, operation: pgtrigger.Operation, rows: str) -> pgtrigger.Trigger:
    """Refuses a change of answers that are signed, and of those in sections that stay closed when
    others are reopened. Once for a statement, however many answers it changes.

    `rows` are the answers that it would change, in SQL, from `before` and `after`.
    """
    old = None if operation is pgtrigger.Insert else "before"
    new = None if operation is pgtrigger.Delete else "after"
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(old=old, new=new),
        func=SIGNED_STAYS.format(
            rows=rows, is_open=section_is_open("q.section_id"), refusal=REFUSAL
        ),
    )


ANSWER_TRIGGERS = [
    pgtrigger.Trigger(
        name="fits_question",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert
        | pgtrigger.UpdateOf("return_of_id", "question_id", "choices", "number", "date", "text"),
        declare=[("asked", "RECORD")],
        func=FITS_QUESTION,
    ),
    # Whoever has the answer before them, and was not asked, finds a newer version.
    pgtrigger.Trigger(
        name="counts_versions",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("choices", "number", "date", "text", "reason", "note"),
        condition=pgtrigger.AnyChange("choices", "number", "date", "text", "reason", "note"),
        func="IF NEW.version = OLD.version THEN NEW.version := OLD.version + 1; END IF; "
        "RETURN NEW;",
    ),
    signed_stays("signed_gains_none", pgtrigger.Insert, "after"),
    signed_stays(
        "signed_changes_none",
        pgtrigger.Update,
        "(SELECT return_of_id, question_id FROM before"
        " UNION SELECT return_of_id, question_id FROM after)",
    ),
    signed_stays("signed_loses_none", pgtrigger.Delete, "before"),
    pgtrigger.Trigger(
        name="signed_never_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="IF EXISTS (SELECT FROM surveys_return WHERE first_signed_at IS NOT NULL) "
        f"THEN {REFUSAL} END IF; RETURN NULL;",
    ),
]
