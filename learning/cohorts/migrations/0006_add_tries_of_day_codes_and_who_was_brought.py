import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cohorts', '0005_keep_lists_for_a_day'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='is_brought',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.CreateModel(
            name='DayCodeTries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('half_day', models.UUIDField()),
                ('tries', models.PositiveIntegerField(default=0)),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cohorts.cohort')),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'tries of a day code',
                'verbose_name_plural': 'tries of day codes',
                'constraints': [models.UniqueConstraint(fields=('cohort', 'learner'), name='tries_of_day_codes_stand_once')],
            },
        ),
    ]
