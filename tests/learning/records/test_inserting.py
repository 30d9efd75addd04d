import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import models

from learning.records.evidence import Evidence
from learning.records.inserting import insert
from learning.records.models import Origin, Statement
from learning.xapi.statements import check
from learning.xapi.verbs import Verb
from tests.learning.xapi.samples import answer

pytestmark = pytest.mark.django_db
SAMPLES: dict[str, list[Any]] = {
    "id": [uuid.UUID(int=7), "00000000-0000-0000-0000-000000000007"],
    "content": ["نعم", ""],
    "verb": [Verb.ANSWERED, Verb.ANSWERED.value],
    "voids": [None, uuid.UUID(int=8)],
    "seq": [0, 2**40, True, "3"],
    "stored": [datetime(2026, 1, 1, tzinfo=UTC)],
    "evidence": [Evidence.OBSERVED, "observed"],
}


def stored(fields: list["models.Field[Any, Any]"], row: list[Any]) -> list[Any]:
    """Give a row back as it was put into the table."""
    Statement.objects.all().delete()
    insert(Statement, [row], fields=fields)
    return list(Statement.objects.values_list(*[field.attname for field in fields]).get())


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in SAMPLES.items() for value in values]
)
def test_a_value_is_put_in_as_the_field_would_prepare_it(name: str, value: Any) -> None:
    row = Statement.of(check(answer()), evidence=Evidence.OBSERVED, authority="test")
    row.stored = datetime(2026, 1, 1, tzinfo=UTC)
    fields = list(Statement._meta.local_concrete_fields)
    values = [value if each.attname == name else getattr(row, each.attname) for each in fields]
    at = [each.attname for each in fields].index(name)
    expected = fields[at].to_python(value)
    assert stored(fields, values)[at] == expected


def test_a_row_with_too_few_values_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        insert(Origin, [[uuid.uuid4(), "elsewhere"]])
    assert not Origin.objects.exists()
