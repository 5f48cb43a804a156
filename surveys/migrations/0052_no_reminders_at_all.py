import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0051_letters_as_they_were_sent_hold"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="roundday",
            name="round_day_is_known",
        ),
        migrations.AlterField(
            model_name="roundday",
            name="kind",
            field=models.CharField(
                choices=[
                    ("reminder", "Reminder"),
                    ("due", "Due"),
                    ("stops_new", "Stops new returns"),
                    ("release", "Planned release"),
                    ("no_reminders", "No reminders"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="rounddayevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("reminder", "Reminder"),
                    ("due", "Due"),
                    ("stops_new", "Stops new returns"),
                    ("release", "Planned release"),
                    ("no_reminders", "No reminders"),
                ],
                max_length=20,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundday",
            trigger=pgtrigger.compiler.Trigger(
                name="reminds_or_not",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"kind\" IN ('reminder', 'no_reminders'))",
                    func="PERFORM FROM surveys_round WHERE id = NEW.round_id FOR NO KEY UPDATE; IF EXISTS (SELECT FROM surveys_roundday WHERE round_id = NEW.round_id AND kind IN ('reminder', 'no_reminders') AND kind <> NEW.kind) THEN RAISE EXCEPTION 'A round that sends no reminders has no days for them.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="d7f1dba050b2008958d2f19f1708a6d43a0670cf",
                    operation="INSERT",
                    pgid="pgtrigger_reminds_or_not_70925",
                    table="surveys_roundday",
                    when="BEFORE",
                ),
            ),
        ),
        AddConstraintNotValid(
            model_name="roundday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["reminder", "due", "stops_new", "release", "no_reminders"])
                ),
                name="round_day_is_known",
            ),
        ),
    ]
