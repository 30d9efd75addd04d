"""What the packages of SCORM 1.2 and SCORM 2004 have in common: their manifests are of one kind.

One SCO holds the whole course with our outline inside, or (`sco=lesson`) every lesson and test is
a SCO of its own, in the platform's outline. A toolkit reports nothing: it is an asset.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

from learning.publishing.exporters.course_page import CoursePage
from learning.publishing.exporters.errors import BadOption
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.lms_package import (
    MOST_TITLE,
    PAGE,
    Step,
    choice,
    export_packages,
    groups_of,
    is_tracked,
    manifest_context,
    plain,
    xml,
)
from learning.publishing.exporters.report import Report

MANIFEST = "imsmanifest.xml"
SCRIPTS = ("reach.js", "scorm-api.js", "scorm.js")
SCHEMA_ENDINGS = frozenset({".xsd", ".dtd"})
METADATA_SCHEMA = "lom.xsd"
OPTIONS: Mapping[str, str] = {
    "sco": "course (the default: one SCO with our outline inside) or lesson (a SCO for each)",
    "schemas": "a folder of the standard’s XSD files, which are added to the package",
}


@dataclass(frozen=True)
class Standard:
    """A version of SCORM. `template`: of its manifest; `schemaversion`: as that names it."""

    ending: str
    script: str
    template: str
    schemaversion: str


@dataclass(frozen=True)
class Item:
    """An entry of the platform's outline, with what it opens or what stands below it."""

    identifier: str
    title: str
    parameters: str = ""
    items: tuple["Item", ...] = ()
    counts: bool = True  # for the whole course being complete
    is_marked: bool = True


def export_scorm(job: Job, standard: Standard) -> Report:
    """Write a package of each edition.

    Raises: BadOption, UnwritableFolder, FolderFull, ForeignFile, NameTaken, StoreError.
    """
    by_lesson = choice(job, "sco", ("course", "lesson")) == "lesson"
    schemas = _schemas(job)
    add = partial(_manifest, job=job, standard=standard, by_lesson=by_lesson, schemas=schemas)
    return export_packages(job, standard.ending, scripts=partial(_scripts, standard), add_files=add)


def _scripts(standard: Standard, page: CoursePage) -> tuple[str, ...]:
    return (standard.script, *SCRIPTS) if is_tracked(page) else ()


def _manifest(
    page: CoursePage,
    paths: Sequence[str],
    *,
    job: Job,
    standard: Standard,
    by_lesson: bool,
    schemas: Mapping[str, bytes],
) -> dict[str, bytes]:
    tracked = is_tracked(page)
    context = manifest_context(
        page,
        schemaversion=standard.schemaversion,
        launch=PAGE,
        kind="sco" if tracked else "asset",
        items=_by_lesson(page) if by_lesson and tracked else _whole(page),
        paths=paths,
        has_metadata=not schemas or METADATA_SCHEMA in schemas,
    )
    return {**schemas, MANIFEST: xml(job, standard.template, context)}


def _whole(page: CoursePage) -> tuple[Item, ...]:
    manifest = page.edition.manifest
    is_marked = manifest.assessment is not None
    title = plain(manifest.title, MOST_TITLE)
    return (Item(f"item-{manifest.activity}", title, is_marked=is_marked),)


def _by_lesson(page: CoursePage) -> tuple[Item, ...]:
    items: list[Item] = []
    for group in groups_of(page):
        below = tuple(map(_item, group.steps))
        heading = (Item(f"unit-{group.activity}", group.title, items=below),)
        items += heading if group.title else below
    return tuple(items)


def _item(step: Step) -> Item:
    return Item(
        identifier=f"item-{step.activity}",
        title=step.title,
        parameters=f"?step={quote(step.anchor)}",
        counts=step.is_needed,
        is_marked=step.pass_percent is not None,
    )


def _schemas(job: Job) -> dict[str, bytes]:
    """Give the schema files to add, by path. Raises: BadOption — there are none to be read."""
    if not (chosen := job.options.get("schemas", "")):
        return {}
    root = Path(chosen)
    found = [path for path in root.rglob("*") if path.suffix in SCHEMA_ENDINGS and path.is_file()]
    if not found:
        raise BadOption("schemas", chosen, "a folder that holds .xsd files")
    try:
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(found)}
    except OSError as error:
        raise BadOption("schemas", chosen, "a folder whose files can be read") from error
