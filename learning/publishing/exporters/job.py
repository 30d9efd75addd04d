"""What every exporter is handed: `export(job)` of a module of this folder writes one format.

An exporter reads frozen editions and nothing else. Each course, or toolkit, becomes one file or
folder below `job.out`; what an export did not write there is left alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from learning.bundles.edition import FrozenEdition

Render = Callable[[str, Mapping[str, object]], str]
Progress = Callable[[str], None]


class Profile(StrEnum):
    """How heavy an export may be: with all media, with small pictures only, or with none."""

    FULL = "full"
    LIGHT = "light"
    TEXT = "text"


def _nobody_hears(path: str) -> None:
    """Progress that nobody asked for."""


@dataclass(frozen=True)
class Job:
    """One export.

    editions: what to write, already in `profile`. out: the folder to write into.
    render: gives a template in the language that its context names (`language`).
    asset: gives the content of a static file of ours by its path, as `learning/atoll.css`.
    actor_home: IRI of the home page of learners' accounts in statements.
    hear: is told the path of each file as it is written. jobs: processes that may be used.
    options: what the person exporting chose of a format's own options.
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
