"""A course as a package for a learning platform: the one-page player, and a script that tells the
platform how the learner stands.

    index.html        the whole course; opened outside a platform it is the page of a memory stick
    atoll/            the style sheet, the player's scripts, and here.txt, by which the page
                      learns whether its platform can be reached
    media/            pictures, sound and files

Each standard adds its manifest. The same edition gives the same bytes.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import Kind, Manifest, Unit
from learning.publishing.exporters.course_page import CoursePage, UnitPart
from learning.publishing.exporters.errors import BadOption, ForeignFile
from learning.publishing.exporters.folder import Folder
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.player_shell import (
    ASSETS,
    INSTRUMENT_SCRIPTS,
    SCRIPTS,
    STYLES,
    has_tools,
    page_context,
)
from learning.publishing.exporters.report import Report
from learning.publishing.exporters.zipping import zipped

PAGE = "index.html"
HERE = "atoll/here.txt"
# Before the player begins, each after what it uses; a standard's own follow.
SHARED_SCRIPTS = ("remembering.js", "scope.js", "platform.js")
STYLE = "lms.css"
MOST_TITLE = 200  # characters that every platform shows
NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

AddFiles = Callable[[CoursePage, Sequence[str]], Mapping[str, bytes]]
ScriptsOf = Callable[[CoursePage], tuple[str, ...]]


@dataclass(frozen=True)
class Step:
    """What a learner opens in one go: a lesson, a test, or what is only to be read.

    `anchor`: its screen in the page. `activity`: UUID. `minutes`: how long it takes, 0 if nobody
    said. `is_needed`: whether the course is complete only with it. `pass_percent`: of the final
    assessment.
    """

    anchor: str
    activity: str
    title: str
    summary: str = ""
    minutes: int = 0
    is_answered: bool = False
    is_needed: bool = False
    pass_percent: int | None = None


@dataclass(frozen=True)
class Group:
    """Steps under one heading: a unit; without a title they stand alone."""

    activity: str
    title: str
    summary: str
    steps: tuple[Step, ...]


def export_packages(job: Job, ending: str, *, scripts: ScriptsOf, add_files: AddFiles) -> Report:
    """Write a package of each edition, named by `ending`. Doing it again is safe.

    scripts: gives the standard's, in learning/lms; none where a platform is told nothing.
    add_files: gives its own files by path; it is told the paths of the others.
    Raises: UnwritableFolder, FolderFull, ForeignFile, NameTaken, StoreError.
    """
    folder = Folder(job.out)
    warnings: list[str] = []
    for edition in job.editions:
        name = f"{job.name(edition)}{ending}"
        _refuse_foreign(folder, name)
        job.hear(name)
        page = CoursePage(edition)
        files = {**_page_files(job, page, scripts(page)), **_media(edition)}
        folder.put(name, zipped({**files, **add_files(page, sorted(files))}))
        warnings += [
            f"{name} links to the lesson “{slug}”, which is not in this course."
            for slug in page.broken_links
        ]
    return folder.report(ending, warnings)


def groups_of(page: CoursePage) -> tuple[Group, ...]:
    """Give everything that can be opened in the course, in order."""
    return tuple(group for group in _groups(page) if group.steps)


def plain(text: str, most: int = 0) -> str:
    """Give `text` as XML can hold it, in one line, of at most `most` characters."""
    line = " ".join(NOT_XML.sub("", text).split())
    return line if not most or len(line) <= most else line[: most - 1].rstrip() + "…"


def duration(minutes: int) -> str:
    """Give minutes as an ISO 8601 duration."""
    return f"PT{minutes // 60}H{minutes % 60}M" if minutes >= 60 else f"PT{minutes}M"


def keywords(manifest: Manifest) -> tuple[str, ...]:
    """Give the words to find the course by: its code, and the targets it serves."""
    targets = (f"SDG {target}" for target in manifest.sdg_targets)
    return tuple(word for word in (manifest.code, *targets) if word)


def choice(job: Job, name: str, known: tuple[str, ...]) -> str:
    """Give what was chosen for the option `name`; the first of `known` if nothing was.

    Raises: BadOption — it is none of those.
    """
    value = job.options.get(name) or known[0]
    if value not in known:
        raise BadOption(name, value, " or ".join(known))
    return value


def manifest_context(page: CoursePage, **more: object) -> dict[str, object]:
    """Give what the template of a package's manifest takes."""
    manifest = page.edition.manifest
    return {
        "language": manifest.language,
        "identifier": manifest.activity,
        "version": manifest.version,
        "title": plain(manifest.title, MOST_TITLE),
        "summary": plain(manifest.summary),
        "licence": plain(manifest.licence),
        "duration": duration(manifest.minutes),
        "keywords": [plain(word) for word in keywords(manifest)],
        **more,
    }


