"""What a list of people would do to a cohort, line by line, before anything is written.

A list only ever adds. A learner code is believed only beside the name of its owner, so that nobody
finds out whose a code is. A name alone is a person of the same organisation; the same name from
another organisation, or in another cohort of the trainer's, is doubtful: nothing happens until the
trainer has said who it is.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from learning.accounts.codes import LEARNER_CODE_LENGTH, spaced
from learning.accounts.models import User
from learning.cohorts.enrolling import name_key
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.people.reading import Line
from learning.records.batches import parts

UNKNOWN_CODE = "unknown code"  # a fault that only a look at the accounts finds


class Decision(StrEnum):
    """What a trainer says about a doubtful line; the person's learner code says: that one."""

    OPEN = ""
    ANOTHER = "another"
    LEAVE_OUT = "leave out"


class Outcome(StrEnum):
    """What happens to a line."""

    NEW = "new"
    JOINS = "joins"
    BACK = "back"
    HERE = "here"
    REPEATED = "repeated"
    LEFT_OUT = "left out"
    DOUBTFUL = "doubtful"
    FAULT = "fault"


WRITTEN = (Outcome.NEW, Outcome.JOINS, Outcome.BACK)
TO_MEND = (Outcome.DOUBTFUL, Outcome.FAULT)


@dataclass(frozen=True)
class Decided:
    """A line, and what the trainer said about it."""

    line: Line
    decision: str = Decision.OPEN


@dataclass(frozen=True)
class Account:
    """Somebody who has an account. membership: in the cohort, if any. key: of the name."""

    id: UUID
    key: str
    organisation: str
    code: str
    membership: int | None = None
    has_left: bool = False


@dataclass(frozen=True)
class Planned:
    """What happens to a line. account: whom it is about; alike: who has the same name."""

    line: Line
    outcome: Outcome
    fault: str = ""
    account: Account | None = None
    alike: tuple[str, ...] = ()  # learner codes, as they are printed
    decision: str = Decision.OPEN


@dataclass(frozen=True)
class Known:
    """Who is known: by code anywhere, by name in the cohort and in the trainer's others."""

    by_code: Mapping[str, Account] = field(default_factory=dict)
    here: Mapping[str, Sequence[Account]] = field(default_factory=dict)
    elsewhere: Mapping[str, Sequence[Account]] = field(default_factory=dict)


def plan(decided: Iterable[Decided], known: Known) -> list[Planned]:
    """Give what happens to each line. Pure: the same lines and accounts give the same plan."""
    seen = _Seen()
    return [seen.note(_planned(each, known, seen)) for each in decided]


def known_to(cohort: Cohort, trainer: User, lines: Collection[Line]) -> Known:
    """Look up who of the list is known. Queries: one, and two for every 400 lines."""
    keys = {name_key(line.name) for line in lines if line.name}
    return Known(
        by_code=_by_code(cohort, {line.code for line in lines if line.code}),
        here=_by_key(Membership.objects.filter(cohort=cohort), is_here=True),
        elsewhere=_elsewhere(cohort, trainer, keys),
    )


class _Seen:
    """Who stood in the list so far."""

    def __init__(self) -> None:
        self.accounts: set[UUID] = set()
        self.names: dict[str, list[str]] = {}

    def note(self, planned: Planned) -> Planned:
        if planned.outcome not in (Outcome.FAULT, Outcome.LEFT_OUT, Outcome.DOUBTFUL):
            if planned.account:
                self.accounts.add(planned.account.id)
            key = name_key(planned.line.name)
            self.names.setdefault(key, []).append(planned.line.organisation)
        return planned


def _planned(decided: Decided, known: Known, seen: _Seen) -> Planned:
    line, decision = decided.line, decided.decision
    if decision == Decision.LEAVE_OUT:
        return Planned(line, Outcome.LEFT_OUT, decision=decision)
    if line.fault:
        return Planned(line, Outcome.FAULT, line.fault)
    if line.code:
        return _by_its_code(line, known.by_code.get(line.code), seen)
    if decision == Decision.ANOTHER:
        return Planned(line, Outcome.NEW, decision=decision)
    return _by_its_name(line, known, seen)


