from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Of what was there before. A text that is longer is named, and to be shortened first."""

    dependencies = [("milestones", "0008_lengths")]

    operations = [
        ValidateConstraint(model_name="expectation", name="expectation_text_length"),
        ValidateConstraint(model_name="measure", name="measure_description_length"),
        ValidateConstraint(model_name="measurebase", name="measure_base_description_length"),
        ValidateConstraint(model_name="milestone", name="milestone_description_length"),
        ValidateConstraint(model_name="programme", name="programme_description_length"),
        ValidateConstraint(model_name="reportedfigure", name="reported_figure_note_length"),
        ValidateConstraint(
            model_name="reportedfigure", name="reported_figure_known_difference_length"
        ),
    ]
