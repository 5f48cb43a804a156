"""Each of these finds nothing that another index of its table would not find as well."""

import django.db.models.deletion
from django.db import migrations, models

# Model, field, related name, and the index. Django's own way would make the foreign key anew, and
# look at each row for it while nobody else may.
SPARED = [
    ("figure", "release", "figures", "surveys_figure_release_id_6b23b7d5"),
    ("releasedanswer", "council", "released_answers", "surveys_releasedanswer_council_id_7a552aed"),
    ("releasedanswer", "release", "answers", "surveys_releasedanswer_release_id_520af05c"),
    ("releasedreturn", "release", "returns", "surveys_releasedreturn_release_id_46368d63"),
    ("answer", "return_of", "answers", "surveys_answer_return_of_id_564c6be1"),
]
WHERE = {
    "release": ("surveys.release", django.db.models.deletion.PROTECT),
    "council": ("councils.council", django.db.models.deletion.PROTECT),
    "return_of": ("surveys.return", django.db.models.deletion.CASCADE),
}


def spare(model: str, field: str, related: str, index: str) -> migrations.RunSQL:
    to, on_delete = WHERE[field]
    said = {"verbose_name": "return"} if field == "return_of" else {}
    without = models.ForeignKey(
        db_index=False, on_delete=on_delete, related_name=related, to=to, **said
    )
    return migrations.RunSQL(
        f"DROP INDEX CONCURRENTLY IF EXISTS {index}",
        f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {index} ON surveys_{model} ({field}_id)",
        state_operations=[migrations.AlterField(model, field, without)],
    )


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("councils", "0019_another_version"),
        ("surveys", "0033_another_version"),
    ]

    operations = [spare(*each) for each in SPARED]
