"""Building the generated site with wagtail-bakery, in an environment that is thrown away.

wagtail-bakery 0.8.0 asks for `pkg_resources`, which newer setuptools do not have; so it is no
library of ours. Where it cannot be installed, we measure a bare loop that renders as many pages.
"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import process_time

from django.template import engines

BUILD = Path(__file__).parent / "bakery" / "build.py"
TEMPLATE = BUILD.parent / "baked" / "templates" / "baked" / "generated_page.html"
BAKERY = ("setuptools==65.7.0", "wagtail-bakery==0.8.0")
LONGEST = 600  # seconds, for installing and for building


@dataclass(frozen=True)
class Yardstick:
    """Another way to write the pages: `seconds` of the processor for all; `name`: what it is."""

    name: str
    seconds: float


def yardstick(work: Path, pages: int, text: str, times: int) -> Yardstick:
    """Measure wagtail-bakery with that text on each page, or a bare loop where it is not to be had.

    The environment and the site come into the folder `work`.
    """
    python = _installed(work / "environment")
    if python is None:
        return Yardstick(
            "a bare loop (wagtail-bakery cannot be installed here)", _bare(pages, text)
        )
    (work / "text.html").write_text(text)
    (work / "site").mkdir()
    command = [python, BUILD, work / "site", pages, work / "text.html", times]
    done = subprocess.run(  # noqa: S603 — our own program
        list(map(str, command)), capture_output=True, text=True, check=True, timeout=LONGEST
    )
    built = len(list((work / "site" / "build-0").rglob("index.html")))
    if built < pages:
        raise RuntimeError(f"wagtail-bakery wrote {built} of {pages} pages")
    return Yardstick("wagtail-bakery", median(map(float, done.stdout.split())))


def _installed(environment: Path) -> Path | None:
    """Install it with our versions of Django and Wagtail; give that Python, or None."""
    python = environment / "bin" / "python"
    ours = [f"{name}=={version(name)}" for name in ("django", "wagtail")]
    first = [BAKERY[0], "wheel"]
    commands = [
        [sys.executable, "-m", "venv", environment],
        [python, "-m", "pip", "install", "--quiet", *first],
        [python, "-m", "pip", "install", "--quiet", "--no-build-isolation", BAKERY[1], *ours],
    ]
    for command in commands:
        try:
            subprocess.run(  # noqa: S603 — pip, of fixed versions
                list(map(str, command)), capture_output=True, check=True, timeout=LONGEST
            )
        except (subprocess.SubprocessError, OSError):
            return None
    return python


def _bare(pages: int, text: str) -> float:
    """Render and write so many pages with nothing around them."""
    template = engines["django"].from_string(TEMPLATE.read_text())
    render: Callable[[dict[str, object]], str] = template.render
    begun = process_time()
    for number in range(pages):
        render({"page": {"title": f"Unit {number}", "text": text}})
    return process_time() - begun
