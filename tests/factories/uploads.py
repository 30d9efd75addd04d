"""Uploads of one test, in a folder of its own."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture
def uploads(settings: Any, tmp_path: Path) -> Path:
    """Keep uploads in a folder of this test, and forget the renditions of the one before."""
    cache.clear()
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return tmp_path / "uploads"