def _by_its_code(line: Line, account: Account | None, seen: _Seen) -> Planned:
    if account is None or account.key != name_key(line.name):
        return Planned(line, Outcome.FAULT, UNKNOWN_CODE)
    if account.id in seen.accounts:
        return Planned(line, Outcome.REPEATED, account=account)
    return Planned(line, _standing(account), account=account)


def _by_its_name(line: Line, known: Known, seen: _Seen) -> Planned:
    key = name_key(line.name)
    for account in known.here.get(key, ()):
        if _same(account.organisation, line.organisation):
            is_again = account.id in seen.accounts
            outcome = Outcome.REPEATED if is_again else _standing(account)
            return Planned(line, outcome, account=account)
    if any(_same(each, line.organisation) for each in seen.names.get(key, ())):
        return Planned(line, Outcome.REPEATED)
    alike = [*known.here.get(key, ()), *known.elsewhere.get(key, ())]
    if alike or key in seen.names:
        codes = dict.fromkeys(spaced(each.code) for each in alike if each.code)
        return Planned(line, Outcome.DOUBTFUL, alike=tuple(codes))
    return Planned(line, Outcome.NEW)


def _standing(account: Account) -> Outcome:
    if account.membership is None:
        return Outcome.JOINS
    return Outcome.BACK if account.has_left else Outcome.HERE


def _same(one: str, other: str) -> bool:
    """Tell whether two organisations may be the same: one that is not said may be any."""
    return not one or not other or name_key(one) == name_key(other)


def _by_code(cohort: Cohort, codes: Collection[str]) -> dict[str, Account]:
    found = {}
    sound = [code for code in codes if len(code) == LEARNER_CODE_LENGTH]
    for part in parts(sound):
        owners = User.objects.learners().filter(username__in=part, is_active=True)
        members = {
            each.learner_id: each for each in cohort.memberships.filter(learner__username__in=part)
        }
        found.update({each.username: _account(each, members.get(each.pk)) for each in owners})
    return found


def _elsewhere(cohort: Cohort, trainer: User, keys: Collection[str]) -> dict[str, list[Account]]:
    others = Cohort.objects.taught_by(trainer).exclude(pk=cohort.pk).values("pk")
    found: dict[str, list[Account]] = {}
    for part in parts(keys):
        members = Membership.objects.filter(cohort__in=others, name_key__in=part)
        members = members.exclude(learner__memberships__cohort=cohort)
        found.update(_by_key(members, is_here=False))
    return found


def _by_key(members: QuerySet[Membership], *, is_here: bool) -> dict[str, list[Account]]:
    """Give the accounts by the name they joined with and by the name they have now."""
    found: dict[str, dict[UUID, Account]] = {}
    for member in members.select_related("learner"):
        account = _account(member.learner, member if is_here else None)
        for key in {account.key, member.name_key} - {""}:
            found.setdefault(key, {})[account.id] = account
    return {key: list(accounts.values()) for key, accounts in found.items()}


def _account(owner: User, member: Membership | None) -> Account:
    return Account(
        id=owner.pk,
        key=name_key(owner.name),
        organisation=owner.organisation,
        code=owner.username if owner.is_learner else "",
        membership=member.pk if member else None,
        has_left=bool(member and member.left),
    )


def count(planned: Iterable[Planned]) -> dict[Outcome, int]:
    """Give how many lines have each outcome, in the order of `Outcome`."""
    found = dict.fromkeys(Outcome, 0)
    for each in planned:
        found[each.outcome] += 1
    return found


def to_mend(planned: Iterable[Planned]) -> Iterator[Planned]:
    return (each for each in planned if each.outcome in TO_MEND)
