"""Freezing every course and toolkit of the library, beside copying the same files."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from courses.library.loading import load_library
from learning.bundles.manifest import Manifest
from learning.publishing.exporting import export_usb
from learning.publishing.freezing import freeze
from learning.publishing.models import Edition
from learning.publishing.releasing import publishable, release
from tests.benchmarks.measuring import Row, typical, typical_pair

TIMES = 5


def set_up() -> None:
    """Fill an empty hub with the library, published."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    load_library(Path(settings.BASE_DIR) / "library")
    for page in publishable():
        release(page)


def rows() -> Iterator[Row]:
    manifests = [edition.manifest for edition in Edition.objects.current()]
    count = sum(len(manifest.lessons) for manifest in manifests)
    freezing, copying = typical_pair(freeze_all, lambda: copy_files(manifests), times=TIMES)
    yield row("freezing", count, freezing, copying)
    yield row("writing the USB copy", count, typical(export_all, times=TIMES), copying)


def row(what: str, count: int, took: float, copying: float) -> Row:
    measured = f"{count / took:.0f} lessons/s"
    return Row(what, measured, f"copying the files, {count / copying:.0f}/s", took / copying)


def freeze_all() -> None:
    for page in publishable():
        freeze(page)


def export_all() -> None:
    with tempfile.TemporaryDirectory() as out:
        export_usb([], Path(out))  # all of them


def copy_files(manifests: list[Manifest]) -> None:
    editions = Path(settings.EDITIONS_ROOT)
    with tempfile.TemporaryDirectory() as out:
        for digest in {entry.sha256 for manifest in manifests for entry in manifest.files}:
            shutil.copy(editions / digest[:2] / digest, out)
