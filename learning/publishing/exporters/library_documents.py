"""An edition as the documents of the text format: each file of its folder with what stands in it.

The bytes are canonical: the same edition gives the same files, in one order of fields and one way
of writing each. What an edition does not hold is not here: comments, drafts, how lines were broken
in YAML, and the names that authors gave to questions (docs/library-format.md).
"""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID, uuid5

from learning.bundles.edition import FrozenEdition, Text
from learning.bundles.manifest import Assessment, Kind, Lesson, Unit
from learning.publishing.exporters import library_yaml
from learning.publishing.exporters.errors import NotInLibrary
from learning.publishing.exporters.library_blocks import Blocks, one_line
from learning.publishing.exporters.library_checks import check
from learning.publishing.exporters.library_markdown import CannotSay, Node
from learning.publishing.exporters.library_units import Taken, Units, UnitText
from learning.publishing.exporters.library_yaml import Value, line, lines

LIBRARY = UUID("6b1f3c52-7a0e-5d0c-9a53-0f3d8f1f7c11")  # as courses.library.documents
MAIN_LANGUAGE = "en"  # of a folder whose name says none
LICENCE = "CC BY 4.0"  # of a file that names none
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NUMBERED = re.compile(r"\d+-")
TOOLKIT_KINDS = ("guide", "case", "instrument")
WORDING = "Change it on the page, publish again, and export again."
RENAME = "Give the page an address of a-z, 0-9 and hyphens, publish again, and export again."
RENEW = "The edition is from an older program: publish it again, and export again."


