"""No round describes a day after its last one; a round from before that does is named first."""

from typing import Any

from django.contrib.postgres.operations import ValidateConstraint
from django.core.management.base import CommandError
from django.db import migrations
from django.db.models import F

HOW = (
    "These rounds end before the day that they describe, so nobody could have answered about it: "
    "{named}. Nothing was changed. Give each a reference date that is not after its last day: of a "
    "draft at /manage/rounds/<its address>/details/, of a round that was opened by a later last "
    "day at /manage/rounds/<its address>/dates/. Then run migrate again."
)


def name_those_that_do(apps: Any, editor: Any) -> None:
    """The database would say the constraint's name alone."""
    rounds = apps.get_model("surveys", "Round").objects.using(editor.connection.alias)
    found = rounds.filter(closes_on__lt=F("reference_date")).order_by("reference_date", "slug")
    named = [
        f"“{each.title}” ({each.slug}: describes {each.reference_date}, ends {each.closes_on})"
        for each in found
    ]
    if named:
        raise CommandError(HOW.format(named="; ".join(named)))


class Migration(migrations.Migration):
    dependencies = [("surveys", "0056_no_later_day")]

    operations = [
        migrations.RunPython(name_those_that_do, migrations.RunPython.noop),
        ValidateConstraint(model_name="round", name="round_describes_no_later_day"),
    ]
