"""A folder of the library to a tree of documents, every one of them checked.

Nothing here touches the database. All faults are collected, so that an author mends them in one
go. docs/library-format.md is the reference.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import yaml
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from courses.library.directives import EXAM, KEY, LESSON, READING, Body, Reader, item_key
from courses.library.errors import LibraryError, LibraryErrors
from courses.library.fronts import read_yaml
from courses.library.kinds import MARKED
from courses.library.markup import LESSON_MARK, MarkupError, to_html
from courses.library.tools import read_tool
from courses.library.web import check_web
from courses.models import MOST_ATTEMPTS, MOST_MINUTES, MOST_WAIT
from courses.tries import WORDS, Tries
from media.captions import read_captions
from media.errors import CaptionsFault, MediaError, WrongMedia
from media.recognising import recognise
from toolkits.instruments.definition import Definition
from toolkits.tags import PRINCIPLES, WSIS_LINES

LIBRARY = UUID("6b1f3c52-7a0e-5d0c-9a53-0f3d8f1f7c11")  # the namespace of all library keys
NUMBER = re.compile(r"^\d+-")
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
COUNTRY = re.compile(r"^[A-Z]{3}$")
TARGET = re.compile(r"^\d{1,2}\.[0-9a-z]{1,2}$")
TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")

# A folder's name ends in the language it translates its namesake into: small-course.ar
TRANSLATION = re.compile(r"\.([a-z]{2,3}(?:-[a-z]+)?)$")

TESTS = {"assessment.md": "final", "pretest.md": "pretest"}  # files of a course, and their role

Value = str | int


class _Wrong(ValueError):
    """A value of the front matter is not what its field takes."""


@dataclass
class Document:
    """One file of the library. `kind` names the page type; `key` is the page's activity.

    `tool`: of an instrument, what the YAML file beside it holds.
    """

    kind: str
    path: Path
    slug: str
    key: UUID
    fields: dict[str, Value]
    body: Body
    children: list["Document"] = field(default_factory=list)
    tool: Definition | None = None

    def walk(self) -> Iterator["Document"]:
        yield self
        for child in self.children:
            yield from child.walk()


def read_library(root: Path) -> list[Document]:
    """Read every course and toolkit below `root`; `root` may be one of them itself.

    Raises: LibraryErrors — with every fault, each with file, line and reason.
    """
    faults: list[LibraryError] = []
    folders = [root, *sorted(path for path in root.glob("*") if path.is_dir())]
    found = [_tree(opening, faults) for folder in folders if (opening := _opening(folder))]
    if not found and not faults:
        reason = _("there is no course.md or toolkit.md here, nor in a folder below")
        faults.append(LibraryError(root, 1, reason))
    _check_slugs(found, faults)
    _check_keys(found, root, faults)
    for language in {root.fields.get("language") for root in found}:
        faults.extend(check_web([r for r in found if r.fields.get("language") == language]))
    if faults:
        raise LibraryErrors(faults)
    return found


def is_translation(root: Document) -> bool:
    """Say whether the folder of a course or toolkit names the language it is translated into."""
    return bool(TRANSLATION.search(root.path.parent.resolve().name))


def _opening(folder: Path) -> Path | None:
    for name in ("course.md", "toolkit.md"):
        if (folder / name).is_file():
            return folder / name
    return None


def _tree(opening: Path, faults: list[LibraryError]) -> Document:
    folder = opening.parent
    course = uuid5(LIBRARY, f"{opening.stem}/{_slug(folder)}")
    reading = _Reading(course=course, faults=faults)
    root = reading.document(opening.stem, opening, _slug(folder), course)
    reading.course = root.key
    _check_translation(root, folder, faults)
    for part in sorted(folder.iterdir()):
        if part.is_dir() and ((part / "unit.md").exists() or (part / "chapter.md").exists()):
            reading.unit(root, part, "unit" if opening.stem == "course" else "chapter")
        elif part.name in TESTS and opening.stem == "course":
            key = uuid5(reading.course, part.stem)
            test = reading.document("assessment", part, part.stem, key)
            test.fields["role"] = TESTS[part.name]
            root.children.append(test)
        elif part.suffix == ".md" and part != opening:
            reading.fault(part, 1, _("this file has no place here; see docs/library-format.md"))
    reading.finish(root, folder)
    return root


def _check_translation(root: Document, folder: Path, faults: list[LibraryError]) -> None:
    """See that a folder named after a language is written in it."""
    named = TRANSLATION.search(folder.resolve().name)
    if named and root.fields.get("language") != named[1]:
        reason = _("the folder's name says “%s”: say “language: %s” here, or rename the folder")
        faults.append(LibraryError(root.path, 1, reason % (named[1], named[1])))


def _slug(path: Path) -> str:
    name = path.stem if path.suffix == ".md" else TRANSLATION.sub("", path.resolve().name)
    return NUMBER.sub("", name)


@dataclass
class _Reading:
    """Reads the files of one course or toolkit."""

    course: UUID
    faults: list[LibraryError]

    def fault(self, path: Path, line: int, reason: str) -> None:
        self.faults.append(LibraryError(path, line, reason))

    def unit(self, root: Document, folder: Path, kind: str) -> None:
        slug = _slug(folder)
        key = uuid5(self.course, f"{kind}/{slug}")
        unit = self.document(kind, folder / f"{kind}.md", slug, key)
        root.children.append(unit)
        for path in sorted(folder.glob("*.md")):
            if path.name != f"{kind}.md":
                lesson_kind, slug = self._lesson_kind(kind, path)
                key = uuid5(self.course, f"lesson/{slug}")
                unit.children.append(self.document(lesson_kind, path, slug, key))
        self._tools(unit, folder)

    def _tools(self, unit: Document, folder: Path) -> None:
        """Read the YAML file beside each instrument of `unit` that has one."""
        instruments = {d.path.stem: d for d in unit.children if d.kind == "instrument"}
        for path in sorted(folder.glob("*.y*ml")):
            if path.suffix != ".yaml" or path.stem not in instruments:
                reason = _("no instrument here has this name; end it in .yaml, as its .md is named")
                self.fault(path, 1, reason)
                continue
            try:
                instruments[path.stem].tool = read_tool(path)
            except LibraryErrors as error:
                self.faults.extend(error.faults)

    def _lesson_kind(self, kind: str, path: Path) -> tuple[str, str]:
        slug = _slug(path)
        if kind == "unit":
            return "lesson", slug
        lesson_kind, _hyphen, rest = slug.partition("-")
        if lesson_kind not in {"guide", "case", "instrument"} or not rest:
            reason = _("name it NN-guide-….md, NN-case-….md or NN-instrument-….md")
            self.fault(path, 1, reason)
            lesson_kind = "guide"
        return lesson_kind, slug

    def document(self, kind: str, path: Path, slug: str, key: UUID) -> Document:
        empty = Document(kind, path, slug, key, {"title": slug}, Body())
        if not SLUG.match(slug):
            self.fault(
                path, 1, _("name files and folders with lower-case letters, digits, hyphens")
            )
        try:
            front, text, line = _split(path)
            fields = self._fields(kind, path, front)
            key = UUID(said) if (said := str(fields.pop("key", ""))) else key
            if kind == "unit" and text.strip():
                raise LibraryError(path, line, _("a unit has no text; write it in a lesson"))
            reader = Reader(path, key, self.course, ALLOWED[kind])
            return Document(kind, path, slug, key, fields, reader.read(text, first_line=line))
        except LibraryError as error:
            self.faults.append(error)
        return empty

    def _fields(self, kind: str, path: Path, front: "_Front") -> dict[str, Value]:
        specification = FIELDS[kind]
        for name in sorted(front.values.keys() - specification.keys()):
            self.fault(path, front.line(name), _("%s is no field of this file") % name)
        fields: dict[str, Value] = {}
        for name, (parse, default) in specification.items():
            if name not in front.values:
                if default is None:
                    self.fault(path, 1, _("the front matter needs %s") % name)
                else:
                    fields[name] = default
                continue
            try:
                fields[name] = parse(front.values[name])
            except _Wrong as error:
                self.fault(path, front.line(name), f"{name}: {error}")
        return fields

    def finish(self, root: Document, folder: Path) -> None:
        """Check what only the whole course shows: lessons named, files that must exist."""
        lessons = {d.slug for d in root.walk() if d.kind in LESSON_KINDS}
        for document in root.walk():
            self._check_names(document, lessons)
            self._check_files(document, folder)

    def _check_names(self, document: Document, lessons: set[str]) -> None:
        for slug, line in document.body.reviews:
            if document.kind != "assessment":
                self.fault(document.path, line, _("only a check of an assessment takes `review`"))
            elif slug not in lessons:
                self.fault(document.path, line, _("there is no lesson %s to review") % slug)
        for slug in LESSON_MARK.findall(str(document.body.blocks).replace("\\'", "'")):
            if slug not in lessons:
                line = line_of(document.path, f"lesson:{slug}")
                self.fault(document.path, line, _("there is no lesson %s to link to") % slug)
        if document.kind == "assessment":
            checks = [b for b in document.body.blocks if b["type"] in MARKED]
            for block, (_id, line) in zip(checks, document.body.ids, strict=True):
                if "review" not in block["value"]:
                    reason = _("each check of an assessment needs `review`")
                    self.fault(document.path, line, reason)
            if int(document.fields.get("draw") or 0) > len(checks) or not checks:
                self.fault(document.path, 1, _("the bank has fewer questions than are drawn"))

    def _check_files(self, document: Document, folder: Path) -> None:
        inside = folder.resolve()
        for name, line, holds in document.body.files:
            path = (folder / name).resolve()
            if not path.is_relative_to(inside) or not path.is_file():
                self.fault(document.path, line, _("there is no file %s in this folder") % name)
                continue
            try:
                _check_file(path, holds)
            except LibraryError as error:
                self.faults.append(error)


def _check_file(path: Path, holds: str) -> None:
    """Open what must be a picture, text, captions, film or sound. Raises: LibraryError."""
    try:
        if look := LOOKS.get(holds):
            look(path)
    except UnicodeDecodeError as error:
        raise LibraryError(path, 1, _("this file is not UTF-8 text")) from error
    except MarkupError as error:
        raise LibraryError(path, 1 + error.line, error.reason) from error
    except CaptionsFault as error:
        raise LibraryError(path, error.line, error.reason) from error
    except MediaError as error:
        raise LibraryError(path, 1, str(error)) from error
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise LibraryError(path, 1, _("this file is no picture that can be read")) from error


def _look_at_picture(path: Path) -> None:
    with Image.open(path) as picture:
        picture.verify()


def _look_at_transcript(path: Path) -> None:
    if not to_html(path.read_text(encoding="utf-8")).strip():
        raise MarkupError(_("nothing is said here"), 0)


def _look_at_recording(path: Path, *, is_film: bool) -> None:
    with path.open("rb") as file:
        found = recognise(file, name=path.name)
    if found.is_film != is_film:
        raise WrongMedia(path.name, is_film=found.is_film)


LOOKS: Mapping[str, Callable[[Path], object]] = {
    "image": _look_at_picture,
    "transcript": _look_at_transcript,
    "captions": lambda path: read_captions(path.read_bytes()),
    "film": partial(_look_at_recording, is_film=True),
    "sound": partial(_look_at_recording, is_film=False),
}


def line_of(path: Path, words: str) -> int:
    """Give the first line of the file that holds `words`, counted from 1."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if words in line), 1)


