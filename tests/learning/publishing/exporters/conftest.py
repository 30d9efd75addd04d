from collections.abc import Callable
from pathlib import Path

import pytest

from learning.bundles.edition import FrozenEdition
from learning.publishing.exporters import usb
from learning.publishing.exporters.report import Report
from tests.learning.publishing.exporters.editions import course, read_assets, render


@pytest.fixture
def edition(tmp_path: Path) -> FrozenEdition:
    return course(tmp_path / "store")


@pytest.fixture(scope="session")
def assets() -> dict[str, bytes]:
    return read_assets()


@pytest.fixture
def export(assets: dict[str, bytes]) -> Callable[..., Report]:
    """Give a function that exports editions into a folder."""

    def export(*editions: FrozenEdition, out: Path) -> Report:
        return usb.export(editions, out, render=render, assets=assets)

    return export
