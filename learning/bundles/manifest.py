"""The manifest of an edition: what a course or toolkit consists of, and how it is completed.

It names every file with length and SHA-256. Its `id` is the SHA-256 of its canonical content, so
the same content frozen twice is the same edition, on any hub. `version` counts the editions of
one course in one language and `frozen_at` says when; `translated_from` is the id of the edition in
the main language that a translation was made from. None of these is part of the id.

A lesson's file is an HTML fragment with relative links only. Where a question or reflection
stands, the fragment holds the mark `<!--item:UUID-->`: each shell puts its own form there.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

import rfc8785

from learning.bundles.errors import ManifestError
from learning.bundles.store import sha256

FORMAT = "atoll-edition/1"
NUMBERING = frozenset({"id", "version", "frozen_at", "translated_from"})
TAGS = ("sdg_targets", "wsis_lines", "principles")
TRIES = 2  # of a check in a lesson, unless its author says otherwise
UNTIL_RIGHT = 0  # tries: the right answer is never shown
DIGEST_LENGTH = 12  # hex digits of what a form remembers of a question
LATER_OPTION_FIELDS = frozenset({"match", "goes"})
LATER_ASSESSMENT_FIELDS = frozenset({"attempts", "wait_hours", "minutes_limit"})
LATER_QUESTION_FIELDS = frozenset(
    {
        "feedback",
        "lowest",
        "highest",
        "decimals",
        "unit",
        "accepted",
        "ignores_accents",
        "steps",
    }
)


class Kind(StrEnum):
    COURSE = "course"
    MICROLEARNING = "microlearning"
    TOOLKIT = "toolkit"
    PROGRAMME = "programme"


class QuestionType(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    REFLECTION = "reflection"
    TRUEFALSE = "truefalse"
    NUMERIC = "numeric"
    ORDERING = "ordering"
    MATCHING = "matching"
    FILLIN = "fillin"
    POLL = "poll"
    SCENARIO = "scenario"


CHOICES = frozenset(
    {QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.TRUEFALSE, QuestionType.POLL}
)
UNMARKED = frozenset({QuestionType.REFLECTION, QuestionType.POLL, QuestionType.SCENARIO})


@dataclass(frozen=True)
class Option:
    """What can be chosen, put in its place or matched. `match`: the text that belongs to it.

    `goes`: of a choice in a scenario, the id of the step it leads to; empty where it ends.
    """

    id: str
    text: str
    correct: bool
    feedback: str
    match: str = ""
    goes: str = ""


@dataclass(frozen=True)
class Step:
    """A step of a scenario. `text` is sanitised HTML."""

    id: str
    text: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Question:
    """A question with what its type needs; a reflection needs nothing.

    `id` is its activity (a UUID); `prompt` is sanitised HTML; `review` is a lesson's slug or empty.
    `options` of an ordering stand in the right order. `feedback` is by outcome: right, low, high,
    other. `lowest` and `highest` are the accepted range, plain decimals, and `decimals` how many
    digits may follow the decimal sign. `accepted` are the answers of a gap to fill in. `tries`: in
    a lesson, after how many the right answer is shown; UNTIL_RIGHT never shows it.
    """

    id: str
    type: QuestionType
    prompt: str
    options: tuple[Option, ...] = ()
    review: str = ""
    feedback: Mapping[str, str] = field(default_factory=dict)
    lowest: str = ""
    highest: str = ""
    decimals: int = 0
    unit: str = ""
    accepted: tuple[str, ...] = ()
    ignores_accents: bool = False
    steps: tuple[Step, ...] = ()
    tries: int = TRIES

    @property
    def is_reflection(self) -> bool:
        return self.type == QuestionType.REFLECTION

    @property
    def is_choice(self) -> bool:
        """Whether it is answered by choosing among its options."""
        return self.type in CHOICES

    @property
    def is_marked(self) -> bool:
        """Whether there is a right answer. Without one, any answer makes it done."""
        return self.type not in UNMARKED

    @property
    def is_multiple(self) -> bool:
        return self.type == QuestionType.MULTIPLE

    @property
    def correct(self) -> frozenset[str]:
        return frozenset(option.id for option in self.options if option.correct)

    @cached_property
    def digest(self) -> str:
        """Name what is asked, in hex: another digest is another question under the same id."""
        entry = _written(replace(self, tries=TRIES, review=""))
        return sha256(rfc8785.dumps(entry))[:DIGEST_LENGTH]


@dataclass(frozen=True)
class Lesson:
    """A lesson, or a toolkit's guide, case or instrument.

    `activity`: UUID; `path`: of its fragment; `questions`: ids in reading order, reflections among
    them; `files`: paths of the media it shows.
    """

    activity: str
    slug: str
    kind: str
    title: str
    summary: str
    minutes: int
    path: str
    questions: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    starts: str = ""  # of a session: the time of day, HH:MM
    origins: tuple[str, ...] = ()  # toolkit/unit: whose text it takes over
    implements: tuple[str, ...] = ()  # toolkit/unit: what it carries out
    tool: str = ""  # of an instrument: path of the entry of its definition
    sdg_targets: tuple[str, ...] = ()  # its own; without any, those of its chapter
    wsis_lines: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()

    @property
    def is_required(self) -> bool:
        """Whether there is evidence to give here; reading alone proves nothing."""
        return bool(self.questions)


@dataclass(frozen=True)
class Unit:
    """A unit of a course, or a chapter of a toolkit."""

    activity: str
    slug: str
    title: str
    summary: str
    path: str
    lessons: tuple[Lesson, ...]
    code: str = ""
    implements: tuple[str, ...] = ()  # codes of the chapters of another toolkit it carries out
    sdg_targets: tuple[str, ...] = ()
    wsis_lines: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assessment:
    """The final assessment: `draw` questions of the bank an attempt, passed from `pass_percent`.

    `attempts`: how many there may be, and `minutes_limit`: how long each may take; 0 is no limit.
    `wait_hours`: how long after an attempt the next may begin.
    """

    activity: str
    slug: str
    title: str
    minutes: int
    pass_percent: int
    draw: int
    path: str
    questions: tuple[str, ...]
    attempts: int = 0
    wait_hours: int = 0
    minutes_limit: int = 0


@dataclass(frozen=True)
class FileEntry:
    path: str
    sha256: str
    length: int  # bytes
    media_type: str


@dataclass(frozen=True)
class Manifest:
    kind: Kind
    activity: str
    slug: str
    code: str
    language: str
    title: str
    summary: str
    audience: str
    outcomes: tuple[str, ...]
    sdg_targets: tuple[str, ...]
    licence: str
    sources: tuple[str, ...]
    introduction: str
    units: tuple[Unit, ...]
    assessment: Assessment | None
    questions: str
    files: tuple[FileEntry, ...]
    id: str = ""
    version: int = 0
    frozen_at: str = ""  # RFC 3339, UTC
    pretest: Assessment | None = None
    wsis_lines: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()
    translated_from: str = ""  # empty: no translation, or nobody noted of what
    level: str = ""  # of a toolkit: national or local; empty in editions from before it was kept

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """The test before the start and the final one, where there are such."""
        return tuple(test for test in (self.pretest, self.assessment) if test)

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        return tuple(lesson for unit in self.units for lesson in unit.lessons)

    @property
    def required_lessons(self) -> tuple[Lesson, ...]:
        return tuple(lesson for lesson in self.lessons if lesson.is_required)

    @property
    def minutes(self) -> int:
        assessed = self.assessment.minutes if self.assessment else 0
        return sum(lesson.minutes for lesson in self.lessons) + assessed

    @property
    def length(self) -> int:
        """How many bytes its files have together."""
        return sum(file.length for file in self.files)

    @property
    def media(self) -> tuple[FileEntry, ...]:
        return tuple(file for file in self.files if file.path.startswith("media/"))

    def lesson(self, slug: str) -> Lesson:
        """Give the lesson at `slug`. Raises: KeyError — there is none."""
        for lesson in self.lessons:
            if lesson.slug == slug:
                return lesson
        raise KeyError(slug)

    def file(self, path: str) -> FileEntry:
        """Give the entry of the file at `path`. Raises: KeyError — there is none."""
        return self._files_by_path[path]

    @cached_property
    def _files_by_path(self) -> dict[str, FileEntry]:
        return {entry.path: entry for entry in self.files}

    def around(self, lesson: Lesson) -> tuple[Lesson | None, Lesson | None]:
        """Give the lessons before and after `lesson`."""
        lessons = self.lessons
        place = lessons.index(lesson)
        before = lessons[place - 1] if place else None
        after = lessons[place + 1] if place + 1 < len(lessons) else None
        return before, after

    def content_id(self) -> str:
        """Give the SHA-256 of what the manifest says, its numbering left out."""
        return _content_id(self._entry())

    def numbered(self, *, version: int, frozen_at: str) -> "Manifest":
        """Give this manifest as an edition: with its id, its number and its time."""
        return replace(self, id=self.content_id(), version=version, frozen_at=frozen_at)

    def to_bytes(self) -> bytes:
        return rfc8785.dumps(self._entry())

    def _entry(self) -> dict[str, Any]:
        """Give what is written, without what came later and says nothing here.

        So an edition from before there were limits of tests, or levels, keeps its id.
        """
        entry = {"format": FORMAT, **_plain(asdict(self))}
        for test in (entry["assessment"], entry["pretest"]):
            if test:
                _leave_out(test, LATER_ASSESSMENT_FIELDS)
        _leave_out(entry, frozenset({"translated_from", "level"}))
        return entry

    @classmethod
    def from_bytes(cls, content: bytes) -> "Manifest":
        """Read a manifest. Raises: ManifestError — not ours, or its id does not fit."""
        try:
            entry = json.loads(content)
            is_itself = _has_its_id(entry)
            manifest = _manifest(entry)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"this is not a manifest of format {FORMAT}: {error}"
            raise ManifestError(message) from error
        if not is_itself:
            raise ManifestError("the manifest's id does not fit its content")
        return manifest


def questions_to_bytes(questions: Sequence[Question]) -> bytes:
    """Give the canonical file of `questions`, in the order of their ids."""
    ordered = sorted(questions, key=lambda question: question.id)
    return rfc8785.dumps([_written(question) for question in ordered])


def questions_from_bytes(content: bytes) -> dict[str, Question]:
    """Read the file of questions: each by its id. Raises: ManifestError."""
    try:
        return {entry["id"]: _question(entry) for entry in json.loads(content)}
    except (ValueError, KeyError, TypeError) as error:
        raise ManifestError(f"this is not a file of questions: {error}") from error


def _has_its_id(entry: Mapping[str, Any]) -> bool:
    # Of what manifests hold, the standard library nearly always writes the canonical bytes, in a
    # twentieth of the time; where it does not, its digest cannot fit.
    said = {name: value for name, value in entry.items() if name not in NUMBERING}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return bool(entry["id"] == sha256(text.encode()) or entry["id"] == _content_id(entry))


def _content_id(entry: Mapping[str, Any]) -> str:
    # Of the entry as it stands, not of what this program reads from it: a manifest that an older
    # or newer program wrote must keep its id.
    said = {name: value for name, value in entry.items() if name not in NUMBERING}
    return sha256(rfc8785.dumps(said))


def _plain(value: Any) -> Any:
    """Tuples become lists and enumerations their values, as JSON has them."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, StrEnum) else value


