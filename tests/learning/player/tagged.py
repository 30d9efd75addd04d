"""A site with tags and two toolkits that belong together."""

import pytest

from tests.factories.snapshots import Snapshot


@pytest.fixture
def tagged(db: None, tagged_snapshot: Snapshot) -> None:
    """Publish the library with tags and the programme."""
    tagged_snapshot.put()
