"""Making rows of what other servers said: the cohort, who teaches it, who is in it.

Twice is once, and the order does not matter: the rows are always what the facts say now. What
cannot be made a row is told in a sentence and stays said; when its reason is gone, it is made.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from learning.accounts.codes import COHORT_CODE_LENGTH, CodeError, clean_code
from learning.accounts.models import TRAINERS, SignIn, User
from learning.accounts.signing_in import clean_name
from learning.cohorts.enrolling import name_key
from learning.cohorts.helping import AT_ONCE, let_back
from learning.cohorts.inputs import is_in_our_time
from learning.cohorts.models import Cohort, Membership
from learning.records.facts import Fact, facts_of
from learning.xapi.attestations import Kind

MAX_NAME = 150  # characters, as the row takes


@dataclass(frozen=True)
class Applied:
    """What became of one cohort; none as `cohort`: nothing sound was said of it yet."""

    cohort: Cohort | None
    doubtful: tuple[str, ...] = ()


@transaction.atomic
def apply(key: UUID, *, new: Collection[UUID] = ()) -> Applied:
    """Make the rows of one cohort what the facts say.

    new: people whose accounts came to be with what is applied. Others had theirs before, and must
    say yes themselves before the cohort's trainers may change them; so must who comes back.
    """
    facts = facts_of(key, Kind.COHORT, Kind.TRAINER, Kind.MEMBER, Kind.LEADS)
    by_kind: dict[str, list[Fact]] = {}
    for fact in facts:
        by_kind.setdefault(fact.kind, []).append(fact)
    told = by_kind.get(Kind.COHORT, [])
    fields = _fields(told[-1].value or {}) if told else None
    if fields is None:
        return Applied(None, (_unsound(key),))
    cohort, doubts = _row(key, fields)
    doubts += _apply_trainers(cohort, by_kind.get(Kind.TRAINER, []))
    leaders = {fact.learner for fact in by_kind.get(Kind.LEADS, []) if fact.learner}
    leaders |= _leading_below(cohort)
    doubts += _apply_members(cohort, by_kind.get(Kind.MEMBER, []), leaders, new)
    return Applied(cohort, tuple(doubts))


def _leading_below(cohort: Cohort) -> set[UUID]:
    """Give who leads a cohort of the next generation, whose file may have come before this one."""
    below = Cohort.objects.filter(parent=cohort.pk, led_by__isnull=False)
    return {led_by for led_by in below.values_list("led_by", flat=True) if led_by}


def _unsound(key: UUID) -> str:
    sentence = _(
        "Of the cohort %(key)s, what was said about name and dates is missing or damaged. All that "
        "was whole is kept. Bring its file once more."
    )
    return sentence % {"key": key}


def _fields(value: Mapping[str, Any]) -> dict[str, Any] | None:
    """Give a row's values, or none if a needed one is not sound: anybody may have written it."""
    try:
        starts, ends = (date.fromisoformat(str(value[name])) for name in ("starts", "ends"))
        fields = {
            "name": clean_name(str(value["name"]))[:MAX_NAME],
            "course": UUID(str(value["course"])),
            "starts": starts,
            "ends": ends,
            "parent": _uuid(value.get("parent")),
            "led_by": _uuid(value.get("led_by")),
            "code": clean_code(str(value["code"]), COHORT_CODE_LENGTH),
        }
    except (KeyError, ValueError, CodeError):
        return None
    is_sound = starts <= ends and is_in_our_time(starts) and is_in_our_time(ends)
    return fields if fields["name"] and is_sound else None


def _uuid(text: object) -> UUID | None:
    return UUID(str(text)) if text else None


def _row(key: UUID, fields: dict[str, Any]) -> tuple[Cohort, list[str]]:
    known = Cohort.objects.filter(pk=key).first()
    code, doubts = _code(key, known, fields["code"])
    cohort = known or Cohort(pk=key)
    wanted = {**fields, "code": code}
    if known is None or any(getattr(known, name) != each for name, each in wanted.items()):
        for name, each in wanted.items():
            setattr(cohort, name, each)
        cohort.save()
    return cohort, doubts


def _code(key: UUID, known: Cohort | None, told: str) -> tuple[str, list[str]]:
    """Give the code the cohort has here: the one it came with, unless another has it here."""
    if not Cohort.objects.filter(code=told).exclude(pk=key).exists():
        return told, []
    code = known.code if known else Cohort.objects.free_code()
    sentence = _(
        "The join code %(told)s belongs to another cohort here, so people join this one by "
        "%(code)s. Print its poster anew on this server."
    )
    return code, [sentence % {"told": told, "code": code}]


def _apply_trainers(cohort: Cohort, facts: Iterable[Fact]) -> list[str]:
    told = {fact.thing for fact in facts if (fact.value or {}).get("teaches") is True}
    if not told:
        return []  # of a cohort older than its facts, the rows alone know who teaches it
    people = User.objects.filter(pk__in=told)
    can = Q(groups__name=TRAINERS) | Q(is_superuser=True)
    teaching = people.filter(can, signs_in_with=SignIn.PASSWORD).distinct()
    cohort.trainers.set(teaching)
    waiting = people.exclude(pk__in=teaching)
    sentence = _(
        "%(name)s teaches “%(cohort)s” on another server, but cannot teach here yet. An "
        "administrator can make this person a trainer."
    )
    return [sentence % {"name": each, "cohort": cohort} for each in waiting]


def _apply_members(
    cohort: Cohort, facts: Iterable[Fact], leaders: set[UUID], made: Collection[UUID]
) -> list[str]:
    told = {fact.learner: fact for fact in facts if fact.learner}
    known = {each.learner_id: each for each in cohort.memberships.all()}
    people = {each.pk: each for each in User.objects.filter(pk__in=told)}
    new = [key for key in told if key not in known and key in people]
    may = [key for key in new if people[key].is_learner or key in leaders]
    taken = {each.name_key for each in known.values()}
    fresh = [_membership(cohort, people[key], told[key], taken) for key in may]
    for each in fresh:
        each.is_brought = each.learner_id not in made
    Membership.objects.bulk_create(fresh)
    _mend_leaving(known, told)
    return [_not_a_learner(people[key], cohort) for key in new if key not in may]


def _membership(cohort: Cohort, person: User, fact: Fact, taken: set[str]) -> Membership:
    key = name_key(person.name)
    if key in taken:
        key = ""  # this person signs in by the code
    taken.add(key)
    return Membership(cohort=cohort, learner=person, name_key=key, left=_left(fact))


def _mend_leaving(known: Mapping[UUID, Membership], told: Mapping[UUID, Fact]) -> None:
    heard = [(member, _left(told[key])) for key, member in known.items() if key in told]
    let_back([member for member, left in heard if left is None])
    changed = []
    for member, left in heard:
        if member.left != left:
            member.left = left
            changed.append(member)
    Membership.objects.bulk_update(changed, ["left"], batch_size=AT_ONCE)


def _left(fact: Fact) -> datetime | None:
    return None if (fact.value or {}).get("state") == "in" else fact.at


def _not_a_learner(person: User, cohort: Cohort) -> str:
    sentence = _(
        "%(name)s is a member of staff here and was not made a participant of “%(cohort)s”. If "
        "both are the same person, let them join with a learner account."
    )
    return sentence % {"name": person, "cohort": cohort}
