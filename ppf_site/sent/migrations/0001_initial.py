from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("mark", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("status", models.PositiveSmallIntegerField()),
                ("headers", models.JSONField()),
                ("cookies", models.JSONField()),
                ("body", models.BinaryField()),
            ],
        ),
    ]
