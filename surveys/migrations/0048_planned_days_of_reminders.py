"""The day for which each reminder was planned that is there already."""

from django.db import migrations

FILL = """
UPDATE surveys_reminder m SET planned_on = CASE m.kind
    WHEN 'week' THEN GREATEST(m.due_on - 7, LEAST(d.opens_on, m.due_on - 2))
    WHEN 'day' THEN m.due_on - 1
    ELSE m.due_on + 1 END
FROM surveys_return r JOIN surveys_round d ON d.id = r.round_id
WHERE r.id = m.return_of_id AND m.planned_on IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0047_round_days")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
