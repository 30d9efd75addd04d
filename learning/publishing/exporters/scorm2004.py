"""SCORM 2004, 4th edition: completion and success apart, and more room to remember."""

from learning.publishing.exporters import scorm_package
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.lms_package import choice
from learning.publishing.exporters.report import Report
from learning.publishing.exporters.scorm_package import Standard, export_scorm

ENDING = ".scorm2004.zip"
OPTIONS = {
    **scorm_package.OPTIONS,
    "edition": "4th (the default) or 3rd, for platforms that know no newer one",
}


def export(job: Job) -> Report:
    """Write a package of each edition. Raises: ExportError, StoreError."""
    # Platforms take any other wording for SCORM 1.2.
    version = f"2004 {choice(job, 'edition', ('4th', '3rd'))} Edition"
    template = "exporters/scorm/manifest2004.xml"
    return export_scorm(job, Standard(ENDING, "scorm2004.js", template, version))