def _written(question: Question) -> dict[str, Any]:
    """Give the entry of `question`, without the fields that came later and say nothing here.

    So a question of the first kinds keeps its bytes, and an edition that has only such its id.
    """
    entry: dict[str, Any] = _plain(asdict(question))
    for option in [*entry["options"], *(each for s in entry["steps"] for each in s["options"])]:
        _leave_out(option, LATER_OPTION_FIELDS)
    _leave_out(entry, LATER_QUESTION_FIELDS)
    if question.tries == TRIES:
        del entry["tries"]
    return entry


def _leave_out(entry: dict[str, Any], names: frozenset[str]) -> None:
    for name in [name for name in entry.keys() & names if not entry[name]]:
        del entry[name]


def _question(entry: dict[str, Any]) -> Question:
    steps = tuple(
        Step(step["id"], step["text"], _options(step["options"])) for step in entry.get("steps", ())
    )
    changed = {
        "type": QuestionType(entry["type"]),
        "options": _options(entry["options"]),
        "accepted": tuple(entry.get("accepted", ())),
        "steps": steps,
    }
    return Question(**{**entry, **changed})


def _options(entries: Sequence[dict[str, Any]]) -> tuple[Option, ...]:
    return tuple(Option(**option) for option in entries)


def _lesson(entry: dict[str, Any]) -> Lesson:
    names = ("questions", "files", "origins", "implements")
    return Lesson(**{**entry, **_tuples(entry, *names, *TAGS)})


def _unit(entry: dict[str, Any]) -> Unit:
    lessons = tuple(_lesson(lesson) for lesson in entry["lessons"])
    return Unit(**{**entry, **_tuples(entry, "implements", *TAGS), "lessons": lessons})


def _assessment(entry: dict[str, Any] | None) -> Assessment | None:
    return Assessment(**{**entry, **_tuples(entry, "questions")}) if entry else None


def _manifest(entry: dict[str, Any]) -> Manifest:
    if entry.pop("format") != FORMAT:
        raise ValueError("another format")
    return Manifest(
        **{
            **entry,
            **_tuples(entry, "outcomes", "sources", *TAGS),
            "kind": Kind(entry["kind"]),
            "units": tuple(_unit(unit) for unit in entry["units"]),
            "assessment": _assessment(entry["assessment"]),
            "pretest": _assessment(entry.get("pretest")),
            "files": tuple(FileEntry(**file) for file in entry["files"]),
        }
    )


def _tuples(entry: dict[str, Any], *names: str) -> dict[str, tuple[Any, ...]]:
    return {name: tuple(entry.get(name, ())) for name in names}
