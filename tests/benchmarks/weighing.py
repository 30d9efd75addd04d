"""How much memory an export takes at most, of few pages, of many and of very many.

Each is a process of its own, because memory that was taken is not given back. What a format adds
for a page is what grows from many to very many: the rest is Django and the libraries.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.measuring import Row, peak

FORMATS = ("site", "usb", "zim", "epub", "cc11", "scorm12", "cmi5", "qti3")
PAGES = (100, 500, 2_000)
PAPER_PAGES = (20, 50, 100)  # PDF is laid out whole, and takes its time
A_PAGE = 30_000  # bytes that a page may add: ten times its text, where all of it is one file
A_PAPER_PAGE = 2_000_000  # the same where all is laid out before anything is written
LONGEST = 600  # seconds


def rows() -> Iterator[Row]:
    for name in FORMATS:
        yield _row(name, PAGES, A_PAGE)
    yield _row("pdf", PAPER_PAGES, A_PAPER_PAGE)


def _row(name: str, counts: Sequence[int], limit: int) -> Row:
    peaks = [_peak(name, pages) for pages in counts]
    a_page = (peaks[-1] - peaks[1]) / (counts[-1] - counts[1])
    told = " / ".join(f"{peak / 1e6:.0f}" for peak in peaks)
    what = f"memory for {name} of {' / '.join(map(str, counts))} pages"
    measured = f"{told} MB, {a_page / 1000:.1f} kB a page"
    return Row(what, measured, f"{limit // 1000} kB a page", a_page / limit)


def _peak(name: str, pages: int) -> int:
    """Give the most bytes that a process takes which exports so many generated pages."""
    command = [sys.executable, "-m", __name__, name, str(pages)]
    done = subprocess.run(  # noqa: S603 — our own program
        command, capture_output=True, text=True, check=True, timeout=LONGEST
    )
    return int(done.stdout)


def main(name: str, pages: int) -> int:
    """Export generated pages here; give the most bytes that this process or one below it took."""
    import django

    django.setup()
    from learning.publishing.exporting import exporter
    from tests.learning.publishing.exporters.editions import job
    from tests.learning.publishing.exporters.generated import generated

    with tempfile.TemporaryDirectory() as work:
        edition = generated(Path(work, "store"), pages)
        exporter(name).export(job(edition, out=Path(work, "out")))
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # the press is one
    return max(peak(), children * 1024)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learning.settings.test")
    sys.stdout.write(f"{main(sys.argv[1], int(sys.argv[2]))}\n")