@dataclass
class Documents:
    """The files of one edition. `texts`: by their paths below its folder; `media`: paths of files
    of the edition, which keep their names. `written_out`: titles of toolkit units whose wording
    stands here because they could not be named, each with its lesson. `sent_to`: names of the
    units that instruments send to.
    """

    edition: FrozenEdition
    units: Units
    texts: dict[str, str] = field(default_factory=dict)
    media: set[str] = field(default_factory=set)
    written_out: list[tuple[str, str]] = field(default_factory=list)
    sent_to: set[str] = field(default_factory=set)

    @property
    def folder(self) -> str:
        manifest = self.edition.manifest
        slug = manifest.slug
        name = f"01-{slug}" if NUMBERED.match(slug) else slug
        return name if manifest.language == MAIN_LANGUAGE else f"{name}.{manifest.language}"

    @property
    def opening(self) -> str:
        return "toolkit" if self._is_toolkit else "course"

    @property
    def _is_toolkit(self) -> bool:
        return self.edition.manifest.kind == Kind.TOOLKIT

    @property
    def needed(self) -> list[str]:
        """Give the toolkits that units here carry out or send to, and that are not exported."""
        lessons = self.edition.manifest.lessons
        named = {name for lesson in lessons for name in lesson.implements} | self.sent_to
        language = self.edition.manifest.language
        missing = {name.split("/")[0] for name in named if not self.units.find(name, language)}
        return sorted(missing)

    def write(self) -> None:
        """Write every text. Raises: NotInLibrary; StoreError — a file is missing or damaged."""
        manifest = self.edition.manifest
        self._check_slug(manifest.slug, manifest.slug)
        fields = self._toolkit() if self._is_toolkit else self._course()
        self._put(f"{self.opening}.md", fields, self._body(manifest.introduction, manifest.title))
        for name, unit in _numbered(manifest.units):
            self._unit(name, unit)
        for name, test in (("assessment", manifest.assessment), ("pretest", manifest.pretest)):
            if test:
                self._test(name, test)

    def hold(self, path: str) -> None:
        """Note a file of the edition; it is read here, before anything is written.

        Raises: CannotSay — the edition has no such file; StoreError.
        """
        try:
            self.edition.read(path)
        except KeyError as error:
            raise CannotSay(f"the file {path}, which the edition does not hold") from error
        self.media.add(path)

    # --- the files ---

    def _course(self) -> list[str]:
        it = self.edition.manifest
        return [
            line("title", one_line(it.title)),
            *self._key(it.activity, f"course/{it.slug}", LIBRARY),
            line("kind", it.kind.value),
            *_given(code=it.code),
            line("summary", one_line(it.summary)),
            line("audience", one_line(it.audience)),
            *self._list("outcomes", it.outcomes, it.title),
            *_tags(it.sdg_targets, it.wsis_lines, it.principles, needs_targets=True),
            *self._list("sources", it.sources, it.title),
            *_given(licence=it.licence if it.licence != LICENCE else ""),
            line("language", it.language),
        ]

    def _toolkit(self) -> list[str]:
        it = self.edition.manifest
        if not it.level:
            raise self._cannot(
                it.title, "its level (national or local), which it does not say", RENEW
            )
        return [
            line("title", one_line(it.title)),
            *self._key(it.activity, f"toolkit/{it.slug}", LIBRARY),
            line("level", it.level),
            line("summary", one_line(it.summary)),
            *_tags(it.sdg_targets, it.wsis_lines, it.principles, needs_targets=True),
            *self._list("sources", it.sources, it.title),
            *_given(licence=it.licence if it.licence != LICENCE else ""),
            line("language", it.language),
        ]

    def _unit(self, folder: str, unit: Unit) -> None:
        self._check_slug(unit.slug, unit.title)
        kind = "chapter" if self._is_toolkit else "unit"
        fields = self._chapter(unit) if self._is_toolkit else self._unit_of_course(unit)
        text = self._body(unit.path, unit.title) if unit.path else ""
        self._put(f"{folder}/{kind}.md", fields, text)
        for name, lesson in _numbered(unit.lessons):
            path = f"{folder}/{name}"
            self._check_slug(lesson.slug, lesson.title)
            if self._is_toolkit:
                self._unit_of_toolkit(path, lesson)
            else:
                self._lesson(path, lesson)

    def _unit_of_course(self, unit: Unit) -> list[str]:
        return [
            line("title", one_line(unit.title)),
            *self._key(unit.activity, f"unit/{unit.slug}"),
            *_given(summary=unit.summary),
        ]

    def _chapter(self, unit: Unit) -> list[str]:
        return [
            line("title", one_line(unit.title.removeprefix(f"{unit.code} · "))),
            *self._key(unit.activity, f"chapter/{unit.slug}"),
            line("code", unit.code),
            line("outcome", one_line(unit.summary)),
            *_tags(unit.sdg_targets, unit.wsis_lines, unit.principles, needs_targets=True),
            *_given(implements=unit.implements),
        ]

    def _lesson(self, path: str, lesson: Lesson) -> None:
        fields = [
            line("title", one_line(lesson.title)),
            *self._key(lesson.activity, f"lesson/{lesson.slug}"),
            line("minutes", lesson.minutes),
            *_given(summary=lesson.summary, form=lesson.kind if lesson.kind != "lesson" else ""),
            *_given(starts=lesson.starts),
        ]
        self._put(f"{path}.md", fields, self._body(lesson.path, lesson.title, lesson))

    def _unit_of_toolkit(self, path: str, lesson: Lesson) -> None:
        if lesson.kind not in TOOLKIT_KINDS or not lesson.slug.startswith(f"{lesson.kind}-"):
            remedy = (
                f"Let its address begin with “{lesson.kind}-”, publish again, and export again."
            )
            raise self._cannot(lesson.title, f"the address “{lesson.slug}”", remedy)
        unit = UnitText(self.edition, lesson)
        with self._told(lesson.title):
            facts = unit.facts
            text = self._text(self._blocks(lesson, lesson.title).of_nodes(unit.text))
        fields = [
            line("title", one_line(lesson.title)),
            *self._key(lesson.activity, f"lesson/{lesson.slug}"),
            line("summary", one_line(lesson.summary)),
            *(self._case(lesson, facts.details) if lesson.kind == "case" else ()),
            line("minutes", lesson.minutes),
            *_tags(lesson.sdg_targets, lesson.wsis_lines, lesson.principles),
            *_given(implements=lesson.implements),
            *self._list("sources", facts.sources, lesson.title),
        ]
        self._put(f"{path}.md", fields, text)
        if lesson.tool:
            entry = json.loads(self.edition.read(lesson.tool))
            self.texts[f"{path}.yaml"] = library_yaml.definition(entry)
            asked = [each for part in entry.get("dimensions", ()) for each in part["questions"]]
            self.sent_to.update(each["unit"] for each in asked if each["unit"])

    def _case(self, lesson: Lesson, details: Sequence[str]) -> Iterator[str]:
        # Their names are in the edition's language; they stand in one order: country, date, caveat.
        if len(details) not in (2, 3):
            raise self._cannot(lesson.title, "the facts of this case", RENEW)
        yield line("country", details[0])
        yield line("facts_date", details[1])
        yield from _given(caveat="".join(details[2:]))

    def _test(self, name: str, test: Assessment) -> None:
        draw = test.draw if test.draw < len(test.questions) else 0
        fields = [
            line("title", one_line(test.title)),
            *self._key(test.activity, name),
            line("pass_percent", test.pass_percent),
            *_given(draw=draw),
            line("minutes", test.minutes),
            *_given(attempts=test.attempts, wait_hours=test.wait_hours),
            *_given(minutes_limit=test.minutes_limit),
        ]
        self._put(f"{name}.md", fields, self._body(test.path, test.title, in_test=True))

    # --- what they hold ---

    def _put(self, path: str, fields: Sequence[str], text: str) -> None:
        head = "\n".join(["---", *fields, "---"])
        self.texts[path] = f"{head}\n\n{text}\n" if text else f"{head}\n"

    def _body(
        self, path: str, title: str, lesson: Lesson | None = None, *, in_test: bool = False
    ) -> str:
        """Give a fragment as text."""
        blocks, found = self._blocks(lesson, title), list[str]()
        with self._told(title):
            for part in self.edition.parts(path):
                if isinstance(part, Text):
                    found += blocks.written(part.html)
                else:
                    found.append(check(part, in_test=in_test))
            return self._text(found)

    def _text(self, found: Sequence[str]) -> str:
        return "\n\n".join(found)

    def _blocks(self, lesson: Lesson | None, title: str) -> Blocks:
        def write_unit(node: Node) -> list[str]:
            if lesson is None:
                raise CannotSay("a toolkit’s unit")
            out: list[str] = []
            language = self.edition.manifest.language
            written = Taken(self.units, lesson, language, blocks, out).write(node)
            self.written_out += [(title, each) for each in out]
            return written

        blocks = Blocks(write_unit, files=_Files(self))
        return blocks

    @contextmanager
    def _told(self, place: str) -> Iterator[None]:
        """Say where it stands what cannot be written."""
        try:
            yield
        except CannotSay as error:
            raise self._cannot(place, str(error), WORDING) from error

    def _cannot(self, place: str, what: str, remedy: str) -> NotInLibrary:
        manifest = self.edition.manifest
        return NotInLibrary(f"{manifest.slug} ({manifest.language})", place, what, remedy)

    def _check_slug(self, slug: str, title: str) -> None:
        if not SLUG.fullmatch(slug):
            raise self._cannot(title, f"the address “{slug}”", RENAME)

    def _key(self, activity: str, name: str, space: UUID | None = None) -> Iterator[str]:
        """Name a page's activity where loading would not give it the same."""
        derived = uuid5(space or UUID(self.edition.manifest.activity), name)
        if activity != str(derived):
            yield line("key", activity)

    def _list(self, name: str, values: Sequence[str], title: str) -> Iterator[str]:
        said = [one_line(value) for value in values if value.strip()]
        if not said:
            raise self._cannot(title, f"“{name}” without an entry", WORDING)
        yield lines(name, said)


class _Files(dict[str, str | None]):
    """Passes what blocks need on to the documents."""

    def __init__(self, documents: Documents) -> None:
        super().__init__()
        self.documents = documents

    def __setitem__(self, name: str, text: str | None) -> None:
        if text is None:
            self.documents.hold(name)
        else:
            self.documents.texts[name] = text


Part = TypeVar("Part", Unit, Lesson)


def _numbered(parts: Sequence[Part]) -> Iterator[tuple[str, Part]]:
    """Give each with its name in the folder; names in the order of letters are in this order."""
    width = max(2, len(str(len(parts))))
    for number, part in enumerate(parts, start=1):
        yield f"{number:0{width}}-{part.slug}", part


def _given(**values: Value) -> Iterator[str]:
    """Write the fields that say anything."""
    for name, value in values.items():
        if value:
            yield line(name, one_line(value) if isinstance(value, str) else value)


def _tags(
    targets: Sequence[str],
    wsis: Sequence[str],
    principles: Sequence[str],
    *,
    needs_targets: bool = False,
) -> Iterator[str]:
    if needs_targets or targets:
        yield line("sdg", list(targets))
    yield from _given(wsis=list(wsis), principles=list(principles))
