"""What changed between two exports: a zip file of the changed files, and `delta.json`.

    {"format": "atoll-delta/2", "export": …, "profile": …, "from": {…}, "to": {…},
     "before": …, "after": …, "added": […], "changed": […], "removed": […]}

`from` and `to` name an edition: its id, version, slug and language. The paths that were added,
changed or removed follow. `before` is one digest over all files that are changed or removed, as
they were, so that whoever applies it knows whether theirs are the files that were meant; `after`
is one over all that are in the zip file. Each is the SHA-256 of what `sha256sum` would write of
those files in the order of their paths: a line for each, its SHA-256, two blanks, its path.

What signs a delta signs `delta.json`: everything else follows from it. Digests do not pack, and an
update of a few pages is mostly digests if each file has its own; so there are two, however many
files there are.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from learning.bundles.manifest import Manifest
from learning.bundles.store import sha256
from learning.publishing.exporters.zipping import zipped

FORMAT = "atoll-delta/2"
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
    removed = sorted(before.keys() - after.keys())
    entry = {
        "format": FORMAT,
        **facts,
        "from": _edition(sides.older),
        "to": _edition(sides.newer),
        "before": digest_of({path: before[path] for path in (*changed, *removed)}),
        "after": digest_of({path: after[path] for path in (*added, *changed)}),
        "added": added,
        "changed": changed,
        "removed": removed,
    }
    text = json.dumps(entry, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    contents = {path: (sides.after / path).read_bytes() for path in (*added, *changed)}
    return zipped({**contents, ENTRY: text.encode()})


def digest_of(digests: Mapping[str, str]) -> str:
    """Give one digest over files. digests: the SHA-256 of each by its path."""
    lines = [f"{digests[path]}  {path}\n" for path in sorted(digests)]
    return sha256("".join(lines).encode())


def _files(root: Path, left_out: Collection[str]) -> dict[str, str]:
    """Give the SHA-256 of each file below `root` by its path."""
    paths = (path for path in root.rglob("*") if path.is_file())
    named = {path.relative_to(root).as_posix(): path for path in paths}
    return {name: sha256(path.read_bytes()) for name, path in named.items() if name not in left_out}


def _edition(manifest: Manifest) -> dict[str, object]:
    return {
        "id": manifest.id,
        "version": manifest.version,
        "slug": manifest.slug,
        "language": manifest.language,
    }
