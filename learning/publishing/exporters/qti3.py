"""The marked questions of a course as QTI 3.0: items to ask elsewhere, and the tests they stand in.

    imsmanifest.xml     every item and test
    <test>.xml          the questions of the lessons, the test before the start, the final one
    q-<id>.xml          an item: the question, how it is marked, and what is said to each answer
    media/              the pictures that questions show

Reflections, polls and scenarios have no right answer and are left out. The same edition gives the
same bytes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import Assessment
from learning.publishing.exporters.course_page import CoursePage, direction
from learning.publishing.exporters.errors import ForeignFile
from learning.publishing.exporters.folder import Folder
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.lms_package import MOST_TITLE, manifest_context, plain, xml
from learning.publishing.exporters.qti3_items import Item, item_of
from learning.publishing.exporters.report import Report
from learning.publishing.exporters.xhtml import NOT_XML, pictures_in
from learning.publishing.exporters.zipping import zipped

ENDING = ".qti3.zip"
OPTIONS: Mapping[str, str] = {}
MANIFEST = "imsmanifest.xml"
LESSONS = "lessons"
ITEM_NAME = re.compile(rb"q-[0-9a-f-]{36}\.xml")


@dataclass(frozen=True)
class Section:
    """Questions under one heading. `draw`: how many of them are asked; 0 is all."""

    identifier: str
    title: str
    items: tuple[Item, ...]
    draw: int = 0


@dataclass(frozen=True)
class Test:
    """A test. `seconds`: how long it may take, `attempts`: at a question; 0 is no limit."""

    identifier: str
    title: str
    sections: tuple[Section, ...]
    seconds: int = 0
    attempts: int = 0

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)


def export(job: Job) -> Report:
    """Write a package of each edition that asks anything.

    Raises: UnwritableFolder, FolderFull, ForeignFile, NameTaken, StoreError.
    """
    folder = Folder(job.out)
    warnings: list[str] = []
    for edition in job.editions:
        name = f"{job.name(edition)}{ENDING}"
        tests = tuple(test for test in _tests(edition) if test.items)
        if not tests:
            warnings.append(f"{name} was not written: nothing in this course is marked.")
            continue
        _refuse_foreign(folder, name)
        job.hear(name)
        folder.put(name, zipped(_files(job, edition, tests)))
        warnings += _left_out(name, edition)
    return folder.report(ENDING, warnings)


def _refuse_foreign(folder: Folder, name: str) -> None:
    """Raise ForeignFile for a file in our way that is no package of ours."""
    content = folder.find(name)
    if content is not None and not ITEM_NAME.search(content):
        raise ForeignFile(folder.root / name)


def _left_out(name: str, edition: FrozenEdition) -> Iterator[str]:
    number = sum(not question.is_marked for question in edition.questions.values())
    if number:
        yield (
            f"{name} leaves out {number} of {len(edition.questions)} questions: they have no right "
            "answer (reflections, polls and scenarios)."
        )


def _tests(edition: FrozenEdition) -> Iterator[Test]:
    manifest = edition.manifest
    if manifest.pretest:
        yield _test("pretest", manifest.pretest, edition)
    sections = (
        Section(f"s-{lesson.activity}", plain(lesson.title), _items(lesson.questions, edition))
        for lesson in manifest.lessons
    )
    asking = tuple(section for section in sections if section.items)
    yield Test(LESSONS, plain(manifest.title, MOST_TITLE), asking)
    if manifest.assessment:
        yield _test("assessment", manifest.assessment, edition)


def _test(name: str, test: Assessment, edition: FrozenEdition) -> Test:
    items = _items(test.questions, edition)
    title = plain(test.title, MOST_TITLE)
    draw = test.draw if test.draw < len(items) else 0
    section = Section(f"s-{test.activity}", title, items, draw)
    return Test(name, title, (section,), test.minutes_limit * 60, test.attempts)


def _items(ids: Sequence[str], edition: FrozenEdition) -> tuple[Item, ...]:
    questions = (edition.questions[each] for each in ids)
    return tuple(item_of(question) for question in questions if question.is_marked)


def _files(job: Job, edition: FrozenEdition, tests: Sequence[Test]) -> dict[str, bytes]:
    language = edition.manifest.language
    items = {item.id: item for test in tests for item in test.items}
    context: dict[str, object] = {"language": language, "direction": direction(language)}
    files = {
        f"{each.id}.xml": _xml(job, "item", {**context, "item": each}) for each in items.values()
    }
    for test in tests:
        files[f"{test.identifier}.xml"] = _xml(job, "test", {**context, "test": test})
    pictures = {each.id: _pictures(each, edition) for each in items.values()}
    shown = sorted({path for paths in pictures.values() for path in paths})
    entries = [(item, pictures[item]) for item in sorted(items)]
    more = manifest_context(CoursePage(edition), entries=entries, tests=tests)
    manifest = xml(job, "exporters/qti3/manifest.xml", more)
    return {**files, **{path: edition.read(path) for path in shown}, MANIFEST: manifest}


def _pictures(item: Item, edition: FrozenEdition) -> Sequence[str]:
    """Give the pictures that `item` shows; in a lighter profile some are not there."""
    there = {file.path for file in edition.manifest.media}
    return [path for path in pictures_in(item.prompt) if path in there]


def _xml(job: Job, template: str, context: Mapping[str, object]) -> bytes:
    return NOT_XML.sub("", job.render(f"exporters/qti3/{template}.xml", context)).encode()
