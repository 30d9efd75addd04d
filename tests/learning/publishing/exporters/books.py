"""A small course with every kind of question, for the tests of books."""

from dataclasses import replace
from pathlib import Path

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import (
    FileEntry,
    Option,
    Question,
    QuestionType,
    Step,
    questions_to_bytes,
)
from tests.learning.publishing.exporters.editions import (
    course,
    mark,
    multiple,
    number,
    reflection,
    single,
)

TEXT = "text/reading.html"


def every_kind() -> list[Question]:
    """Give a question of each kind."""
    items = tuple(Option(each, f"Item {each}", False, "", f"Side {each}") for each in "abc")
    way = (
        Option("a", "Go back", False, "It costs a day.", goes="one"),
        Option("b", "Stay", False, ""),
    )
    steps = (Step("one", "<p>First<br>step</p>", way), Step("two", "<p>Second</p>", way[1:]))
    kinds = QuestionType
    return [
        single("kind-single"),
        multiple("kind-multiple"),
        reflection("kind-reflection"),
        Question(number("kind-tf"), kinds.TRUEFALSE, "<p>It is so.</p>", items[:2]),
        Question(
            number("kind-numeric"), kinds.NUMERIC, "<p>How many?</p>", lowest="2", highest="4",
            unit="days", feedback={"right": "Two to four."},
        ),
        Question(number("kind-ordering"), kinds.ORDERING, "<p>In order?</p>", items),
        Question(number("kind-matching"), kinds.MATCHING, "<p>Fits?</p>", items),
        Question(number("kind-fillin"), kinds.FILLIN, "<p>Word?</p>", accepted=("data", "fact")),
        Question(number("kind-poll"), kinds.POLL, "<p>You?</p>", items, feedback={"other": "So"}),
        Question(number("kind-scenario"), kinds.SCENARIO, "<p>A case.</p>", steps=steps),
    ]  # fmt: skip


def asking(root: Path, *, language: str = "en", text: str = "") -> FrozenEdition:
    """Freeze the course of the tests, with every kind of question in its second lesson."""
    base = course(root, language=language)
    questions = every_kind()
    html = f"<h2>A</h2><h4>B</h4>{text}" + "".join(mark(each) for each in questions)
    known = {each.id: each for each in [*base.questions.values(), *questions]}
    contents = {
        TEXT: html.encode(),
        base.manifest.questions: questions_to_bytes(list(known.values())),
    }
    files = [_replaced(file, contents, base) for file in base.manifest.files]
    manifest = replace(base.manifest, files=tuple(files))
    numbered = manifest.numbered(version=1, frozen_at="2026-11-22T12:00:00Z")
    return FrozenEdition(numbered, base.store)


def _replaced(file: FileEntry, contents: dict[str, bytes], base: FrozenEdition) -> FileEntry:
    if file.path not in contents:
        return file
    content = contents[file.path]
    return replace(file, sha256=base.store.add(content), length=len(content))
