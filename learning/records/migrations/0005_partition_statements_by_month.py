"""On PostgreSQL the table of statements becomes one of partitions by month of `stored`.

No row is moved: the table that was there becomes the default partition, and `partition_statements`
moves its rows into their months. The partition key must be part of every unique index, so that an
id is there once is held by the writers' lock (`learning.records.recording`). SQLite is left alone.
"""

from django.db import migrations

TABLE, REST = "records_statement", "records_statement_rest"


def partition(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    statement = apps.get_model("records", "Statement")
    key = _primary_key(schema_editor)
    for index in statement._meta.indexes:
        schema_editor.execute(f"ALTER INDEX {index.name} RENAME TO {index.name}_rest")
    schema_editor.execute(f'ALTER TABLE {TABLE} DROP CONSTRAINT "{key}"')
    schema_editor.execute(f"ALTER TABLE {TABLE} RENAME TO {REST}")
    schema_editor.execute(
        f"CREATE TABLE {TABLE} (LIKE {REST} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
        " PARTITION BY RANGE (stored)"
    )
    schema_editor.execute(f"ALTER TABLE {TABLE} ATTACH PARTITION {REST} DEFAULT")
    schema_editor.execute(f'ALTER TABLE {TABLE} ADD CONSTRAINT "{key}" PRIMARY KEY (id, stored)')
    for index in statement._meta.indexes:
        schema_editor.add_index(statement, index)


def put_together(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    statement = apps.get_model("records", "Statement")
    key = _primary_key(schema_editor)
    schema_editor.execute(
        f"CREATE TABLE {TABLE}_whole (LIKE {TABLE} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
    )
    schema_editor.execute(f"INSERT INTO {TABLE}_whole SELECT * FROM {TABLE}")
    schema_editor.execute(f"DROP TABLE {TABLE}")
    schema_editor.execute(f"ALTER TABLE {TABLE}_whole RENAME TO {TABLE}")
    schema_editor.execute(f'ALTER TABLE {TABLE} ADD CONSTRAINT "{key}" PRIMARY KEY (id)')
    for index in statement._meta.indexes:
        schema_editor.add_index(statement, index)


def _primary_key(schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'p'",
            [TABLE],
        )
        return cursor.fetchone()[0]


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_add_doubts_and_revoked_origins"),
    ]

    operations = [
        migrations.RunPython(partition, put_together),
    ]
