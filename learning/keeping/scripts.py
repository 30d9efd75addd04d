"""The scripts of kept courses, each several files of ours in one, without their comments.

A phone on a thin line fetches one file for all of the player. Nothing is renamed or rewritten: only
lines that hold nothing but a comment go, and the white space that lines begin with.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from learning.publishing.exporters.player_shell import ASSETS, INSTRUMENT_SCRIPTS, SCRIPTS, STYLES

# On a phone the person is the one who is signed in, and progress travels by itself.
REPLACED = frozenset({"codes.js", "progress_file.js", "people.js", "carrying.js", "start.js"})
KEEPING = "learning/keeping/"
USB = "learning/usb/"
PLAYER = tuple(ASSETS[name] for name in SCRIPTS if name not in REPLACED)

# Of each script: the files it consists of, each by its path among the static files.
PARTS: Mapping[str, tuple[str, ...]] = {
    "player.js": (
        *PLAYER,
        f"{KEEPING}sending.js",
        f"{KEEPING}learner.js",
        f"{USB}start.js",
    ),
    "instruments.js": tuple(ASSETS[name] for name in INSTRUMENT_SCRIPTS),
    "offer.js": (f"{USB}page.js", f"{KEEPING}keeper.js", f"{KEEPING}offer.js"),
    "shelf.js": (
        f"{USB}storage.js",
        f"{USB}page.js",
        f"{KEEPING}sending.js",
        f"{KEEPING}keeper.js",
        f"{KEEPING}offer.js",
        f"{KEEPING}shelf.js",
    ),
    **{name: (ASSETS[name],) for name in STYLES},
}
WORKER = f"{KEEPING}worker.js"
FAREWELL = f"{KEEPING}farewell.js"
COMMENT = re.compile(r"^[ \t]*(?:/\*(?:(?!\*/)[\s\S])*\*/|//[^\n]*)[ \t]*$\n?", re.MULTILINE)
INDENT = re.compile(r"^\s+", re.MULTILINE)


def script(name: str) -> bytes:
    """Give the script or style sheet `name` of PARTS. Raises: KeyError."""
    return _joined(PARTS[name], _moment(PARTS[name]))


def mark(name: str) -> str:
    """Give what the address of a script or style sheet ends with. Raises: KeyError."""
    return hashlib.sha256(script(name)).hexdigest()[:12]


def worker(name: str) -> str:
    """Give a script of the service worker: WORKER or FAREWELL."""
    return _joined((name,), _moment((name,))).decode()


@lru_cache(maxsize=64)
def _joined(paths: tuple[str, ...], moment: float) -> bytes:
    # `moment` makes it anew when somebody works on the files.
    return "\n".join(_plain(path) for path in paths).encode()


def _plain(path: str) -> str:
    text = _file(path).read_text(encoding="utf-8")
    return INDENT.sub("", COMMENT.sub("", text)) if path.endswith(".js") else text


def _moment(paths: tuple[str, ...]) -> float:
    """Give when the youngest of the files changed, while working on Atoll; else 0."""
    return max(_file(path).stat().st_mtime for path in paths) if settings.DEBUG else 0


@lru_cache(maxsize=128)
def _file(path: str) -> Path:
    found = finders.find(path)
    if not isinstance(found, str):
        raise FileNotFoundError(path)
    return Path(found)
