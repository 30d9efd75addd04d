"""Loading and publishing a toolkit of generated units: ten times as many cost ten times as much."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from courses.library.loading import load_library
from learning.publishing.releasing import find, release
from tests.benchmarks.measuring import Row, seconds

FEW, MANY = 500, 5_000
A_CHAPTER = 25  # units
PARAGRAPH = "A person comes to the counter with one paper and goes home with another. " * 6


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        few = _deeds(Path(folder) / f"generated-{FEW}", FEW)
        many = _deeds(Path(folder) / f"generated-{MANY}", MANY)
    for what, little, much in zip(
        ("loading", "loading again", "publishing"), few, many, strict=True
    ):
        measured = f"{MANY / much:.0f} units/s of {MANY}"
        yardstick = f"{FEW / little:.0f} units/s of {FEW}"
        yield Row(f"{what} generated units", measured, yardstick, (much / MANY) / (little / FEW))


def _deeds(root: Path, units: int) -> tuple[float, float, float]:
    """Load a toolkit of so many units, load it again, publish it: seconds of each."""
    generate(root, units)
    first = seconds(lambda: load_library(root))
    again = seconds(lambda: load_library(root))
    return first, again, seconds(lambda: release(find(root.name)[0]))


def generate(root: Path, units: int) -> None:
    sources = 'sdg: ["16.6"]\nsources:\n  - Generated\n'
    head = f"---\ntitle: Generated {units}\nlevel: national\nsummary: For measuring\n{sources}---\n"
    _put(root / "toolkit.md", head)
    for number in range(units):
        chapter = number // A_CHAPTER
        folder = root / f"{chapter:03}-chapter-{chapter}"
        if number % A_CHAPTER == 0:
            front = f'title: Chapter\ncode: X{chapter}\noutcome: Measure\nsdg: ["16.6"]\n'
            _put(folder / "chapter.md", f"---\n{front}---\n")
        front = "title: Unit\nsummary: One unit\nminutes: 5\nsources:\n  - Generated\n"
        body = f"## What\n\n{PARAGRAPH}\n\n:::key\n{PARAGRAPH}\n:::\n\n## How\n\n{PARAGRAPH}\n"
        _put(folder / f"{number:05}-guide-unit-{number}.md", f"---\n{front}---\n{body}")


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
