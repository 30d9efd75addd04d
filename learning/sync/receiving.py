"""Taking uploaded progress files: a learner's own, or those a trainer collected."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from learning.accounts.models import User
from learning.cohorts.models import Cohort, Membership
from learning.sync.importing import Homecoming, Owner, bring_home
from learning.sync.models import MAX_NAME, WaitingFile
from learning.xapi.errors import ProgressFileError, TooLarge
from learning.xapi.progress_files import MAX_BYTES


@dataclass(frozen=True)
class Report:
    """What became of one uploaded file, in sentences."""

    name: str
    sentences: Sequence[str]
    is_clean: bool


def receive_own(upload: "UploadedFile[bytes]", learner: User) -> Report:
    """Add a learner's own file to the learner's record."""
    try:
        found = bring_home(_content(upload), by=learner, learner=learner, authority=str(learner.pk))
    except ProgressFileError as error:
        return _refusal(upload, error)
    return _report(upload, found, [])


@transaction.atomic
def receive_for_cohort(upload: "UploadedFile[bytes]", cohort: Cohort, trainer: User) -> Report:
    """Record a file a trainer brought; let it wait if it does not say whose it is."""
    try:
        content = _content(upload)
        found = bring_home(content, by=trainer, learner=None, authority=str(trainer.pk))
    except ProgressFileError as error:
        return _refusal(upload, error)
    if found.owner == Owner.NOBODY_YET:
        _let_wait(upload, content, found, cohort=cohort, brought_by=trainer)
        return _report(upload, found, [_("Say below whose it is.")])
    if found.learner and not cohort.memberships.filter(learner=found.learner).exists():
        return _report(upload, found, [_("This person is not a member of this cohort.")])
    return _report(upload, found, [])


@transaction.atomic
def settle(waiting: WaitingFile, member: Membership, *, by: User) -> Homecoming:
    """Say whose a waiting file is: it counts for the member, and waits nowhere any more."""
    content = bytes(waiting.content)
    found = bring_home(content, by=by, learner=member.learner, authority=str(by.pk))
    WaitingFile.objects.filter(digest=waiting.digest).delete()
    return found


def _content(upload: "UploadedFile[bytes]") -> bytes:
    """Read the upload. Raises: TooLarge — before any of it is in memory."""
    if (upload.size or 0) > MAX_BYTES:
        raise TooLarge
    content: bytes = upload.read()
    return content


def _let_wait(
    upload: "UploadedFile[bytes]",
    content: bytes,
    found: Homecoming,
    *,
    cohort: Cohort,
    brought_by: User,
) -> None:
    told_name = found.header.name if found.header else ""
    WaitingFile.objects.get_or_create(
        cohort=cohort,
        digest=sha256(content).hexdigest(),
        defaults={
            "name": _name(upload),
            "told_name": told_name,
            "content": content,
            "brought_by": brought_by,
        },
    )


def _report(upload: "UploadedFile[bytes]", found: Homecoming, more: Sequence[str]) -> Report:
    is_clean = found.is_clean and found.owner == Owner.KNOWN
    return Report(_name(upload), [*found.sentences, *more], is_clean)


def _refusal(upload: "UploadedFile[bytes]", error: ProgressFileError) -> Report:
    return Report(_name(upload), [_(error.reason)], is_clean=False)


def _name(upload: "UploadedFile[bytes]") -> str:
    return (upload.name or "")[:MAX_NAME]
