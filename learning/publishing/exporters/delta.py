"""What changed between two exports: a zip file of the changed files, and `delta.json`.

    {"format": "atoll-delta/1", "export": …, "profile": …, "from": {…}, "to": {…},
     "added": […], "changed": […], "removed": […]}

`from` and `to` name an edition: its id, version, slug and language. Each file that was added or
changed is named with path, bytes (`length`) and SHA-256; a changed one also with the SHA-256 it had
(`was`), so that whoever applies it knows whether theirs is the file that was meant. What signs a
delta signs `delta.json`: everything else follows from it.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from learning.bundles.manifest import Manifest
from learning.bundles.store import sha256
from learning.publishing.exporters.zipping import zipped

FORMAT = "atoll-delta/1"
ENTRY = "delta.json"


@dataclass(frozen=True)
class Sides:
    """The folders of the two exports, and the editions that differ between them."""

    before: Path
    after: Path
    older: Manifest
    newer: Manifest


def delta(sides: Sides, facts: Mapping[str, str], *, left_out: Collection[str] = ()) -> bytes:
    """Give the zip file. `facts`: what else it says; `left_out`: paths that do not count."""
    before = _files(sides.before, left_out)
    after = _files(sides.after, left_out)
    added = sorted(after.keys() - before.keys())
    changed = sorted(path for path in after.keys() & before.keys() if after[path] != before[path])
    entry = {
        "format": FORMAT,
        **facts,
        "from": _edition(sides.older),
        "to": _edition(sides.newer),
        "added": [_file(sides.after, path, after[path]) for path in added],
        "changed": [
            {**_file(sides.after, path, after[path]), "was": before[path]} for path in changed
        ],
        "removed": sorted(before.keys() - after.keys()),
    }
    text = json.dumps(entry, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    contents = {path: (sides.after / path).read_bytes() for path in (*added, *changed)}
    return zipped({**contents, ENTRY: text.encode()})


def _files(root: Path, left_out: Collection[str]) -> dict[str, str]:
    """Give the SHA-256 of each file below `root` by its path."""
    paths = (path for path in root.rglob("*") if path.is_file())
    named = {path.relative_to(root).as_posix(): path for path in paths}
    return {name: sha256(path.read_bytes()) for name, path in named.items() if name not in left_out}


def _file(root: Path, path: str, digest: str) -> dict[str, object]:
    return {"path": path, "length": (root / path).stat().st_size, "sha256": digest}


def _edition(manifest: Manifest) -> dict[str, object]:
    return {
        "id": manifest.id,
        "version": manifest.version,
        "slug": manifest.slug,
        "language": manifest.language,
    }
