import uuid

import pytest

from learning.xapi.activities import iri, uuid_of
from learning.xapi.errors import ActivityError
from tests.learning.xapi.samples import QUESTION


def test_an_iri_leads_back_to_its_activity() -> None:
    assert iri(QUESTION) == "urn:uuid:22222222-0000-4000-8000-000000000002"
    assert uuid_of(iri(QUESTION)) == QUESTION


@pytest.mark.parametrize(
    "text",
    [
        "",
        "urn:uuid:",
        "urn:uuid:nothing",
        str(QUESTION),
        iri(uuid.UUID("abcdefab-0000-4000-8000-000000000002")).upper(),
        "urn:uuid:{22222222-0000-4000-8000-000000000002}",
        "https://example.org/22222222-0000-4000-8000-000000000002",
    ],
)
def test_only_one_way_to_write_an_activity_is_accepted(text: str) -> None:
    with pytest.raises(ActivityError):
        uuid_of(text)
