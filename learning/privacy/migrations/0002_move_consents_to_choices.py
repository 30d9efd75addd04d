"""Consents become choices: a yes when it was given, a no when it was taken back."""

from django.db import migrations

FIRST = 1  # the wording that stood beside them


def move(apps, schema_editor):
    choices = apps.get_model('accounts', 'Choice')
    said = []
    for each in apps.get_model('privacy', 'Consent').objects.all():
        said.append((each.given, True, each))
        if each.withdrawn:
            said.append((each.withdrawn, False, each))
    for at, says_yes, each in sorted(said, key=lambda one: one[:2]):
        choices.objects.create(
            person_id=each.person_id, purpose=each.purpose, version=FIRST, says_yes=says_yes, at=at
        )


def move_back(apps, schema_editor):
    consents = apps.get_model('privacy', 'Consent').objects
    for each in apps.get_model('accounts', 'Choice').objects.filter(purpose='pool').order_by('pk'):
        standing = consents.filter(person_id=each.person_id, purpose=each.purpose, withdrawn=None)
        if not each.says_yes:
            standing.update(withdrawn=each.at)
        elif not standing.exists():
            consents.create(person_id=each.person_id, purpose=each.purpose, given=each.at)


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0001_initial'),
        ('accounts', '0004_add_choices'),
    ]

    operations = [migrations.RunPython(move, move_back)]
