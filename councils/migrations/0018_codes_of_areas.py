"""The areas that are there get their official codes."""

from django.db import migrations

FILL = """
UPDATE councils_area SET code = coalesce(
    (SELECT region.code FROM councils_region region WHERE region.id = councils_area.region_id),
    'E92000001'
) WHERE kind IN ('england', 'region')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("councils", "0017_area_code"),
    ]

    operations = [
        migrations.RunSQL(FILL, "UPDATE councils_area SET code = ''"),
    ]
