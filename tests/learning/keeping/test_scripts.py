"""What travels: the scripts of hub pages, of the kept player, and what is left out of both."""

import os
import re
from pathlib import Path
from typing import Any

import brotli
import pytest

from learning.keeping import scripts
from learning.keeping.scripts import FAREWELL, PARTS, WORKER, script, worker

STATIC = Path(__file__).parents[3] / "learning" / "static"
HUB = sorted((STATIC / "learning").glob("*.js"))
MOST_OF_THE_HUB = 12_000  # bytes, compressed, of all scripts of all pages of the hub
MOST_OF_A_CHECK = 3_000
MOST_OF_THE_PLAYER = 20_000


def compressed(content: bytes) -> int:
    """Give the bytes that travel: with brotli, as browsers ask for it at a secure address."""
    return len(brotli.compress(content))


def test_the_scripts_of_all_hub_pages_together_are_light() -> None:
    sizes = {path.name: compressed(path.read_bytes()) for path in HUB}
    assert sizes["check.js"] <= MOST_OF_A_CHECK
    assert sum(sizes.values()) + compressed(script("offer.js")) <= MOST_OF_THE_HUB, sizes


def test_the_kept_player_is_light() -> None:
    assert compressed(script("player.js")) <= MOST_OF_THE_PLAYER


@pytest.mark.parametrize("name", [name for name in PARTS if name.endswith(".js")])
def test_a_script_holds_all_code_of_its_files_and_no_comment(name: str) -> None:
    text = script(name).decode()
    for path in PARTS[name]:
        source = (STATIC / path).read_text(encoding="utf-8")
        for line in source.splitlines():
            code = line.strip()
            if code and not code.startswith(("/*", "*", "//")):
                assert code in text
    assert not re.search(r"^\s*(//|/\*|\*)", text, re.MULTILINE)


def test_no_text_in_a_script_goes_over_a_line_end_where_stripping_could_change_it() -> None:
    texts = {name: script(name).decode() for name in PARTS if name.endswith(".js")}
    texts |= {name: worker(name) for name in (WORKER, FAREWELL)}
    lines = [line for text in texts.values() for line in text.splitlines()]
    assert [line for line in lines if line.count("`") % 2] == []


def test_a_comment_beside_code_takes_no_code_with_it(tmp_path: Path, monkeypatch: Any) -> None:
    source = tmp_path / "x.js"
    source.write_text("/* a */ one();\ntwo(); /* b */\n  // c\n/* d\n e */\n  three();\n")
    monkeypatch.setattr(scripts.finders, "find", lambda _path: str(source))
    assert worker(f"{tmp_path}/x.js") == "/* a */ one();\ntwo(); /* b */\nthree();\n"


def test_a_file_that_is_not_there_is_said_to_be(monkeypatch: Any) -> None:
    with pytest.raises(FileNotFoundError):
        worker("learning/keeping/nothing.js")


def test_while_working_on_atoll_a_change_is_seen_at_once(
    tmp_path: Path, monkeypatch: Any, settings: Any
) -> None:
    settings.DEBUG = True
    source = tmp_path / "y.js"
    monkeypatch.setattr(scripts.finders, "find", lambda _path: str(source))
    source.write_text("one();")
    os.utime(source, (1, 1))
    assert worker("y.js") == "one();"
    source.write_text("two();")
    os.utime(source, (2, 2))
    assert worker("y.js") == "two();"
