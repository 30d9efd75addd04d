from collections.abc import Iterator

import pytest

from learning.lrs.forwarding.models import Target, What
from tests.learning.lrs.forwarding.other_store import OtherStore, other_store

SECRET = "a secret of tests"


@pytest.fixture
def store() -> Iterator[OtherStore]:
    with other_store() as found:
        yield found


@pytest.fixture
def target(db: None, store: OtherStore, monkeypatch: pytest.MonkeyPatch) -> Target:
    """The other store, named as one that is told what happens here."""
    monkeypatch.setenv("TOLD_SECRET", SECRET)
    return Target.objects.create(
        name="ministry",
        endpoint=store.address,
        key="atoll",
        secret_from="variable:TOLD_SECRET",
        what=What.OWN,
    )