def xml(job: Job, template: str, context: Mapping[str, object]) -> bytes:
    """Give an XML file of a package, without empty lines."""
    lines = job.render(template, context).splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines if line.strip()).encode()


def _page_files(job: Job, page: CoursePage, scripts: tuple[str, ...]) -> dict[str, bytes]:
    own = (*SHARED_SCRIPTS, *scripts) if scripts else ()
    after = INSTRUMENT_SCRIPTS if has_tools(page.edition) else ()
    context = {
        **page_context(page, job.actor_home),
        "scripts": (*SCRIPTS[:-1], *own, SCRIPTS[-1], *after),
        "styles": (*STYLES, STYLE),
    }
    html = job.render("exporters/lms/course.html", context)
    shared = (*STYLES, *SCRIPTS, *after)
    return {
        PAGE: html.encode(),
        HERE: b"here\n",
        **{f"atoll/{name}": job.asset(ASSETS[name]) for name in shared},
        **{f"atoll/{name}": job.asset(f"learning/lms/{name}") for name in (*own, STYLE)},
    }


def _media(edition: FrozenEdition) -> dict[str, bytes]:
    return {file.path: edition.read(file.path) for file in edition.manifest.media}


def _refuse_foreign(folder: Folder, name: str) -> None:
    """Raise ForeignFile for a file in our way that is no package of ours."""
    content = folder.find(name)
    if content is not None and HERE.encode() not in content:
        raise ForeignFile(folder.root / name)


def _groups(page: CoursePage) -> Iterator[Group]:
    manifest = page.edition.manifest
    yield Group("", "", "", (_start(manifest), *_test(page, is_final=False)))
    for unit, part in zip(manifest.units, page.units, strict=True):
        yield _group(unit, part)
    yield Group("", "", "", _test(page, is_final=True))


def _start(manifest: Manifest) -> Step:
    activity = str(uuid5(UUID(manifest.activity), "start"))
    return Step("atoll-start", activity, plain(manifest.title, MOST_TITLE), plain(manifest.summary))


def _test(page: CoursePage, *, is_final: bool) -> tuple[Step, ...]:
    manifest = page.edition.manifest
    test = manifest.assessment if is_final else manifest.pretest
    part = page.assessment if is_final else page.pretest
    if not test or not part:
        return ()
    title = plain(test.title, MOST_TITLE)
    percent = test.pass_percent if is_final else None
    step = Step(part.anchor, test.activity, title, minutes=test.minutes, is_answered=True)
    return (replace(step, is_needed=is_final, pass_percent=percent),)


def _group(unit: Unit, part: UnitPart) -> Group:
    title, summary = plain(unit.title, MOST_TITLE), plain(unit.summary)
    read = (
        (Step(part.anchor, str(uuid5(UUID(unit.activity), "text")), title, summary),)
        if part.anchor
        else ()
    )
    lessons = tuple(
        Step(
            lesson.slug,
            lesson.activity,
            plain(lesson.title, MOST_TITLE),
            plain(lesson.summary),
            lesson.minutes,
            is_answered=lesson.is_required,
            is_needed=lesson.is_required,
        )
        for lesson in unit.lessons
    )
    return Group(unit.activity, title, summary, read + lessons)


def is_tracked(page: CoursePage) -> bool:
    """Whether a platform is told anything: a toolkit is read and used, not learned."""
    return page.is_tracked and page.edition.manifest.kind != Kind.TOOLKIT
