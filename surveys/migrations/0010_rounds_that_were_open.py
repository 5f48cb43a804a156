"""Rounds that are there already were opened on their first day."""

from django.db import migrations

OPENED = """
UPDATE surveys_round SET opened_at = opens_on::timestamp AT TIME ZONE 'Europe/London'
WHERE opened_at IS NULL
"""
FIRST_SIGNED = """
UPDATE surveys_return r SET first_signed_at = first.at
FROM (
    SELECT r.id, least(r.signed_at, min(s.signed_at)) AS at
    FROM surveys_return r LEFT JOIN surveys_signature s ON s.return_of_id = r.id
    GROUP BY r.id
) first
WHERE first.id = r.id AND first.at IS NOT NULL AND r.first_signed_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0009_opened_rounds"),
    ]

    operations = [
        migrations.RunSQL(OPENED, migrations.RunSQL.noop),
        migrations.RunSQL(FIRST_SIGNED, migrations.RunSQL.noop),
    ]
