from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0003_add_export_runs")]

    operations = [
        migrations.AddField(
            model_name="exportrun",
            name="turn",
            field=models.PositiveIntegerField(default=0),
        )
    ]
