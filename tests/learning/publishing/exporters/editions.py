"""Small made-up editions for the tests of exporters."""

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import (
    Assessment,
    FileEntry,
    Kind,
    Lesson,
    Manifest,
    Option,
    Question,
    QuestionType,
    Unit,
    questions_to_bytes,
)
from learning.bundles.store import ObjectStore, sha256
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.player_shell import ASSETS

STATIC = Path(__file__).parents[4] / "learning" / "static"

PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f"
    b"\x15\xc4\x89\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND"
    b"\xaeB`\x82"
)
PICTURE_PATH = f"media/{sha256(PICTURE)}.png"


def render(template: str, context: Mapping[str, object]) -> str:
    """Render as learning.publishing does: in the language of the context."""
    with translation.override(str(context["language"])):
        return render_to_string(template, dict(context))


def read_assets() -> dict[str, bytes]:
    return {name: (STATIC / path).read_bytes() for name, path in ASSETS.items()}


def asset(path: str) -> bytes:
    return (STATIC / path).read_bytes()


def job(*editions: FrozenEdition, out: Path, **changes: Any) -> Job:
    """Give the job of exporting `editions` into `out`, as learning.publishing would."""
    home = "https://atoll.invalid/learners"
    return Job(editions, out, render, asset, home, **changes)


def number(name: str) -> str:
    """Give the same UUID for the same name."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


def single(name: str, *, review: str = "") -> Question:
    options = (
        Option("a", "The owner", False, "The owner decides; she does not correct."),
        Option("b", "The steward", True, "Yes: the steward keeps it correct."),
        Option("c", "The custodian", False, "The custodian runs the server."),
    )
    prompt = f"<p>Who corrects the register? ({name})</p>"
    return Question(number(name), QuestionType.SINGLE, prompt, options, review)


def multiple(name: str) -> Question:
    options = (
        Option("a", "A name", True, "Yes, a name."),
        Option("b", "A logo", False, "A logo changes nothing."),
        Option("c", "A date", True, "Yes, a date."),
    )
    return Question(number(name), QuestionType.MULTIPLE, "<p>What does it need?</p>", options)


def reflection(name: str) -> Question:
    return Question(number(name), QuestionType.REFLECTION, "<p>Which register do you use?</p>")


def mark(question: Question) -> str:
    return f"<!--item:{question.id}-->"


def course(
    root: Path,
    *,
    slug: str = "who-owns-the-data",
    title: str = "Who owns the data?",
    language: str = "en",
    changes: Mapping[str, object] | None = None,
) -> FrozenEdition:
    """Freeze a course of three lessons, two with questions, and an assessment of three."""
    check, several, thought = single("check"), multiple("several"), reflection("thought")
    bank = [single(f"bank-{place}", review="three-roles") for place in range(3)]
    texts = {
        "introduction.html": "<p>Begin here.</p>",
        "three-roles.html": (
            f'<p>Three roles. <a href="in-your-office" data-lesson="in-your-office">Later</a></p>'
            f'<img src="{PICTURE_PATH}" alt="A register"><h2>The check</h2>{mark(check)}'
            f"<p>After it.</p>{mark(several)}"
        ),
        "in-your-office.html": f"<p>At your desk.</p>{mark(thought)}",
        "reading.html": '<p>Only to read. <a href="https://example.org/">Outside</a></p>',
        "assessment.html": "<p>Show what you know.</p>" + mark(bank[0]),
    }
    contents: dict[str, bytes] = {f"text/{name}": text.encode() for name, text in texts.items()}
    contents["questions.json"] = questions_to_bytes([check, several, thought, *bank])
    contents[PICTURE_PATH] = PICTURE
    store = ObjectStore(root)
    files = [_entry(store, path, content) for path, content in sorted(contents.items())]
    units = (
        _unit("one", _lesson("three-roles", "Three roles", (check, several))),
        _unit(
            "two",
            _lesson("reading", "Something to read", ()),
            _lesson("in-your-office", "In your office", (thought,)),
        ),
    )
    assessment = Assessment(
        activity=number("assessment"),
        slug="assessment",
        title="Final assessment",
        minutes=5,
        pass_percent=60,
        draw=2,
        path="text/assessment.html",
        questions=tuple(question.id for question in bank),
    )
    fields: dict[str, object] = {
        "kind": Kind.COURSE,
        "activity": number(slug),
        "slug": slug,
        "code": "D1",
        "language": language,
        "title": title,
        "summary": "Three roles every register needs.",
        "audience": "People who keep a register",
        "outcomes": ("Name the owner of a register",),
        "sdg_targets": ("16.6",),
        "licence": "CC BY 4.0",
        "sources": ("A guide, 2024",),
        "introduction": "text/introduction.html",
        "units": units,
        "assessment": assessment,
        "questions": "questions.json",
        "files": tuple(files),
        **(changes or {}),
    }
    manifest = Manifest(**fields)  # type: ignore[arg-type]
    return FrozenEdition(manifest.numbered(version=3, frozen_at="2026-11-22T12:00:00Z"), store)


def _entry(store: ObjectStore, path: str, content: bytes) -> FileEntry:
    kinds = {".png": "image/png", ".html": "text/html", ".json": "application/json"}
    return FileEntry(path, store.add(content), len(content), kinds[Path(path).suffix])


def _lesson(slug: str, title: str, questions: tuple[Question, ...]) -> Lesson:
    return Lesson(
        activity=number(slug),
        slug=slug,
        kind="lesson",
        title=title,
        summary="",
        minutes=7,
        path=f"text/{slug}.html",
        questions=tuple(question.id for question in questions),
    )


def _unit(slug: str, *lessons: Lesson) -> Unit:
    return Unit(number(slug), slug, f"Unit {slug}", "", "", lessons)
