"""Common Cartridge 1.3: for platforms that no longer take 1.1."""

from collections.abc import Mapping

from learning.publishing.exporters.cartridge import export_cartridges
from learning.publishing.exporters.cartridge_rules import VERSIONS
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.report import Report

ENDING = ".cc13.imscc"
OPTIONS: Mapping[str, str] = {}


def export(job: Job) -> Report:
    """Write a cartridge of each edition. Raises: ExportError, StoreError."""
    return export_cartridges(job, ENDING, VERSIONS["1.3.0"])
