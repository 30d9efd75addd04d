"""Bringing a list of people into a cohort: looked at first, taken in once, taken back for a day.

What is looked at writes nothing but the list itself. Whoever is taken in by name gets an account
that nobody can sign in to until `pins` gives it a PIN. Taking back deletes accounts of whom nothing
was heard since; others only leave, for what they did is theirs.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Field, Q
from django.utils import timezone

from learning.accounts.codes import LEARNER_CODE_LENGTH, new_code
from learning.accounts.models import Access, Guess, SignIn, User
from learning.cohorts.enrolling import name_key
from learning.cohorts.errors import ListClosed
from learning.cohorts.helping import AT_ONCE, let_back
from learning.cohorts.models import Cohort, Membership, Roster, RosterState
from learning.cohorts.people.planning import (
    Decided,
    Outcome,
    Planned,
    known_to,
    plan,
)
from learning.cohorts.people.reading import Line, checked
from learning.cohorts.people.transferring import let_go
from learning.cohorts.telling import tell_members
from learning.records.batches import parts
from learning.records.erasing import erase_actors
from learning.records.hearing import heard_of

KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class TakenIn:
    """How many people a list brought: with a new account, by their code, back again."""

    new: int
    joined: int
    back: int


@dataclass(frozen=True)
class TakenBack:
    """What taking back did. left: people who stay on this server and left the cohort."""

    deleted: int
    left: int


def look_at(cohort: Cohort, by: User, lines: Iterable[Line]) -> Roster:
    """Keep a list to be looked at; nobody is in the cohort because of it."""
    rows = [_row(Decided(line)) for line in lines]
    return Roster.objects.create(cohort=cohort, by=by, rows=rows)


def decided_of(roster: Roster) -> list[Decided]:
    """Give the lines of the list, with what was said about each."""
    return [_decided(row) for row in roster.rows]


def planned_for(roster: Roster) -> list[Planned]:
    """Give what each line of the list would do now."""
    decided = decided_of(roster)
    return plan(decided, known_to(roster.cohort, roster.by, [each.line for each in decided]))


@transaction.atomic
def mend(roster: Roster, mended: Iterable[Decided]) -> Roster:
    """Put mended lines in the place of those with the same numbers. Raises: ListClosed."""
    held = _held(roster, RosterState.DRAFT)
    by_number = {
        each.line.number: _row(Decided(checked(each.line), each.decision)) for each in mended
    }
    held.rows = [by_number.get(row[0], row) for row in held.rows]
    held.save(update_fields=["rows"])
    return held


@transaction.atomic
def take_in(roster: Roster) -> TakenIn:
    """Take in whoever the list brings now; lines to mend are left out. Raises: ListClosed."""
    held = _held(roster, RosterState.DRAFT)
    planned = planned_for(held)
    new = _newcomers(held.cohort, _of(planned, Outcome.NEW))
    joined = _join(held.cohort, _of(planned, Outcome.JOINS))
    back = _bring_back(held.cohort, _of(planned, Outcome.BACK))
    tell_members([*new, *joined, *back], author=held.by.pk)
    held.newcomers = [str(each.learner_id) for each in new]
    held.joined = [each.pk for each in (*joined, *back)]
    held.rows, held.state, held.since = [], RosterState.TAKEN, timezone.now()
    held.save()
    return TakenIn(len(new), len(joined), len(back))


@transaction.atomic
def take_back(roster: Roster, *, by: User) -> TakenBack:
    """Undo `take_in` as far as it can be. Raises: ListClosed — a day has passed, or done."""
    held = _held(roster, RosterState.TAKEN)
    made = set(map(UUID, held.newcomers))
    kept = _used(held.cohort, made)
    of_list = Q(pk__in=held.joined) | Q(learner__in=kept)
    leaving = list(held.cohort.memberships.present().filter(of_list))
    let_go(leaving, author=by.pk)
    deleted = _delete(held.cohort, made - kept)
    held.state, held.since, held.newcomers, held.joined = RosterState.UNDONE, timezone.now(), [], []
    held.save()
    return TakenBack(deleted, len(leaving))


def forget_rosters(now: datetime | None = None) -> int:
    """Delete the lists of all cohorts that a day has passed over, and give their number."""
    old = Roster.objects.filter(since__lt=(now or timezone.now()) - KEPT)
    return old.delete()[0] if old.exists() else 0  # a page that is only read writes nothing


def forget_person(person: User) -> None:
    """Leave a person out of every list that is kept still, and delete those they brought."""
    person.rosters.all().delete()
    key, identifier = name_key(person.name), str(person.pk)
    for roster in Roster.objects.select_for_update():
        roster.rows = [row for row in roster.rows if name_key(row[1]) != key]
        roster.newcomers = [each for each in roster.newcomers if each != identifier]
        roster.save(update_fields=["rows", "newcomers"])


def _held(roster: Roster, state: RosterState) -> Roster:
    """Give the list afresh, held until the transaction ends. Raises: ListClosed."""
    known = Roster.objects.select_for_update(of=("self",)).select_related("cohort", "by")
    held = known.filter(pk=roster.pk, state=state, since__gte=timezone.now() - KEPT).first()
    if held is None:
        raise ListClosed
    return held


def _of(planned: Iterable[Planned], outcome: Outcome) -> list[Planned]:
    return [each for each in planned if each.outcome == outcome]


def _newcomers(cohort: Cohort, planned: Sequence[Planned]) -> list[Membership]:
    """Make an account and a membership for each; the first of a name gets it as key."""
    taken = set(cohort.memberships.values_list("name_key", flat=True))
    users, members = [], []
    for each, code in zip(planned, _codes(len(planned)), strict=True):
        key = name_key(each.line.name)
        user = _user(each.line, code)
        users.append(user)
        members.append(
            Membership(cohort=cohort, learner=user, name_key="" if key in taken else key)
        )
        taken.add(key)
    User.objects.bulk_create(users, batch_size=AT_ONCE)
    return Membership.objects.bulk_create(members, batch_size=AT_ONCE)


def _user(line: Line, code: str) -> User:
    return User(
        username=code,
        password=make_password(None),
        name=line.name,
        organisation=line.organisation,
        language=line.language,
        signs_in_with=SignIn.PIN,
    )


def _codes(number: int) -> list[str]:
    """Make as many learner codes that nobody has."""
    made: dict[str, None] = {}
    while len(made) < number:
        made.update(dict.fromkeys(new_code(LEARNER_CODE_LENGTH) for _ in range(number - len(made))))
        for part in parts(list(made)):
            for code in User.objects.filter(username__in=part).values_list("username", flat=True):
                del made[code]
    return list(made)


def _join(cohort: Cohort, planned: Sequence[Planned]) -> list[Membership]:
    taken = set(cohort.memberships.values_list("name_key", flat=True))
    members = []
    for each in planned:
        assert each.account  # noqa: S101 — whoever joins is known
        key = "" if each.account.key in taken else each.account.key
        taken.add(key)
        members.append(
            Membership(cohort=cohort, learner_id=each.account.id, name_key=key, is_brought=True)
        )
    return Membership.objects.bulk_create(members, batch_size=AT_ONCE)


def _bring_back(cohort: Cohort, planned: Sequence[Planned]) -> list[Membership]:
    keys = [each.account.membership or 0 for each in planned if each.account]
    members = [member for part in parts(keys) for member in cohort.memberships.filter(pk__in=part)]
    let_back(members)
    return members


def _used(cohort: Cohort, learners: Collection[UUID]) -> set[UUID]:
    """Give those whose account is no longer empty: they came in, or something hangs on it."""
    used = heard_of(learners)
    for part in parts(learners):
        signed_in = User.objects.filter(pk__in=part).exclude(last_login=None)
        used.update(signed_in.values_list("pk", flat=True))
        elsewhere = Membership.objects.filter(learner__in=part).exclude(cohort=cohort)
        used.update(elsewhere.values_list("learner_id", flat=True))
        for model, name in _hanging():
            rows = model._default_manager.filter(**{f"{name}__in": part})
            used.update(rows.values_list(name, flat=True))
    return used


def _hanging() -> list[tuple[Any, str]]:
    """Give every table and column that names a person; memberships and wrong PINs aside."""
    fields: list[Field[Any, Any]] = [
        relation.field
        for relation in User._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and hasattr(relation, "field")
    ]
    apart = (Membership, Guess)
    return [(each.model, each.name) for each in fields if each.model not in (*apart, User)]


def _delete(cohort: Cohort, learners: Collection[UUID]) -> int:
    if not learners:
        return 0
    erase_actors(learners)
    for part in parts(learners):
        Access.objects.filter(about__in=part).delete()
        cohort.memberships.filter(learner__in=part).delete()
        User.objects.filter(pk__in=part).delete()
    return len(learners)


def _row(decided: Decided) -> list[Any]:
    return [*astuple(decided.line), decided.decision]


def _decided(row: Sequence[Any]) -> Decided:
    *line, decision = row
    return Decided(Line(*line), decision)
