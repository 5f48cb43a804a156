"""Releases that are there already keep their programmes, as they stand now."""

from django.db import migrations

OPEN = "ALTER TABLE surveys_sealedpart DISABLE TRIGGER USER;"
CLOSE = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE surveys_sealedpart ENABLE TRIGGER USER;
"""

PROGRAMMES = """
INSERT INTO surveys_sealedpart (release_id, part, content)
SELECT r.id, 'milestones', jsonb_build_object(
    'programmes', coalesce((SELECT jsonb_agg(to_jsonb(p)) FROM milestones_programme p
        WHERE p.id = ANY (of_round.programmes)), '[]'),
    'milestones', coalesce((SELECT jsonb_agg(to_jsonb(m)) FROM milestones_milestone m
        WHERE m.programme_id = ANY (of_round.programmes)), '[]'),
    'expectations', coalesce((SELECT jsonb_agg(to_jsonb(e)) FROM milestones_expectation e
        JOIN milestones_milestone m ON m.id = e.milestone_id
        WHERE m.programme_id = ANY (of_round.programmes)), '[]'),
    'links', coalesce((SELECT jsonb_agg(to_jsonb(l)) FROM milestones_expectationquestion l
        JOIN surveys_question q ON q.id = l.question_id WHERE q.round_id = r.round_id), '[]'),
    'measures', coalesce((SELECT jsonb_agg(to_jsonb(m)) FROM milestones_measure m
        WHERE m.id IN (SELECT b.measure_id FROM milestones_measurebase b
            WHERE b.id = ANY (of_round.bases))), '[]'),
    'bases', coalesce((SELECT jsonb_agg(to_jsonb(b)) FROM milestones_measurebase b
        WHERE b.id = ANY (of_round.bases)), '[]'),
    'rates', coalesce((SELECT jsonb_agg(to_jsonb(t)) FROM milestones_measurerate t
        JOIN surveys_question q ON q.id = t.question_id WHERE q.round_id = r.round_id), '[]'))
FROM surveys_release r
CROSS JOIN LATERAL (
    SELECT
        ARRAY(SELECT m.programme_id FROM milestones_milestone m
            JOIN milestones_expectation e ON e.milestone_id = m.id
            JOIN milestones_expectationquestion l ON l.expectation_id = e.id
            JOIN surveys_question q ON q.id = l.question_id
            WHERE q.round_id = r.round_id) AS programmes,
        ARRAY(SELECT t.base_id FROM milestones_measurerate t
            JOIN surveys_question q ON q.id = t.question_id
            WHERE q.round_id = r.round_id) AS bases
) of_round
WHERE r.compiled_at IS NOT NULL;
"""

NOTHING = migrations.RunSQL.noop


class Migration(migrations.Migration):
    dependencies = [("milestones", "0003_safeguards"), ("surveys", "0008_fill_editions")]

    operations = [
        migrations.RunSQL(OPEN, NOTHING),
        migrations.RunSQL(PROGRAMMES, NOTHING),
        migrations.RunSQL(CLOSE, NOTHING),
    ]
