"""Giving a certificate, mending the name on it, and revoking it."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from learning.accounts.codes import CodeError
from learning.accounts.models import User
from learning.credentials.codes import clean_certificate_code
from learning.credentials.earning import Standing, proof_of, standing
from learning.credentials.errors import NoSuchCertificate, NotComplete, RevokedAlready
from learning.credentials.models import Award, snapshot_of
from learning.credentials.names import printable_name


def issue(learner: User, course: UUID, *, name: str) -> Award:
    """Give `learner` the certificate of `course`, with the name confirmed. Twice gives the first.

    Raises: NotComplete; UnfitName.
    """
    if award := Award.objects.of(learner).filter(course=course).first():
        return award
    earned = standing(learner, course)
    if earned is None or not earned.progress.is_complete:
        raise NotComplete
    try:
        with transaction.atomic():
            return _issue(learner, earned, printable_name(name))
    except IntegrityError:
        # The same form sent twice: the first one was answered a moment ago.
        return Award.objects.of(learner).get(course=course)


def _issue(learner: User, earned: Standing, name: str) -> Award:
    proof = proof_of(learner, earned)
    raw, maximum = proof.score or (None, None)
    return Award.objects.create(
        learner=learner,
        course=earned.course,
        edition=earned.manifest.id,
        title=earned.manifest.title,
        language=earned.manifest.language,
        snapshot=snapshot_of(earned.manifest),
        name=name,
        completed_at=proof.completed_at,
        evidence=proof.evidence,
        raw=raw,
        maximum=maximum,
        code=Award.objects.free_code(),
    )


def award_with(code: str) -> Award:
    """Give the certificate whose code a person typed. Raises: NoSuchCertificate."""
    try:
        return Award.objects.get(code=clean_certificate_code(code))
    except (CodeError, Award.DoesNotExist) as error:
        raise NoSuchCertificate from error


@transaction.atomic
def revoke(award: Award, *, reason: str) -> Award:
    """Say that a certificate does not stand any more; its learner reads the reason.

    Raises: RevokedAlready — the reason and the day that were given first stay.
    """
    now = timezone.now()
    standing_still = Award.objects.filter(pk=award.pk, revoked_at=None)
    if not standing_still.update(revoked_at=now, revoked_because=reason):
        raise RevokedAlready
    award.refresh_from_db()
    return award


@transaction.atomic
def mend_name(award: Award, name: str) -> Award:
    """Print another spelling of the name from now on; code and date stay.

    Raises: UnfitName; RevokedAlready.
    """
    standing_still = Award.objects.filter(pk=award.pk, revoked_at=None)
    if not standing_still.update(name=printable_name(name)):
        raise RevokedAlready
    award.refresh_from_db()
    return award
