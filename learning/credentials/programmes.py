"""Certificates of a programme: facilitators confirmed that somebody met its rule.

What counts is the fact of kind `certified` (docs/cohort-facts.md), whichever server it was said on.
Such a certificate names the cohort where others name the course, and its snapshot holds the lines
of the rule. Taken back by the facilitators, it stands no more, and again if it is confirmed again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from learning.accounts.models import User
from learning.bundles.errors import BundleError
from learning.bundles.manifest import Manifest
from learning.cohorts.models import Cohort
from learning.cohorts.offering import current_edition
from learning.cohorts.work.certifying import MET, TAKEN_BACK
from learning.credentials.errors import NotComplete
from learning.credentials.models import REASON_LENGTH, Award, Snapshot, snapshot_of
from learning.credentials.names import printable_name
from learning.publishing.models import Edition
from learning.records.evidence import Evidence
from learning.records.facts import Fact, fact_of, facts_about
from learning.xapi.attestations import Kind, Register


@dataclass(frozen=True)
class Confirmed:
    """That a learner met the rule of a cohort known here. at: when it was confirmed, aware."""

    cohort: Cohort
    at: datetime
    lines: list[list[Any]]


def confirmed(learner: User) -> list[Confirmed]:
    """Give the cohorts in which it is confirmed that the learner met the rule. Two queries."""
    facts = [fact for fact in facts_about(learner.pk, Kind.CERTIFIED) if _is_sound(fact)]
    met = {fact.cohort: fact for fact in facts if (fact.value or {}).get("state") == MET}
    cohorts = Cohort.objects.filter(pk__in=met)
    return [Confirmed(each, met[each.pk].at, _lines(met[each.pk].value)) for each in cohorts]


def issue_for(learner: User, cohort: UUID, *, name: str) -> Award:
    """Give the certificate of a cohort's programme. Twice gives the first.

    Raises: NotComplete — it is not confirmed, or not any more; UnfitName.
    """
    if award := Award.objects.of(learner).filter(course=cohort).first():
        return award
    found = next((each for each in confirmed(learner) if each.cohort.pk == cohort), None)
    if found is None:
        raise NotComplete
    try:
        with transaction.atomic():
            return _issue(learner, found, printable_name(name))
    except IntegrityError:
        # The same form sent twice: the first one was answered a moment ago.
        return Award.objects.of(learner).get(course=cohort)


def _issue(learner: User, found: Confirmed, name: str) -> Award:
    manifest = _manifest(found.cohort)
    empty: Snapshot = {"outcomes": [], "minutes": 0, "sdg_targets": []}
    shown = snapshot_of(manifest) if manifest else empty
    return Award.objects.create(
        learner=learner,
        course=found.cohort.pk,
        edition=manifest.id if manifest else "",
        title=manifest.title if manifest else found.cohort.name,
        language=manifest.language if manifest else "en",
        snapshot={**shown, "rule": found.lines},
        name=name,
        completed_at=min(found.at, timezone.now()),
        evidence=Evidence.ATTESTED,
        code=Award.objects.free_code(),
    )


def as_it_stands(award: Award) -> Award:
    """Give the award, shown as revoked if facilitators took the confirmation back; saves nothing.

    Of somebody whose records were erased no fact is left, and the award stays as it is.
    """
    if "rule" not in award.snapshot or award.is_revoked:
        return award
    where = Register(award.course, Kind.CERTIFIED.value, award.course, "", award.learner_id)
    fact = fact_of(where)
    if fact and _is_sound(fact) and (fact.value or {}).get("state") == TAKEN_BACK:
        award.revoked_at = fact.at
        award.revoked_because = str((fact.value or {}).get("reason") or "–")[:REASON_LENGTH]
    return award


def _is_sound(fact: Fact) -> bool:
    """Whether somebody else said it: nobody confirms themselves."""
    return fact.author != fact.learner


def _lines(value: Mapping[str, Any] | None) -> list[list[Any]]:
    """Read the lines of the rule: condition, figure, needed."""
    said = (value or {}).get("lines")
    lines = said if isinstance(said, list) else []
    return [each for each in lines if isinstance(each, list) and len(each) == 3]


def _manifest(cohort: Cohort) -> Manifest | None:
    try:
        return current_edition(cohort.course).manifest
    except (Edition.DoesNotExist, BundleError, OSError):
        return None
