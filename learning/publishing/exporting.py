"""Exporting: hands frozen editions, and what of ours they need, to the exporter of a format.

A format is a module of `exporters` with `export(job)`. If it writes one file for each edition, it
says how the name ends (`ENDING`), and several processes may share the editions; otherwise it
shares its own work by `job.spread`. `OPTIONS`, where it has any, says what can be chosen, and
`HAS_COUNTRIES` that it shows the country data.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from learning.bundles.errors import BundleError
from learning.bundles.profiles import Profile
from learning.publishing.errors import (
    EditionDamaged,
    LibraryMissing,
    NamedTwice,
    NotPublished,
    UnknownFormat,
)
from learning.publishing.exporters.budgets import over_budget
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.names import names_of
from learning.publishing.exporters.report import Report, together
from learning.publishing.handing import country_table, damage, job_of
from learning.publishing.models import Edition
from learning.publishing.orders import Order
from learning.publishing.releasing import find
from learning.publishing.sharing import shared

Hear = Callable[[str], None]

# Each module is imported when it is asked for: some need libraries that not every hub has.
FORMATS: Mapping[str, str] = {
    "usb": "learning.publishing.exporters.usb",
    "site": "learning.publishing.exporters.site",
    "scorm12": "learning.publishing.exporters.scorm12",
    "scorm2004": "learning.publishing.exporters.scorm2004",
    "cmi5": "learning.publishing.exporters.cmi5",
    "cc11": "learning.publishing.exporters.cc11",
    "cc13": "learning.publishing.exporters.cc13",
    "qti3": "learning.publishing.exporters.qti3",
    "epub": "learning.publishing.exporters.epub",
    "pdf": "learning.publishing.exporters.pdf",
    "zim": "learning.publishing.exporters.zim",
    "library": "learning.publishing.exporters.library",
}


def exporter(name: str) -> Any:
    """Give the module of a format. Raises: UnknownFormat, LibraryMissing."""
    if name not in FORMATS:
        message = _("There is no format “%(name)s”. There are: %(known)s. Nothing was written.")
        raise UnknownFormat(message % {"name": name, "known": ", ".join(FORMATS)})
    try:
        return import_module(FORMATS[name])
    except (ImportError, OSError) as error:
        message = _(
            "The format “%(name)s” needs a library that is not installed here (%(error)s). Nothing "
            "was written. Other formats work; docs/commands.md says how to install it."
        )
        raise LibraryMissing(message % {"name": name, "error": error}) from error


def chosen(slugs: Sequence[str], languages: Sequence[str] = ()) -> list[Edition]:
    """Give the current editions of `slugs`, or of everything, in `languages`, or in every one.

    Raises: UnknownSlug, NotPublished, NamedTwice.
    """
    for slug, times in Counter(slugs).items():
        if times > 1:
            message = _("“%s” is named twice. Name it once. Nothing was written.")
            raise NamedTwice(message % slug)
    if slugs:
        return [edition for slug in slugs for edition in _of_slug(slug, languages)]
    every = Edition.objects.current()
    found = every.filter(language__in=languages) if languages else every
    if not found:
        raise NotPublished(_not_published(languages))
    return sorted(found, key=lambda edition: (edition.slug, _rank(edition.language)))


def _rank(language: str) -> tuple[bool, str]:
    """Give the place of a language: the site's own comes first and gets the plain file name."""
    return language != settings.LANGUAGE_CODE, language


def _not_published(languages: Sequence[str]) -> str:
    if languages and Edition.objects.current().exists():
        message = _("Nothing is published in %s. Nothing was written.")
        return message % ", ".join(languages)
    return _("Nothing is published yet. Publish first: manage.py publish --all")


def _of_slug(slug: str, languages: Sequence[str]) -> list[Edition]:
    editions = {each.language: each for each in Edition.objects.current().filter(slug=slug)}
    if not editions:
        find(slug)
        message = _("“%(slug)s” is not published. Publish it first: manage.py publish %(slug)s")
        raise NotPublished(message % {"slug": slug})
    if missing := [language for language in languages if language not in editions]:
        message = _(
            "“%(slug)s” is not published in %(missing)s; it is in %(known)s. Nothing was written."
        )
        words = {"slug": slug, "missing": ", ".join(missing), "known": ", ".join(sorted(editions))}
        raise NotPublished(message % words)
    return [editions[language] for language in languages or sorted(editions, key=_rank)]


def export(order: Order, *, hear: Hear = lambda path: None, jobs: int = 1) -> Report:
    """Write what is ordered. Doing it again is safe, and costs only what changed.

    hear: is told of each file. jobs: how many processes may work at once.
    Raises: PublishingError — unknown, unpublished or damaged; ExportError — the folder.
    """
    module = exporter(order.format)
    _refuse_unknown_options(order, getattr(module, "OPTIONS", order.options))
    try:
        countries = country_table() if getattr(module, "HAS_COUNTRIES", False) else None
        job = replace(job_of(order), hear=hear, jobs=jobs, countries=countries)
        with shared(order, jobs) as spread:
            report = _export(module, replace(job, spread=spread), order.format)
        heavy = [line for each in job.editions for line in over_budget(each, order.profile)]
    except BundleError as error:
        raise EditionDamaged(damage(error)) from error
    return replace(report, warnings=(*report.warnings, *heavy))


def export_usb(slugs: Sequence[str], out: Path, hear: Hear = lambda path: None) -> Report:
    """Write the current editions of `slugs`, in every language, to open from `file://`.

    Raises: PublishingError — unknown or unpublished; ExportError — the folder.
    """
    return export(order_of("usb", chosen(slugs), out), hear=hear)


def order_of(
    format_: str,
    editions: Iterable[Edition],
    out: Path,
    *,
    profile: Profile = Profile.FULL,
    options: Mapping[str, str] | None = None,
) -> Order:
    """Give the order for these editions."""
    manifests = tuple(edition.manifest_sha256 for edition in editions)
    root, home = Path(settings.EDITIONS_ROOT), settings.ATOLL_ACTOR_HOME
    return Order(format_, manifests, out, root, home, profile, dict(options or {}))


def _refuse_unknown_options(order: Order, known: Mapping[str, str]) -> None:
    for name in order.options.keys() - known.keys():
        message = _(
            "The format “%(format)s” has no option “%(name)s”. It has: %(known)s. Nothing was "
            "written."
        )
        words = {"format": order.format, "name": name, "known": ", ".join(known) or _("none")}
        raise UnknownFormat(message % words)


def _export(module: Any, job: Job, format_: str) -> Report:
    if not hasattr(module, "ENDING") or job.jobs < 2 or len(job.editions) < 2:
        report: Report = module.export(job)
        return report
    reports = []
    pieces = [(format_, place) for place in range(len(job.editions))]
    for edition, each in zip(job.editions, job.spread(_export_one, job, pieces), strict=True):
        job.hear(f"{job.name(edition)}{module.ENDING}")
        reports.append(each)
    return together(reports)


def _export_one(job: Job, piece: tuple[str, int]) -> Report:
    """Export one edition of the job, under the name that it has among all."""
    format_, place = piece
    names = names_of([each.manifest for each in job.editions])
    alone = replace(job, editions=[job.editions[place]], names=names)
    report: Report = exporter(format_).export(alone)
    return report
