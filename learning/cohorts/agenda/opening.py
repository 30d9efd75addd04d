"""Opening a cohort with an agenda to begin with."""

from datetime import date
from uuid import UUID

from django.db import transaction

from learning.accounts.models import User
from learning.cohorts.agenda.materials import materials_of
from learning.cohorts.agenda.planning import plan
from learning.cohorts.agenda.templates import Template
from learning.cohorts.enrolling import open_cohort
from learning.cohorts.models import Cohort


@transaction.atomic
def open_with_agenda(
    *,
    name: str,
    course: UUID,
    starts: date,
    ends: date,
    trainer: User,
    template: Template = Template.PROGRAMME,
    parent: UUID | None = None,
) -> Cohort:
    """Open a cohort and put a template's sessions on its dates; all of it, or nothing.

    parent: the cohort in which the trainer was trained to lead this one.
    """
    cohort = open_cohort(
        name=name, course=course, starts=starts, ends=ends, trainer=trainer, parent=parent
    )
    plan(cohort, template, materials_of(cohort).manifest, author=trainer.pk)
    return cohort
