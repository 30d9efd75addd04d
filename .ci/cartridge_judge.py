"""What the cartridges of a folder must hold to, whichever version they are of."""

import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from pages_judge import accessible, dead_links, say, standard

from learning.publishing.exporters.cartridge_rules import VERSIONS, faults

SAMPLE = 12  # pages that are opened: all are made by one template


def judge(name: str, number: str, folder: Path, *, pages: bool) -> int:
    """Print a line for each judge; give the exit code. pages: whether to open them all."""
    cartridges = sorted(folder.rglob(f"*.{name}.imscc"))
    if not cartridges:
        say(name, "rules", [f"there is no cartridge in {folder}"], "")
        return 1
    with tempfile.TemporaryDirectory() as work:
        for path in cartridges:
            zipfile.ZipFile(path).extractall(Path(work) / path.name)
        results = [
            say(name, "rules", _broken(cartridges, number), f"{len(cartridges)} cartridges"),
            say(name, "xmllint", _malformed(Path(work)), "every part is well-formed"),
        ]
        if pages:
            results += _pages(name, Path(work))
    return 0 if all(results) else 1


def _broken(cartridges: Sequence[Path], number: str) -> Sequence[str]:
    found = []
    for path in cartridges:
        with zipfile.ZipFile(path) as archive:
            files = {each: archive.read(each) for each in archive.namelist()}
        found += [f"{path.name}: {fault}" for fault in faults(files, VERSIONS[number])]
    return found


def _malformed(folder: Path) -> Sequence[str]:
    command = ["xmllint", "--nonet", "--noout", *map(str, sorted(folder.rglob("*.xml")))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr.strip().splitlines()[:3] if done.returncode else []


def _pages(name: str, folder: Path) -> list[bool]:
    pages = [path for path in sorted(folder.rglob("*.html")) if "media" not in path.parts]
    some = pages[:: max(1, len(pages) // SAMPLE)]
    return [
        say(name, "vnu", standard(folder), f"{len(pages)} pages hold to the standard"),
        say(name, "links", dead_links(folder), "every link resolves inside its cartridge"),
        say(name, "axe", accessible(some), f"{len(some)} of the pages, light and dark"),
    ]
