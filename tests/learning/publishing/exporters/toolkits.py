"""A small made-up toolkit whose instruments can be filled in."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import FileEntry, Kind, Lesson
from tests.learning.publishing.exporters.editions import course, number
from tests.toolkits.instruments.samples import ASSESSMENT, CALCULATOR, CANVAS
from toolkits.instruments.definition import Assessment, Definition, Question, to_entry

ADVICE = "Begin with one page."


def assessment(assessors: int = 2) -> Assessment:
    """Give the sample with its advice leading to a unit of this toolkit, and of another one."""
    law, people = ASSESSMENT.dimensions
    strategy = replace(law.questions[2], unit="small-toolkit/guide")
    team: Question = replace(people.questions[1], unit="national-toolkit/guide-teams")
    dimensions = (
        replace(law, questions=(*law.questions[:2], strategy)),
        replace(people, questions=(people.questions[0], team)),
    )
    return replace(ASSESSMENT, assessors=assessors, dimensions=dimensions)


def toolkit(
    root: Path,
    *,
    language: str = "en",
    slug: str = "small-toolkit",
    tools: Mapping[str, Definition] | None = None,
) -> FrozenEdition:
    """Freeze a guide, and an instrument for each of `tools`: by its slug, what it holds."""
    if tools is None:
        tools = {"check": assessment(), "egdi": CALCULATOR, "plan": CANVAS}
    base = course(root, slug=slug, title="Small toolkit", language=language)
    text = base.manifest.lesson("reading").path
    files = list(base.manifest.files)
    lessons = [_lesson("guide", "A guide", text)]
    for name, definition in tools.items():
        content = json.dumps(to_entry(definition), sort_keys=True).encode()
        path = f"tools/{name}.json"
        files.append(FileEntry(path, base.store.add(content), len(content), "application/json"))
        lessons.append(replace(_lesson(name, f"The {name}", text), kind="instrument", tool=path))
    changes: dict[str, Any] = {
        "kind": Kind.TOOLKIT,
        "assessment": None,
        "units": (replace(base.manifest.units[0], lessons=tuple(lessons)),),
        "files": tuple(sorted(files, key=lambda entry: entry.path)),
    }
    manifest = replace(base.manifest, **changes)
    numbered = manifest.numbered(version=1, frozen_at="2026-11-22T12:00:00Z")
    return FrozenEdition(numbered, base.store)


def _lesson(slug: str, title: str, path: str) -> Lesson:
    return Lesson(
        activity=number(slug),
        slug=slug,
        kind="guide",
        title=title,
        summary="",
        minutes=5,
        path=path,
    )
