"""Each council's name is its first one, from its first day."""

from django.db import migrations

FILL = """
INSERT INTO councils_councilname (council_id, name, short_name)
SELECT id, name, short_name FROM councils_council c
WHERE NOT EXISTS (SELECT FROM councils_councilname WHERE council_id = c.id)
"""


class Migration(migrations.Migration):
    dependencies = [("councils", "0007_council_names")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
