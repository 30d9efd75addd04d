from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0002_move_consents_to_choices'),
    ]

    operations = [
        migrations.DeleteModel(name='Consent'),
        migrations.CreateModel(
            name='Consent',
            fields=[],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'permissions': [('act_for_learners', "Can show and delete a learner's data on request")],
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('accounts.choice',),
        ),
    ]
