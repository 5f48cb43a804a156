"""What an open round asks, and whom, is fixed by the database."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0010_rounds_that_were_open"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="option",
            name="protect_released",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="question",
            name="protect_released",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="round",
            name="protect_released",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grid",
            trigger=pgtrigger.compiler.Trigger(
                name="fixed_once_open",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."section_id" IS DISTINCT FROM (NEW."section_id"))',
                    declare="DECLARE opened TIMESTAMPTZ;",
                    func="SELECT opened_at INTO opened FROM surveys_round WHERE id = (SELECT round_id FROM surveys_section WHERE id = OLD.section_id) FOR SHARE; IF opened IS NOT NULL AND true THEN RAISE EXCEPTION 'This grid’s key is fixed since its round was opened: answers keep their meaning.' USING ERRCODE = 'check_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="29615b82c85f20b757bedf2923769543d7247e33",
                    operation='UPDATE OF "section_id", "key"',
                    pgid="pgtrigger_fixed_once_open_4b8e5",
                    table="surveys_grid",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="option",
            trigger=pgtrigger.compiler.Trigger(
                name="fixed_once_open",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."is_exclusive" IS DISTINCT FROM (NEW."is_exclusive") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."lower_bound" IS DISTINCT FROM (NEW."lower_bound") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."scale_id" IS DISTINCT FROM (NEW."scale_id") OR OLD."tone" IS DISTINCT FROM (NEW."tone"))',
                    declare="DECLARE opened TIMESTAMPTZ;",
                    func="SELECT opened_at INTO opened FROM surveys_round WHERE id = (SELECT round_id FROM surveys_scale WHERE id = OLD.scale_id) FOR SHARE; IF opened IS NOT NULL AND (EXISTS (SELECT FROM surveys_question WHERE scale_id = OLD.scale_id) OR EXISTS (SELECT FROM surveys_question WHERE scale_id = NEW.scale_id)) THEN RAISE EXCEPTION 'This option is fixed since its round was opened: answers keep their meaning.' USING ERRCODE = 'check_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="8dfd9db0fd8e4dd5fa61d7299106c4fb59c881f1",
                    operation='UPDATE OF "scale_id", "key", "position", "tone", "lower_bound", "is_exclusive"',
                    pgid="pgtrigger_fixed_once_open_5bb41",
                    table="surveys_option",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="option",
            trigger=pgtrigger.compiler.Trigger(
                name="none_added",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE opened TIMESTAMPTZ;",
                    func="SELECT opened_at INTO opened FROM surveys_round WHERE id = (SELECT round_id FROM surveys_scale WHERE id = NEW.scale_id) FOR SHARE; IF opened IS NOT NULL AND EXISTS (SELECT FROM surveys_question WHERE scale_id = NEW.scale_id) THEN RAISE EXCEPTION 'The options of a question stay as they were when its round was opened.' USING ERRCODE = 'check_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="50cdab3df920417cbcf8a9d32e1ccddfeba09554",
                    operation="INSERT",
                    pgid="pgtrigger_none_added_611b8",
                    table="surveys_option",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="option",
            trigger=pgtrigger.compiler.Trigger(
                name="none_taken_away",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE opened TIMESTAMPTZ;",
                    func="SELECT opened_at INTO opened FROM surveys_round WHERE id = (SELECT round_id FROM surveys_scale WHERE id = OLD.scale_id) FOR SHARE; IF opened IS NOT NULL AND EXISTS (SELECT FROM surveys_question WHERE scale_id = OLD.scale_id) THEN RAISE EXCEPTION 'The options of a question stay as they were when its round was opened.' USING ERRCODE = 'check_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="a7dcbb5f9694bf22794ae60b0491c65a09be6537",
                    operation="DELETE",
                    pgid="pgtrigger_none_taken_away_a266f",
                    table="surveys_option",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="option",
            trigger=pgtrigger.compiler.Trigger(
                name="keeps_its_label",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."label" IS DISTINCT FROM (NEW."label"))',
                    declare="DECLARE opened TIMESTAMPTZ;",
                    func="SELECT opened_at INTO opened FROM surveys_round WHERE id = (SELECT round_id FROM surveys_scale WHERE id = NEW.scale_id) FOR SHARE; IF opened IS NOT NULL AND EXISTS (SELECT FROM surveys_question WHERE scale_id = NEW.scale_id) AND EXISTS (\n    SELECT FROM surveys_optionevent\n    WHERE scale_id = NEW.scale_id AND id <> NEW.id AND lower(label) = lower(NEW.label)\n) THEN RAISE EXCEPTION 'This label is or was another option’s: answers would change their meaning.' USING ERRCODE = 'check_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="0ed4a7a230241b48ebcf5c8c83fd16dbe457b646",
                    operation='UPDATE OF "label"',
                    pgid="pgtrigger_keeps_its_label_4ba46",
                    table="surveys_option",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="fixed_once_open",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."added_at" IS DISTINCT FROM (NEW."added_at") OR OLD."banded_id" IS DISTINCT FROM (NEW."banded_id") OR OLD."counts_not_known" IS DISTINCT FROM (NEW."counts_not_known") OR OLD."denominator_id" IS DISTINCT FROM (NEW."denominator_id") OR OLD."derivation" IS DISTINCT FROM (NEW."derivation") OR OLD."grid_id" IS DISTINCT FROM (NEW."grid_id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."numerator_id" IS DISTINCT FROM (NEW."numerator_id") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."scale_id" IS DISTINCT FROM (NEW."scale_id") OR OLD."tallied_grid_id" IS DISTINCT FROM (NEW."tallied_grid_id") OR OLD."tallied_options" IS DISTINCT FROM (NEW."tallied_options") OR OLD."type" IS DISTINCT FROM (NEW."type") OR OLD."unit" IS DISTINCT FROM (NEW."unit"))',
                    declare="DECLARE opened TIMESTAMPTZ;",
                    func="SELECT opened_at INTO opened FROM surveys_round WHERE id = OLD.round_id FOR SHARE; IF opened IS NOT NULL AND true THEN RAISE EXCEPTION 'This question is fixed since its round was opened: answers keep their meaning.' USING ERRCODE = 'check_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="95a17e437df454fcc89c783faa99a2f2d09eb7b5",
                    operation='UPDATE OF "round_id", "key", "type", "unit", "scale_id", "grid_id", "counts_not_known", "derivation", "numerator_id", "denominator_id", "banded_id", "tallied_grid_id", "tallied_options", "added_at"',
                    pgid="pgtrigger_fixed_once_open_825cd",
                    table="surveys_question",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_optional",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."is_required" AND NOT OLD."is_required")',
                    declare="DECLARE opened TIMESTAMPTZ;",
                    func="SELECT opened_at INTO opened FROM surveys_round WHERE id = OLD.round_id FOR SHARE; IF opened IS NOT NULL AND true THEN RAISE EXCEPTION 'This question was optional when its round was opened and stays so.' USING ERRCODE = 'check_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="67d45cfc31857cc407b93eb039913c89518bdbcf",
                    operation='UPDATE OF "is_required"',
                    pgid="pgtrigger_stays_optional_63801",
                    table="surveys_question",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="keeps_to_the_tally",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE opened TIMESTAMPTZ;",
                    func="SELECT opened_at INTO opened FROM surveys_round WHERE id = NEW.round_id FOR SHARE; IF opened IS NOT NULL AND EXISTS (SELECT FROM surveys_question WHERE tallied_grid_id = NEW.grid_id) THEN RAISE EXCEPTION 'A grid that a tally counts keeps its rows once its round is open.' USING ERRCODE = 'check_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="6be35b1f8bd7c99f9b214a862be01d2f37980ee4",
                    operation="INSERT",
                    pgid="pgtrigger_keeps_to_the_tally_fadbe",
                    table="surveys_question",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_once_answered",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE opened TIMESTAMPTZ;",
                    func="SELECT opened_at INTO opened FROM surveys_round WHERE id = OLD.round_id FOR SHARE; IF opened IS NOT NULL AND (EXISTS (SELECT FROM surveys_answer WHERE question_id = OLD.id) OR EXISTS (SELECT FROM surveys_question WHERE tallied_grid_id = OLD.grid_id)) THEN RAISE EXCEPTION 'This question has been answered, or a tally counts it: it stays.' USING ERRCODE = 'check_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="6f5a1e4d7f6b2f6e41f6620261b0977706991425",
                    operation="DELETE",
                    pgid="pgtrigger_stays_once_answered_8c8e2",
                    table="surveys_question",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="return",
            trigger=pgtrigger.compiler.Trigger(
                name="added_with_a_reason",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE opened TIMESTAMPTZ;",
                    func="\nSELECT opened_at INTO opened FROM surveys_round WHERE id = NEW.round_id FOR SHARE;\nIF opened IS NULL AND NEW.state <> 'not_started' THEN\n    RAISE EXCEPTION 'The round has not been opened: nobody can have answered it.' USING ERRCODE = 'check_violation';\nEND IF;\nIF opened IS NOT NULL AND NEW.requirement_reason = '' THEN\n    RAISE EXCEPTION 'The round is open: say why a return is required of this council too.' USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="2e325a9b94606378ef72ccc69341d76995e25e5d",
                    operation="INSERT",
                    pgid="pgtrigger_added_with_a_reason_5661c",
                    table="surveys_return",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="return",
            trigger=pgtrigger.compiler.Trigger(
                name="never_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."council_id" IS DISTINCT FROM (NEW."council_id") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id"))',
                    declare="DECLARE opened TIMESTAMPTZ;",
                    func="SELECT opened_at INTO opened FROM surveys_round WHERE id = OLD.round_id FOR SHARE; IF opened IS NOT NULL AND true THEN RAISE EXCEPTION 'A return stays in its round and with its council.' USING ERRCODE = 'check_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="939fa90b8af6e9fd5291e9ba833901fad653ade4",
                    operation='UPDATE OF "round_id", "council_id"',
                    pgid="pgtrigger_never_moves_61fb2",
                    table="surveys_return",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="return",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_with_a_reason",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."requirement" IS DISTINCT FROM (NEW."requirement"))',
                    declare="DECLARE opened TIMESTAMPTZ;",
                    func="SELECT opened_at INTO opened FROM surveys_round WHERE id = OLD.round_id FOR SHARE; IF opened IS NOT NULL AND NEW.requirement_reason = '' THEN RAISE EXCEPTION 'The round is open: say why what is required of the council changes.' USING ERRCODE = 'check_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="8b8966cf5fb43a2e8c6bebbd9d379bf03619c806",
                    operation='UPDATE OF "requirement"',
                    pgid="pgtrigger_changed_with_a_reason_0bf1b",
                    table="surveys_return",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="return",
            trigger=pgtrigger.compiler.Trigger(
                name="never_taken_away",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE opened TIMESTAMPTZ;",
                    func="SELECT opened_at INTO opened FROM surveys_round WHERE id = OLD.round_id FOR SHARE; IF opened IS NOT NULL AND true THEN RAISE EXCEPTION 'The round is open: a return is made not required, with a reason, and never deleted.' USING ERRCODE = 'check_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="fa734faaec7d17348c0cdc405b46464b0a55f355",
                    operation="DELETE",
                    pgid="pgtrigger_never_taken_away_1a4b7",
                    table="surveys_return",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="return",
            trigger=pgtrigger.compiler.Trigger(
                name="remembers_first_signature",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP = 'UPDATE' THEN NEW.first_signed_at := OLD.first_signed_at; END IF; NEW.first_signed_at := coalesce(NEW.first_signed_at, NEW.signed_at); RETURN NEW;",
                    hash="049cac585fed78bf38c73a5a1137af4f6c4d3918",
                    operation='INSERT OR UPDATE OF "signed_at", "first_signed_at"',
                    pgid="pgtrigger_remembers_first_signature_779b6",
                    table="surveys_return",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="protect_released",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."slug" IS DISTINCT FROM (NEW."slug"))',
                    func="IF EXISTS (SELECT FROM surveys_release WHERE round_id = OLD.id AND compiled_at IS NOT NULL) THEN RAISE EXCEPTION 'This round’s address has been released and cannot change. Make a new round instead.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="de8d2234ffa4d3082391c7fc0507370cd2c71ffb",
                    operation='UPDATE OF "slug"',
                    pgid="pgtrigger_protect_released_161e4",
                    table="surveys_round",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="fixed_once_open",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."is_totals_only" IS DISTINCT FROM (NEW."is_totals_only") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."opened_by_id" IS DISTINCT FROM (NEW."opened_by_id") OR OLD."reference_date" IS DISTINCT FROM (NEW."reference_date"))',
                    declare="DECLARE opened TIMESTAMPTZ;",
                    func="SELECT opened_at INTO opened FROM surveys_round WHERE id = OLD.id FOR SHARE; IF opened IS NOT NULL AND true THEN RAISE EXCEPTION 'This part of the round is fixed since its round was opened: answers keep their meaning.' USING ERRCODE = 'check_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="563b58e99e67f92ec890360a09eef497f8e2e90b",
                    operation='UPDATE OF "reference_date", "is_totals_only", "opened_at", "opened_by_id"',
                    pgid="pgtrigger_fixed_once_open_eab03",
                    table="surveys_round",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scale",
            trigger=pgtrigger.compiler.Trigger(
                name="fixed_once_open",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id"))',
                    declare="DECLARE opened TIMESTAMPTZ;",
                    func="SELECT opened_at INTO opened FROM surveys_round WHERE id = OLD.round_id FOR SHARE; IF opened IS NOT NULL AND true THEN RAISE EXCEPTION 'This scale’s key is fixed since its round was opened: answers keep their meaning.' USING ERRCODE = 'check_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="a9d60b874c791e7dc32b6610ebff9d936eb291c3",
                    operation='UPDATE OF "round_id", "key"',
                    pgid="pgtrigger_fixed_once_open_dce69",
                    table="surveys_scale",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="section",
            trigger=pgtrigger.compiler.Trigger(
                name="fixed_once_open",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id"))',
                    declare="DECLARE opened TIMESTAMPTZ;",
                    func="SELECT opened_at INTO opened FROM surveys_round WHERE id = OLD.round_id FOR SHARE; IF opened IS NOT NULL AND true THEN RAISE EXCEPTION 'This section’s key is fixed since its round was opened: answers keep their meaning.' USING ERRCODE = 'check_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="bdd113dd75802cfa5077d4b71277da08bc92d733",
                    operation='UPDATE OF "round_id", "key"',
                    pgid="pgtrigger_fixed_once_open_983b0",
                    table="surveys_section",
                    when="BEFORE",
                ),
            ),
        ),
        AddConstraintNotValid(
            model_name="return",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("requirement__in", ["declined", "no_longer_required"]),
                    ("state", "signed"),
                    _negated=True,
                ),
                name="return_signed_is_required",
                violation_error_message="This return is signed. Reopen it before you say that it was declined or is no longer required.",
            ),
        ),
    ]
