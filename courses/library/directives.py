"""A document's body to stream blocks.

A directive stands between `:::name` and `:::`; its settings, in YAML, end with a line of `---`.
Everything between directives is text. Each block gets an id derived from its page and place, or
from the `id` its author gave it, so that loading again gives the same blocks.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import yaml
from django.utils.translation import gettext as _

from courses.blocks import answer_problem
from courses.library.errors import LibraryError
from courses.library.fronts import read_yaml
from courses.library.kinds import READERS, UNGRADED, KindError, read_cards, read_kind
from courses.library.markup import (
    MarkupError,
    list_items,
    table_cells,
    to_html,
    to_inline_html,
    to_plain,
)
from courses.tries import WORDS

OPENING = re.compile(r"^:::\s*([a-z]+)\s*$")
MOST_OPTIONS, LONGEST_OPTION, LONGEST_FEEDBACK = 8, 400, 800  # of a check; characters
OPTION = re.compile(r"^- \[([ xX])\] (.+)$")
FEEDBACK = re.compile(r"^\s*> ?(.*)$")
ID = re.compile(r"^[a-z0-9][a-z0-9-]*$")
KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # a UUID as it is written
CHECKS = frozenset({"single", "multiple"})  # types that choose among options
COMMON = frozenset({"id", "type", "review", "tries"})  # settings of every check
YES = frozenset({"true", "True", "yes"})  # as YAML and people write it
UNIT_NAME = re.compile(r"^[a-z0-9-]+/[a-z0-9-]+$")

Block = dict[str, Any]


@dataclass(frozen=True)
class Directive:
    name: str
    line: int  # of the opening, counted from 1
    settings: Mapping[str, Any]
    body: str
    body_line: int


@dataclass
class Body:
    """What a document's body came to.

    Each id, review, file and toolkit unit is given with its line; a file also with what it holds:
    image, transcript, captions, film, sound, or file, which may be anything.
    """

    blocks: list[Block] = field(default_factory=list)
    ids: list[tuple[str, int]] = field(default_factory=list)
    reviews: list[tuple[str, int]] = field(default_factory=list)
    files: list[tuple[str, int, str]] = field(default_factory=list)
    units: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class Reader:
    """Reads one document's body. `namespace`: the page's UUID; `course`: the course's.

    `files` gives what a path in the library stands for in a block: a picture's or a file's key.
    """

    path: Path
    namespace: UUID
    course: UUID
    allowed: frozenset[str]
    body: Body = field(default_factory=Body)

    def read(self, text: str, *, first_line: int) -> Body:
        """Read `text`, which starts at `first_line` of the file. Raises: LibraryError."""
        lines = text.split("\n")
        place, start = 0, 0
        while place < len(lines):
            if not lines[place].startswith(":::"):
                place += 1
                continue
            self._text("\n".join(lines[start:place]), first_line + start)
            directive, place = self._directive(lines, place, first_line)
            self._block(directive)
            start = place
        self._text("\n".join(lines[start:]), first_line + start)
        return self.body

    def _fault(self, line: int, reason: str) -> LibraryError:
        return LibraryError(self.path, line, reason)

    def _html(self, text: str, line: int) -> str:
        try:
            return to_html(text)
        except MarkupError as error:
            raise self._fault(line + error.line, error.reason) from error

    def _text(self, text: str, line: int) -> None:
        if text.strip():
            self._append("text", self._html(text, line))

    def _append(self, type_: str, value: Any, id_: UUID | None = None) -> None:
        id_ = id_ or uuid5(self.namespace, f"{len(self.body.blocks)}/{type_}")
        self.body.blocks.append({"type": type_, "value": value, "id": str(id_)})

    def _directive(self, lines: list[str], place: int, first: int) -> tuple[Directive, int]:
        line = first + place
        match = OPENING.match(lines[place])
        if not match:
            raise self._fault(line, _("a directive opens with :::name and closes with :::"))
        if match[1] not in self.allowed:
            known = ", ".join(sorted(self.allowed))
            reason = _("there is no directive “%(name)s” here; there are: %(known)s")
            raise self._fault(line, reason % {"name": match[1], "known": known})
        inner: list[str] = []
        for end in range(place + 1, len(lines)):
            if lines[end].strip() == ":::":
                return self._split(match[1], line, inner), end + 1
            if lines[end].startswith(":::"):
                raise self._fault(first + end, _("close a directive before the next one opens"))
            inner.append(lines[end])
        raise self._fault(line, _("this directive is never closed with :::"))

    def _split(self, name: str, line: int, inner: list[str]) -> Directive:
        rule = next((i for i, text in enumerate(inner) if text.strip() == "---"), None)
        if rule is None and name in SETTINGS_ONLY:
            rule = len(inner)
        head = "\n".join(inner[:rule]) if rule is not None else ""
        after = rule + 1 if rule is not None else 0
        settings = self._settings(name, head, line)
        return Directive(name, line, settings, "\n".join(inner[after:]), line + 1 + after)

    def _settings(self, name: str, head: str, line: int) -> Mapping[str, Any]:
        try:
            settings = read_yaml(head) or {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = line + 1 + (mark.line if mark else 0)
            raise self._fault(where, _("the settings are not YAML: %s") % _short(error)) from error
        if not isinstance(settings, dict):
            raise self._fault(line + 1, _("settings are lines of `name: value`"))
        required, optional = FIELDS.get(name, (frozenset(), frozenset()))
        for missing in sorted(required - settings.keys()):
            raise self._fault(line, _("%(name)s needs %(missing)s") % vars_(name, missing))
        for unknown in sorted(settings.keys() - required - optional):
            raise self._fault(line, _("%(name)s knows no %(missing)s") % vars_(name, unknown))
        values = {key: self._setting(key, value, line) for key, value in settings.items()}
        for empty in sorted(key for key in required if not values[key]):
            raise self._fault(line, _("%(name)s needs %(missing)s") % vars_(name, empty))
        return values

    def _setting(self, name: str, value: Any, line: int) -> Any:
        if name not in LISTS:
            return "" if value is None else str(value).strip()
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self._fault(line, _('write %s as a list: ["How", "Case"]') % name)
        return [each.strip() for each in value]

    def _block(self, directive: Directive) -> None:
        try:
            BUILDERS[directive.name](self, directive)
        except MarkupError as error:
            raise self._fault(directive.body_line + error.line, error.reason) from error

    def items(self, values: list[Any], *, key: str) -> list[Block]:
        """Give `values` as Wagtail writes the items of a list block."""
        return [
            {"type": "item", "value": value, "id": str(uuid5(self.namespace, f"{key}/{place}"))}
            for place, value in enumerate(values)
        ]

    def place(self) -> str:
        return str(len(self.body.blocks))

    def named_id(self, directive: Directive) -> UUID:
        name = directive.settings["id"]
        if not ID.match(name):
            raise self._fault(directive.line, _("an id is lower-case letters, digits, hyphens"))
        self.body.ids.append((name, directive.line))
        return item_key(name, self.course)

    def file(self, directive: Directive, name: str, *, holds: str = "") -> str:
        """Note the file that a setting names. `holds`: what must be in it; else the setting."""
        path = directive.settings[name]
        self.body.files.append((path, directive.line, holds or name))
        return path


def item_key(name: str, course: UUID) -> UUID:
    """Give what the answers to a question are kept under."""
    # What was exported from a hub has no names, only what its answers are kept under.
    return UUID(name) if KEY.fullmatch(name) else uuid5(course, f"item/{name}")


def vars_(name: str, missing: str) -> dict[str, str]:
    return {"name": name, "missing": missing}


def _short(error: Exception) -> str:
    return str(getattr(error, "problem", None) or error).split("\n", 1)[0]


def _card(reader: Reader, directive: Directive) -> None:
    value = {**directive.settings, "text": to_html(directive.body)}
    reader._append(directive.name, value)


def _example(reader: Reader, directive: Directive) -> None:
    value = {"source": "", **directive.settings, "text": to_html(directive.body)}
    reader._append("example", value)


def _quote(reader: Reader, directive: Directive) -> None:
    words = "\n\n".join(to_plain(part) for part in re.split(r"\n\s*\n", directive.body.strip()))
    reader._append("quote", {"source": "", **directive.settings, "text": words})


def _steps(reader: Reader, directive: Directive) -> None:
    steps = reader.items(list_items(directive.body), key=f"{reader.place()}/steps")
    reader._append("steps", {"title": directive.settings.get("title", ""), "steps": steps})


def _term(reader: Reader, directive: Directive) -> None:
    meaning = to_html(directive.body)
    reader._append("term", {"term": directive.settings["term"], "meaning": meaning})


def _table(reader: Reader, directive: Directive) -> None:
    heading, rows = table_cells(directive.body)
    key = f"{reader.place()}/table"
    cells = [
        reader.items([*row, *[""] * (len(heading) - len(row))][: len(heading)], key=f"{key}/{n}")
        for n, row in enumerate(rows)
    ]
    settings = directive.settings
    value = {
        "caption": to_inline_html(settings["caption"]),
        "heading": reader.items(heading, key=key),
        "rows": reader.items(cells, key=f"{key}/rows"),
        "source": settings.get("source", ""),
    }
    reader._append("table", value)


def _figure(reader: Reader, directive: Directive) -> None:
    value = {"alt": "", "caption": "", "source": "", **directive.settings}
    if value.pop("decorative", "") in YES:
        value |= {"alt": "", "decorative": True}
    elif not value["alt"]:
        raise reader._fault(
            directive.line, _("%(name)s needs %(missing)s") % vars_("figure", "alt")
        )
    title = value["alt"] or Path(value["image"]).stem
    value["image"] = {"picture": reader.file(directive, "image"), "title": title[:200]}
    reader._append("figure", value)


def _download(reader: Reader, directive: Directive) -> None:
    title = directive.settings["title"]
    value = {"title": title, "file": {"file": reader.file(directive, "file"), "title": title}}
    reader._append("download", value)


def _video(reader: Reader, directive: Directive) -> None:
    _played(reader, directive, {"file": "film", "small": "film", "sound": "sound", "captions": ""})


def _audio(reader: Reader, directive: Directive) -> None:
    _played(reader, directive, {"file": "sound"})


def _played(reader: Reader, directive: Directive, files: Mapping[str, str]) -> None:
    """Add a film or a recording. `files`: what the file of each setting holds."""
    title = directive.settings["title"]
    value: dict[str, Any] = {"title": title}
    for name, holds in files.items():
        if directive.settings.get(name):
            path = reader.file(directive, name, holds=holds)
            value[name] = {"file": path, "title": f"{title} ({name})"}
    value["transcript"] = {"markdown": reader.file(directive, "transcript")}
    reader._append(directive.name, value)


def _reflection(reader: Reader, directive: Directive) -> None:
    id_ = reader.named_id(directive)
    reader._append("reflection", {"prompt": to_html(directive.body)}, id_)


def _unit(reader: Reader, directive: Directive) -> None:
    """A reference stays a name here; loading puts the page and its wording in its place."""
    source = directive.settings["from"]
    if not UNIT_NAME.match(source):
        reason = _("write `from` as toolkit/unit, such as national-toolkit/guide-ask-once")
        raise reader._fault(directive.line, reason)
    headings = list(directive.settings.get("sections", []))
    reader.body.units.append((source, directive.line))
    place = reader.place()
    value = {
        "unit": {"unit": source, "sections": headings, "line": directive.line},
        "sections": reader.items(headings, key=f"{place}/sections"),
    }
    reader._append("unit", value)


def _facilitator(reader: Reader, directive: Directive) -> None:
    value = {"title": directive.settings.get("title", ""), "text": to_html(directive.body)}
    reader._append("facilitator", value)


def _check(reader: Reader, directive: Directive) -> None:
    type_ = directive.settings.get("type", "single")
    if type_ not in READERS and type_ not in CHECKS:
        known = ", ".join(sorted(CHECKS | READERS.keys()))
        reason = _("there is no check of type “%(type)s”; there are: %(known)s")
        raise reader._fault(directive.line, reason % {"type": type_, "known": known})
    own = READERS[type_].settings if type_ in READERS else frozenset[str]()
    for name in sorted(directive.settings.keys() - COMMON - own):
        reason = _("a check of type %(type)s knows no %(name)s")
        raise reader._fault(directive.line, reason % {"type": type_, "name": name})
    if type_ in READERS:
        _kind(reader, directive, type_)
    else:
        _choice(reader, directive)


def _kind(reader: Reader, directive: Directive, type_: str) -> None:
    if type_ in UNGRADED and reader.allowed == EXAM:
        raise reader._fault(directive.line, _("a test takes no check of type %s") % type_)
    id_ = reader.named_id(directive)
    try:
        value = read_kind(type_, directive.settings, directive.body, id_)
    except KindError as error:
        raise reader._fault(directive.line, error.reason) from error
    reader._append(type_, _with_common(reader, directive, value), id_)


def _with_common(reader: Reader, directive: Directive, value: dict[str, Any]) -> dict[str, Any]:
    """Give the block's value with the settings that checks of every type may have."""
    common = {}
    if review := directive.settings.get("review"):
        reader.body.reviews.append((review, directive.line))
        common["review"] = review
    if tries := directive.settings.get("tries"):
        common["tries"] = _tries(reader, directive, tries)
    return {**value, **common}


