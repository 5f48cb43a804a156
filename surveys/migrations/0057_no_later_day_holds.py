from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveys", "0056_no_later_day")]

    operations = [
        ValidateConstraint(model_name="round", name="round_describes_no_later_day"),
    ]
