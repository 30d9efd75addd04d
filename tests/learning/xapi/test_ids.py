import uuid

import pytest

from learning.xapi.ids import statement_id
from tests.learning.xapi.samples import VECTORS, answer


def test_the_id_is_a_uuid_of_version_8() -> None:
    made = statement_id(answer())
    assert made.version == 8
    assert made.variant == uuid.RFC_4122


def test_what_a_server_adds_does_not_change_the_id() -> None:
    statement = answer()
    grown = {**statement, "id": "any", "stored": "later", "authority": {}, "version": "1.0.3"}
    assert statement_id(grown) == statement_id(statement)


def test_different_content_has_a_different_id() -> None:
    assert statement_id(answer(1)) != statement_id(answer(2))


@pytest.mark.parametrize("case", VECTORS["statements"], ids=lambda case: case["name"])
def test_the_vectors_have_their_ids(case: dict[str, object]) -> None:
    assert str(statement_id(case["statement"])) == case["id"]  # type: ignore[arg-type]
