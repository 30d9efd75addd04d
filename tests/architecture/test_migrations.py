"""Migrations: one line an app, named by what they are for, complete, and able to go back."""

import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

from tests.architecture.tree import PACKAGES

LABELS = [app.label for app in apps.get_app_configs() if app.name.split(".")[0] in PACKAGES]


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None, ignore_no_migrations=True)


def ours(loader: MigrationLoader) -> dict[tuple[str, str], Migration]:
    return {key: found for key, found in loader.disk_migrations.items() if key[0] in LABELS}


@pytest.mark.parametrize("label", LABELS)
def test_an_apps_migrations_stand_in_one_line(loader: MigrationLoader, label: str) -> None:
    assert len(loader.graph.leaf_nodes(label)) <= 1


def test_migrations_are_numbered_without_a_gap(loader: MigrationLoader) -> None:
    for label in LABELS:
        numbers = sorted(int(name[:4]) for app, name in ours(loader) if app == label)
        assert numbers == list(range(1, len(numbers) + 1)), label


def test_a_migrations_name_says_what_it_is_for(loader: MigrationLoader) -> None:
    names = [".".join(key) for key in ours(loader)]
    assert [name for name in names if re.search(r"_auto_|_alter_.*_and_more$", name)] == []


def test_every_migration_can_be_taken_back(loader: MigrationLoader) -> None:
    one_way = [
        ".".join(key)
        for key, migration in ours(loader).items()
        for operation in migration.operations
        if isinstance(operation, RunPython | RunSQL) and not operation.reversible
    ]
    assert one_way == []


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration() -> None:
    told = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=told, stderr=told)
    except SystemExit:
        pytest.fail(told.getvalue())
