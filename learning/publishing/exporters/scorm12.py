"""SCORM 1.2: the version that every learning platform plays, and the only one in Moodle's app."""

from learning.publishing.exporters.job import Job
from learning.publishing.exporters.report import Report
from learning.publishing.exporters.scorm_package import OPTIONS, Standard, export_scorm

__all__ = ["ENDING", "OPTIONS", "export"]

ENDING = ".scorm12.zip"
STANDARD = Standard(ENDING, "scorm12.js", "exporters/scorm/manifest12.xml", "1.2")


def export(job: Job) -> Report:
    """Write a package of each edition. Raises: ExportError, StoreError."""
    return export_scorm(job, STANDARD)
