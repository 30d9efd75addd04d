"""Exporting a site of 500 generated pages, beside wagtail-bakery on the same pages in the same run.

Both work in a single process, and the seconds are the processor's, so that whatever else the
machine does disturbs neither. Ours writes the smaller twins and the search too, theirs does not.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import process_time

from courses.library.loading import load_library
from learning.publishing.changes import put_changes
from learning.publishing.exporting import FORMATS, chosen, export, order_of
from learning.publishing.freezing import freeze
from learning.publishing.models import Edition
from learning.publishing.releasing import find, release
from tests.benchmarks.baking import yardstick
from tests.benchmarks.loading import PARAGRAPH, generate
from tests.benchmarks.measuring import Row, seconds

PAGES = 500
TIMES = 3
JOBS = 2
PATIENCE = 180  # seconds, for everything in every format with two processes
TEXT = f"<h2>What</h2><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p><h2>How</h2><p>{PARAGRAPH}</p>"


def rows() -> Iterator[Row]:
    library = list(Edition.objects.current())
    with tempfile.TemporaryDirectory() as work:
        yield from _rows(Path(work))
        yield _everything(library, Path(work))


def _rows(work: Path) -> Iterator[Row]:
    other = yardstick(work, PAGES, TEXT, TIMES)
    beside = f"{other.name}, {PAGES / other.seconds:.0f}/s"
    library = work / f"generated-for-export-{PAGES}"
    generate(library, PAGES)
    load_library(library)
    (page,) = find(library.name)
    edition = release(page).edition
    freezing = median(cpu(lambda: freeze(page)) for _each in range(TIMES))
    frozen = median(cpu(lambda: _anew(edition, work / "site")) for _each in range(TIMES))
    yield _row("freezing and exporting a site", freezing + frozen, other.seconds, beside)
    yield _row("exporting a frozen site", frozen, other.seconds, beside)
    edited = _edit(library, 7)
    editions = [edited, edition]
    again = median(cpu(lambda: _turn(editions, work / "site")) for _each in range(TIMES))
    yield Row("exporting it after one edit", f"{again * 1000:.0f} ms", "all pages", again / frozen)
    thrice = _edit(library, 107, 207)
    yield _changes(edition, thrice, work / "changes")


def _anew(edition: Edition, out: Path) -> None:
    shutil.rmtree(out, ignore_errors=True)
    export(order_of("site", [edition], out))


def _turn(editions: list[Edition], out: Path) -> None:
    """Export one of two editions that differ in a lesson; the next time the other."""
    export(order_of("site", editions[:1], out))
    editions.reverse()


def _edit(library: Path, *units: int) -> Edition:
    for unit in units:
        file = next(library.rglob(f"*-guide-unit-{unit}.md"))
        file.write_text(file.read_text().replace("one paper", "two papers"))
    load_library(library)
    return release(find(library.name)[0]).edition


def _changes(before: Edition, after: Edition, out: Path) -> Row:
    put_changes(order_of("site", [after], out), [after], before)
    (file,) = out.glob("*.zip")
    whole = out / "whole"
    export(order_of("site", [after], whole))
    every = sum(path.stat().st_size for path in whole.rglob("*") if path.is_file())
    length = file.stat().st_size
    return Row("what 3 edits change, to send", f"{length / 1000:.0f} kB", "all", length / every)


def _everything(editions: list[Edition], out: Path) -> Row:
    slugs = sorted({edition.slug for edition in editions})
    took = seconds(lambda: [_whole(name, slugs, out / name) for name in FORMATS])
    what = f"the whole library in {len(FORMATS)} formats"
    return Row(what, f"{took:.0f} s", f"{PATIENCE} s", took / PATIENCE)


def _whole(name: str, slugs: list[str], out: Path) -> None:
    export(order_of(name, chosen(slugs), out), jobs=JOBS)


def cpu(deed: Callable[[], object]) -> float:
    """Do `deed` once and give the seconds that the processor worked for it."""
    start = process_time()
    deed()
    return process_time() - start


def _row(what: str, took: float, other: float, beside: str) -> Row:
    return Row(what, f"{PAGES / took:.0f} pages/s", beside, took / other)
