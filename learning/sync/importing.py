"""Progress files come home: what is whole is recorded, the rest is set aside with its reason.

Safe in any order, and as often as anyone likes: the same statement twice is one statement.
A file is written on the learner's own stick, so it proves nothing: all it says is self-reported,
and its code is a claim. What it says is kept even when nobody can say yet whose it is. The file of
a person who had their records erased is turned away, however old it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from learning.accounts.codes import LEARNER_CODE_LENGTH, CodeError, clean_code
from learning.accounts.models import User
from learning.player.answering import complete_if_done
from learning.publishing.models import Edition
from learning.records.erasing import erase_unclaimed, erased_among, is_erased_code
from learning.records.errors import ActorTaken
from learning.records.evidence import Evidence
from learning.records.linking import link
from learning.records.projecting import learners_of
from learning.records.quarantining import quarantine
from learning.records.recording import record
from learning.records.revoking import revoked_among, stored_among
from learning.xapi.errors import ALTERED
from learning.xapi.progress_files import Damaged, Header, ProgressFile, read

IMPOSTOR = gettext_noop("The record speaks in the name of an account of this server.")
REVOKED = gettext_noop("It comes from a station that was revoked.")


class Owner(StrEnum):
    """Whose the statements of a file are."""

    KNOWN = "known"
    NOBODY_YET = "nobody yet"
    SOMEBODY_ELSE = "somebody else"  # than the person this file was brought for
    ERASED = "erased"  # a person who had their records erased


@dataclass(frozen=True)
class Homecoming:
    """What came of a progress file.

    stored, already, altered, missing: numbers of statements. damaged: all that was set aside, the
    altered ones among it. learner: whose the statements are now. linked: since this file. refused:
    statements of people who had theirs erased; they are kept nowhere. revoked: set aside, since
    their origin's word no longer counts.
    """

    header: Header | None
    stored: int
    already: int
    damaged: tuple[Damaged, ...]
    altered: int
    missing: int
    owner: Owner
    learner: User | None
    linked: bool
    courses: tuple[UUID, ...]
    is_complete: bool
    refused: int = 0
    revoked: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether the whole file was whole. What was known already is clean too."""
        return self.is_complete and not self.damaged and not self.refused

    @property
    def sentences(self) -> list[str]:
        """Say to the courier what happened, what is safe and what to do next."""
        if self.owner == Owner.ERASED:
            return [*self._about_refusal(), self._about_owner()]
        return [*self._about_records(), *self._about_damage(), self._about_owner()]

    def _about_records(self) -> Iterable[str]:
        yield ngettext(
            "%(number)d new record of learning was added.",
            "%(number)d new records of learning were added.",
            self.stored,
        ) % {"number": self.stored}
        if self.already:
            yield ngettext(
                "%(number)d record was here already; nothing counts twice.",
                "%(number)d records were here already; nothing counts twice.",
                self.already,
            ) % {"number": self.already}
        yield from self._about_refusal()

    def _about_refusal(self) -> Iterable[str]:
        if self.refused:
            yield ngettext(
                "%(number)d record was not added: the person whose it is had their data deleted.",
                "%(number)d records were not added: the person whose they are had their data "
                "deleted.",
                self.refused,
            ) % {"number": self.refused}

    def _about_damage(self) -> Iterable[str]:
        if self.revoked:
            yield ngettext(
                "%(number)d record comes from a station that was revoked: it is set aside "
                "and does not count.",
                "%(number)d records come from a station that was revoked: they are set aside "
                "and do not count.",
                self.revoked,
            ) % {"number": self.revoked}
        if broken := len(self.damaged) - self.altered - self.revoked:
            yield ngettext(
                "%(number)d line was damaged and set aside.",
                "%(number)d lines were damaged and set aside.",
                broken,
            ) % {"number": broken}
        if self.altered:
            yield ngettext(
                "%(number)d record was changed after it was written: it is set aside "
                "and does not count.",
                "%(number)d records were changed after they were written: they are set aside "
                "and do not count.",
                self.altered,
            ) % {"number": self.altered}
        if self.missing:
            yield ngettext(
                "%(number)d record that the file announces is missing.",
                "%(number)d records that the file announces are missing.",
                self.missing,
            ) % {"number": self.missing}
        if len(self.damaged) > self.revoked or not self.is_complete:
            yield _(
                "All that was whole is safe. Save the file again from the USB copy of the course, "
                "and bring the new file: nothing counts twice."
            )

    def _about_owner(self) -> str:
        if self.owner == Owner.ERASED:
            return _(
                "This is the file of a person who had their data deleted here, so nothing of it "
                "is kept. Whoever wants to learn here again makes a new account, and begins with "
                "a fresh USB copy of the course."
            )
        if self.owner == Owner.SOMEBODY_ELSE:
            return _(
                "The records in this file belong to another person, so they were not added to "
                "this one. They are kept. If this is a mistake, ask your trainer."
            )
        if self.learner is None:
            return _(
                "The file does not say whose it is, so the records count for nobody yet. "
                "They are kept until somebody says whose they are."
            )
        names = {"name": self.learner.name, "code": self.learner.learner_code}
        return _("They count for %(name)s, learner code %(code)s.") % names


