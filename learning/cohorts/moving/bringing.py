"""Who may bring a cohort file: an administrator, or somebody who teaches every cohort in it.

Whoever trained the trainers of a cohort may bring it too. A file proves nothing about its authors,
so this is the door.
"""

from collections.abc import Mapping
from uuid import UUID

from learning.accounts.models import User
from learning.cohorts.errors import MayNotBring
from learning.cohorts.models import Cohort
from learning.xapi.attestations import Kind
from learning.xapi.cohort_files import CohortFile


def check_may_bring(found: CohortFile, by: User | None) -> None:
    """Refuse a file about cohorts of others. by: none on the command line, which may.

    Raises: MayNotBring.
    """
    if by is None or by.is_superuser:
        return
    rows = dict(Cohort.objects.values_list("pk", "parent"))
    parents = {**_told_parents(found), **rows}
    own = set(Cohort.objects.taught_by(by).values_list("pk", flat=True))
    own |= _naming(found, by) - rows.keys()
    others = [key for key in sorted(found.cohorts) if not _descends(key, own, parents)]
    if others:
        raise MayNotBring(", ".join(_name(key, found) for key in others[:5]))


def _told_parents(found: CohortFile) -> dict[UUID, UUID | None]:
    told: dict[UUID, UUID | None] = {}
    for each in found.attestations:
        if each.register.kind == Kind.COHORT and each.value:
            told[each.register.cohort] = _uuid(each.value.get("parent"))
    return told


def _naming(found: CohortFile, person: User) -> set[UUID]:
    """Give the cohorts of which the file says that this person teaches them."""
    named = (each for each in found.attestations if each.register.kind == Kind.TRAINER)
    mine = (each for each in named if each.value and each.register.thing == person.pk)
    return {each.register.cohort for each in mine}


def _descends(key: UUID | None, own: set[UUID], parents: Mapping[UUID, UUID | None]) -> bool:
    """Tell whether a cohort is one of these or was led by somebody trained in one."""
    seen: set[UUID] = set()
    while key is not None and key not in seen:
        if key in own:
            return True
        seen.add(key)
        key = parents.get(key)
    return False


def _name(key: UUID, found: CohortFile) -> str:
    return (found.heading.cohorts.get(key) if found.heading else None) or str(key)


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None