@dataclass(frozen=True)
class _Front:
    values: Mapping[str, Any]
    text: str

    def line(self, name: str) -> int:
        for number, line in enumerate(self.text.split("\n"), start=2):
            if line.startswith(f"{name}:"):
                return number
        return 1


def _split(path: Path) -> tuple[_Front, str, int]:
    """Give front matter, body, and the line of the file the body starts on."""
    try:
        text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise LibraryError(path, 1, _("this file is not UTF-8 text")) from error
    except OSError as error:
        raise LibraryError(path, 1, _("this file cannot be read: %s") % error.strerror) from error
    if not text.startswith("---\n") or "\n---\n" not in text + "\n":
        raise LibraryError(path, 1, _("start with front matter between two lines of ---"))
    head, _rule, body = f"{text[4:]}\n".partition("\n---\n")
    try:
        values = read_yaml(head)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = 2 + (mark.line if mark else 0)
        problem = getattr(error, "problem", None) or "?"
        raise LibraryError(path, line, _("the front matter is not YAML: %s") % problem) from error
    if not isinstance(values, dict):
        raise LibraryError(path, 2, _("front matter is lines of `name: value`"))
    return _Front(values, head), body, head.count("\n") + 4


def _check_slugs(found: list[Document], faults: list[LibraryError]) -> None:
    for root in found:
        kinds = LESSON_KINDS | {"assessment"}
        _check_unique((d for d in root.walk() if d.kind in kinds), faults)
        _check_unique(root.children, faults)
    for language in {root.fields.get("language") for root in found}:
        _check_unique((r for r in found if r.fields.get("language") == language), faults)


