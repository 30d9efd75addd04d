"""The action plan of a worksheet: at most four priorities, and what became of them.

It is kept as flat text under `cell(code, row)`, like a canvas; `done-30.1` holds the day on which
somebody ticked that the first priority stood at 30 days where it should.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from learning.worksheets.answers import Kept
from learning.worksheets.models import Worksheet
from learning.worksheets.saving import save_texts
from toolkits.instruments.definition import Assessment, Field, FieldType, Section
from toolkits.instruments.errors import Fault
from toolkits.instruments.filling import cell
from toolkits.instruments.planning import MOST_PRIORITIES, PlanRow, check_plan, priorities
from toolkits.instruments.scoring import Result

CODES: Mapping[str, str] = {  # field of a plan's row: its code in a form
    "priority": "priority",
    "owner": "owner",
    "date": "date",
    "indicator": "indicator",
    "baseline": "baseline",
    "day_30": "day-30",
    "day_90": "day-90",
}
FOLLOWED = (30, 90)  # days after the plan was made


def plan_section() -> Section:
    """Give the plan's form, in the reader's language: a table of four rows."""
    texts = (
        Field("priority", _("What shall be done"), FieldType.LONG),
        Field("owner", _("Who answers for it"), FieldType.TEXT, _("Office and role, not a name.")),
        Field("date", _("Done by"), FieldType.DATE),
        Field("indicator", _("What you count"), FieldType.TEXT),
        Field("baseline", _("The number today"), FieldType.TEXT),
        Field("day-30", _("What is true after 30 days"), FieldType.TEXT),
        Field("day-90", _("What is true after 90 days"), FieldType.TEXT),
    )
    return Section("plan", _("Action plan"), "", texts, rows=MOST_PRIORITIES)


def proposed(assessment: Assessment, result: Result) -> dict[str, str]:
    """Give a plan with the priorities that add most; the rest is for people to write."""
    chosen = priorities(assessment, result)
    return {
        cell("priority", row): each.question.advice or each.question.text
        for row, each in enumerate(chosen, start=1)
    }


def plan_rows(plan: Kept) -> tuple[PlanRow, ...]:
    """Give all rows of a plan, empty ones among them."""
    return tuple(
        PlanRow(**{field: plan.get(cell(code, row), "") for field, code in CODES.items()})
        for row in range(1, MOST_PRIORITIES + 1)
    )


def plan_faults(plan: Kept, today: date) -> tuple[Fault, ...]:
    """Say what is wrong with a plan. A fault's path is a name."""
    found = []
    for fault in check_plan(plan_rows(plan), today=today):
        row, _dot, field = fault.path.removeprefix("rows[").partition("].")
        found.append(Fault(cell(CODES[field], int(row) + 1), fault.sentence, fault.values))
    return tuple(found)


def save_plan(worksheet: Worksheet, sent: Kept, *, version: int) -> Worksheet:
    """Keep a plan as it was typed. Raises: ChangedMeanwhile, TooLarge."""
    planned = worksheet.planned or timezone.localdate()
    return save_texts(worksheet, "plan", sent, version=version, planned=planned)


def done(days: int, row: int) -> str:
    """Give the name of a tick: after so many days, in this row, from 1."""
    return cell(f"done-{days}", row)


def due(worksheet: Worksheet, days: int) -> date:
    """Give the day of a follow-up."""
    return (worksheet.planned or timezone.localdate()) + timedelta(days=days)


def follow_up(worksheet: Worksheet, ticked: set[str], *, version: int) -> Worksheet:
    """Keep which steps are done, each with the day it was ticked. Raises: ChangedMeanwhile."""
    today = timezone.localdate().isoformat()
    names = [
        done(days, row)
        for row, plan in enumerate(plan_rows(worksheet.plan), start=1)
        if not plan.is_empty
        for days in FOLLOWED
    ]
    sent = {name: worksheet.plan.get(name) or today if name in ticked else "" for name in names}
    return save_texts(worksheet, "plan", sent, version=version)
