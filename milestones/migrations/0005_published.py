"""Whether a programme is published, and which one is the site’s front."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("milestones", "0004_fill_editions"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="programme",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="programme",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="programme",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="programme",
            name="is_front",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="The programme that the site opens with. At most one, and a published one.",
                verbose_name="the site’s front",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="is_published",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Off: only those who run rounds see it, its milestones, expectations and measures. Others find no trace of it.",
                verbose_name="published",
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="is_front",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="The programme that the site opens with. At most one, and a published one.",
                verbose_name="the site’s front",
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="is_published",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Off: only those who run rounds see it, its milestones, expectations and measures. Others find no trace of it.",
                verbose_name="published",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "milestones_programmeevent" ("description", "ends_on", "id", "is_front", "is_published", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source", "starts_on", "title") VALUES (NEW."description", NEW."ends_on", NEW."id", NEW."is_front", NEW."is_published", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."source", NEW."starts_on", NEW."title"); RETURN NULL;',
                    hash="96c0d49cd4d20670660b0a480a7b3937b4c60490",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ca2d0",
                    table="milestones_programme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "milestones_programmeevent" ("description", "ends_on", "id", "is_front", "is_published", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source", "starts_on", "title") VALUES (NEW."description", NEW."ends_on", NEW."id", NEW."is_front", NEW."is_published", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."source", NEW."starts_on", NEW."title"); RETURN NULL;',
                    hash="2a14c128d3e0cdc1f2e0ce77c39dcbf37ca67230",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fda0c",
                    table="milestones_programme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "milestones_programmeevent" ("description", "ends_on", "id", "is_front", "is_published", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source", "starts_on", "title") VALUES (OLD."description", OLD."ends_on", OLD."id", OLD."is_front", OLD."is_published", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug", OLD."source", OLD."starts_on", OLD."title"); RETURN NULL;',
                    hash="222b506bc17b55e0ef896fd81861dab79e36e1ef",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d8618",
                    table="milestones_programme",
                    when="AFTER",
                ),
            ),
        ),
    ]
