"""Which region a council belonged to, and of what type it was, day by day."""

import datetime
from typing import Self, cast

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, OuterRef, Q

from ppf_site import words
from ppf_site.kept.triggers import gives_another_version

from .names import TODAY, correct_newest, refuse, starts_in_force
from .regions import CouncilType, Region

# For statements, as NAME_ON is: `placed.region_id` and `placed.type` of a council `c` on `%(day)s`.
PLACE_ON = """
CROSS JOIN LATERAL (
    SELECT p.region_id, p.type FROM councils_councilplace p
    WHERE p.council_id = c.id AND (p.starts_on IS NULL OR p.starts_on <= %(day)s)
    ORDER BY p.starts_on DESC NULLS LAST LIMIT 1
) placed
"""
# As with names, a council's own columns are its newest place whose day has come, whichever of the
# two is written.
NEWEST = f"""
SELECT newest.id FROM councils_councilplace newest
WHERE newest.council_id = c.id AND (newest.starts_on IS NULL OR newest.starts_on <= {TODAY})
ORDER BY newest.starts_on DESC NULLS LAST LIMIT 1
"""
TELL_COUNCIL = f"""
UPDATE councils_council c SET region_id = p.region_id, type = p.type
FROM councils_councilplace p
WHERE c.id IN (OLD.council_id, NEW.council_id) AND p.id = ({NEWEST})
    AND (c.region_id, c.type) IS DISTINCT FROM (p.region_id, p.type);
RETURN NULL;
"""
FIRST_PLACE_STAYS = f"""
IF EXISTS (SELECT FROM councils_council WHERE id = OLD.council_id) AND NOT EXISTS (
    SELECT FROM councils_councilplace WHERE council_id = OLD.council_id AND starts_on IS NULL
) THEN
    {
    refuse(
        "'A council keeps the region and type of its first day, those without a day. "
        "Correct them here.'"
    )
}
END IF;
RETURN NULL;
"""


def place_triggers() -> list[pgtrigger.Trigger]:
    """What a council has to do with its places: the first is made with it."""
    return [
        pgtrigger.Trigger(
            name="begins_placed",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            func="INSERT INTO councils_councilplace (council_id, region_id, type) "
            "VALUES (NEW.id, NEW.region_id, NEW.type); RETURN NULL;",
        ),
        pgtrigger.Trigger(
            name="corrects_newest_place",
            when=pgtrigger.After,
            operation=pgtrigger.UpdateOf("region_id", "type"),
            condition=pgtrigger.AnyChange("region_id", "type"),
            func=correct_newest("councils_councilplace", NEWEST, ["region_id", "type"]),
        ),
    ]


class CouncilPlaceQuerySet(models.QuerySet["CouncilPlace"]):
    def on(self, day: datetime.date | OuterRef) -> Self:
        """Those that had begun on the day, the one of that day first."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day)).order_by(
            F("starts_on").desc(nulls_last=True)
        )


@pghistory.track()
class CouncilPlace(models.Model):
    """The region and type of a council, until the day on which its next ones begin."""

    council = models.ForeignKey("councils.Council", on_delete=models.CASCADE, related_name="places")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=30, choices=CouncilType)
    starts_on = models.DateField(
        null=True,
        blank=True,
        help_text="The first day of these. Empty: from the council’s first day.",
    )

    objects = CouncilPlaceQuerySet.as_manager()

    class Meta:
        ordering = ["council", F("starts_on").desc(nulls_last=True)]
        verbose_name = "region and type"
        constraints = [
            models.UniqueConstraint(
                fields=["council", "starts_on"],
                nulls_distinct=False,
                name="council_place_once_per_day",
                violation_error_message="The council has another region and type that begin on "
                "this day.",
            ),
            models.CheckConstraint(
                condition=Q(type__in=CouncilType.values), name="council_place_type_known"
            ),
        ]
        triggers = [
            gives_another_version(),
            starts_in_force("'This region and type'", "region and type"),
            pgtrigger.Trigger(
                name="told",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=TELL_COUNCIL,
            ),
            # At the end of the transaction: a council that is deleted takes its places with it.
            pgtrigger.Trigger(
                name="first_place_stays",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("council_id", "starts_on") | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(old__starts_on__isnull=True),
                func=FIRST_PLACE_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()} in {self.region}"

    @property
    def days_in_words(self) -> str:
        """From when to when: to the day before the council's next one, or to its last day."""
        ends = self._next_on() or self.council.abolished
        start = f"from {words.day(self.starts_on)}" if self.starts_on else "from its first day"
        return f"{start} until {words.day(ends)}" if ends else f"{start} on"

    def _next_on(self) -> datetime.date | None:
        """No query where it was read with the row."""
        if "next_on" in vars(self):
            return cast(datetime.date | None, vars(self)["next_on"])
        later = CouncilPlace.objects.filter(
            council=self.council_id, starts_on__gt=self.starts_on or datetime.date.min
        )
        return later.order_by("starts_on").values_list("starts_on", flat=True).first()
