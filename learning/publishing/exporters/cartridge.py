"""A course as a Common Cartridge: what a learning platform takes in and makes its own.

    imsmanifest.xml       the outline, and every file
    start.html, <slug>.html   pages: the start, a unit's text, a lesson, a test's introduction
    <name>-quiz/          the questions of a lesson or a test, as QTI 1.2
    <name>-topic-<n>/     a reflection, to be discussed
    source-<n>/           the address of a source
    atoll/, media/        the style sheets; pictures, sound and files

Questions of a kind that QTI 1.2 lacks stay on their page, with the answer folded in. All pages
stand at the top, so that links in a fragment lead where they always do. The same edition gives the
same bytes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from learning.bundles.edition import FrozenEdition, Text
from learning.bundles.manifest import Assessment, Manifest, Question, QuestionType
from learning.bundles.profiles import media_in
from learning.publishing.exporters.cartridge_rules import MANIFEST, Version
from learning.publishing.exporters.course_page import CoursePage, LessonPart, Part
from learning.publishing.exporters.errors import ForeignFile
from learning.publishing.exporters.folder import Folder
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.lms_package import (
    MOST_TITLE,
    NOT_XML,
    manifest_context,
    plain,
    xml,
)
from learning.publishing.exporters.names import safe_name
from learning.publishing.exporters.player_shell import ASSETS, STYLES, frame
from learning.publishing.exporters.qti12 import Item, items_of
from learning.publishing.exporters.report import Report
from learning.publishing.exporters.zipping import zipped

START = "start"
STYLE_FOLDER = "atoll"
MOST_ATTEMPTS = 5  # that the profile can name; more are unlimited
ADDRESS = re.compile(r"https?://[^\s;,<>\"]+[^\s;,<>\".:)]")
# A platform puts the place of the package before it (Common Cartridge 1.1, §4.1.3).
MEDIA_LINK = re.compile(r"(\s(?:src|href)=\")(media/)")
FILE_BASE = "$IMS-CC-FILEBASE$../"
SHORTEST_TITLE = 4  # characters; "and" says nothing of what it leads to


@dataclass(frozen=True)
class Resource:
    """An entry of the manifest. `href`: of a page or a file; `needs`: identifiers of others."""

    identifier: str
    type: str
    files: tuple[str, ...]
    href: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A line of the outline: what it opens, or what stands below it."""

    identifier: str
    title: str
    opens: str = ""
    entries: tuple["Entry", ...] = ()


def export_cartridges(job: Job, ending: str, version: Version) -> Report:
    """Write a cartridge of each edition, named by `ending`. Doing it again is safe.

    Raises: UnwritableFolder, FolderFull, ForeignFile, NameTaken, StoreError.
    """
    folder = Folder(job.out)
    warnings: list[str] = []
    for edition in job.editions:
        name = f"{job.name(edition)}{ending}"
        _refuse_foreign(folder, name)
        job.hear(name)
        cartridge = _Cartridge(job, edition, version)
        folder.put(name, zipped(cartridge.content()))
        warnings += [f"{name} {each}" for each in cartridge.warnings]
    return folder.report(ending, warnings)


def _refuse_foreign(folder: Folder, name: str) -> None:
    """Raise ForeignFile for a file in our way that is no cartridge of ours."""
    content = folder.find(name)
    if content is not None and f"{STYLE_FOLDER}/{STYLES[0]}".encode() not in content:
        raise ForeignFile(folder.root / name)


