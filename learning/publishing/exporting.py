"""Exporting: hands current editions, a renderer and the shell's assets to an exporter."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from learning.publishing.exporters import usb
from learning.publishing.exporters.report import Report
from learning.publishing.releasing import current_editions
from learning.publishing.rendering import render_in

Exporter = Callable[[Sequence[str], Path, Callable[[str], None] | None], Report]


def export_usb(
    slugs: Sequence[str], out: Path, progress: Callable[[str], None] | None = None
) -> Report:
    """Write the current editions of `slugs` into the folder `out`, to open from `file://`.

    Raises: PublishingError — unknown or unpublished; ExportError, BundleError — the files.
    """
    editions = [edition.frozen() for edition in current_editions(slugs)]
    return usb.export(
        editions,
        out,
        render=_render,
        assets={name: _asset(path) for name, path in usb.ASSETS.items()},
        actor_home=settings.ATOLL_ACTOR_HOME,
        progress=progress,
    )


FORMATS: Mapping[str, Exporter] = {"usb": export_usb}


def _render(template: str, context: Mapping[str, object]) -> str:
    return render_in(str(context["language"]), template, context)


def _asset(path: str) -> bytes:
    found = finders.find(path)
    if not isinstance(found, str):
        raise FileNotFoundError(path)
    return Path(found).read_bytes()
