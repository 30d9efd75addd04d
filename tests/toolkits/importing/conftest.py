from pathlib import Path

import pytest

from tests.factories.toolkits import make_chapter, make_toolkit
from tests.factories.uploads import uploads
from toolkits.models import ChapterPage

__all__ = ["uploads"]


@pytest.fixture
def chapter(db: None, uploads: Path) -> ChapterPage:
    return make_chapter(make_toolkit())
