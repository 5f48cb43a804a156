from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveys", "0050_letters_as_they_were_sent")]

    operations = [
        ValidateConstraint(model_name="chaserletter", name="chaser_letter_filled_in_as_sent"),
    ]
