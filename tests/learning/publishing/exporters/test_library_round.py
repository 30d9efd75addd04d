"""What is exported as text, loaded into an empty hub and published is exported the same again."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from learning.publishing.exporting import chosen, export, order_of
from learning.publishing.models import Edition
from tests.factories.instruments import write_instruments
from tests.factories.kinds import write_kinds
from tests.factories.library import COURSE, png, put, put_bytes, write_library
from tests.factories.programme import PROGRAMME, SESSION, write_programme
from tests.factories.recordings import mp4
from tests.factories.snapshots import Make, Snapshot, publish_all

LESSON = f"{COURSE}/02-at-work/02-every-block.md"
ARABIC = f"{COURSE}.ar"
FILM, SOUND = mp4(height=480, length=3000), mp4(is_sound=True, length=500)
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nGood morning & welcome.\n"
TEXT = """\
---
title: "Every block: yes"
minutes: 6
tries: until-right
---
## What *it* is

One **two** `three`, with [a page](https://example.org/a_(b)) and
a second line.\\
A third. 2 < 3 & 4.

1. One
2. Two
   - inside
   - it

   More of two.

___

### 2. No list

:::quote
by: A clerk
source: Our talk, https://example.org/talk
---
We never asked.

Not "once".
:::

:::example
title: An office
source: "Report: 2024; https://example.org/report"
---
They did this:

- ask
- answer
:::

:::details
title: More
---
It was **long**.

___

It ended.
:::

:::term
term: Register
---
A list that decides.
:::

:::table
caption: Three *numbers*
source: Our count
---
| Part | Value |
|---|---|
| A \\| B | **0.5** |
|  | x |
:::

:::figure
image: figures/dot.png
decorative: true
caption: 5 < 6 & more
:::

:::download
file: files/sheet.csv
title: The sheet
:::

:::video
title: A morning
file: files/film.mp4
sound: files/sound.m4a
captions: files/film.vtt
transcript: files/film.md
:::

:::audio
title: A voice
file: files/sound.m4a
transcript: files/film.md
:::

:::facilitator
---
Wait.
:::

:::check
id: tried-once
type: single
tries: 1
---
Which of these?

 - a list in the question

- [x] A & B \\*stars\\*
  > Yes \\_this\\_.
- [ ] C
  > No.
:::

:::check
id: never-shown
type: truefalse
answer: true
right: "Yes: it is."
other: No.
---
It is so.
:::
"""


def write_everything(root: Path) -> Path:
    """Write courses, a programme and toolkits with all that the text format knows."""
    write_instruments(write_kinds(write_programme(write_library(root))))
    put(root, LESSON, TEXT)
    put(root, f"{COURSE}/files/film.md", "She says: **good morning**.\n")
    put(root, f"{COURSE}/files/film.vtt", CAPTIONS)
    put_bytes(root, f"{COURSE}/files/film.mp4", FILM)
    put_bytes(root, f"{COURSE}/files/sound.m4a", SOUND)
    put_bytes(root, f"{COURSE}/files/sheet.csv", b"a,b\n1,2\n")
    put_bytes(root, f"{COURSE}/figures/dot.png", png(colour="orange"))
    for path in sorted((root / COURSE).rglob("*")):
        name = path.relative_to(root / COURSE).as_posix()
        if path.is_file():
            put_bytes(root, f"{ARABIC}/{name}", path.read_bytes())
    opening = (root / ARABIC / "course.md").read_text()
    put(root, f"{ARABIC}/course.md", opening.replace("code: S1", "language: ar\ncode: S1"))
    return root


@dataclass(frozen=True)
class Exported:
    """An export: its files by their paths, and the ids of the editions that it was made of."""

    root: Path
    files: dict[str, bytes]
    ids: dict[str, str]
    warnings: tuple[str, ...]


def exported(out: Path, *slugs: str) -> Exported:
    report = export(order_of("library", chosen(slugs), out))
    files = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    ids = {f"{each.slug} {each.language}": each.content_id for each in Edition.objects.current()}
    return Exported(out, files, ids, report.warnings)


@pytest.fixture(scope="module")
def rounds(made_once: Make, tmp_path_factory: pytest.TempPathFactory) -> list[Exported]:
    """Export a written library, and then what loading that export gave."""
    found: list[Exported] = []

    def first(root: Path) -> None:
        publish_all(write_everything(root))
        found.append(exported(tmp_path_factory.mktemp("first")))

    def second(root: Path) -> None:
        publish_all(found[0].root)
        found.append(exported(tmp_path_factory.mktemp("second")))

    made_once(first)
    made_once(second)
    return found


def test_what_was_loaded_from_an_export_is_exported_byte_for_byte(rounds: list[Exported]) -> None:
    first, second = rounds

    assert first.files == second.files
    assert f"{ARABIC}/course.md" in first.files
    assert not first.warnings


def test_what_has_no_pictures_is_the_same_edition_again(rounds: list[Exported]) -> None:
    first, second = rounds
    changed = {name for name, id_ in first.ids.items() if second.ids[name] != id_}

    assert changed == {f"{COURSE} en", f"{COURSE} ar"}
    assert len(first.ids) == 6


def test_a_lesson_stands_there_as_it_was_written(rounds: list[Exported]) -> None:
    text = rounds[0].files[LESSON].decode()
    kept = TEXT.replace("tries: until-right\n---\n##", "---\n\n##")

    for block in ("quote", "example", "details", "term"):
        start = kept.index(f":::{block}\n")
        assert kept[start : kept.index("\n:::\n", start)] in text
    assert text.count("tries: until-right") == 1
    assert "- [x] A & B \\*stars\\*\n  > Yes \\_this\\_." in text


def test_a_unit_of_a_toolkit_is_named_where_it_says_the_same(rounds: list[Exported]) -> None:
    # It takes over the only section there is, which is the whole of it.
    said = ":::unit\nfrom: small-toolkit/guide-read-the-line\n:::"

    assert said in rounds[0].files[SESSION].decode()


@pytest.mark.django_db
def test_without_its_toolkit_the_words_of_a_unit_are_written_out(
    programme_snapshot: Snapshot, tmp_path: Path
) -> None:
    programme_snapshot.put()
    found = exported(tmp_path / "out", PROGRAMME)
    text = found.files[SESSION].decode()

    assert ":::unit" not in text
    assert "## What\n\nThree numbers stand in one line." in text
    assert "- A survey, 2024, [example.org](https://example.org/survey)" in text
    assert "Export the toolkit in the same go" in " ".join(found.warnings)
