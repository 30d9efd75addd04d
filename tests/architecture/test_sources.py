"""What no source file of ours may hold."""

import ast
import re

import pytest

from tests.architecture.tree import modules, named, repository_files, rooms

# One letter of each name stands in brackets, so that this file does not find itself.
REGISTRIES = re.compile(
    r"\b(?:pyp[i]|pythonhoste[d]|npmj[s]|docke[r]|ghc[r]|qua[y]|debia[n]|crate[s]|golan[g])"
    r"\.(?:org|com|io)\b|--(?:extra-)?index-ur[l]|--find-link[s]"
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:roo[t]|hom[e]|wor[k]|User[s])/[\w.]")
BINARY = {".png", ".jpg", ".webp", ".avif", ".mp4", ".mp3", ".zip", ".ico", ".woff2"}


@pytest.mark.parametrize("forbidden", [REGISTRIES, MACHINE_PATHS], ids=["registry", "machine path"])
def test_no_file_names_a_registry_or_somebodys_machine(forbidden: re.Pattern[str]) -> None:
    found = [
        f"{named(path)}:{number}: {line.strip()[:80]}"
        for path in repository_files()
        if path.suffix not in BINARY
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if forbidden.search(line)
    ]
    assert found == []


def test_no_error_is_swallowed() -> None:
    swallowed = [
        f"{named(path)}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and all(map(_does_nothing, node.body))
    ]
    assert swallowed == []


def _does_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Pass)


def test_every_room_says_what_lives_in_it() -> None:
    silent = [
        name
        for name, path in rooms().items()
        if not ast.get_docstring(ast.parse((path / "__init__.py").read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_there_is_no_room_for_leftovers() -> None:
    leftovers = {"core", "common", "shared", "utils", "helpers", "services"}
    names = [named(path) for path, _ in modules()]
    assert [name for name in names if leftovers & set(re.split(r"[/.]", name))] == []
