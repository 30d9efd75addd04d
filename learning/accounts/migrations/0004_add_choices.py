import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_add_accesses_and_former_participants'),
    ]

    operations = [
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('pool', 'being listed among the trainers whom other organisations may ask'), ('follow-up', 'being asked about the course three and six months later'), ('forward', 'telling another store of records what I do here'), ('archive', 'keeping a copy of my records for statistics')], max_length=12)),
                ('version', models.PositiveSmallIntegerField()),
                ('says_yes', models.BooleanField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'choice',
                'verbose_name_plural': 'choices',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['purpose', 'person'], name='choices_of_a_purpose')],
            },
        ),
    ]
