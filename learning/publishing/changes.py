"""Exporting only what changed since an edition, for those who have the export of that one."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext as _

from learning.publishing.errors import UnknownEdition
from learning.publishing.exporters.delta import Sides, delta
from learning.publishing.exporters.folder import Folder
from learning.publishing.exporters.names import safe_name
from learning.publishing.exporters.report import Report, together
from learning.publishing.exporting import export, exporter
from learning.publishing.models import Edition
from learning.publishing.orders import Order

SHORTEST = 6  # digits of an edition's id that are enough to name it


def edition_since(name: str, editions: Sequence[Edition]) -> Edition:
    """Give the earlier edition of one of `editions`: by its id's beginning, or by its number.

    A number is enough where only one course is exported. Raises: UnknownEdition.
    """
    earlier = [
        each
        for edition in editions
        for each in Edition.objects.filter(activity=edition.activity, language=edition.language)
    ]
    if len(name) >= SHORTEST:
        found = [each for each in earlier if each.content_id.startswith(name.lower())]
    else:
        found = [each for each in earlier if str(each.version) == name and len(editions) == 1]
    if not found:
        known = ", ".join(f"{each.version} ({each.content_id[:12]})" for each in earlier)
        message = _(
            "There is no edition “%(name)s” of what is exported. There are: %(known)s. Name one by "
            "its number or the beginning of its id. Nothing was written."
        )
        raise UnknownEdition(message % {"name": name, "known": known})
    return found[0]


def put_changes(
    order: Order,
    editions: Sequence[Edition],
    since: Edition,
    *,
    hear: Callable[[str], None] = lambda path: None,
    jobs: int = 1,
) -> Report:
    """Write `<name>-changes.zip` into the folder of `order`: what differs from `since`.

    Raises: as `exporting.export`.
    """
    place = [(e.activity, e.language) for e in editions].index((since.activity, since.language))
    older = [*order.manifests[:place], since.manifest_sha256, *order.manifests[place + 1 :]]
    newer = editions[place]
    with tempfile.TemporaryDirectory(prefix="atoll-changes-") as work:
        before, after = Path(work, "before"), Path(work, "after")
        old = export(replace(order, manifests=tuple(older), out=before), hear=hear, jobs=jobs)
        new = export(replace(order, out=after), hear=hear, jobs=jobs)
        sides = Sides(before, after, since.manifest, newer.manifest)
        facts = {"export": order.format, "profile": order.profile.value}
        journal = getattr(exporter(order.format), "JOURNAL", "")
        content = delta(sides, facts, left_out=[journal])
    folder = Folder(order.out)
    folder.put(f"{safe_name(newer.slug)}-changes.zip", content)
    warnings = together([old, new]).warnings
    return folder.report(".zip", dict.fromkeys(warnings))
