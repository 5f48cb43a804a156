"""At most one programme is the site’s front, and it is a published one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("milestones", "0006_programmes_that_were_shown"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_front", True)),
                fields=("is_front",),
                name="programme_front_once",
                violation_error_message="Another programme is the site’s front. Take that back first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_front", False), ("is_published", True), _connector="OR"),
                name="programme_front_is_published",
                violation_error_message="The site’s front is a published programme.",
            ),
        ),
    ]
