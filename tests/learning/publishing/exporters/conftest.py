from collections.abc import Callable
from pathlib import Path

import pytest

from learning.bundles.edition import FrozenEdition
from learning.publishing.exporters import usb
from learning.publishing.exporters.report import Report
from tests.learning.publishing.exporters.editions import course, job


@pytest.fixture
def edition(tmp_path: Path) -> FrozenEdition:
    return course(tmp_path / "store")


@pytest.fixture
def export() -> Callable[..., Report]:
    """Give a function that exports editions into a folder."""
    return lambda *editions, out: usb.export(job(*editions, out=out))
