"""The USB copy of one course as a zip file, for phones and PCs where no course can be kept.

It is made once for an edition, and again after an upgrade that changes what it is made of. It lies
in the folder of what is made while running. Its bytes are the same whenever it is made, so its size
can be said before anybody downloads it.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from learning.publishing import exporters
from learning.publishing.exporters import usb
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.player_shell import ASSETS
from learning.publishing.exporters.zipping import zipped
from learning.publishing.models import Edition
from learning.publishing.rendering import render_in

FOLDER = "carried"
KEPT_BACK = usb.JOURNAL  # of use only where the export is made again


def zip_of(edition: Edition) -> Path:
    """Give the zip file of a course, made now if it was not yet; older ones of it are removed.

    Raises: BundleError, ExportError, OSError — nothing half-written is left.
    """
    folder = Path(settings.VAR_DIR) / FOLDER
    beginning = f"{edition.slug}-{edition.language}-"
    path = folder / f"{beginning}{_mark(edition)}.zip"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        _make(edition, path)
        for other in folder.glob(f"{beginning}" + "?" * 20 + ".zip"):
            if other != path:
                other.unlink(missing_ok=True)
    return path


def _mark(edition: Edition) -> str:
    """Name the file by all that it is made of: the edition, and what an upgrade may change."""
    makers = (_makers.__wrapped__ if settings.DEBUG else _makers)()
    facts = (edition.manifest_sha256, edition.language, settings.ATOLL_ACTOR_HOME, makers)
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:20]


@lru_cache(maxsize=1)
def _makers() -> str:
    """Give one SHA-256 of the assets, templates, words and modules that make a USB copy."""
    found = [hashlib.sha256(_asset(path)).hexdigest() for path in sorted(set(ASSETS.values()))]
    found += [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(_sources())]
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


def _sources() -> Iterator[Path]:
    for shells in settings.TEMPLATES[0]["DIRS"]:
        yield from Path(shells, "exporters").rglob("*.html")
    for words in settings.LOCALE_PATHS:
        yield from Path(words).rglob("*.mo")
    yield from Path(exporters.__path__[0]).glob("*.py")


def _make(edition: Edition, path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        out = Path(name) / "export"
        usb.export(_job(edition, out))
        whole = Path(name) / "whole.zip"
        whole.write_bytes(zipped(_files(out)))
        whole.replace(path)


def _job(edition: Edition, out: Path) -> Job:
    return Job(
        editions=[edition.frozen()],
        out=out,
        render=lambda template, context: render_in(str(context["language"]), template, context),
        asset=_asset,
        actor_home=settings.ATOLL_ACTOR_HOME,
    )


def _asset(path: str) -> bytes:
    found = finders.find(path)
    if not isinstance(found, str):
        raise FileNotFoundError(path)
    return Path(found).read_bytes()


def _files(out: Path) -> dict[str, bytes]:
    found = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if name != KEPT_BACK}
