"""Taking in what another server saved of cohorts: what is whole counts here as it did there.

Safe in any order, and as often as anyone likes. A file is taken whole or, if the one who brings it
may not, not at all. What comes of a revoked station, and what members of no such cohort did, is set
aside with its reason. What somebody said who did not teach the cohort is kept and does not count
(`records.doubting`).
"""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from learning.accounts.models import User
from learning.cohorts.applying import apply
from learning.cohorts.models import Cohort
from learning.cohorts.moving.bringing import check_may_bring
from learning.cohorts.moving.vouching import vouch
from learning.cohorts.moving.welcoming import welcome
from learning.records.attesting import receive
from learning.records.carrying import stored_of
from learning.records.doubting import cohorts_about, doubt_again
from learning.records.errors import ActorTaken
from learning.records.evidence import Evidence
from learning.records.facts import facts_of_many
from learning.records.linking import link
from learning.records.quarantining import quarantine
from learning.records.recording import Receipt, record
from learning.records.revoking import revoked_among, stored_among
from learning.xapi.attestations import Kind
from learning.xapi.cohort_files import CohortFile, Done, Person, read
from learning.xapi.progress_files import Damaged
from learning.xapi.verbs import Verb

logger = logging.getLogger(__name__)

REVOKED = gettext_noop("It comes from a station that was revoked.")
NOT_OF_A_MEMBER = gettext_noop("The record is of somebody who is in none of the file’s cohorts.")


