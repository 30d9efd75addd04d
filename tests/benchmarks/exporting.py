"""Exporting a site of 500 generated pages, beside wagtail-bakery on the same pages in the same run.

Both work in a single process, and the seconds are the processor's, so that whatever else the
machine does disturbs neither. Ours writes the smaller twins and the search too, theirs does not.
Each export has a folder of its own: to create files is slow where many were just deleted.
"""

import itertools
import tempfile
import zipfile
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
OFTEN = 15  # what takes little is soon disturbed
JOBS = 2
A_UNIT = "/guide-unit-"  # what the file of a generated page is called
ROOM = 2_000  # bytes of an update for its list of files
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
    outs = (work / f"site-{number}" for number in itertools.count())
    frozen = median(cpu(lambda: _export(edition, next(outs))) for _each in range(TIMES))
    yield _row("freezing and exporting a site", freezing + frozen, other.seconds, beside)
    yield _row("exporting a frozen site", frozen, other.seconds, beside)
    edited = _edit(library, 7)
    editions = [edited, edition]
    again = median(cpu(lambda: _turn(editions, work / "site-0")) for _each in range(OFTEN))
    yield _again(again, "all pages", frozen)
    yield _again(again, "freezing and all pages", freezing + frozen)
    thrice = _edit(library, 107, 207)
    yield _changes(edition, thrice, work / "changes")


def _export(edition: Edition, out: Path) -> None:
    export(order_of("site", [edition], out))


def _turn(editions: list[Edition], out: Path) -> None:
    """Export one of two editions that differ in a lesson; the next time the other."""
    _export(editions[0], out)
    editions.reverse()


def _again(took: float, beside: str, other: float) -> Row:
    measured = f"{took * 1000:.0f} ms, {took / other:.1%}"
    return Row("exporting it after one edit", measured, beside, took / other)


def _edit(library: Path, *units: int) -> Edition:
    for unit in units:
        file = next(library.rglob(f"*-guide-unit-{unit}.md"))
        file.write_text(file.read_text().replace("one paper", "two papers"))
    load_library(library)
    return release(find(library.name)[0]).edition


def _changes(before: Edition, after: Edition, out: Path) -> Row:
    """Weigh the update against its limit: twice what the edited pages weigh packed, and 2 kB.

    A page is three files, with its twins; what else the edits change has to find its room.
    """
    put_changes(order_of("site", [after], out), [after], before)
    (file,) = out.glob("*.zip")
    length = file.stat().st_size
    files = zipfile.ZipFile(file).infolist()
    packed = sum(each.compress_size for each in files if A_UNIT in each.filename)
    limit = 2 * packed + ROOM
    return Row(
        "what 3 edits change, to send", f"{length / 1000:.0f} kB", _kilo(limit), length / limit
    )


def _kilo(length: int) -> str:
    return f"limit {length / 1000:.0f} kB"


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
    measured = f"{PAGES / took:.0f} pages/s, {other / took:.1f} times"
    return Row(what, measured, beside, took / other)
