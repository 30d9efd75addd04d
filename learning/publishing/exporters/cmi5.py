"""cmi5: each lesson and test is an assignable unit, and the platform hears of it by xAPI.

What is answered moves on when it is completed, the final assessment when it is completed and
passed; what is only read asks for nothing. A toolkit is one unit with its outline inside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote
from uuid import UUID, uuid5

from learning.publishing.exporters.course_page import CoursePage
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.lms_package import (
    MOST_TITLE,
    PAGE,
    Group,
    Step,
    export_packages,
    groups_of,
    is_tracked,
    manifest_context,
    plain,
    xml,
)
from learning.publishing.exporters.report import Report

ENDING = ".cmi5.zip"
OPTIONS: Mapping[str, str] = {}
STRUCTURE = "cmi5.xml"
SCRIPTS = ("cmi5-client.js", "cmi5-statements.js", "cmi5.js")
ACTIVITY_TYPES = "http://adlnet.gov/expapi/activities/"


@dataclass(frozen=True)
class Objective:
    id: str
    title: str
    description: str


@dataclass(frozen=True)
class AssignableUnit:
    """What can be launched. `mastery_score`: a decimal between 0 and 1, or empty."""

    id: str
    title: str
    description: str
    url: str
    move_on: str = "NotApplicable"
    mastery_score: str = ""
    activity_type: str = f"{ACTIVITY_TYPES}lesson"
    objectives: tuple[Objective, ...] = ()


@dataclass(frozen=True)
class Block:
    """Units under one heading; without an id they stand alone."""

    id: str
    title: str
    description: str
    units: tuple[AssignableUnit, ...]


def export(job: Job) -> Report:
    """Write a package of each edition. Raises: ExportError, StoreError."""
    return export_packages(
        job, ENDING, scripts=lambda page: SCRIPTS, add_files=partial(_structure, job)
    )


def _structure(job: Job, page: CoursePage, paths: Sequence[str]) -> dict[str, bytes]:
    objectives = _objectives(page)
    context = manifest_context(page, objectives=objectives, blocks=_blocks(page, objectives))
    return {STRUCTURE: xml(job, "exporters/cmi5/cmi5.xml", context)}


def iri(uuid: str | UUID) -> str:
    """Give the IRI of an activity."""
    return f"urn:uuid:{uuid}"


def mastery_score(percent: int) -> str:
    """Give whole percent as a decimal between 0 and 1, exactly."""
    return f"{percent // 100}.{percent % 100:02d}".rstrip("0").rstrip(".")


def _objectives(page: CoursePage) -> tuple[Objective, ...]:
    course = UUID(page.edition.manifest.activity)
    outcomes = [plain(outcome) for outcome in page.edition.manifest.outcomes]
    return tuple(
        Objective(iri(uuid5(course, outcome)), plain(outcome, MOST_TITLE), outcome)
        for outcome in dict.fromkeys(outcomes)
    )


def _blocks(page: CoursePage, objectives: tuple[Objective, ...]) -> tuple[Block, ...]:
    if not is_tracked(page):
        return (Block("", "", "", (_whole(page),)),)
    return tuple(_block(group, objectives) for group in groups_of(page))


def _whole(page: CoursePage) -> AssignableUnit:
    manifest = page.edition.manifest
    title = plain(manifest.title, MOST_TITLE)
    id_ = iri(uuid5(UUID(manifest.activity), "whole"))
    return AssignableUnit(id_, title, plain(manifest.summary) or title, PAGE)


def _block(group: Group, objectives: tuple[Objective, ...]) -> Block:
    units = tuple(_unit(step, objectives) for step in group.steps)
    if not group.title:
        return Block("", "", "", units)
    return Block(iri(group.activity), group.title, group.summary or group.title, units)


def _unit(step: Step, objectives: tuple[Objective, ...]) -> AssignableUnit:
    final = step.pass_percent is not None
    needed = "CompletedAndPassed" if final else "Completed"
    kind = "assessment" if step.pass_percent is not None else "lesson"
    return AssignableUnit(
        id=iri(step.activity),
        title=step.title,
        description=step.summary or step.title,
        url=f"{PAGE}?step={quote(step.anchor)}",
        move_on=needed if step.is_needed else "NotApplicable",
        mastery_score="" if step.pass_percent is None else mastery_score(step.pass_percent),
        activity_type=f"{ACTIVITY_TYPES}{kind}",
        objectives=objectives if final else (),
    )