@dataclass(frozen=True)
class Taking:
    """What came of a cohort file.

    people: new accounts. new, already: records stored now or before. revoked, foreign: set aside.
    refused: of people who had their data deleted. doubtful: sentences.
    """

    cohorts: tuple[Cohort, ...]
    people: int
    new: int
    already: int
    refused: int
    revoked: int
    foreign: int
    damaged: tuple[Damaged, ...]
    missing: int
    is_complete: bool
    doubtful: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Whether the file was whole and nothing of it was set aside."""
        return self.is_complete and not self.revoked and not self.foreign

    @property
    def sentences(self) -> list[str]:
        """Say what happened, what is safe and what to do next."""
        return [*self._about_records(), *self._about_what_is_aside(), *self.doubtful]

    def _about_records(self) -> Iterable[str]:
        names = ", ".join(cohort.name for cohort in self.cohorts) or "–"
        yield _("Cohorts: %(names)s.") % {"names": names}
        yield _("%(new)d new records, %(already)d were here already; nothing counts twice.") % {
            "new": self.new,
            "already": self.already,
        }
        if self.people:
            yield ngettext(
                "%(number)d person is new here. Give learners a PIN on the cohort’s page.",
                "%(number)d people are new here. Give learners a PIN on the cohort’s page.",
                self.people,
            ) % {"number": self.people}
        if self.refused:
            yield _(
                "%(number)d records were not taken: the people whose they are had their data "
                "deleted."
            ) % {"number": self.refused}

    def _about_what_is_aside(self) -> Iterable[str]:
        if self.revoked:
            yield _(
                "%(number)d records come from a station that was revoked. They are set aside and "
                "do not count."
            ) % {"number": self.revoked}
        if self.foreign:
            yield _(
                "%(number)d records are of people who are in none of these cohorts. They are set "
                "aside and do not count."
            ) % {"number": self.foreign}
        if self.damaged or not self.is_complete:
            yield _(
                "The file is not whole: %(damaged)d lines are damaged and set aside, %(missing)d "
                "are missing. All that was whole is safe. Save the file again on the other server "
                "and bring it once more: nothing counts twice."
            ) % {"damaged": len(self.damaged), "missing": self.missing}


@transaction.atomic
def take(file: bytes, *, by: User | None, authority: str) -> Taking:
    """Take a cohort file in. by: who brings it, none on the command line. Twice is safe.

    authority: who vouches for it, as records keep it.
    Raises: CohortFileTooLarge, NotACohortFile; MayNotBring. Then nothing was changed.
    """
    whole = read(file)
    check_may_bring(whole, by)
    for line in whole.damaged:
        quarantine(line.text, line.reason, authority)
    found, revoked = _without_revoked(whole, authority)
    welcomed = welcome(found.people, by=by)
    found, erased = _without(found, welcomed.erased)
    heard = _hear(found, authority)
    new = {each.pk for each in welcomed.new}
    about = sorted(found.cohorts | cohorts_about(new))
    # Another cohort may have named them before, and made nobody's account by that.
    applied = [apply(key, new=new if key in found.cohorts else ()) for key in about]
    learnt = _learn(found, by, authority)
    logger.info("Cohort file by %s: cohorts %s", authority, sorted(map(str, found.cohorts)))
    receipts = [heard, *learnt.receipts]
    doubtful = [*welcomed.doubtful, *learnt.doubtful]
    return Taking(
        cohorts=tuple(each.cohort for each in applied if each.cohort),
        people=len(welcomed.new),
        new=sum(len(each.stored) for each in receipts),
        already=sum(len(each.already) for each in receipts),
        refused=sum(len(each.refused) for each in receipts) + erased,
        revoked=revoked,
        foreign=learnt.foreign,
        damaged=tuple(whole.damaged),
        missing=whole.missing,
        is_complete=whole.is_complete,
        doubtful=tuple(
            dict.fromkeys([*doubtful, *(each for one in applied for each in one.doubtful)])
        ),
    )


def _without_revoked(found: CohortFile, authority: str) -> tuple[CohortFile, int]:
    """Set aside what comes of revoked stations and is not here yet; give how much that was."""
    said = {each.id: (each.origin, each.content) for each in found.attestations}
    did = {
        each.statement.id: (each.statement.origin, each.statement.content) for each in found.done
    }
    everything = {**said, **did}
    revoked = revoked_among({origin for origin, _content in everything.values()})
    theirs = {key for key, (origin, _content) in everything.items() if origin in revoked}
    for key in theirs - stored_among(theirs):
        origin, content = everything[key]
        quarantine(content.decode(), f"{REVOKED} {revoked[origin]}", authority)
    kept = replace(
        found,
        attestations=[each for each in found.attestations if each.id not in theirs],
        done=[each for each in found.done if each.statement.id not in theirs],
    )
    return kept, len(theirs)


def _without(found: CohortFile, erased: Collection[UUID]) -> tuple[CohortFile, int]:
    """Leave out what people did, or others said of them, who had their data deleted."""
    kept = replace(
        found,
        attestations=[each for each in found.attestations if each.register.learner not in erased],
        done=[each for each in found.done if each.statement.actor not in erased],
    )
    before = len(found.attestations) + len(found.done)
    return kept, before - len(kept.attestations) - len(kept.done)


def _hear(found: CohortFile, authority: str) -> Receipt:
    """Store what was said, and ask again what of it counts."""
    for cohort in Cohort.objects.filter(pk__in=found.cohorts):
        vouch(cohort)
    heard = receive(found.attestations, authority=authority)
    for key in sorted(found.cohorts):
        doubt_again(key)
    return heard


@dataclass(frozen=True)
class _Learnt:
    receipts: list[Receipt]
    foreign: int
    doubtful: list[str]


def _learn(found: CohortFile, by: User | None, authority: str) -> _Learnt:
    """Record what members did in the courses of their cohorts."""
    facts = facts_of_many(found.cohorts, Kind.MEMBER)
    members = {fact.learner for fact in facts if fact.learner}
    copies, doubtful = _link([each for each in found.people if each.id in members], by)
    own, foreign = _of(found, members | copies)
    for each in foreign:
        quarantine(each.statement.content.decode(), NOT_OF_A_MEMBER, authority)
    receipts = [
        record(
            [e.statement for e in own if e.evidence == level], evidence=level, authority=authority
        )
        for level in Evidence
    ]
    return _Learnt(receipts, len(foreign), doubtful)


def _link(people: Iterable[Person], by: User | None) -> tuple[set[UUID], list[str]]:
    """Give the USB copies that are these people's from now on, and which are somebody else's."""
    accounts = User.objects.in_bulk([each.id for each in people])
    linked: set[UUID] = set()
    doubtful = []
    for person in people:
        for copy in person.copies if person.id in accounts else ():
            try:
                link(copy, accounts[person.id], by=by)
                linked.add(copy)
            except ActorTaken:
                doubtful.append(_somebody_elses(accounts[person.id]))
    return linked, doubtful


def _somebody_elses(account: User) -> str:
    sentence = _(
        "A USB copy that is %(name)s’s on the other server belongs to somebody else here. What was "
        "done with it was set aside."
    )
    return sentence % {"name": account}


def _of(found: CohortFile, actors: Collection[UUID]) -> tuple[list[Done], list[Done]]:
    """Part what these actors did in the cohorts' courses, or what takes it back, from the rest."""
    courses = set(Cohort.objects.filter(pk__in=found.cohorts).values_list("course", flat=True))
    own = [each for each in found.done if _is_own(each, actors, courses)]
    voids = [each for each in found.done if each.statement.verb == Verb.VOIDED]
    targets = {each.statement.activity for each in voids}
    theirs = {each.statement.id for each in own} | stored_of(targets, actors)
    own += [each for each in voids if each.statement.activity in theirs]
    taken = {each.statement.id for each in own}
    return own, [each for each in found.done if each.statement.id not in taken]


def _is_own(done: Done, actors: Collection[UUID], courses: Collection[UUID]) -> bool:
    statement = done.statement
    is_plain = statement.verb != Verb.VOIDED
    return is_plain and statement.actor in actors and statement.course in courses
