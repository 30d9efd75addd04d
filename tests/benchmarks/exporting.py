"""Exporting a site of 500 generated pages: from nothing, from an edition, and after one edit.

The yardstick of the first two is freezing alone, which renders each page once from the database; of
the third, the export of all pages.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from courses.library.loading import load_library
from learning.publishing.exporting import export, order_of
from learning.publishing.freezing import freeze
from learning.publishing.models import Edition
from learning.publishing.releasing import find, release
from tests.benchmarks.loading import generate
from tests.benchmarks.measuring import Row, seconds, typical

PAGES = 500
TIMES = 3


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as work:
        yield from _rows(Path(work))


def _rows(work: Path) -> Iterator[Row]:
    library = work / f"generated-for-export-{PAGES}"
    generate(library, PAGES)
    load_library(library)
    (page,) = find(library.name)
    edition = release(page).edition
    freezing = typical(lambda: freeze(page), times=TIMES)
    folders = iter(range(1_000))
    frozen = typical(lambda: _export(edition, work / str(next(folders))), times=TIMES)
    yield _row("exporting a frozen site", frozen, freezing, "freezing")
    yield _row("freezing and exporting it", freezing + frozen, freezing, "freezing")
    first = next(library.rglob("*-guide-unit-7.md"))
    first.write_text(first.read_text().replace("one paper", "two papers"))
    load_library(library)
    edited = release(find(library.name)[0]).edition
    again = seconds(lambda: _export(edited, work / "0"))
    yield _row("exporting it after one edit", again, frozen, "exporting all")


def _export(edition: Edition, out: Path) -> None:
    export(order_of("site", [edition], out))


def _row(what: str, took: float, yardstick: float, beside: str) -> Row:
    measured = f"{PAGES / took:.0f} pages/s"
    return Row(what, measured, f"{beside}, {PAGES / yardstick:.0f}/s", took / yardstick)
