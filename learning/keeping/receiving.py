"""Statements come home from a device: recorded for the one who is signed in, and for nobody else.

Safe as often as a device likes, in any order: the same statement twice is one statement. A device
has the answers and marks them by itself, so all it says is self-reported (decision 0016).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from learning.accounts.models import User
from learning.player.answering import complete_if_done
from learning.player.editions import readable
from learning.publishing.models import Edition
from learning.records.evidence import Evidence
from learning.records.quarantining import quarantine
from learning.records.recording import record
from learning.records.retelling import known_among
from learning.records.revoking import revoked_among, stored_among
from learning.xapi.errors import StatementError
from learning.xapi.statements import Checked, check
from learning.xapi.verbs import Verb

SOMEBODY_ELSES = gettext_noop("The record is another person’s.")
REVOKED = gettext_noop("It comes from a station that was revoked.")
NOT_FOR_DEVICES = gettext_noop("Only the server says this, so it does not count from a device.")
SERVERS_VERBS = frozenset({Verb.COMPLETED, Verb.VOIDED})


@dataclass
class Receipt:
    """What became of each statement. aside: its id, as the device wrote it, and a sentence why."""

    stored: list[UUID] = field(default_factory=list)
    already: list[UUID] = field(default_factory=list)
    aside: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def receive(sent: Sequence[object], learner: User) -> Receipt:
    """Record what a device of `learner` sends; set aside, with its reason, what cannot count."""
    receipt = Receipt()
    whole = _without_revoked(list(_whole(sent, receipt, learner)), receipt, learner)
    found = record(whole, evidence=Evidence.SELF_REPORTED, authority=str(learner.pk))
    receipt.stored, receipt.already = found.stored, found.already
    _complete(learner, whole)
    return receipt


def _whole(sent: Sequence[object], receipt: Receipt, learner: User) -> Iterable[Checked]:
    """Give the statements that count; the others go aside and are kept in quarantine."""
    for each in sent:
        try:
            statement = check(each)
        except StatementError as error:
            _set_aside(each, error.reason, receipt, learner)
            continue
        if reason := _objection(statement, learner):
            _set_aside(each, reason, receipt, learner)
        else:
            yield statement


def _without_revoked(
    statements: Sequence[Checked], receipt: Receipt, learner: User
) -> list[Checked]:
    """Set aside what comes of a revoked origin and is not here yet."""
    revoked = revoked_among({each.origin for each in statements})
    theirs = {each.id: each for each in statements if each.origin in revoked}
    here = stored_among(theirs)
    aside = [key for key in theirs if key not in here]
    for key in aside:
        said = {"id": str(key), **json.loads(theirs[key].content)}
        _set_aside(said, REVOKED, receipt, learner)
    return [each for each in statements if each.id not in aside]


def _objection(statement: Checked, learner: User) -> str:
    """Say why `statement` cannot count for `learner`; nothing if it can."""
    if (statement.actor, statement.actor_home) != (learner.pk, settings.ATOLL_ACTOR_HOME):
        return SOMEBODY_ELSES
    if statement.verb in SERVERS_VERBS and not known_among([statement.id]):
        return NOT_FOR_DEVICES
    return ""


def _set_aside(sent: object, reason: str, receipt: Receipt, learner: User) -> None:
    quarantine(json.dumps(sent, ensure_ascii=True, sort_keys=True), reason, str(learner.pk))
    written = sent.get("id") if isinstance(sent, dict) else None
    receipt.aside.append((written if isinstance(written, str) else "", _(reason)))


def _complete(learner: User, statements: Sequence[Checked]) -> None:
    """Record the courses that `learner` has completed now, by the rule of an edition there was."""
    courses = {statement.course for statement in statements}
    taken = {statement.edition for statement in statements}
    editions = Edition.objects.filter(activity__in=courses)
    offered = editions.filter(Q(is_current=True) | Q(content_id__in=taken))
    for _edition, manifest in readable(offered):
        complete_if_done(learner, manifest, evidence=Evidence.SELF_REPORTED)
