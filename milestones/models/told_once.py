"""A round tells of an expectation once, or once on each base."""

import pgtrigger

# Two without a base each could not be told apart, on any page. Who links a second to the same
# expectation waits for the first.
APART = """
    IF NEW.role <> 'barrier' THEN
        PERFORM FROM milestones_expectation WHERE id = NEW.expectation_id FOR NO KEY UPDATE;
        IF EXISTS (
            SELECT FROM milestones_expectationquestion l
            JOIN surveys_question q ON q.id = l.question_id
            WHERE l.expectation_id = NEW.expectation_id AND l.role = NEW.role AND l.id <> NEW.id
            AND q.round_id = (SELECT round_id FROM surveys_question WHERE id = NEW.question_id)
            AND (l.basis = '' OR NEW.basis = '' OR l.basis = NEW.basis)
        ) THEN
            RAISE EXCEPTION 'A round tells this of the expectation already, on the same base.'
            USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
"""


def told_once_on_a_base() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="told_once_on_a_base",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=APART,
    )
