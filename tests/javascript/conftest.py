from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from learning.publishing.exporters.player_shell import SCRIPTS

SCRIPTS_FOLDER = Path(__file__).parents[2] / "learning" / "static" / "learning" / "usb"
PURE = SCRIPTS[: SCRIPTS.index("page.js")]

Run = Callable[..., Any]


@pytest.fixture
def run(page: Page, tmp_path: Path) -> Run:
    """Give a function that runs JavaScript with the player's pure scripts, on a file:// page."""
    tags = "".join(
        f'<script defer src="{(SCRIPTS_FOLDER / name).as_uri()}"></script>' for name in PURE
    )
    blank = tmp_path / "blank.html"
    blank.write_text(f'<!doctype html><meta charset="utf-8"><title>Blank</title>{tags}')
    page.goto(blank.as_uri())
    return page.evaluate
