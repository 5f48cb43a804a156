"""No signed return is declined or no longer required."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0011_fixed_once_open"),
    ]

    operations = [
        ValidateConstraint("return", "return_signed_is_required"),
    ]
