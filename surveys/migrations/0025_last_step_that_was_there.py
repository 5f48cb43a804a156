"""The last step of each return that has one, as the trigger keeps it from now on."""

from django.db import migrations

FILL = """
UPDATE surveys_return r SET last_step = last.kind
FROM (
    SELECT DISTINCT ON (return_of_id) return_of_id, kind FROM surveys_step
    WHERE kind <> 'correction_asked' ORDER BY return_of_id, at DESC, id DESC
) last
WHERE last.return_of_id = r.id AND r.last_step = ''
"""


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0024_last_step"),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
