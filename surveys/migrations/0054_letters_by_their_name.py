from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveys", "0053_no_reminders_hold")]

    operations = [
        migrations.AlterModelOptions(
            name="chaser",
            options={
                "ordering": ["-at"],
                "verbose_name": "letter to councils",
                "verbose_name_plural": "letters to councils",
            },
        ),
    ]