def _check_unique(documents: Iterable[Document], faults: list[LibraryError]) -> None:
    seen: set[str] = set()
    for document in documents:
        if document.slug in seen:
            reason = _("there is another %s of the same name") % document.kind
            faults.append(LibraryError(document.path, 1, reason))
        seen.add(document.slug)


@dataclass(frozen=True)
class _Known:
    """What a page is known by or, where it has a `name`, a question on it."""

    key: UUID
    root: Document
    document: Document
    line: int = 1
    name: str = ""

    def is_told(self, other: "_Known") -> bool:
        """Say whether a fault of their names tells of the same key of two pages already."""
        one, two = self.document, other.document
        is_named_so = (one.kind, one.slug) == (two.kind, two.slug)
        is_near = self.root is other.root or one is self.root
        return is_named_so and is_near and not self.name and not other.name


def _check_keys(found: list[Document], library: Path, faults: list[LibraryError]) -> None:
    """See that no UUID is that of two pages or questions of one language."""
    seen: dict[tuple[Value | None, UUID], _Known] = {}
    for root in found:
        for known in _known(root):
            first = seen.setdefault((root.fields.get("language"), known.key), known)
            if first is known:
                continue
            if not known.is_told(first):
                faults.append(_same_key(known, first, library))
            if known.document is root:
                break  # a folder that was copied: all that is in it would be told too


