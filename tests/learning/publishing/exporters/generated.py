"""Generated editions of any number of pages, to measure exports with."""

from collections.abc import Collection
from pathlib import Path

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import FileEntry, Kind, Lesson, Manifest, Unit, questions_to_bytes
from learning.bundles.store import ObjectStore
from tests.learning.publishing.exporters.editions import number

A_UNIT = 25  # lessons
PARAGRAPH = "<p>A person comes to the counter with one paper and goes home with another.</p>\n"


def generated(root: Path, pages: int, edited: Collection[int] = ()) -> FrozenEdition:
    """Give a course of so many pages without questions; those in `edited` say something else."""
    store = ObjectStore(root)
    texts = {f"text/{place}.html": _text(place, place in edited) for place in range(pages)}
    introduction = {"text/introduction.html": PARAGRAPH.encode()}
    contents = {**introduction, **texts, "questions.json": questions_to_bytes([])}
    kinds = {"html": "text/html", "json": "application/json"}
    files = tuple(
        FileEntry(path, store.add(content), len(content), kinds[path.rpartition(".")[2]])
        for path, content in contents.items()
    )
    units = tuple(_unit(start, min(start + A_UNIT, pages)) for start in range(0, pages, A_UNIT))
    manifest = Manifest(
        kind=Kind.COURSE, activity=number("generated"), slug="generated", code="", language="en",
        title="Generated", summary="For measuring", audience="", outcomes=(), sdg_targets=(),
        licence="CC BY 4.0", sources=(), introduction="text/introduction.html", units=units,
        assessment=None, questions="questions.json", files=files,
    )  # fmt: skip
    return FrozenEdition(manifest.numbered(version=1, frozen_at="2026-01-02T03:04:05Z"), store)


def _text(place: int, is_edited: bool) -> bytes:
    said = f"<h2>Paper {place}</h2>\n<p>Word{place} and word{place * 7}.</p>\n"
    return (said + PARAGRAPH * (41 if is_edited else 40)).encode()


def _unit(start: int, end: int) -> Unit:
    lessons = tuple(
        Lesson(number(f"page {place}"), f"page-{place}", "lesson", f"Page {place}", "One page", 5,
               f"text/{place}.html")
        for place in range(start, end)
    )  # fmt: skip
    slug = f"unit-{start // A_UNIT}"
    return Unit(number(slug), slug, f"Unit {start // A_UNIT}", "", "", lessons)
