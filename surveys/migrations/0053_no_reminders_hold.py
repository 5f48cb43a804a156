from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveys", "0052_no_reminders_at_all")]

    operations = [
        ValidateConstraint(model_name="roundday", name="round_day_is_known"),
    ]
