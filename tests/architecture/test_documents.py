"""The documents cannot lie: what exists is described, and what is described exists."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, commands, named, repository_files, rooms

DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
# The library is content, in a Markdown of its own.
DOCUMENTS = [
    path
    for path in repository_files()
    if path.suffix == ".md" and (ROOT / "library") not in path.parent.parents
]


def variables() -> set[str]:
    """Give every ATOLL_ variable that the settings and the server read."""
    found = set()
    settings = (ROOT / "learning" / "settings").glob("*.py")
    for path in [*settings, ROOT / "deploy" / "serving.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                found |= _variables_read_by(node, str(node.args[0].value))
    return found


def _variables_read_by(call: ast.Call, name: str) -> set[str]:
    if not name.startswith("ATOLL_"):
        return set()
    is_secret = isinstance(call.func, ast.Name) and call.func.id == "secret"
    return {name, f"{name}_FILE"} if is_secret else {name}


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_every_setting_is_documented_and_no_other() -> None:
    assert set(re.findall(r"`(ATOLL_\w+)`", text(DOCS / "settings.md"))) == variables()


def test_every_command_is_documented_and_no_other() -> None:
    assert set(re.findall(r"^## (\w+)$", text(DOCS / "commands.md"), re.M)) == set(commands())


def test_every_option_of_a_command_is_documented() -> None:
    documented = text(DOCS / "commands.md")
    forgotten = [
        f"{name} {option}"
        for name, path in commands().items()
        for option in re.findall(r"add_argument\(\s*[\"'](--[\w-]+)[\"']", text(path))
        if f"`{option}" not in documented
    ]
    assert forgotten == []


def test_every_room_is_in_the_architecture() -> None:
    described = text(DOCS / "architecture.md")
    assert [name for name in rooms() if f"`{name}`" not in described] == []


def test_every_import_contract_is_in_the_architecture() -> None:
    contracts = tomllib.loads(text(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    described = text(DOCS / "architecture.md")
    assert [each["name"] for each in contracts if each["name"] not in described] == []


def test_every_library_we_ask_for_has_its_reason() -> None:
    asked = [
        re.split(r"[\[=<>~ ]", line, maxsplit=1)[0]
        for path in (ROOT / "requirements").glob("*.in")
        for line in text(path).splitlines()
        if line and not line.startswith(("#", "-"))
    ]
    reasons = text(DOCS / "decisions" / "0002-dependencies.md")
    assert [name for name in asked if f"`{name}`" not in reasons] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_why_what_and_what_follows(path: Path) -> None:
    headings = re.findall(r"^## (.+)$", text(path), re.M)
    assert headings == ["Context", "Decision", "Consequences"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_a_documents_links_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text(path))
    code = re.findall(r"`[^`\n]*`", text(path))
    real = [target for target in targets if not any(f"]({target}" in piece for piece in code)]
    assert [target for target in real if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_a_document_names_only_make_targets_that_exist(path: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", text(ROOT / "Makefile"), re.M))
    named_here = set(re.findall(r"`make ([a-z][a-z-]*)", text(path)))
    assert named_here <= targets
