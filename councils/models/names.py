"""What a council was called, day by day, and the triggers that keep it said once."""

import datetime
from collections.abc import Sequence
from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from ppf_site import words
from ppf_site.kept.triggers import gives_another_version

# For statements: the name and the code that a council `c` of the FROM clause had on `%(day)s`.
# `FROM councils_council c {NAME_ON} {CODE_ON}` gives `named.name`, `named.short_name` and
# `coded.code`. Every council has a name on every day; a code may be missing (NULL).
NAME_ON = """
CROSS JOIN LATERAL (
    SELECT n.name, n.short_name FROM councils_councilname n
    WHERE n.council_id = c.id AND (n.starts_on IS NULL OR n.starts_on <= %(day)s)
    ORDER BY n.starts_on DESC NULLS LAST LIMIT 1
) named
"""
CODE_ON = """
LEFT JOIN LATERAL (
    SELECT k.code FROM councils_councilcode k
    WHERE k.council_id = c.id AND (k.starts_on IS NULL OR k.starts_on <= %(day)s)
    ORDER BY k.starts_on DESC NULLS LAST LIMIT 1
) coded ON true
"""


# The day in London, by the database's own clock: nothing else decides what is in force.
TODAY = "(now() AT TIME ZONE 'Europe/London')::date"


def refuse(message: str, column: str = "") -> str:
    """Refuses in words; `column` names the field of a form that the words belong to."""
    beside = f", COLUMN = '{column}'" if column else ""
    return f"RAISE EXCEPTION USING MESSAGE = {message}, ERRCODE = 'check_violation'{beside};"


def day_sql(day: str) -> str:
    return f"to_char({day}, 'FMDD FMMonth YYYY')"


def starts_in_force(said: str, what: str) -> pgtrigger.Trigger:
    """A name, code or place begins on a day that the council lives to see.

    `said` is in SQL what of the new row is called back.

    The council is held, so that its own days cannot change meanwhile.
    """
    begins = f"{said} || ' cannot begin on ' || {day_sql('NEW.starts_on')} || ': '"
    too_soon = refuse(
        f"{begins} || 'the council began on ' || {day_sql('council.established')} "
        f"|| '. Leave the day of its first {what} empty.'"
    )
    too_late = refuse(
        f"{begins} || 'the council was gone from ' || {day_sql('council.abolished')} || '.'"
    )
    return pgtrigger.Trigger(
        name="starts_in_force",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("council_id", "starts_on"),
        declare=[("council", "RECORD")],
        func=f"""
SELECT established, abolished INTO council
FROM councils_council WHERE id = NEW.council_id FOR NO KEY UPDATE;
IF NEW.starts_on <= council.established THEN {too_soon} END IF;
IF NEW.starts_on >= council.abolished THEN {too_late} END IF;
RETURN NEW;
""",
    )


def _days(name: str, council: str) -> str:
    """The days of a name: to the day before the council's next one, or to its last day."""
    return f"""daterange(
        coalesce({name}.starts_on, {council}.established),
        coalesce((SELECT min(later.starts_on) FROM councils_councilname later
            WHERE later.council_id = {council}.id
                AND later.starts_on > coalesce({name}.starts_on, '-infinity')),
            {council}.abolished))"""


def names_once(councils: str) -> str:
    """Refuses a name of these councils that another has on some of the same days.

    An exclusion constraint compares columns of its row, and when a name ends is said by the next
    row or by the council. So a trigger compares, and one change of names waits for another.
    """
    clash = refuse(
        "'Another council is called “' || clash || '” on some of the same days.'", "name"
    )
    return f"""
PERFORM pg_advisory_xact_lock(hashtext('councils_councilname'));
SELECT mine.name INTO clash
FROM councils_councilname mine
JOIN councils_council my ON my.id = mine.council_id
JOIN councils_councilname theirs
    ON theirs.name = mine.name AND theirs.council_id <> mine.council_id
JOIN councils_council their ON their.id = theirs.council_id
WHERE mine.council_id IN ({councils})
    AND {_days("mine", "my")} && {_days("theirs", "their")}
LIMIT 1;
IF FOUND THEN {clash} END IF;
"""


# A council's own columns are its newest name whose day has come: whichever of the two is written,
# both say it. On the day of a name that was entered ahead, catching_up.py writes the columns.
NEWEST = f"""
SELECT newest.id FROM councils_councilname newest
WHERE newest.council_id = c.id AND (newest.starts_on IS NULL OR newest.starts_on <= {TODAY})
ORDER BY newest.starts_on DESC NULLS LAST LIMIT 1
"""
TELL_COUNCIL = f"""
UPDATE councils_council c SET name = n.name, short_name = n.short_name
FROM councils_councilname n
WHERE c.id IN (OLD.council_id, NEW.council_id) AND n.id = ({NEWEST})
    AND (c.name, c.short_name) IS DISTINCT FROM (n.name, n.short_name);
"""


