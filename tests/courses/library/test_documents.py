from collections.abc import Callable
from pathlib import Path

import pytest

from courses.library.documents import Document, read_library
from courses.library.errors import LibraryError, LibraryErrors
from tests.factories.library import (
    ASSESSMENT,
    CASE,
    COURSE,
    FIGURE,
    FIRST,
    GUIDE,
    SECOND,
    THIRD,
    TOOLKIT,
    png,
    put,
    put_bytes,
    replace,
    write_library,
)
from tests.factories.recordings import CAPTIONS, mp4

OPENING, UNIT = f"{COURSE}/course.md", f"{COURSE}/01-first-steps/unit.md"
KIT, CHAPTER = f"{TOOLKIT}/toolkit.md", f"{TOOLKIT}/01-start-here/chapter.md"
REPOSITORY = Path(__file__).parents[3]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library")


def faults(root: Path) -> list[LibraryError]:
    with pytest.raises(LibraryErrors) as refused:
        read_library(root)
    return refused.value.faults


def slugs(document: Document) -> list[str]:
    return [each.slug for each in document.walk()]


def test_a_course_and_a_toolkit_are_read_in_the_order_of_their_numbers(library: Path) -> None:
    course, toolkit = read_library(library)
    assert slugs(course) == [
        "small-course",
        "first-steps",
        "one-visit-less",
        "count-the-visits",
        "at-work",
        "write-it-down",
        "assessment",
    ]
    assert [each.kind for each in toolkit.walk()] == [
        "toolkit",
        "chapter",
        "guide",
        "case",
        "instrument",
    ]


def test_front_matter_becomes_fields(library: Path) -> None:
    course, toolkit = read_library(library)
    assert course.fields == {
        "title": "A small course",
        "kind": "course",
        "code": "S1",
        "summary": "Count what a person does, and take one step away.",
        "audience": "All public servants",
        "outcomes": "Count the visits of one service\nTake one visit away",
        "sdg": "16.6, 9.c",
        "sources": "A survey, 2024, https://example.org/survey\nA talk with two clerks",
        "wsis": "",
        "principles": "",
        "licence": "CC BY 4.0",
        "language": "en",
    }
    assert course.children[-1].fields["draw"] == 2
    assert toolkit.children[0].children[1].fields["country"] == "FJI"


def test_one_course_is_read_by_itself(library: Path) -> None:
    [course] = read_library(library / COURSE)
    assert course.slug == COURSE


