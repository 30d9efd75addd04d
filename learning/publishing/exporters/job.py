"""What every exporter is handed: `export(job)` of a module of this folder writes one format.

An exporter reads frozen editions and nothing else. Each course, or toolkit, becomes one file or
folder below `job.out`; what an export did not write there is left alone.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from learning.bundles.edition import FrozenEdition
from learning.bundles.profiles import Profile
from learning.publishing.exporters.country_table import CountryTable
from learning.publishing.exporters.names import names_of

__all__ = ["Job", "Profile", "Progress", "Render", "Spread"]

Render = Callable[[str, Mapping[str, object]], str]
Progress = Callable[[str], None]


def _nobody_hears(path: str) -> None:
    """Progress that nobody asked for."""


class Spread(Protocol):
    """Has `work(job, item)` done for every item, and gives what came out, in order."""

    def __call__(
        self, work: Callable[["Job", Any], Any], job: "Job", items: Iterable[Any]
    ) -> Iterator[Any]: ...


def one_by_one(
    work: Callable[["Job", Any], Any], job: "Job", items: Iterable[Any]
) -> Iterator[Any]:
    """Do the work here, item by item."""
    return (work(job, item) for item in items)


@dataclass(frozen=True)
class Job:
    """One export.

    editions: what to write, already in `profile`. out: the folder to write into.
    render: gives a template in the language that its context names (`language`).
    asset: gives the content of a static file of ours by its path, as `learning/atoll.css`.
    actor_home: IRI of the home page of learners' accounts in statements.
    hear: is told the path of each file as it is written. jobs: processes that may be used.
    options: what the person exporting chose of a format's own options.
    names: of the files of editions, where more are exported than stand here.
    made_by: changes whenever a template, a word or a script of ours does; empty if nobody knows.
    countries: what the newest survey says of them, for formats that show it (`HAS_COUNTRIES`).
    spread: does the same work for many items, in other processes where there are any. The work is
    a function of a module and its items are plain values, since both travel to that process.
    """

    editions: Sequence[FrozenEdition]
    out: Path
    render: Render
    asset: Callable[[str], bytes]
    actor_home: str
    profile: Profile = Profile.FULL
    hear: Progress = _nobody_hears
    jobs: int = 1
    options: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    made_by: str = ""
    countries: CountryTable | None = None
    spread: Spread = one_by_one

    def key(self, *facts: object) -> str:
        """Name what a file is made from: the same key, the same bytes. Empty if nobody knows.

        facts: texts, numbers, and lists and tuples of them.
        """
        if not self.made_by:
            return ""
        digest = self._common.copy()
        digest.update(repr(facts).encode())
        return digest.hexdigest()

    @cached_property
    def _common(self) -> Any:
        chosen = sorted(self.options.items())
        made_from = (self.made_by, self.profile.value, self.actor_home, chosen)
        return hashlib.sha256(repr(made_from).encode())

    def name(self, edition: FrozenEdition) -> str:
        """Give the name of the file or folder of `edition`, which no other has; without ending."""
        names = self.names or names_of([each.manifest for each in self.editions])
        return names[edition.manifest.activity, edition.manifest.language]