@transaction.atomic
def bring_home(file: bytes, *, by: User | None, learner: User | None, authority: str) -> Homecoming:
    """Record what a progress file says, and link its actor to a person.

    by: who brings it, none on the command line. learner: whose it is, if that is known; else the
    code in the file's heading says so. authority: who vouches for it, as records keep it.
    Twice the same file is safe.
    Raises: TooLarge, NotAProgressFile — then nothing was changed.
    """
    honest = _without_impostors(read(file))
    found = _without_revoked(honest)
    is_erased = _is_of_somebody_erased(found)
    for line in [] if is_erased else found.damaged:
        quarantine(line.text, line.reason, authority)
    receipt = record(found.statements, evidence=Evidence.SELF_REPORTED, authority=authority)
    if is_erased:
        ownership = _Ownership(Owner.ERASED)
    else:
        ownership = _settle_owner(found, by=by, learner=learner)
    if ownership.learner:
        _complete(ownership.learner, found)
    return Homecoming(
        header=found.header,
        stored=len(receipt.stored),
        already=len(receipt.already),
        damaged=tuple(found.damaged),
        altered=sum(line.reason == ALTERED for line in found.damaged),
        missing=found.missing,
        owner=ownership.owner,
        learner=ownership.learner,
        linked=ownership.linked,
        courses=tuple({statement.course: None for statement in found.statements}),
        is_complete=found.is_complete,
        refused=len(receipt.refused),
        revoked=len(honest.statements) - len(found.statements),
    )


def code_in(found: ProgressFile) -> str:
    """Give the learner code that the heading claims, as accounts keep it; empty if none."""
    try:
        return clean_code(found.header.code if found.header else "", LEARNER_CODE_LENGTH)
    except CodeError:
        return ""


def _is_of_somebody_erased(found: ProgressFile) -> bool:
    """Tell whether the file's person had their records erased; if so, its actor's go too.

    A heading that names an erased code speaks for its own actor only, and never for one that
    belongs to somebody: anybody can write anything on a stick.
    """
    actor = _actor(found)
    if actor is None:
        return False
    if erased_among([actor]):
        return True
    code = code_in(found)
    return bool(code) and is_erased_code(code) and erase_unclaimed(actor)


def _without_impostors(found: ProgressFile) -> ProgressFile:
    """Set aside what speaks in the name of an account here: a USB copy has ids of its own.

    Who owns a stick can write anything on it, so it must never write for somebody else.
    """
    actors = {statement.actor for statement in found.statements}
    people = set(User.objects.filter(pk__in=actors).values_list("pk", flat=True))
    forged = [statement for statement in found.statements if statement.actor in people]
    if not forged:
        return found
    damaged = [Damaged(0, IMPOSTOR, statement.content.decode()) for statement in forged]
    honest = [statement for statement in found.statements if statement.actor not in people]
    return replace(found, statements=honest, damaged=[*found.damaged, *damaged])


def _without_revoked(found: ProgressFile) -> ProgressFile:
    """Set aside what comes of a revoked origin and is not here yet."""
    revoked = revoked_among({statement.origin for statement in found.statements})
    theirs = {each.id: each for each in found.statements if each.origin in revoked}
    for key in stored_among(theirs):
        del theirs[key]
    aside = [
        Damaged(0, f"{REVOKED} {revoked[each.origin]}", each.content.decode())
        for each in theirs.values()
    ]
    kept = [statement for statement in found.statements if statement.id not in theirs]
    return replace(found, statements=kept, damaged=[*found.damaged, *aside])


def _complete(learner: User, found: ProgressFile) -> None:
    """Record the courses that `learner` has completed now, by the rule of an edition there was.

    What came from a stick stays self-reported, completion included.
    """
    courses = {statement.course for statement in found.statements}
    taken = {statement.edition for statement in found.statements}
    editions = Edition.objects.filter(activity__in=courses)
    for edition in editions.filter(Q(is_current=True) | Q(content_id__in=taken)):
        complete_if_done(learner, edition.manifest, evidence=Evidence.SELF_REPORTED)


def learner_by_code(code: str) -> User | None:
    """Give the learner whose code this is, if it is a code and there is one."""
    try:
        username = clean_code(code, LEARNER_CODE_LENGTH)
    except CodeError:
        return None
    return User.objects.learners().filter(username=username).first()


@dataclass(frozen=True)
class _Ownership:
    owner: Owner
    learner: User | None = None
    linked: bool = False


def _settle_owner(found: ProgressFile, *, by: User | None, learner: User | None) -> _Ownership:
    """Link the file's actor to its person, unless that is open or contested.

    The actor's person, once known, stays. A learner cannot take what carries another's code; a
    trainer or operator who names the person has looked, and is believed.
    """
    actor = _actor(found)
    written = learner_by_code(found.header.code) if found.header else None
    person = learner or written
    known = _person_of(actor)
    takes = learner is not None and learner == by and written not in (None, learner)
    if takes or (known and person and known != person):
        return _Ownership(Owner.SOMEBODY_ELSE)
    if known:
        return _Ownership(Owner.KNOWN, known)
    return _link(actor, person, by)


def _actor(found: ProgressFile) -> UUID | None:
    """Give the one actor of the file; none if the heading is lost and the lines differ."""
    if found.header:
        return found.header.actor
    actors = {statement.actor for statement in found.statements}
    return actors.pop() if len(actors) == 1 else None


def _person_of(actor: UUID | None) -> User | None:
    return User.objects.filter(pk__in=learners_of([actor]).values()).first() if actor else None


def _link(actor: UUID | None, person: User | None, by: User | None) -> _Ownership:
    if actor is None or person is None:
        return _Ownership(Owner.NOBODY_YET)
    try:
        return _Ownership(Owner.KNOWN, person, linked=link(actor, person, by=by))
    except ActorTaken:
        return _Ownership(Owner.SOMEBODY_ELSE)