@dataclass
class _Cartridge:
    job: Job
    edition: FrozenEdition
    version: Version
    files: dict[str, bytes] = field(default_factory=dict)
    resources: list[Resource] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def content(self) -> Mapping[str, bytes]:
        """Give every file by its path."""
        self._put_shared()
        entries = tuple(self._outline())
        context = manifest_context(
            self.page, version=self.version, entries=entries, resources=self.resources
        )
        self.warnings += [
            f"links to the lesson “{slug}”, which is not in this course."
            for slug in self.page.broken_links
        ]
        return {**self.files, MANIFEST: xml(self.job, "exporters/cc/manifest.xml", context)}

    @property
    def manifest(self) -> Manifest:
        return self.edition.manifest

    @property
    def page(self) -> CoursePage:
        return CoursePage(self.edition, self._page_name)

    def _page_name(self, slug: str) -> str:
        """Give the name of a page, which no other has and every platform can write."""
        return f"{self._name(slug)}.html"

    def _name(self, slug: str) -> str:
        slugs = [lesson.slug for lesson in self.manifest.lessons]
        name = safe_name(slug)
        is_plain = name == slug and name.isascii() and name not in (START, STYLE_FOLDER, "media")
        # By its place among the lessons where the slug cannot be a name.
        return name if is_plain or slug not in slugs else f"lesson-{slugs.index(slug) + 1}"

    def _outline(self) -> Iterator[Entry]:
        manifest, page = self.manifest, self.page
        yield self._page(START, manifest.title, page.introduction, is_start=True)
        if manifest.pretest and page.pretest:
            yield from self._test("pretest", manifest.pretest, page.pretest.parts)
        for number, unit in enumerate(page.units, start=1):
            entries = list(self._unit_text(number, unit.title, unit.summary, unit.parts))
            entries += [entry for lesson in unit.lessons for entry in self._lesson(lesson)]
            if entries:
                title = plain(unit.title, MOST_TITLE)
                yield Entry(f"entry-unit-{number}", title, entries=tuple(entries))
        if manifest.assessment and page.assessment:
            yield from self._test("assessment", manifest.assessment, page.assessment.parts)
        yield from self._sources()

    def _unit_text(
        self, number: int, title: str, summary: str, parts: tuple[Part, ...]
    ) -> Iterator[Entry]:
        if parts:
            yield self._page(f"unit-{number}-text", title, parts, summary=summary)

    def _lesson(self, part: LessonPart) -> Iterator[Entry]:
        lesson, name = part.lesson, self._name(part.lesson.slug)
        items = _items(part.parts)
        yield self._page(name, lesson.title, part.parts, has_quiz=bool(items))
        if items:
            yield self._quiz(name, lesson.title, items)
        yield from self._topics(name, lesson.title, part.parts)

    def _test(self, name: str, test: Assessment, parts: Sequence[Part]) -> Iterator[Entry]:
        items = _items(parts)
        name = f"atoll-{name}"
        if _stays(parts):
            yield self._page(name, test.title, tuple(parts), has_quiz=bool(items))
        if not items:
            return
        if test.draw < len(test.questions):
            self.warnings.append(
                f"asks all {len(items)} questions of “{test.title}” at once, of which the course "
                f"draws {test.draw}: a cartridge cannot draw. Nor does it know that "
                f"{test.pass_percent} % pass; set that in the platform."
            )
        yield self._quiz(name, test.title, items, test)

    def _page(
        self,
        name: str,
        title: str,
        parts: tuple[Part, ...],
        *,
        summary: str = "",
        is_start: bool = False,
        has_quiz: bool = False,
    ) -> Entry:
        left = tuple(part for part in parts if not _is_item(part))
        self._tell_of_others(title, left)
        context = {
            **frame(self.manifest.language),
            "folder": STYLE_FOLDER,
            "manifest": self.manifest,
            "title": title,
            "summary": summary,
            "parts": left,
            "is_start": is_start,
            "has_quiz": has_quiz,
        }
        html = self.job.render("exporters/cc/page.html", context)
        path = f"{name}.html"
        needs = (*_STYLE_IDS, *self._media_ids(html))
        return self._put(name, title, "webcontent", {path: html.encode()}, href=path, needs=needs)

    def _tell_of_others(self, title: str, parts: Iterable[Part]) -> None:
        for part in parts:
            if isinstance(part, Question) and part.type != QuestionType.REFLECTION:
                self.warnings.append(
                    f"leaves a question of the kind “{part.type}” on the page “{title}”, with its "
                    "answer: Common Cartridge has no such kind."
                )

    def _quiz(
        self, name: str, title: str, items: Sequence[Item], test: Assessment | None = None
    ) -> Entry:
        context = {
            "language": self.manifest.language,
            "identifier": f"{name}-quiz",
            "title": plain(title, MOST_TITLE),
            "items": items,
            "attempts": _attempts(test),
            "minutes": test.minutes_limit if test else 0,
        }
        quiz = self._xml("quiz", context)
        path = f"{name}-quiz/quiz.xml"
        said = title if test else self._word("questions", title)
        needs = tuple(self._media_ids("".join(item.prompt for item in items)))
        return self._put(f"{name}-quiz", said, self.version.quiz, {path: quiz}, needs=needs)

    def _topics(self, name: str, title: str, parts: Iterable[Part]) -> Iterator[Entry]:
        asked = [part for part in parts if isinstance(part, Question) and part.is_reflection]
        for number, question in enumerate(asked, start=1):
            word = self._word("discussion", title)
            said = plain(f"{word} ({number})" if len(asked) > 1 else word, MOST_TITLE)
            context = {"title": said, "html": _based(question.prompt), "version": self.version}
            files = {f"{name}-topic-{number}/topic.xml": self._xml("topic", context)}
            needs = tuple(self._media_ids(question.prompt))
            yield self._put(f"{name}-topic-{number}", said, self.version.topic, files, needs=needs)

    def _sources(self) -> Iterator[Entry]:
        found = [link for source in self.manifest.sources for link in addresses_in(source)]
        entries = tuple(self._source(*each) for each in enumerate(dict.fromkeys(found), start=1))
        if entries:
            yield Entry("entry-sources", self._word("sources", ""), entries=entries)

    def _source(self, number: int, link: tuple[str, str]) -> Entry:
        title, address = plain(link[0], MOST_TITLE), link[1]
        context = {"title": title, "address": address, "version": self.version}
        files = {f"source-{number}/link.xml": self._xml("link", context)}
        return self._put(f"source-{number}", title, self.version.link, files)

    def _put_shared(self) -> None:
        for style, identifier in zip(STYLES, _STYLE_IDS, strict=True):
            self._put_file(identifier, f"{STYLE_FOLDER}/{style}", self.job.asset(ASSETS[style]))
        for number, file in enumerate(self.manifest.media, start=1):
            self._put_file(f"media-{number}", file.path, self.edition.read(file.path))

    def _put_file(self, identifier: str, path: str, content: bytes) -> None:
        self.files[path] = content
        href = quote(path)
        self.resources.append(Resource(identifier, "webcontent", (href,), href))

    def _put(
        self,
        name: str,
        title: str,
        type_: str,
        files: Mapping[str, bytes],
        *,
        href: str = "",
        needs: tuple[str, ...] = (),
    ) -> Entry:
        self.files.update(files)
        self.resources.append(Resource(f"resource-{name}", type_, tuple(files), href, needs))
        return Entry(f"entry-{name}", plain(title, MOST_TITLE), f"resource-{name}")

    def _media_ids(self, html: str) -> Iterator[str]:
        shown = media_in(html.replace(FILE_BASE, ""))
        for number, file in enumerate(self.manifest.media, start=1):
            if file.path in shown:
                yield f"media-{number}"

    def _word(self, what: str, title: str) -> str:
        context = {"language": self.manifest.language, "what": what, "title": title}
        return self.job.render("exporters/cc/words.html", context).strip()

    def _xml(self, template: str, context: Mapping[str, object]) -> bytes:
        language = {"language": self.manifest.language}
        text = self.job.render(f"exporters/cc/{template}.xml", {**language, **context})
        return NOT_XML.sub("", text).encode()


