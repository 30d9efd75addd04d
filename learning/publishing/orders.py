"""What is to be exported, as plain values. No Django here: another process reads it first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from learning.bundles.profiles import Profile


@dataclass(frozen=True)
class Order:
    """An export as plain values, which another process understands too.

    manifests: SHA-256 of each edition's manifest in the store at `editions_root`.
    """

    format: str
    manifests: tuple[str, ...]
    out: Path
    editions_root: Path
    actor_home: str
    profile: Profile = Profile.FULL
    options: Mapping[str, str] = field(default_factory=dict)
