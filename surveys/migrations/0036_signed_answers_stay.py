"""No answer of a signed return changes before it is reopened."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0035_tells_beside_any_before"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="answer",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_gains_none",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nPERFORM FROM surveys_return WHERE id IN (SELECT return_of_id FROM after a)\nORDER BY id FOR SHARE;\nIF EXISTS (\n    SELECT FROM after a JOIN surveys_return r ON r.id = a.return_of_id\n    JOIN surveys_question q ON q.id = a.question_id\n    WHERE r.state = 'signed' OR (r.first_signed_at IS NOT NULL AND NOT (NOT EXISTS (SELECT FROM surveys_return_reopened_sections s WHERE s.return_id = r.id) OR EXISTS (SELECT FROM surveys_return_reopened_sections s WHERE s.return_id = r.id AND s.section_id = q.section_id)))\n) THEN\n    RAISE EXCEPTION 'This answer is signed. Reopen its return, or its section of it, to change it.' USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NULL;\n",
                    hash="7d518c18c1122332d312628fc15e2478b86a0890",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_signed_gains_none_194a8",
                    referencing="REFERENCING NEW TABLE AS after ",
                    table="surveys_answer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answer",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_changes_none",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nPERFORM FROM surveys_return WHERE id IN (SELECT return_of_id FROM (SELECT return_of_id, question_id FROM before UNION SELECT return_of_id, question_id FROM after) a)\nORDER BY id FOR SHARE;\nIF EXISTS (\n    SELECT FROM (SELECT return_of_id, question_id FROM before UNION SELECT return_of_id, question_id FROM after) a JOIN surveys_return r ON r.id = a.return_of_id\n    JOIN surveys_question q ON q.id = a.question_id\n    WHERE r.state = 'signed' OR (r.first_signed_at IS NOT NULL AND NOT (NOT EXISTS (SELECT FROM surveys_return_reopened_sections s WHERE s.return_id = r.id) OR EXISTS (SELECT FROM surveys_return_reopened_sections s WHERE s.return_id = r.id AND s.section_id = q.section_id)))\n) THEN\n    RAISE EXCEPTION 'This answer is signed. Reopen its return, or its section of it, to change it.' USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NULL;\n",
                    hash="89d5e675d0b81b8d34e907456d2ecb1de290b19e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_signed_changes_none_eac9e",
                    referencing="REFERENCING OLD TABLE AS before  NEW TABLE AS after ",
                    table="surveys_answer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answer",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_loses_none",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nPERFORM FROM surveys_return WHERE id IN (SELECT return_of_id FROM before a)\nORDER BY id FOR SHARE;\nIF EXISTS (\n    SELECT FROM before a JOIN surveys_return r ON r.id = a.return_of_id\n    JOIN surveys_question q ON q.id = a.question_id\n    WHERE r.state = 'signed' OR (r.first_signed_at IS NOT NULL AND NOT (NOT EXISTS (SELECT FROM surveys_return_reopened_sections s WHERE s.return_id = r.id) OR EXISTS (SELECT FROM surveys_return_reopened_sections s WHERE s.return_id = r.id AND s.section_id = q.section_id)))\n) THEN\n    RAISE EXCEPTION 'This answer is signed. Reopen its return, or its section of it, to change it.' USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NULL;\n",
                    hash="3d1bc46e9a33f0d218ff6960b4441064bd0b8083",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_signed_loses_none_f313b",
                    referencing="REFERENCING OLD TABLE AS before ",
                    table="surveys_answer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answer",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT FROM surveys_return WHERE first_signed_at IS NOT NULL) THEN RAISE EXCEPTION 'This answer is signed. Reopen its return, or its section of it, to change it.' USING ERRCODE = 'check_violation'; END IF; RETURN NULL;",
                    hash="7b89c4f0c8e4ce56f5ca4ca59c96f18fc2f73300",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_signed_never_emptied_002e5",
                    table="surveys_answer",
                    when="BEFORE",
                ),
            ),
        ),
    ]