_STYLE_IDS = tuple(f"style-{number}" for number in range(1, len(STYLES) + 1))


def addresses_in(source: str) -> Iterator[tuple[str, str]]:
    """Give each address that `source` names, after what is said of it."""
    end = 0
    for match in ADDRESS.finditer(source):
        said = source[end : match.start()].strip(" ,;:().")
        host = match[0].partition("://")[2].partition("/")[0]
        yield said if len(said) >= SHORTEST_TITLE else host, match[0]
        end = match.end()


def _items(parts: Iterable[Part]) -> tuple[Item, ...]:
    asked = (part for part in parts if isinstance(part, Question))
    return tuple(item for each in asked for item in items_of(each, prompt=_based(each.prompt)))


def _is_item(part: Part) -> bool:
    return isinstance(part, Question) and bool(items_of(part))


def _stays(parts: Iterable[Part]) -> bool:
    """Whether anything is left for a page when the questions have gone into a quiz."""
    return any(isinstance(part, Text) or not _is_item(part) for part in parts)


def _based(html: str) -> str:
    return MEDIA_LINK.sub(rf"\1{FILE_BASE}\2", html)


def _attempts(test: Assessment | None) -> str:
    limit = test.attempts if test else 0
    return str(limit) if 0 < limit <= MOST_ATTEMPTS else "unlimited"
