"""Accounts for people who come in a cohort file: their ids stay what they were.

Nobody who has an account here is changed by a file, not even by a mended name: who wrote the file
is not known. A new learner has no PIN until a trainer gives one, a new trainer no password until an
administrator sets one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from learning.accounts.codes import LEARNER_CODE_LENGTH, CodeError, clean_code, new_code
from learning.accounts.models import TRAINERS, SignIn, User
from learning.accounts.signing_in import clean_name
from learning.records.erasing import erased_among, is_erased_code
from learning.xapi.cohort_files import Person


@dataclass(frozen=True)
class Welcome:
    """Who got an account; what is doubtful, in sentences; how many were turned away as erased."""

    new: tuple[User, ...]
    doubtful: tuple[str, ...]
    erased: frozenset[UUID]


def welcome(people: Collection[Person], *, by: User | None) -> Welcome:
    """Make accounts for those who have none here. Callers hold a transaction.

    by: who brings them, none on the command line. Only an administrator or a command can make a
    trainer of somebody who is a learner here.
    """
    may_promote = by is None or by.is_superuser
    erased = _erased(people)
    staying = [each for each in people if each.id not in erased]
    known = User.objects.in_bulk([each.id for each in staying])
    new, doubtful = [], []
    for each in staying:
        if each.id in known:
            doubtful += _meet_again(known[each.id], each, may_promote=may_promote)
        else:
            account, doubts = _make(each)
            new.append(account)
            doubtful += doubts
    return Welcome(tuple(new), tuple(doubtful), frozenset(erased))


def _erased(people: Collection[Person]) -> set[UUID]:
    found = erased_among([each.id for each in people])
    return found | {each.id for each in people if each.code and is_erased_code(_code(each))}


def _code(person: Person) -> str:
    """Give the learner code as accounts keep it; empty if it is none."""
    try:
        return clean_code(person.code, LEARNER_CODE_LENGTH)
    except CodeError:
        return ""


def _make(person: Person) -> tuple[User, list[str]]:
    code = _code(person)
    is_taken = bool(code) and User.objects.filter(username=code).exists()
    account = User(
        id=person.id,
        username=_user_name(person, "" if is_taken else code),
        name=clean_name(person.name) or _("Somebody without a name"),
        organisation=person.organisation,
        language=person.language,
        password=make_password(None),
    )
    account.signs_in_with = SignIn.PASSWORD if person.is_trainer else SignIn.PIN
    account.save(force_insert=True)
    if person.is_trainer:
        make_trainer(account)
    return account, [_code_is_taken(account, code)] if is_taken else []


def make_trainer(account: User) -> None:
    """Let somebody open cohorts, who signs in with a password from now on."""
    account.signs_in_with = SignIn.PASSWORD
    account.save(update_fields=["signs_in_with"])
    account.groups.add(Group.objects.get_or_create(name=TRAINERS)[0])


def _user_name(person: Person, code: str) -> str:
    """Give a free user name: the learner code; for staff, one that an administrator can change."""
    if code:
        return code
    if person.is_trainer:
        return f"trainer-{person.id.hex[:12]}"
    made = new_code(LEARNER_CODE_LENGTH)
    while User.objects.filter(username=made).exists():
        made = new_code(LEARNER_CODE_LENGTH)
    return made


def _meet_again(account: User, person: Person, *, may_promote: bool) -> list[str]:
    """See that somebody who is a trainer elsewhere is one here, unless it would shut them out."""
    if not person.is_trainer or not account.is_learner:
        return []
    if may_promote and not account.has_usable_password():
        make_trainer(account)
        return []
    sentence = _(
        "%(name)s teaches on another server now and is a learner here, who goes on signing in with "
        "code and PIN. A trainer of the cohort can print a slip that makes this person a trainer."
    )
    return [sentence % {"name": account}]


def _code_is_taken(account: User, code: str) -> str:
    sentence = _(
        "The learner code %(code)s of %(name)s belongs to somebody else here. Nothing was mixed "
        "up: this person has a new code on this server, %(new)s. Print a new learner card."
    )
    names = {"code": code, "name": account, "new": account.learner_code or account.username}
    return sentence % names
