"""A site of plain files, opened from file://, in Chromium."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from learning.publishing.exporters import site
from tests.learning.publishing.exporters.editions import course, job

pytestmark = pytest.mark.browser


def test_the_foot_of_a_course_says_which_edition_it_is(page: Page, tmp_path: Path) -> None:
    edition = course(tmp_path / "store")
    site.export(job(edition, out=tmp_path / "site"))

    page.goto((tmp_path / "site" / "who-owns-the-data" / "index.html").as_uri())

    said = page.locator("footer").inner_text()
    assert said == f"D1 · CC BY 4.0 · version 3 · {edition.manifest.id[:12]}"
