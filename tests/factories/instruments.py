"""A toolkit of instruments to fill in, small enough to work out by hand.

tools   one chapter with a guide and an instrument of each kind: `check` for one assessor, `pair`
        for two, `egdi`, `canvas`; and `paper`, which has no tool for the screen

Of the assessments, each of the 3 questions on law is worth 20 percent of the total; on people the
first is worth 30 and the second 10.
"""

import json
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from courses.library.loading import load_library
from learning.bundles.manifest import FileEntry, Kind, Lesson, Manifest, Unit
from learning.bundles.store import ObjectStore
from learning.publishing.models import Edition
from learning.publishing.releasing import publishable, release
from tests.factories.library import put
from tests.factories.manifests import activity, make_manifest
from tests.toolkits.instruments.samples import ASSESSMENT, CALCULATOR, CANVAS
from toolkits.instruments.definition import Assessment, Definition, to_entry

TOOLS = "tools"
CHAPTER = f"{TOOLS}/01-start-here"
GUIDE = "guide-one-page"
LAW, PEOPLE = ASSESSMENT.dimensions
STRATEGY = replace(LAW.questions[2], unit=f"{TOOLS}/{GUIDE}")
PAIR = replace(
    ASSESSMENT, dimensions=(replace(LAW, questions=(*LAW.questions[:2], STRATEGY)), PEOPLE)
)
CHECK: Assessment = replace(PAIR, assessors=1)
DEFINITIONS: dict[str, Definition] = {
    "instrument-check": CHECK,
    "instrument-pair": PAIR,
    "instrument-egdi": CALCULATOR,
    "instrument-canvas": CANVAS,
}
TOOLKIT = """\
---
title: Tools
level: national
summary: To fill in.
sdg: ["16.6"]
sources:
  - Our own work
---
Five sheets.
"""
CHAPTER_FILE = """\
---
title: Start here
code: N1
outcome: Fill in
sdg: ["16.6"]
---
"""
FRONT = """\
---
title: {title}
summary: To fill in
minutes: 20
sources:
  - Our own work
---
{body}
"""


def write_instruments(root: Path) -> Path:
    """Write the toolkit below `root`, beside any other, and give `root`."""
    put(root, f"{TOOLS}/toolkit.md", TOOLKIT)
    put(root, f"{CHAPTER}/chapter.md", CHAPTER_FILE)
    put(root, f"{CHAPTER}/01-{GUIDE}.md", FRONT.format(title="One page", body="## What\n\nA page."))
    for place, (slug, definition) in enumerate(DEFINITIONS.items(), start=2):
        write_definition(root, slug, definition, place=place)
    paper = FRONT.format(title="Paper", body="A sheet.")
    return put(root, f"{CHAPTER}/06-instrument-paper.md", paper)


def write_definition(root: Path, slug: str, definition: Definition, *, place: int) -> None:
    """Write an instrument with its tool; JSON is YAML too."""
    title = slug.removeprefix("instrument-").capitalize()
    name = f"{CHAPTER}/{place:02}-{slug}"
    put(root, f"{name}.md", FRONT.format(title=title, body="## How\n\nTogether."))
    put(root, f"{name}.yaml", json.dumps(to_entry(definition)))


def load_instruments(root: Path) -> Edition:
    """Load and publish what is below `root`, as an author does; give the edition of the tools."""
    load_library(root)
    for page in publishable():
        release(page)
    return Edition.objects.current().get(slug=TOOLS)


def make_tools(**changed: Definition) -> Edition:
    """Make the next edition of the tools without the editor, with some definitions `changed`.

    Names as `instrument_pair`.
    """
    store = ObjectStore(Path(settings.EDITIONS_ROOT))
    files: list[FileEntry] = []
    definitions = DEFINITIONS | {name.replace("_", "-"): each for name, each in changed.items()}
    lessons = [
        _lesson(number, slug, definition, store, files)
        for number, (slug, definition) in enumerate(definitions.items(), start=10)
    ]
    guide = _lesson(8, GUIDE, None, store, files)
    paper = _lesson(9, "instrument-paper", None, store, files)
    manifest = make_manifest(
        kind=Kind.TOOLKIT,
        activity=activity(7_000),
        slug=TOOLS,
        title="Tools",
        units=(Unit(activity(7_001), "start", "Start here", "", "", (guide, paper, *lessons)),),
        assessment=None,
        files=tuple(files),
    )
    return _edition(manifest, store)


def _lesson(
    number: int,
    slug: str,
    definition: Definition | None,
    store: ObjectStore,
    files: list[FileEntry],
) -> Lesson:
    kind, _hyphen, title = slug.partition("-")
    tool = f"tools/{slug}.json" if definition else ""
    if definition:
        content = json.dumps(to_entry(definition)).encode()
        files.append(FileEntry(tool, store.add(content), len(content), "application/json"))
    title = title.replace("-", " ").capitalize()
    path = f"lessons/{slug}.html"
    return Lesson(activity(7_000 + number), slug, kind, title, "To fill in", 20, path, tool=tool)


def _edition(manifest: Manifest, store: ObjectStore) -> Edition:
    editions = Edition.objects.filter(activity=manifest.activity)
    version, now = editions.count() + 1, timezone.now().replace(microsecond=0)
    editions.update(is_current=False)
    numbered = manifest.numbered(version=version, frozen_at=now.isoformat())
    return Edition.objects.create(
        activity=numbered.activity,
        language=numbered.language,
        version=version,
        content_id=numbered.id,
        manifest_sha256=store.add(numbered.to_bytes()),
        kind=numbered.kind,
        slug=numbered.slug,
        title=numbered.title,
        minutes=numbered.minutes,
        length=numbered.length,
        frozen_at=now,
    )
