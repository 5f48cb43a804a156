"""Call what a check raised by a name of its own: a finding is what the figures say.

The tables keep their names, so that the code that is running meanwhile finds them.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0019_careful_settings")]

    operations = [
        migrations.AlterModelTable(name="finding", table="surveys_finding"),
        migrations.AlterModelTable(name="findingevent", table="surveys_findingevent"),
        pgtrigger.migrations.RemoveTrigger(model_name="finding", name="insert_insert"),
        pgtrigger.migrations.RemoveTrigger(model_name="finding", name="update_update"),
        pgtrigger.migrations.RemoveTrigger(model_name="finding", name="delete_delete"),
        migrations.RenameModel(old_name="Finding", new_name="RaisedCheck"),
        migrations.RenameModel(old_name="FindingEvent", new_name="RaisedCheckEvent"),
        migrations.RunSQL(
            "ALTER TABLE surveys_finding "
            "RENAME CONSTRAINT finding_once_per_check TO raised_once_per_check",
            "ALTER TABLE surveys_finding "
            "RENAME CONSTRAINT raised_once_per_check TO finding_once_per_check",
            state_operations=[
                migrations.RemoveConstraint(
                    model_name="raisedcheck", name="finding_once_per_check"
                ),
                migrations.AddConstraint(
                    model_name="raisedcheck",
                    constraint=models.UniqueConstraint(
                        fields=["return_of", "check_of"], name="raised_once_per_check"
                    ),
                ),
            ],
        ),
        migrations.AlterField(
            model_name="raisedcheck",
            name="check_of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="raised_checks",
                to="surveys.check",
                verbose_name="check",
            ),
        ),
        migrations.AlterField(
            model_name="raisedcheck",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="raised_checks",
                to="surveys.question",
            ),
        ),
        migrations.AlterField(
            model_name="raisedcheck",
            name="return_of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="raised_checks",
                to="surveys.return",
                verbose_name="return",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raisedcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "surveys_findingevent" ("check_of_id", "explained_at", "explained_by_id", "explanation", "id", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "return_of_id", "values") VALUES (NEW."check_of_id", NEW."explained_at", NEW."explained_by_id", NEW."explanation", NEW."id", NEW."message", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question_id", NEW."return_of_id", NEW."values"); RETURN NULL;',
                    hash="e0e23ef24220fa583d2a96654ccc4e0514dfcf88",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c4bbc",
                    table="surveys_finding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raisedcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "surveys_findingevent" ("check_of_id", "explained_at", "explained_by_id", "explanation", "id", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "return_of_id", "values") VALUES (NEW."check_of_id", NEW."explained_at", NEW."explained_by_id", NEW."explanation", NEW."id", NEW."message", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question_id", NEW."return_of_id", NEW."values"); RETURN NULL;',
                    hash="44ae1c0b894d10e33215838650d0626e7424f7d2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_646da",
                    table="surveys_finding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raisedcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "surveys_findingevent" ("check_of_id", "explained_at", "explained_by_id", "explanation", "id", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "return_of_id", "values") VALUES (OLD."check_of_id", OLD."explained_at", OLD."explained_by_id", OLD."explanation", OLD."id", OLD."message", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."question_id", OLD."return_of_id", OLD."values"); RETURN NULL;',
                    hash="6ef597294929991fdbb30c8fb548dd83f9e1b801",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bcc82",
                    table="surveys_finding",
                    when="AFTER",
                ),
            ),
        ),
    ]
