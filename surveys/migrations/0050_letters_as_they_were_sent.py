from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0049_reminders_have_their_day")]

    operations = [
        migrations.AddField(
            model_name="chaserletter",
            name="filled_in",
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
        AddConstraintNotValid(
            model_name="chaserletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("filled_in__isnull", True), ("sent_at__isnull", False), _connector="OR"
                ),
                name="chaser_letter_filled_in_as_sent",
            ),
        ),
    ]
