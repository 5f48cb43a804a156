"""When a round was opened, when a question came to it, and when a return was first signed."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("councils", "0005_mark_deputies"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("surveys", "0008_fill_editions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="question",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="question",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="question",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="return",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="return",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="return",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="round",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="round",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="round",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="question",
            name="added_at",
            field=models.DateTimeField(
                blank=True,
                default=django.utils.timezone.now,
                editable=False,
                help_text="If it came to an open round: optional for councils that had signed by then.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="questionevent",
            name="added_at",
            field=models.DateTimeField(
                blank=True,
                default=django.utils.timezone.now,
                editable=False,
                help_text="If it came to an open round: optional for councils that had signed by then.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="return",
            name="first_signed_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="Kept when it is reopened: questions added later are optional for it.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="returnevent",
            name="first_signed_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="Kept when it is reopened: questions added later are optional for it.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="opened_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="When it was opened. Until then it is a draft, which others do not see.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="opened_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="roundevent",
            name="opened_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="When it was opened. Until then it is a draft, which others do not see.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="roundevent",
            name="opened_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "surveys_questionevent" ("added_at", "banded_id", "comparability", "counts_not_known", "counts_people", "denominator_id", "derivation", "follows_id", "grid_id", "help_text", "id", "is_required", "key", "numerator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "round_id", "scale_id", "section_id", "short_text", "tallied_grid_id", "tallied_options", "text", "type", "unit") VALUES (NEW."added_at", NEW."banded_id", NEW."comparability", NEW."counts_not_known", NEW."counts_people", NEW."denominator_id", NEW."derivation", NEW."follows_id", NEW."grid_id", NEW."help_text", NEW."id", NEW."is_required", NEW."key", NEW."numerator_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."round_id", NEW."scale_id", NEW."section_id", NEW."short_text", NEW."tallied_grid_id", NEW."tallied_options", NEW."text", NEW."type", NEW."unit"); RETURN NULL;',
                    hash="b7d86b01fa63246674a6405bc3911bff151e131b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6efa9",
                    table="surveys_question",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "surveys_questionevent" ("added_at", "banded_id", "comparability", "counts_not_known", "counts_people", "denominator_id", "derivation", "follows_id", "grid_id", "help_text", "id", "is_required", "key", "numerator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "round_id", "scale_id", "section_id", "short_text", "tallied_grid_id", "tallied_options", "text", "type", "unit") VALUES (NEW."added_at", NEW."banded_id", NEW."comparability", NEW."counts_not_known", NEW."counts_people", NEW."denominator_id", NEW."derivation", NEW."follows_id", NEW."grid_id", NEW."help_text", NEW."id", NEW."is_required", NEW."key", NEW."numerator_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."round_id", NEW."scale_id", NEW."section_id", NEW."short_text", NEW."tallied_grid_id", NEW."tallied_options", NEW."text", NEW."type", NEW."unit"); RETURN NULL;',
                    hash="4d88f1646f42a0b8ede0e6fd4220e6e99a5c7ec6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ad28c",
                    table="surveys_question",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "surveys_questionevent" ("added_at", "banded_id", "comparability", "counts_not_known", "counts_people", "denominator_id", "derivation", "follows_id", "grid_id", "help_text", "id", "is_required", "key", "numerator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "round_id", "scale_id", "section_id", "short_text", "tallied_grid_id", "tallied_options", "text", "type", "unit") VALUES (OLD."added_at", OLD."banded_id", OLD."comparability", OLD."counts_not_known", OLD."counts_people", OLD."denominator_id", OLD."derivation", OLD."follows_id", OLD."grid_id", OLD."help_text", OLD."id", OLD."is_required", OLD."key", OLD."numerator_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."round_id", OLD."scale_id", OLD."section_id", OLD."short_text", OLD."tallied_grid_id", OLD."tallied_options", OLD."text", OLD."type", OLD."unit"); RETURN NULL;',
                    hash="2e725b2f4e5cc237fb6e63c4ed2efbf8f60bbd64",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9b1a3",
                    table="surveys_question",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="return",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "surveys_returnevent" ("council_id", "first_signed_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reopened_until", "requirement", "requirement_reason", "round_id", "signed_at", "signed_by_id", "state") VALUES (NEW."council_id", NEW."first_signed_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reopened_until", NEW."requirement", NEW."requirement_reason", NEW."round_id", NEW."signed_at", NEW."signed_by_id", NEW."state"); RETURN NULL;',
                    hash="e44c69569eec00b00470d2bcba30032d1262c230",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_759c7",
                    table="surveys_return",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="return",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "surveys_returnevent" ("council_id", "first_signed_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reopened_until", "requirement", "requirement_reason", "round_id", "signed_at", "signed_by_id", "state") VALUES (NEW."council_id", NEW."first_signed_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reopened_until", NEW."requirement", NEW."requirement_reason", NEW."round_id", NEW."signed_at", NEW."signed_by_id", NEW."state"); RETURN NULL;',
                    hash="96aac6d59c82cb467e723fad56fb6a22740fa05b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ad2c2",
                    table="surveys_return",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="return",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "surveys_returnevent" ("council_id", "first_signed_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reopened_until", "requirement", "requirement_reason", "round_id", "signed_at", "signed_by_id", "state") VALUES (OLD."council_id", OLD."first_signed_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reopened_until", OLD."requirement", OLD."requirement_reason", OLD."round_id", OLD."signed_at", OLD."signed_by_id", OLD."state"); RETURN NULL;',
                    hash="d035801d3dff5260c86a4115d24cece71a54db21",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4a2be",
                    table="surveys_return",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "surveys_roundevent" ("caveats", "closes_on", "discloses_small_counts", "id", "illustrative", "is_totals_only", "method", "names_councils", "opened_at", "opened_by_id", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference_date", "respondents", "short_title", "slug", "sponsor", "title") VALUES (NEW."caveats", NEW."closes_on", NEW."discloses_small_counts", NEW."id", NEW."illustrative", NEW."is_totals_only", NEW."method", NEW."names_councils", NEW."opened_at", NEW."opened_by_id", NEW."opens_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference_date", NEW."respondents", NEW."short_title", NEW."slug", NEW."sponsor", NEW."title"); RETURN NULL;',
                    hash="2990241dae8e72c48961ce2b1f44455db2f2e53c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_96162",
                    table="surveys_round",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "surveys_roundevent" ("caveats", "closes_on", "discloses_small_counts", "id", "illustrative", "is_totals_only", "method", "names_councils", "opened_at", "opened_by_id", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference_date", "respondents", "short_title", "slug", "sponsor", "title") VALUES (NEW."caveats", NEW."closes_on", NEW."discloses_small_counts", NEW."id", NEW."illustrative", NEW."is_totals_only", NEW."method", NEW."names_councils", NEW."opened_at", NEW."opened_by_id", NEW."opens_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference_date", NEW."respondents", NEW."short_title", NEW."slug", NEW."sponsor", NEW."title"); RETURN NULL;',
                    hash="2e16cacd26a6c0d72be741a61cc933f0afb4838a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a55d4",
                    table="surveys_round",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "surveys_roundevent" ("caveats", "closes_on", "discloses_small_counts", "id", "illustrative", "is_totals_only", "method", "names_councils", "opened_at", "opened_by_id", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference_date", "respondents", "short_title", "slug", "sponsor", "title") VALUES (OLD."caveats", OLD."closes_on", OLD."discloses_small_counts", OLD."id", OLD."illustrative", OLD."is_totals_only", OLD."method", OLD."names_councils", OLD."opened_at", OLD."opened_by_id", OLD."opens_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reference_date", OLD."respondents", OLD."short_title", OLD."slug", OLD."sponsor", OLD."title"); RETURN NULL;',
                    hash="e073c614a0f8cfbeacaeeee263b6a3b176b4c55b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_32569",
                    table="surveys_round",
                    when="AFTER",
                ),
            ),
        ),
    ]
