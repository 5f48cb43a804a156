"""What keeps a round's returns as they were when it was opened."""

import pgtrigger

from .required import required_in_force
from .sealing import DECLARED, OPENED, once_open, refuse

SIGNED_HERE = "This return is signed here. Reopen it before you change what is required of it."
ADDED_WITH_A_REASON = f"""
{OPENED.format(round="NEW.round_id")}
IF opened IS NULL AND NEW.state <> 'not_started' THEN
    {refuse("The round has not been opened: nobody can have answered it.")}
END IF;
IF opened IS NOT NULL AND NEW.requirement_reason = '' THEN
    {refuse("The round is open: say why a return is required of this council too.")}
END IF;
RETURN NEW;
"""
RETURN_TRIGGERS = [
    pgtrigger.Trigger(
        name="added_with_a_reason",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=DECLARED,
        func=ADDED_WITH_A_REASON,
    ),
    once_open(
        name="never_moves",
        operation=pgtrigger.UpdateOf("round_id", "council_id"),
        condition=pgtrigger.AnyChange("round_id", "council_id"),
        round="OLD.round_id",
        words="A return stays in its round and with its council.",
    ),
    once_open(
        name="changed_with_a_reason",
        operation=pgtrigger.UpdateOf("requirement"),
        condition=pgtrigger.AnyChange("requirement"),
        round="OLD.round_id",
        where="NEW.requirement_reason = ''",
        words="The round is open: say why what is required of the council changes.",
    ),
    # What was signed here did not come on paper, nor the other way round.
    once_open(
        name="signed_as_required",
        operation=pgtrigger.UpdateOf("requirement"),
        condition=pgtrigger.AnyChange("requirement"),
        round="OLD.round_id",
        where="OLD.state = 'signed' AND NEW.state = 'signed'",
        words=SIGNED_HERE,
    ),
    once_open(
        name="never_taken_away",
        operation=pgtrigger.Delete,
        round="OLD.round_id",
        words="The round is open: a return is made not required, with a reason, and never deleted.",
    ),
    pgtrigger.Trigger(
        name="remembers_first_signature",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("signed_at", "first_signed_at"),
        func="IF TG_OP = 'UPDATE' THEN NEW.first_signed_at := OLD.first_signed_at; END IF; "
        "NEW.first_signed_at := coalesce(NEW.first_signed_at, NEW.signed_at); RETURN NEW;",
    ),
    required_in_force(),
]
