"""Programmes that are there already were shown; the newest came first."""

from django.db import migrations

PUBLISHED = "UPDATE milestones_programme SET is_published = true"
FRONT = """
UPDATE milestones_programme SET is_front = true
WHERE id = (SELECT id FROM milestones_programme ORDER BY starts_on DESC, id LIMIT 1)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("milestones", "0005_published"),
    ]

    operations = [
        migrations.RunSQL(PUBLISHED, migrations.RunSQL.noop),
        migrations.RunSQL(FRONT, migrations.RunSQL.noop),
    ]
