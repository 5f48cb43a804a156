"""Letters and moves of before this was kept are acts too, and reminders of then were sent."""

from django.db import migrations

MOST = 1000
LETTERS = """
INSERT INTO surveys_chaserevent
    (pgh_created_at, pgh_label, pgh_obj_id, id, round_id, by_id, at, subject, body)
SELECT c.at, 'insert', c.id, c.id, c.round_id, c.by_id, c.at, c.subject, c.body
FROM surveys_chaser c
WHERE NOT EXISTS (SELECT FROM surveys_chaserevent e WHERE e.pgh_obj_id = c.id)
ORDER BY c.at, c.id LIMIT %s
"""
MOVES = """
INSERT INTO surveys_reschedulingevent
    (pgh_created_at, pgh_label, pgh_obj_id, id, round_id, by_id, at, reason,
    opens_before, opens_after, closes_before, closes_after, days_before, days_after)
SELECT r.at, 'insert', r.id, r.id, r.round_id, r.by_id, r.at, r.reason,
    r.opens_before, r.opens_after, r.closes_before, r.closes_after, r.days_before, r.days_after
FROM surveys_rescheduling r
WHERE NOT EXISTS (SELECT FROM surveys_reschedulingevent e WHERE e.pgh_obj_id = r.id)
ORDER BY r.at, r.id LIMIT %s
"""
# All but those whose e-mails still wait for the worker.
REMINDERS = """
UPDATE surveys_reminder SET sent_at = at WHERE id IN (
    SELECT reminder.id FROM surveys_reminder reminder
    WHERE reminder.sent_at IS NULL AND NOT EXISTS (
        SELECT FROM procrastinate_jobs job
        WHERE job.task_name = 'send_reminder' AND job.status IN ('todo', 'doing')
            AND (job.args->>'reminder_id')::bigint = reminder.id)
    ORDER BY reminder.id LIMIT %s)
"""


def keep(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for statement in (LETTERS, MOVES, REMINDERS):
            while True:
                cursor.execute(statement, [MOST])
                if cursor.rowcount < MOST:
                    break


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("surveys", "0058_letters_and_moves_are_acts"),
        ("procrastinate", "0001_initial"),
    ]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