def _tries(reader: Reader, directive: Directive, said: str) -> str:
    if reader.allowed == EXAM:
        reason = _("a test takes no `tries`; say `attempts` in its front matter")
        raise reader._fault(directive.line, reason)
    if directive.settings.get("type", "single") in UNGRADED:
        raise reader._fault(directive.line, _("what has no right answer takes no `tries`"))
    if said not in WORDS:
        reason = _("write `tries` as one of: %s") % ", ".join(WORDS)
        raise reader._fault(directive.line, reason)
    return str(WORDS[said])


def _flashcards(reader: Reader, directive: Directive) -> None:
    try:
        value = read_cards(directive.settings, directive.body, reader.namespace, reader.place())
    except KindError as error:
        raise reader._fault(directive.line, error.reason) from error
    reader._append("flashcards", value)


def _choice(reader: Reader, directive: Directive) -> None:
    id_ = reader.named_id(directive)
    question, options = _options(reader, directive)
    type_ = directive.settings.get("type", "single")
    if problem := answer_problem(type_, [option["correct"] for option in options]):
        raise reader._fault(directive.line, problem)
    items = [
        {"type": "item", "value": option, "id": str(uuid5(id_, f"option/{place}"))}
        for place, option in enumerate(options)
    ]
    value = {"type": type_, "question": to_html(question), "options": items}
    reader._append("check", _with_common(reader, directive, value), id_)


