from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Of what was there before. A text that is longer is named, and to be shortened first."""

    dependencies = [("surveys", "0026_lengths")]

    operations = [
        ValidateConstraint(model_name="answer", name="answer_text_length"),
        ValidateConstraint(model_name="answer", name="answer_note_length"),
        ValidateConstraint(model_name="question", name="question_help_text_length"),
        ValidateConstraint(model_name="raisedcheck", name="raised_check_explanation_length"),
        ValidateConstraint(model_name="release", name="release_note_length"),
        ValidateConstraint(model_name="release", name="release_consent_length"),
        ValidateConstraint(model_name="round", name="round_method_length"),
        ValidateConstraint(model_name="round", name="round_caveats_length"),
        ValidateConstraint(model_name="section", name="section_guidance_length"),
        ValidateConstraint(model_name="step", name="step_reason_length"),
    ]
