"""Who must answer was in force on the reference date, whichever of the three is changed."""

import pgtrigger

from councils.models import Council
from councils.models.names import day_sql, refuse

REQUIRED = "r.requirement <> 'no_longer_required'"

# The council and the round are held, so that their days cannot change meanwhile.
IN_FORCE = f"""
IF TG_OP = 'UPDATE' AND (NEW.round_id, NEW.council_id) = (OLD.round_id, OLD.council_id)
    AND OLD.requirement <> 'no_longer_required'
THEN
    RETURN NEW;
END IF;
SELECT c.name, c.established, c.abolished, d.title, d.reference_date INTO asked
FROM councils_council c, surveys_round d
WHERE c.id = NEW.council_id AND d.id = NEW.round_id FOR SHARE;
said := asked.name || ' was not in force on ' || {day_sql("asked.reference_date")}
    || ', the reference date of “' || asked.title || '”. No return is required of it.';
IF asked.established > asked.reference_date OR asked.abolished <= asked.reference_date THEN
    IF TG_OP = 'UPDATE' THEN {refuse("said", "requirement")} END IF;
    {refuse("said", "council")}
END IF;
RETURN NEW;
"""


def required_in_force() -> pgtrigger.Trigger:
    """A return that counts is of a council in force on its round's reference date."""
    return pgtrigger.Trigger(
        name="required_in_force",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("round_id", "council_id", "requirement"),
        condition=~pgtrigger.Q(new__requirement="no_longer_required"),
        declare=[("asked", "RECORD"), ("said", "TEXT")],
        func=IN_FORCE,
    )


def date_keeps_required() -> pgtrigger.Trigger:
    """A reference date does not move to a day on which a required council is not there."""
    message = (
        f"'On ' || {day_sql('NEW.reference_date')} || ' these councils were not in force, "
        "and a return is required of them: ' || outside "
        "|| '. Mark their returns no longer required first.'"
    )
    return pgtrigger.Trigger(
        name="date_keeps_required",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("reference_date"),
        condition=pgtrigger.AnyChange("reference_date"),
        declare=[("outside", "TEXT")],
        func=f"""
SELECT string_agg(c.name, ', ' ORDER BY c.name) INTO outside
FROM surveys_return r JOIN councils_council c ON c.id = r.council_id
WHERE r.round_id = NEW.id AND {REQUIRED}
    AND (c.established > NEW.reference_date OR c.abolished <= NEW.reference_date);
IF outside IS NOT NULL THEN {refuse(message, "reference_date")} END IF;
RETURN NEW;
""",
    )


def days_keep_required() -> pgtrigger.Trigger:
    """A council's days do not move away from a round that requires a return of it."""
    message = (
        "NEW.name || ' must answer ' || rounds || '; it would not be in force on that day. "
        "Mark the return no longer required first.'"
    )
    return pgtrigger.Trigger(
        name="days_keep_required",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("established", "abolished"),
        condition=pgtrigger.AnyChange("established", "abolished"),
        declare=[("rounds", "TEXT"), ("is_gone", "BOOLEAN")],
        func=f"""
SELECT string_agg(
        '“' || d.title || '” (' || {day_sql("d.reference_date")} || ')', ', '
        ORDER BY d.reference_date),
    bool_or(NEW.abolished <= d.reference_date)
INTO rounds, is_gone
FROM surveys_return r JOIN surveys_round d ON d.id = r.round_id
WHERE r.council_id = NEW.id AND {REQUIRED}
    AND (NEW.established > d.reference_date OR NEW.abolished <= d.reference_date);
IF is_gone THEN {refuse(message, "abolished")} END IF;
IF rounds IS NOT NULL THEN {refuse(message, "established")} END IF;
RETURN NEW;
""",
    )


class RequiredCouncil(Council):
    """The register's row with the trigger of whoever asks councils: the register knows no round."""

    class Meta:
        proxy = True
        triggers = [days_keep_required()]