def _options(reader: Reader, directive: Directive) -> tuple[str, list[dict[str, Any]]]:
    question: list[str] = []
    options: list[dict[str, Any]] = []
    for number, line in enumerate(directive.body.split("\n")):
        where = directive.body_line + number
        if match := OPTION.match(line):
            options.append(
                {"text": to_plain(match[2]), "correct": match[1] in "xX", "feedback": ""}
            )
        elif options and (match := FEEDBACK.match(line)):
            joined = f"{options[-1]['feedback']} {to_plain(match[1])}"
            options[-1]["feedback"] = joined.strip()
        elif options and line.strip():
            raise reader._fault(where, _("after the options only options and their feedback stand"))
        elif not options:
            question.append(line)
    if len(options) < 2 or not "".join(question).strip():
        raise reader._fault(directive.line, _("a check is a question and at least two options"))
    if len(options) > MOST_OPTIONS:
        raise reader._fault(directive.line, _("a check has at most %d options") % MOST_OPTIONS)
    for option in options:
        _check_option(reader, directive, option)
    return "\n".join(question), options


def _check_option(reader: Reader, directive: Directive, option: Mapping[str, Any]) -> None:
    if not option["feedback"]:
        reason = _("the option “%s” has no feedback: put it in a line that starts with >")
        raise reader._fault(directive.line, reason % option["text"])
    if len(option["text"]) > LONGEST_OPTION or len(option["feedback"]) > LONGEST_FEEDBACK:
        reason = _("the option “%s” or its feedback is too long")
        raise reader._fault(directive.line, reason % f"{option['text'][:40]}…")


