"""Common Cartridge 1.1: the version that Moodle imports."""

from collections.abc import Mapping

from learning.publishing.exporters.cartridge import export_cartridges
from learning.publishing.exporters.cartridge_rules import VERSIONS
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.report import Report

ENDING = ".cc11.imscc"
OPTIONS: Mapping[str, str] = {}


def export(job: Job) -> Report:
    """Write a cartridge of each edition. Raises: ExportError, StoreError."""
    return export_cartridges(job, ENDING, VERSIONS["1.1.0"])
