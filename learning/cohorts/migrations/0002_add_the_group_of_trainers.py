from django.db import migrations

TRAINERS = "Trainers"


def add_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.get_or_create(name=TRAINERS)


def remove_group_if_nobody_is_in_it(apps, schema_editor):
    # Never lose who the trainers are: an empty group can be made again, a full one cannot.
    empty = apps.get_model("auth", "Group").objects.filter(name=TRAINERS, user=None)
    empty.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cohorts", "0001_initial"),
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(add_group, remove_group_if_nobody_is_in_it)]
