from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("councils", "0016_secrets_out_of_history"),
    ]

    operations = [
        migrations.AddField(
            model_name="area",
            name="code",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="The official one, such as E12000004. Types of council have none.",
                max_length=9,
            ),
        ),
    ]
