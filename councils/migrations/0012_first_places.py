"""Each council's region and type are those of its first day."""

from django.db import migrations

FILL = """
INSERT INTO councils_councilplace (council_id, region_id, type)
SELECT id, region_id, type FROM councils_council c
WHERE NOT EXISTS (SELECT FROM councils_councilplace WHERE council_id = c.id)
"""


class Migration(migrations.Migration):
    dependencies = [("councils", "0011_council_places")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
