from pathlib import Path

import pytest
import yaml

from courses.library.documents import read_library
from courses.library.errors import LibraryError, LibraryErrors
from courses.library.loading import load_library
from courses.library.tools import LARGEST, read_tool
from tests.factories.library import GUIDE, INSTRUMENT, TOOLKIT, put, put_bytes, write_library
from tests.factories.uploads import uploads  # noqa: F401 — a fixture
from toolkits.instruments.definition import Assessment, Canvas
from toolkits.models import InstrumentPage, ToolkitPage
from toolkits.outline import outline

TOOL = INSTRUMENT.replace(".md", ".yaml")
ASSESSMENT = """\
kind: assessment
label: our total, not the OSI
dimensions:
  - code: visits
    title: Visits
    weight: 100
    questions:
      - code: counted
        text: Do you count visits?
        advice: Begin on one morning.
        unit: small-toolkit/guide-read-the-line
levels:
  - {title: Any, from_percent: 0}
"""
CANVAS = """\
kind: canvas
sections:
  - code: visits
    title: Visits
    fields:
      - {code: today, label: Today}
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library")


def faults(library: Path, text: str) -> list[LibraryError]:
    with pytest.raises(LibraryErrors) as refused:
        put(library, TOOL, text)
        read_tool(library / TOOL)
    return refused.value.faults


def refused_lines(library: Path, text: str) -> list[int]:
    return [fault.line for fault in faults(library, text)]


def test_a_file_beside_an_instrument_is_its_tool(library: Path) -> None:
    put(library, TOOL, ASSESSMENT)

    _course, toolkit = read_library(library)
    documents = {document.slug: document for document in toolkit.walk()}

    assert isinstance(documents["instrument-visit-counter"].tool, Assessment)
    assert [d.slug for d in toolkit.walk() if d.tool] == ["instrument-visit-counter"]


def test_each_fault_is_told_with_its_line_and_place(library: Path) -> None:
    wrong = ASSESSMENT.replace("weight: 100", "weight: 90").replace("code: counted", "code: Number")

    found = faults(library, wrong.replace("text: Do you", "texts: Do you"))

    assert [(fault.line, fault.reason.partition(":")[0]) for fault in found] == [
        (8, "dimensions[0].questions[0].code"),
        (8, "dimensions[0].questions[0].text"),
        (9, "dimensions[0].questions[0].texts"),
        (3, "dimensions"),
    ]
    assert all(fault.path.name.endswith(".yaml") for fault in found)


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", 1, "group of names"),
        ("- kind: canvas\n", 1, "group of names"),
        ("kind: canvas\nsections: [\n", 3, "not YAML"),
        ("kind: canvas\nkind: calculator\n", 2, "kind stands here twice"),
        ("kind: canvas\nnote: &a x\nsections: *a\n", 3, "references with *"),
        ("kind: !!python/name:os.system\n", 1, "not YAML"),
        ("[" * 100_000, 1, "too deep"),
        ("- " * 100_000, 1, "too deep"),
    ],
)
def test_what_is_no_definition_is_refused(library: Path, text: str, line: int, why: str) -> None:
    [fault] = faults(library, text)

    assert (fault.line, why in fault.reason) == (line, True), fault


def test_names_that_stand_twice_are_told_however_deep(library: Path) -> None:
    twice = ASSESSMENT.replace("        text: Do", "        code: again\n        text: Do")

    assert refused_lines(library, twice) == [9]


def test_a_file_that_cannot_be_read_is_named(library: Path) -> None:
    for content in (b"\xff\xfe", b"#" * (LARGEST + 1)):
        put_bytes(library, TOOL, content)
        with pytest.raises(LibraryErrors, match=r"03-instrument-visit-counter\.yaml:1: "):
            read_tool(library / TOOL)
    with pytest.raises(LibraryErrors, match="cannot be read"):
        read_tool(library / "none.yaml")


@pytest.mark.parametrize("name", [GUIDE.replace(".md", ".yaml"), INSTRUMENT.replace(".md", ".yml")])
def test_a_tool_that_belongs_to_no_instrument_is_a_fault(library: Path, name: str) -> None:
    put(library, name, ASSESSMENT)

    with pytest.raises(LibraryErrors, match="no instrument here has this name"):
        read_library(library)


def test_faults_of_tools_are_told_with_all_others(library: Path) -> None:
    put(library, TOOL, "kind: quiz\n")
    put(library, GUIDE, "nothing")

    with pytest.raises(LibraryErrors) as refused:
        read_library(library)

    assert {fault.path.suffix for fault in refused.value.faults} == {".md", ".yaml"}


def test_a_file_is_read_without_the_parser_in_c_too(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("courses.library.tools.Loader", yaml.SafeLoader)
    put(library, TOOL, ASSESSMENT)

    assert isinstance(read_tool(library / TOOL), Assessment)
    assert refused_lines(library, "[" * 1000) == [1]


@pytest.mark.django_db
@pytest.mark.usefixtures("uploads")
def test_a_tool_is_loaded_into_its_page_and_its_outline(library: Path) -> None:
    put(library, TOOL, ASSESSMENT)

    load_library(library)

    page = InstrumentPage.objects.get(slug="instrument-visit-counter")
    assert page.definition == read_tool(library / TOOL)
    lessons = [
        lesson for unit in outline(ToolkitPage.objects.get()).units for lesson in unit.lessons
    ]
    assert [lesson.tool["kind"] for lesson in lessons if lesson.tool] == ["assessment"]


@pytest.mark.django_db
@pytest.mark.usefixtures("uploads")
def test_loading_again_changes_only_what_a_changed_tool_says(library: Path) -> None:
    put(library, TOOL, ASSESSMENT)
    load_library(library)
    before = InstrumentPage.objects.get().tool.raw_data[:]

    again = load_library(library)
    assert (again.created, again.updated) == ([], [])

    put(library, TOOL, CANVAS)
    report = load_library(library)
    assert report.updated == [str(library / INSTRUMENT)]
    assert isinstance(InstrumentPage.objects.get().definition, Canvas)

    put(library, TOOL, ASSESSMENT)
    load_library(library)
    assert list(InstrumentPage.objects.get().tool.raw_data) == list(before)

    (library / TOOL).unlink()
    load_library(library)
    assert InstrumentPage.objects.get().definition is None


@pytest.mark.django_db
@pytest.mark.usefixtures("uploads")
def test_a_unit_that_is_not_there_is_named_and_nothing_is_loaded(library: Path) -> None:
    wrong = ASSESSMENT.replace("guide-read-the-line", "guide-none")
    put(library, TOOL, wrong)

    with pytest.raises(LibraryErrors) as refused:
        load_library(library)

    [fault] = refused.value.faults
    assert (fault.line, fault.path) == (11, library / TOOL)
    assert "small-toolkit/guide-none" in fault.reason
    assert not ToolkitPage.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("uploads")
def test_a_unit_may_be_in_the_site_already(library: Path) -> None:
    load_library(library)
    other = library / TOOLKIT
    other.rename(library / "other-toolkit")
    put(library, TOOL.replace(TOOLKIT, "other-toolkit"), ASSESSMENT)

    load_library(library / "other-toolkit")

    assert InstrumentPage.objects.filter(slug="instrument-visit-counter").count() == 2