BUILDERS: Mapping[str, Callable[[Reader, Directive], None]] = {
    "key": _card,
    "office": _card,
    "details": _card,
    "example": _example,
    "quote": _quote,
    "steps": _steps,
    "term": _term,
    "table": _table,
    "figure": _figure,
    "download": _download,
    "video": _video,
    "audio": _audio,
    "reflection": _reflection,
    "check": _check,
    "flashcards": _flashcards,
    "unit": _unit,
    "facilitator": _facilitator,
}
FIELDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "example": (frozenset({"title"}), frozenset({"source"})),
    "quote": (frozenset({"by"}), frozenset({"source"})),
    "steps": (frozenset(), frozenset({"title"})),
    "details": (frozenset({"title"}), frozenset()),
    "term": (frozenset({"term"}), frozenset()),
    "table": (frozenset({"caption"}), frozenset({"source"})),
    "figure": (frozenset({"image"}), frozenset({"alt", "decorative", "caption", "source"})),
    "download": (frozenset({"file", "title"}), frozenset()),
    "video": (
        frozenset({"file", "captions", "transcript", "title"}),
        frozenset({"small", "sound"}),
    ),
    "audio": (frozenset({"file", "transcript", "title"}), frozenset()),
    "reflection": (frozenset({"id"}), frozenset()),
    "check": (frozenset({"id"}), COMMON.union(*(kind.settings for kind in READERS.values()))),
    "flashcards": (frozenset(), frozenset({"title"})),
    "unit": (frozenset({"from"}), frozenset({"sections"})),
    "facilitator": (frozenset(), frozenset({"title"})),
}
LISTS = frozenset({"sections", "answers"})
SETTINGS_ONLY = frozenset({"figure", "download", "video", "audio", "unit"})
LESSON = frozenset(BUILDERS)
READING = LESSON - {"check", "reflection", "flashcards", "unit", "facilitator"}
EXAM = READING | {"check"}
