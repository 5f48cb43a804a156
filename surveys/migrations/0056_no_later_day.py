from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0055_values_taken_back")]

    operations = [
        AddConstraintNotValid(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("reference_date"))),
                name="round_describes_no_later_day",
                violation_error_message="Nobody can describe a day after the round’s last one.",
            ),
        ),
    ]