def _known(root: Document) -> Iterator[_Known]:
    for document in root.walk():
        yield _Known(document.key, root, document)
        for name, line in document.body.ids:
            yield _Known(item_key(name, root.key), root, document, line, name)


def _same_key(known: _Known, first: _Known, library: Path) -> LibraryError:
    path = first.document.path.relative_to(library)
    reason = _("its key is that of %s too") % path
    if known.name:
        reason = _("the id %(name)s is already used in %(first)s")
        reason %= {"name": known.name, "first": f"{path}:{first.line}"}
    return LibraryError(known.document.path, known.line, reason)


def _text(limit: int) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        text = "" if value is None else str(value).strip()
        if not text or isinstance(value, dict | list):
            raise _Wrong(_("write a line of text"))
        if len(text) > limit:
            raise _Wrong(_("%(is)d characters; the limit is %(limit)d") % _lengths(text, limit))
        return text

    return parse


def _lengths(text: str, limit: int) -> dict[str, int]:
    return {"is": len(text), "limit": limit}


def _number(low: int, high: int) -> Callable[[Any], int]:
    def parse(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise _Wrong(_("write a whole number from %(low)d to %(high)d") % _range(low, high))
        return value

    return parse


def _range(low: int, high: int) -> dict[str, int]:
    return {"low": low, "high": high}


def _choice(*names: str) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        if value not in names:
            raise _Wrong(_("write one of: %s") % ", ".join(names))
        return str(value)

    return parse


def _tries(value: Any) -> int:
    return WORDS[_choice(*WORDS)(str(value))]


def _list(value: Any) -> str:
    if not isinstance(value, list) or not value or not all(value):
        raise _Wrong(_("write a list, each entry in a line that starts with -"))
    return "\n".join(" ".join(str(entry).split()) for entry in value)


def _targets(value: Any) -> str:
    # Without quotes YAML reads 16.10 as the number 16.1, which is another target.
    if not isinstance(value, list) or not all(_is_target(entry) for entry in value):
        raise _Wrong(_('write a list of targets in quotes: ["16.6", "9.c"]'))
    return ", ".join(value)


def _is_target(entry: Any) -> bool:
    return isinstance(entry, str) and bool(TARGET.match(entry))


def _codes(value: Any) -> str:
    return ", ".join(str(entry) for entry in value) if isinstance(value, list) else str(value)


def _tags(*known: str) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        if not isinstance(value, list) or not set(map(str, value)) <= set(known):
            raise _Wrong(_("write a list of: %s") % ", ".join(known))
        return ", ".join(map(str, value))

    return parse


def _time(value: Any) -> str:
    # Without quotes YAML reads 09:00 as a number of minutes.
    if not isinstance(value, str) or not TIME.match(value):
        raise _Wrong(_('write the time in quotes: "09:00"'))
    return value


def _language(value: Any) -> str:
    return _choice(*dict(settings.WAGTAIL_CONTENT_LANGUAGES))(value)


def _key(value: Any) -> str:
    if not KEY.fullmatch(str(value)):
        raise _Wrong(_("write a UUID, or leave it out"))
    return str(value)


def _country(value: Any) -> str:
    if not COUNTRY.match(str(value)):
        raise _Wrong(_("write the country as three capitals (ISO 3166-1), such as FJI"))
    return str(value)


Specification = Mapping[str, tuple[Callable[[Any], Value], Value | None]]
# Each field: how to read it, and its default; None where it must be there.
_TITLE = {"title": (_text(255), None), "key": (_key, "")}
_TOPICS = {"wsis": (_tags(*WSIS_LINES), ""), "principles": (_tags(*PRINCIPLES), "")}
_TAGS = {"sdg": (_targets, None), **_TOPICS, "sources": (_list, None)}
_HOUSE = {"licence": (_text(100), "CC BY 4.0"), "language": (_language, "en")}
_UNIT = {
    **_TITLE,
    "summary": (_text(255), None),
    "sources": (_list, None),
    "sdg": (_targets, ""),
    **_TOPICS,
    "implements": (_codes, ""),
}
FIELDS: Mapping[str, Specification] = {
    "course": {
        **_TITLE,
        "kind": (_choice("course", "microlearning", "programme"), None),
        "code": (_text(8), ""),
        "summary": (_text(200), None),
        "audience": (_text(200), None),
        "outcomes": (_list, None),
        **_TAGS,
        **_HOUSE,
    },
    "toolkit": {
        **_TITLE,
        "level": (_choice("national", "local"), None),
        "summary": (_text(200), None),
        **_TAGS,
        **_HOUSE,
    },
    "unit": {**_TITLE, "summary": (_text(255), "")},
    "chapter": {
        **_TITLE,
        "code": (_text(8), None),
        "outcome": (_text(255), None),
        "sdg": (_targets, None),
        **_TOPICS,
        "implements": (_codes, ""),
    },
    "lesson": {
        **_TITLE,
        "minutes": (_number(1, 240), None),
        "summary": (_text(255), ""),
        "form": (_choice("lesson", "session", "handout"), "lesson"),
        "starts": (_time, ""),
        "tries": (_tries, Tries.TWO.value),
    },
    "assessment": {
        **_TITLE,
        "pass_percent": (_number(1, 100), None),
        "draw": (_number(0, 200), 0),
        "minutes": (_number(1, 240), 15),
        "attempts": (_number(0, MOST_ATTEMPTS), 0),
        "wait_hours": (_number(0, MOST_WAIT), 0),
        "minutes_limit": (_number(0, MOST_MINUTES), 0),
    },
    "guide": {**_UNIT, "minutes": (_number(1, 240), None)},
    "case": {
        **_UNIT,
        "country": (_country, None),
        "facts_date": (_text(150), None),
        "caveat": (_text(1000), ""),
        "minutes": (_number(1, 240), 5),
    },
    "instrument": {**_UNIT, "minutes": (_number(1, 240), None)},
}
LESSON_KINDS = frozenset({"lesson", "guide", "case", "instrument"})
ALLOWED: Mapping[str, frozenset[str]] = {
    "course": READING,
    "toolkit": READING,
    "unit": frozenset(),
    "chapter": READING,
    "lesson": LESSON,
    "assessment": EXAM,
    "guide": READING,
    "case": READING,
    "instrument": READING,
}
