from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Of what was there before. A text that is longer is named, and to be shortened first."""

    dependencies = [("councils", "0009_lengths")]

    operations = [
        ValidateConstraint(model_name="council", name="council_note_length"),
    ]