def test_a_course_is_read_from_inside_its_folder(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(library / COURSE)
    assert slugs(read_library(Path())[0])[0] == COURSE


def test_keys_hang_on_names_and_not_on_numbers_or_places(library: Path, tmp_path: Path) -> None:
    before = {each.slug: each.key for each in read_library(library)[0].walk()}
    other = write_library(tmp_path / "elsewhere")
    (other / FIRST).rename(other / COURSE / "02-at-work" / "07-one-visit-less.md")
    after = {each.slug: each.key for each in read_library(other)[0].walk()}
    assert before == after
    assert len(set(before.values())) == len(before)


def test_a_file_may_have_windows_lines_and_a_byte_order_mark(library: Path) -> None:
    text = (library / FIRST).read_text(encoding="utf-8")
    before = [each.body.blocks for each in read_library(library)[0].walk()]
    put_bytes(library, FIRST, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert [each.body.blocks for each in read_library(library)[0].walk()] == before


def test_front_matter_may_be_all_there_is(library: Path) -> None:
    put(library, UNIT, "---\ntitle: First steps\n---")
    assert read_library(library)[0].children[0].fields["title"] == "First steps"


def test_files_that_are_no_part_of_the_library_are_let_be(library: Path) -> None:
    put(library, "README.md", "Read me")
    put(library, "notes/thoughts.md", "Nothing yet")
    put(library, f"{COURSE}/figures/notes.txt", "Drawn by hand")
    assert len(read_library(library)) == 2


def test_implements_is_a_list_or_a_word(library: Path) -> None:
    replace(library, CHAPTER, "code: N1\n", "code: L1\nimplements: [N1, N4]\n")
    assert read_library(library)[1].children[0].fields["implements"] == "N1, N4"
    replace(library, CHAPTER, "[N1, N4]", "N1")
    assert read_library(library)[1].children[0].fields["implements"] == "N1"


def change(name: str, old: str, new: str) -> Callable[[Path], object]:
    return lambda root: replace(root, name, old, new)


def write(name: str, content: str | bytes) -> Callable[[Path], object]:
    whole = content.encode() if isinstance(content, str) else content
    return lambda root: put_bytes(root, name, whole)


def rename(old: str, new: str) -> Callable[[Path], object]:
    return lambda root: (root / old).rename(root / new)


def remove(name: str) -> Callable[[Path], object]:
    return lambda root: (root / name).unlink()


LESSON = "---\ntitle: A lesson\nminutes: 3\n---\n"
# What is done to the small library; the file, the line and a part of the reason to be given.
MALFORMED: list[tuple[Callable[[Path], object], str, int, str]] = [
    (write(FIRST, b"---\ntitle: \xff\n---\n"), FIRST, 1, "not UTF-8"),
    (write(FIRST, "Words"), FIRST, 1, "start with front matter"),
    (write(FIRST, ""), FIRST, 1, "start with front matter"),
    (write(FIRST, "---\ntitle: A\nminutes: 3\n"), FIRST, 1, "start with front matter"),
    (write(FIRST, "---\n- a\n- b\n---\n"), FIRST, 2, "lines of `name: value`"),
    (write(FIRST, "---\n---\nWords"), FIRST, 2, "lines of `name: value`"),
    (write(FIRST, "---\ntitle: A\nminutes: [\n---\n"), FIRST, 3, "front matter is not YAML"),
    (write(FIRST, "---\ntitle: A: B\nminutes: 3\n---\n"), FIRST, 2, "front matter is not YAML"),
    (change(FIRST, "title: One visit less\n", ""), FIRST, 1, "needs title"),
    (change(FIRST, "One visit less", ""), FIRST, 2, "title: write a line of text"),
    (change(FIRST, "title: One visit less", "title: [a]"), FIRST, 2, "write a line of text"),
    (change(FIRST, "One visit less", "x" * 256), FIRST, 2, "256 characters; the limit is 255"),
    (change(FIRST, "minutes: 5", "minutes: five"), FIRST, 3, "whole number from 1 to 240"),
    (change(FIRST, "minutes: 5", "minutes: 0"), FIRST, 3, "whole number from 1 to 240"),
    (change(FIRST, "minutes: 5", "minutes: yes"), FIRST, 3, "whole number from 1 to 240"),
    (change(FIRST, "summary:", "sumary:"), FIRST, 4, "sumary is no field"),
    (change(OPENING, "kind: course", "kind: lecture"), OPENING, 3, "one of: course, microlearning"),
    (change(OPENING, "code: S1", "code: much-too-long"), OPENING, 4, "the limit is 8"),
    (change(OPENING, '["16.6", "9.c"]', "[16.10]"), OPENING, 10, "targets in quotes"),
    (change(OPENING, '["16.6", "9.c"]', '"16.6"'), OPENING, 10, "targets in quotes"),
    (change(OPENING, '"9.c"', '"nine"'), OPENING, 10, "targets in quotes"),
    (change(OPENING, "  - A talk with two clerks", "  -"), OPENING, 11, "sources: write a list"),
    (change(OPENING, "kind: course", "kind: course\nlanguage: xx"), OPENING, 4, "one of: en"),
    (change(KIT, "level: national", "level: world"), KIT, 3, "one of: national, local"),
    (change(KIT, "sources:\n  -", "sources:"), KIT, 6, "sources: write a list"),
    (change(CHAPTER, "outcome: Read your country's line\n", ""), CHAPTER, 1, "needs outcome"),
    (change(CASE, "FJI", "Fiji"), CASE, 4, "three capitals"),
    (change(CASE, "facts_date: June 2024\n", ""), CASE, 1, "needs facts_date"),
    (change(GUIDE, "caption: One line\n", ""), GUIDE, 12, "table needs caption"),
    (change(GUIDE, "## What", "# What"), GUIDE, 8, "headings only"),
    (change(GUIDE, "## What", ":::check\n:::\n## What"), GUIDE, 8, "no directive “check” here"),
    (change(FIRST, "**three times**", "<b>three</b>"), FIRST, 6, "raw HTML"),
    (change(FIRST, "lesson:count-the-visits", "lesson:gone"), FIRST, 26, "no lesson gone to link"),
    (change(FIRST, "figures/two-counters", "figures/gone"), FIRST, 8, "no file figures/gone.png"),
    (change(FIRST, "figures/two-counters.png", "../../secret"), FIRST, 8, "no file ../../secret"),
    (write(FIGURE, b"no picture"), FIGURE, 1, "no picture that can be read"),
    (write(FIGURE, png()[:60]), FIGURE, 1, "no picture that can be read"),
    (
        change(SECOND, "what-to-count", "what-a-visit-costs"),
        SECOND,
        13,
        f"already used in {FIRST}:",
    ),
    (change(THIRD, "id: my-service", "id: My service"), THIRD, 11, "an id is lower-case"),
    (change(UNIT, "---\n", "---\ncode: U1\n"), UNIT, 2, "code is no field"),
    (write(UNIT, "---\ntitle: A\n---\nWords\n"), UNIT, 4, "a unit has no text"),
    (change(ASSESSMENT, "review: one-visit-less\n", ""), ASSESSMENT, 9, "needs `review`"),
    (change(ASSESSMENT, "review: one-visit-less", "review: x"), ASSESSMENT, 9, "no lesson x"),
    (
        change(FIRST, "id: what-a-visit-costs\n", "id: what-a-visit-costs\nreview: x\n"),
        FIRST,
        15,
        "only a check of an assessment",
    ),
    (change(ASSESSMENT, "draw: 2", "draw: 5"), ASSESSMENT, 1, "fewer questions than are drawn"),
    (change(ASSESSMENT, "pass_percent: 50", "pass_percent: 0"), ASSESSMENT, 3, "from 1 to 100"),
    (
        write(ASSESSMENT, "---\ntitle: A\npass_percent: 50\n---\n"),
        ASSESSMENT,
        1,
        "fewer questions than are drawn",
    ),
    (
        change(ASSESSMENT, "You will", ":::reflection\nid: x\n---\nWhy?\n:::\n\nYou will"),
        ASSESSMENT,
        7,
        "no directive “reflection” here",
    ),
    (write(f"{COURSE}/lost.md", "Words"), f"{COURSE}/lost.md", 1, "no place here"),
    (write(f"{TOOLKIT}/assessment.md", "Words"), f"{TOOLKIT}/assessment.md", 1, "no place here"),
    (
        write(f"{COURSE}/01-first-steps/03-Count_it.md", LESSON),
        f"{COURSE}/01-first-steps/03-Count_it.md",
        1,
        "lower-case letters, digits, hyphens",
    ),
    (
        write(f"{COURSE}/02-at-work/02-one-visit-less.md", LESSON),
        f"{COURSE}/02-at-work/02-one-visit-less.md",
        1,
        "another lesson of the same name",
    ),
    (
        write(f"{COURSE}/03-first-steps/unit.md", "---\ntitle: Again\n---\n"),
        f"{COURSE}/03-first-steps/unit.md",
        1,
        "another unit of the same name",
    ),
    (
        rename(CASE, f"{TOOLKIT}/01-start-here/02-story-fiji.md"),
        f"{TOOLKIT}/01-start-here/02-story-fiji.md",
        1,
        "name it NN-guide-….md",
    ),
    (
        rename(GUIDE, f"{TOOLKIT}/01-start-here/01-guide.md"),
        f"{TOOLKIT}/01-start-here/01-guide.md",
        1,
        "name it NN-guide-….md",
    ),
]


@pytest.mark.parametrize(("do", "name", "line", "reason"), MALFORMED)
def test_a_malformed_file_is_named_with_its_line_and_reason(
    library: Path, do: Callable[[Path], object], name: str, line: int, reason: str
) -> None:
    do(library)
    found = [(fault.path, fault.line) for fault in faults(library) if reason in fault.reason]
    assert found == [(library / name, line)], [str(fault) for fault in faults(library)]


def test_two_courses_of_one_name_are_told_apart_from_nothing(library: Path) -> None:
    for name, text in (("course.md", OPENING), ("01-first-steps/unit.md", UNIT)):
        put(library, f"02-{COURSE}/{name}", (library / text).read_text(encoding="utf-8"))
    [fault] = faults(library)
    assert fault.reason == "there is another course of the same name"


def test_a_transcript_is_checked_like_all_other_text(library: Path) -> None:
    film = "file: a.mp4\ncaptions: a.vtt\ntranscript: a.md\ntitle: Film"
    replace(library, THIRD, ":::office", f":::video\n{film}\n:::\n\n:::office")
    put_bytes(library, f"{COURSE}/a.mp4", mp4())
    put(library, f"{COURSE}/a.vtt", CAPTIONS)
    put(library, f"{COURSE}/texts/a.md", "Hello\n\n<b>you</b>\n")
    replace(library, THIRD, "transcript: a.md", "transcript: texts/a.md")

    [fault] = faults(library)

    assert (fault.path, fault.line) == (library / COURSE / "texts" / "a.md", 3)
    put_bytes(library, f"{COURSE}/texts/a.md", b"\xff")
    assert "not UTF-8" in faults(library)[0].reason
    put(library, f"{COURSE}/texts/a.md", "\n")
    assert "nothing is said here" in faults(library)[0].reason
    put(library, f"{COURSE}/texts/a.md", "Hello")
    assert len(read_library(library)) == 2


def test_films_sound_and_captions_are_looked_into(library: Path) -> None:
    film = "file: a.mp4\nsound: a.m4a\ncaptions: a.vtt\ntranscript: a.md\ntitle: Film"
    replace(library, THIRD, ":::office", f":::video\n{film}\n:::\n\n:::office")
    put(library, f"{COURSE}/a.mp4", "<script>fire()</script>")
    put_bytes(library, f"{COURSE}/a.m4a", mp4())
    put(library, f"{COURSE}/a.vtt", CAPTIONS.replace("00:04.000", "00:02.000"))
    put(library, f"{COURSE}/a.md", "Hello")

    found = {fault.path.name: fault for fault in faults(library)}

    assert "holds no film and no recording" in found["a.mp4"].reason
    assert "is a film. Choose a recording" in found["a.m4a"].reason
    assert (found["a.vtt"].line, found["a.vtt"].reason) == (7, "it ends before it begins")


def test_all_faults_of_a_run_are_collected(library: Path) -> None:
    replace(library, FIRST, "minutes: 5", "minutes: five")
    replace(library, FIRST, "summary:", "sumary:")
    replace(library, SECOND, "## What to count", "# What to count")
    replace(library, CASE, "FJI", "Fiji")
    found = [(fault.path.name, fault.line) for fault in faults(library)]
    assert sorted(found) == [
        ("01-one-visit-less.md", 3),
        ("01-one-visit-less.md", 4),
        ("02-case-fiji-one-desk.md", 4),
        ("02-count-the-visits.md", 5),
    ]


def test_the_message_of_all_faults_has_a_line_for_each(library: Path) -> None:
    replace(library, FIRST, "minutes: 5", "minutes: five")
    replace(library, CASE, "FJI", "Fiji")
    with pytest.raises(LibraryErrors) as refused:
        read_library(library)
    lines = str(refused.value).splitlines()
    assert lines == [str(fault) for fault in refused.value.faults]
    assert lines[0] == f"{library / FIRST}:3: minutes: write a whole number from 1 to 240"


def test_a_folder_with_nothing_of_a_library_is_a_fault(tmp_path: Path) -> None:
    [fault] = faults(tmp_path)
    assert fault.path == tmp_path
    assert "no course.md or toolkit.md" in fault.reason


def test_a_file_that_cannot_be_read_is_a_fault(library: Path) -> None:
    (library / FIRST).unlink()
    (library / FIRST).mkdir()
    assert "cannot be read" in faults(library)[0].reason


def test_a_field_written_in_another_way_is_told_on_the_first_line(library: Path) -> None:
    put(library, FIRST, "---\n{title: A, minutes: five}\n---\n")
    [fault] = [each for each in faults(library) if "whole number" in each.reason]
    assert (fault.path, fault.line) == (library / FIRST, 1)
