"""Editions made without an editor: in any language, with any words, in a moment."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from learning.bundles.manifest import (
    Assessment,
    FileEntry,
    Kind,
    Lesson,
    Manifest,
    Unit,
    questions_to_bytes,
)
from learning.bundles.store import ObjectStore
from learning.publishing.models import Edition


@dataclass(frozen=True)
class Written:
    """A lesson as a test writes it."""

    title: str
    html: str = ""
    summary: str = ""
    kind: str = "lesson"
    minutes: int = 5
    sdg: tuple[str, ...] = ()


def offer(
    title: str,
    lessons: Iterable[Written] = (),
    *,
    language: str = "en",
    kind: Kind = Kind.COURSE,
    slug: str = "",
    code: str = "",
    html: str = "",
    is_assessed: bool = False,
    **changes: Any,
) -> Edition:
    """Make the current edition of a course with one unit. Nobody is told of it."""
    store = ObjectStore(Path(settings.EDITIONS_ROOT))
    files: dict[str, bytes] = {
        "introduction.html": html.encode(),
        "questions.json": questions_to_bytes([]),
    }
    entries = []
    for number, written in enumerate(lessons, start=1):
        path = f"lessons/lesson-{number}.html"
        files[path] = written.html.encode()
        entries.append(_lesson(written, number, path))
    unit = Unit(_new(), "unit", "", "", "", tuple(entries), code=code)
    test = Assessment(_new(), "assessment", "Test", 10, 70, 1, "introduction.html", ())
    manifest = Manifest(
        **{
            "kind": kind,
            "activity": _new(),
            "slug": slug or f"course-{uuid.uuid4().hex[:12]}",
            "code": "",
            "language": language,
            "title": title,
            "summary": "",
            "audience": "",
            "outcomes": (),
            "sdg_targets": (),
            "licence": "CC BY 4.0",
            "sources": (),
            "introduction": "introduction.html",
            "units": (unit,),
            "assessment": test if is_assessed else None,
            "questions": "questions.json",
            "files": tuple(_kept(store, path, content) for path, content in files.items()),
            **changes,
        }
    )
    return offered(manifest, store)


def offered(manifest: Manifest, store: ObjectStore) -> Edition:
    """Make `manifest`, whose files are in `store`, the first edition and the current one."""
    now = timezone.now().replace(microsecond=0)
    numbered = manifest.numbered(version=1, frozen_at=now.isoformat())
    return Edition.objects.create(
        activity=uuid.UUID(numbered.activity),
        language=numbered.language,
        version=1,
        content_id=numbered.id,
        manifest_sha256=store.add(numbered.to_bytes()),
        kind=numbered.kind,
        slug=numbered.slug,
        title=numbered.title,
        summary=numbered.summary,
        minutes=numbered.minutes,
        length=numbered.length,
        frozen_at=now,
    )


def _lesson(written: Written, number: int, path: str) -> Lesson:
    return Lesson(
        activity=_new(),
        slug=f"lesson-{number}",
        kind=written.kind,
        title=written.title,
        summary=written.summary,
        minutes=written.minutes,
        path=path,
        sdg_targets=written.sdg,
    )


def _kept(store: ObjectStore, path: str, content: bytes) -> FileEntry:
    return FileEntry(path, store.add(content), len(content), "text/html")


def _new() -> str:
    return str(uuid.uuid4())
