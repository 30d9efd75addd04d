"""Instruments in an export: which pages carry them, and with which words."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from learning.bundles.edition import FrozenEdition
from learning.publishing.exporters import player_shell
from learning.publishing.exporters.course_page import CoursePage
from learning.publishing.exporters.report import Report
from learning.publishing.templatetags.instrument_words import FAULTS, WARNINGS
from tests.learning.publishing.exporters.editions import course, number, read_assets
from tests.learning.publishing.exporters.test_usb import files
from tests.learning.publishing.exporters.toolkits import assessment, toolkit
from toolkits.instruments.calculating import LABELS
from toolkits.instruments.definition import Question, read, to_entry

Export = Callable[..., Report]
KINDS = ("assessment", "calculator", "canvas")
TURNS = ("first", "second", "first-about", "second-about")
TOLD = ("file-known", "file-twin", "file-loaded")
SAID_BY_PARTS = {f"tool-{part}" for part in (*KINDS, *TURNS, *TOLD, "yes", "no", "unanswered")}


def page_of(out: Path, name: str = "small-toolkit") -> str:
    return (out / f"{name}.html").read_text(encoding="utf-8")


def scripts_of(page: str) -> list[str]:
    return re.findall(r'<script defer src="atoll/([^"]+)"></script>', page)


def tools_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="atoll-tools">(.*?)</script>', page)
    assert found is not None
    tools: dict[str, Any] = json.loads(found.group(1))
    return tools


def test_only_a_page_with_instruments_carries_them_and_their_scripts(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    export(edition, toolkit(tmp_path / "store"), out=tmp_path / "out")
    with_tools = page_of(tmp_path / "out")
    without = page_of(tmp_path / "out", "who-owns-the-data")
    assert scripts_of(with_tools) == [*player_shell.SCRIPTS, *player_shell.INSTRUMENT_SCRIPTS]
    assert scripts_of(without) == [*player_shell.SCRIPTS]
    assert "atoll-tools" not in without
    assert 'data-word="tool-title"' not in without


def test_a_folder_without_instruments_has_no_scripts_for_them(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    export(edition, out=tmp_path / "out")
    assert not list((tmp_path / "out" / "atoll").glob("instrument-*"))


def test_scripts_that_pages_in_the_folder_use_are_kept_up_to_date(
    export: Export, edition: FrozenEdition, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    export(toolkit(tmp_path / "store"), out=out)
    script = out / "atoll" / "instrument-scoring.js"
    content = script.read_bytes()
    script.write_text("an older version")
    export(edition, out=out)
    assert script.read_bytes() == content


def test_the_same_toolkit_gives_the_same_bytes(export: Export, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export(toolkit(tmp_path / name), out=tmp_path / f"out-{name}")
    assert files(tmp_path / "out-one") == files(tmp_path / "out-two")


def test_the_definition_is_on_the_page_without_what_is_empty(
    export: Export, tmp_path: Path
) -> None:
    export(toolkit(tmp_path / "store"), out=tmp_path / "out")
    tools = tools_of(page_of(tmp_path / "out"))
    assert tools.keys() == {number("check"), number("egdi"), number("plan")}
    found = tools[number("check")]
    assert read(found) == assessment()
    assert found["levels"][0]["from_percent"] == 0
    assert "hint" not in found["dimensions"][0]["questions"][1]
    assert to_entry(read(tools[number("egdi")]))["inputs"][1]["minimum"] == "0"


def test_no_question_can_end_the_script_that_holds_it(export: Export, tmp_path: Path) -> None:
    definition = assessment()
    text = "</script><script>alert(1)</script><!-- \u2028"
    bad = Question("bad", text)
    dimension = definition.dimensions[0]
    changed = type(definition)(
        definition.label,
        1,
        definition.chart,
        (type(dimension)("only", "Only", 100, (bad,)),),
        definition.levels,
    )
    export(toolkit(tmp_path / "store", tools={"check": changed}), out=tmp_path / "out")
    page = page_of(tmp_path / "out")
    assert "<script>alert" not in page
    tool = tools_of(page)[number("check")]
    assert tool["dimensions"][0]["questions"][0]["text"] == text


def test_the_questions_stand_on_the_page_once(export: Export, tmp_path: Path) -> None:
    export(toolkit(tmp_path / "store"), out=tmp_path / "out")
    assert page_of(tmp_path / "out").count("Is there a law on open data?") == 1


def test_a_course_without_instruments_has_none_for_the_script(tmp_path: Path) -> None:
    assert CoursePage(course(tmp_path / "store")).tools_for_script() == ""


def test_every_word_that_the_scripts_say_is_on_the_page(export: Export, tmp_path: Path) -> None:
    export(toolkit(tmp_path / "store"), out=tmp_path / "out")
    words = set(re.findall(r'data-word="([^"]+)"', page_of(tmp_path / "out")))
    assets = read_assets()
    scripts = b"".join(assets[name] for name in player_shell.INSTRUMENT_SCRIPTS).decode()
    called = set(re.findall(r'\b(?:word|button)\("([^"]+[^"-])"', scripts))
    quoted = set(re.findall(r'"((?:tool|plan)-[a-z0-9-]+[a-z0-9])"', scripts))
    assert called | quoted | SAID_BY_PARTS <= words
    sentences = {
        *(f"line-{code}" for code in LABELS),
        *(f"warn-{code}" for code in WARNINGS),
        *(f"fault-{name}" for name in FAULTS),
    }
    assert sentences <= words
    ours = {word for word in words if word.startswith(("tool-", "plan-"))}
    plan = {f"plan-{name}" for name in ("priority", "owner", "date", "indicator", "baseline")}
    assert ours <= called | quoted | SAID_BY_PARTS | plan | {"plan-day-30", "plan-day-90"}


def test_the_scripts_use_nothing_that_a_page_may_not(export: Export, tmp_path: Path) -> None:
    export(toolkit(tmp_path / "store"), out=tmp_path / "out")
    assert " style=" not in page_of(tmp_path / "out")
    assets = read_assets()
    for name in player_shell.INSTRUMENT_SCRIPTS:
        script = assets[name].decode()
        for refused in ("innerHTML", "insertAdjacentHTML", "eval(", "parseFloat", ".style"):
            assert refused not in script, name


def test_the_sentences_are_in_the_language_of_the_page(export: Export, tmp_path: Path) -> None:
    export(toolkit(tmp_path / "store"), out=tmp_path / "out")
    page = page_of(tmp_path / "out")
    assert '<i data-word="fault-too-long">' in page
    assert "{length} characters; the limit is {limit}." in page
    assert "two per cent of the average income" in page
    assert "%(" not in page
    assert "%%" not in page
