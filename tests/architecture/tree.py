"""What the architecture's tests look at: the repository's files and its Python, read as trees."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("learning", "courses", "toolkits", "media")


def repository_files() -> list[Path]:
    """Give every file that git tracks or would track."""
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-co", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 — fixed words
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return sorted(path for path in paths if path.is_file())


def modules() -> Iterator[tuple[Path, ast.Module]]:
    """Give every module of ours but migrations, parsed."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ast.parse(path.read_text(encoding="utf-8"))


def rooms() -> dict[str, Path]:
    """Give each room by its dotted name: the content packages and the packages of learning."""
    found = {name: ROOT / name for name in PACKAGES if name != "learning"}
    for path in sorted((ROOT / "learning").iterdir()):
        if (path / "__init__.py").is_file():
            found[f"learning.{path.name}"] = path
    return found


def commands() -> dict[str, Path]:
    """Give each management command of ours by its name."""
    paths = [path for name in PACKAGES for path in ROOT.glob(f"{name}/**/management/commands/*.py")]
    return {path.stem: path for path in sorted(paths) if not path.stem.startswith("_")}


def named(path: Path) -> str:
    """Give the path as it is written in the documents."""
    return path.relative_to(ROOT).as_posix()
