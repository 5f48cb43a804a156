"""Until now a deputy was told by the last day alone."""

from django.db import migrations
from django.db.migrations.state import StateApps


def mark(apps: StateApps, schema_editor: object) -> None:
    roles = apps.get_model("councils", "Role")
    roles.objects.filter(kind="signatory", ends_on__isnull=False).update(is_deputy=True)


class Migration(migrations.Migration):
    dependencies = [("councils", "0004_deputies")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
