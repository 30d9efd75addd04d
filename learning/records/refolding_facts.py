"""Proving that kept facts are what the attestations say, or making it so: a cohort at a time."""

import uuid

from django.db import transaction

from learning.records.attesting import fold_registers
from learning.records.counting import hold_lock
from learning.records.models import Attestation, Fact
from learning.xapi.attestations import fold_attestations
from learning.xapi.trusting import Doubt

COMPARED = tuple(field.attname for field in Fact._meta.concrete_fields)


def cohorts() -> list[uuid.UUID]:
    """Give every cohort with attestations or kept facts, in order."""
    told = Attestation.objects.order_by("cohort").values_list("cohort", flat=True).distinct()
    kept = Fact.objects.order_by("cohort").values_list("cohort", flat=True).distinct()
    return sorted({*told, *kept})


def registers_that_differ(cohort: uuid.UUID) -> list[uuid.UUID]:
    """Give the registers of a cohort of which what is kept is not what was said."""
    told = Attestation.objects.filter(cohort=cohort, doubt=Doubt.NONE)
    folded = fold_attestations(row.checked() for row in told.iterator(chunk_size=500))
    right = {register.id: _values(Fact.of(standing)) for register, standing in folded.items()}
    kept = {fact.pk: _values(fact) for fact in Fact.objects.filter(cohort=cohort)}
    return sorted(key for key in right.keys() | kept.keys() if right.get(key) != kept.get(key))


def refold_cohort(cohort: uuid.UUID) -> int:
    """Make a cohort's kept facts what the attestations say; give the number mended."""
    return _mend(cohort) if registers_that_differ(cohort) else 0


@transaction.atomic
def _mend(cohort: uuid.UUID) -> int:
    """Look again, for something may have come in meanwhile, and put right what is wrong."""
    hold_lock()
    wrong = registers_that_differ(cohort)
    fold_registers(wrong)
    return len(wrong)


def _values(fact: Fact) -> dict[str, object]:
    return {name: getattr(fact, name) for name in COMPARED}