def correct_newest(table: str, newest: str, columns: Sequence[str]) -> str:
    """What is put right in a council's own columns is put right in the row that they tell.

    Where a row has come into force that they do not tell yet, nothing is corrected: the old words
    would be written over the new.
    """
    theirs, own, old, fresh = (
        ", ".join(f"{of}.{column}" for column in columns) for of in ("n", "c", "OLD", "NEW")
    )
    behind = refuse("'What of this council changes today takes force. Try again in some minutes.'")
    return f"""
IF EXISTS (
    SELECT FROM {table} n, councils_council c
    WHERE c.id = NEW.id AND n.id = ({newest})
        AND ({theirs}) IS DISTINCT FROM ({old}) AND ({theirs}) IS DISTINCT FROM ({fresh})
) THEN {behind} END IF;
UPDATE {table} n SET {", ".join(f"{column} = c.{column}" for column in columns)}
FROM councils_council c
WHERE c.id = NEW.id AND n.id = ({newest}) AND ({own}) IS DISTINCT FROM ({theirs});
RETURN NULL;
"""


FIRST_NAME_STAYS = f"""
IF EXISTS (SELECT FROM councils_council WHERE id = OLD.council_id) AND NOT EXISTS (
    SELECT FROM councils_councilname WHERE council_id = OLD.council_id AND starts_on IS NULL
) THEN
    {refuse("'A council keeps the name of its first day, the one without a day. Correct it here.'")}
END IF;
RETURN NULL;
"""
DAYS_HOLD = f"""
SELECT string_agg('“' || said || '” (' || {day_sql("starts_on")} || ')', ', ' ORDER BY starts_on)
INTO outside FROM (
    SELECT name AS said, starts_on FROM councils_councilname WHERE council_id = NEW.id
    UNION ALL SELECT code, starts_on FROM councils_councilcode WHERE council_id = NEW.id
    UNION ALL SELECT r.name, p.starts_on FROM councils_councilplace p
        JOIN councils_region r ON r.id = p.region_id WHERE p.council_id = NEW.id
) dated WHERE starts_on <= NEW.established OR starts_on >= NEW.abolished;
IF outside IS NOT NULL THEN
    {
    refuse(
        "'The council must be in force when a name, code or region of it begins: ' "
        "|| outside || '.'"
    )
}
END IF;
{names_once("NEW.id")}
RETURN NULL;
"""


def council_triggers() -> list[pgtrigger.Trigger]:
    """What a council has to do with its names: the first is made with it."""
    return [
        pgtrigger.Trigger(
            name="begins_named",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            func="INSERT INTO councils_councilname (council_id, name, short_name) "
            "VALUES (NEW.id, NEW.name, NEW.short_name); RETURN NULL;",
        ),
        pgtrigger.Trigger(
            name="corrects_newest_name",
            when=pgtrigger.After,
            operation=pgtrigger.UpdateOf("name", "short_name"),
            condition=pgtrigger.AnyChange("name", "short_name"),
            func=correct_newest("councils_councilname", NEWEST, ["name", "short_name"]),
        ),
        pgtrigger.Trigger(
            name="days_hold_names",
            when=pgtrigger.After,
            operation=pgtrigger.UpdateOf("established", "abolished"),
            condition=pgtrigger.AnyChange("established", "abolished"),
            declare=[("outside", "TEXT"), ("clash", "TEXT")],
            func=DAYS_HOLD,
        ),
    ]


class CouncilNameQuerySet(models.QuerySet["CouncilName"]):
    def on(self, day: datetime.date) -> Self:
        """Those that had begun on the day, the one of that day first."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day)).order_by(
            F("starts_on").desc(nulls_last=True)
        )


@pghistory.track()
class CouncilName(models.Model):
    """A name that a council has or had, until the day on which its next one begins."""

    council = models.ForeignKey("councils.Council", on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=100, db_index=True)
    short_name = models.CharField(max_length=30, help_text="For charts and narrow tables.")
    starts_on = models.DateField(
        null=True,
        blank=True,
        help_text="The first day of this name. Empty: from the council’s first day.",
    )

    objects = CouncilNameQuerySet.as_manager()

    class Meta:
        ordering = ["council", F("starts_on").desc(nulls_last=True)]
        verbose_name = "name"
        constraints = [
            models.UniqueConstraint(
                fields=["council", "starts_on"],
                nulls_distinct=False,
                name="council_name_once_per_day",
                violation_error_message="The council has another name that begins on this day.",
            ),
        ]
        triggers = [
            gives_another_version(),
            starts_in_force("'“' || NEW.name || '”'", "name"),
            pgtrigger.Trigger(
                name="told_and_once",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("clash", "TEXT")],
                func=f"{TELL_COUNCIL} {names_once('OLD.council_id, NEW.council_id')} RETURN NULL;",
            ),
            # At the end of the transaction: a council that is deleted takes its names with it.
            pgtrigger.Trigger(
                name="first_name_stays",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("council_id", "starts_on") | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(old__starts_on__isnull=True),
                func=FIRST_NAME_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ends_on(self) -> datetime.date | None:
        """The first day on which it is no longer the name; None while it is. No query where the
        day of the next one was read with it."""
        if "next_on" in vars(self):
            return vars(self)["next_on"] or self.council.abolished
        later = CouncilName.objects.filter(
            council=self.council_id, starts_on__gt=self.starts_on or datetime.date.min
        )
        following = later.order_by("starts_on").values_list("starts_on", flat=True).first()
        return following or self.council.abolished

    @property
    def days_in_words(self) -> str:
        start = f"from {words.day(self.starts_on)}" if self.starts_on else "from its first day"
        return f"{start} until {words.day(self.ends_on)}" if self.ends_on else f"{start} on"
