"""What a person is asked, and what is done without asking: only what this server really does.

The words are in `learning.accounts.purposes`; who asks before data is used: docs/consent.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import urlsplit

from django.urls import reverse

from learning.accounts import choosing
from learning.accounts.choosing import Basis, basis_of, choices_of, is_open
from learning.accounts.models import Choice, Purpose, User
from learning.accounts.purposes import WORDINGS, Wording
from learning.cohorts.cascade import pooling
from learning.cohorts.models import Membership
from learning.lrs.forwarding.models import Target, What

ARCHIVER = "duckdb"  # a hub without it has no archive


@dataclass(frozen=True)
class Store:
    """Another store that is told what happens here. `host`: where it is.

    tells_reports: it is also told what other programs reported.
    """

    name: str
    host: str
    tells_reports: bool = False


@dataclass(frozen=True)
class Question:
    """One purpose as it is put to a person. `said`: the last word; `is_on`: it is done now.

    `details`: the page that a yes leads to, where more is asked.
    """

    purpose: Purpose
    wording: Wording
    basis: Basis
    said: Choice | None
    is_open: bool
    is_on: bool
    stores: tuple[Store, ...] = ()
    details: str = ""

    @property
    def is_duty(self) -> bool:
        return self.basis == Basis.DUTY

    @property
    def takes_yes(self) -> bool:
        """Whether a yes can be said: only who is confirmed may wish to be found."""
        return self.purpose != Purpose.POOL or bool(self.details)

    @property
    def tells_reports(self) -> bool:
        return any(each.tells_reports for each in self.stores)

    @property
    def presses(self) -> bool:
        """Whether the person is asked unasked: a yes is waited for, or the words have changed."""
        is_waited_for = self.basis == Basis.CONSENT and self.purpose != Purpose.POOL
        return self.is_open and (is_waited_for or self.said is not None)


def stores() -> tuple[Store, ...]:
    """Give the stores that are told what happens here, by name."""
    targets = Target.objects.filter(is_active=True)
    return tuple(
        Store(each.name, urlsplit(each.endpoint).hostname or "", each.what == What.ALL)
        for each in targets
    )


def questions(person: User) -> list[Question]:
    """Give everything that a person may say yes or no to here, and what rests on a duty."""
    said = choices_of(person)
    return [_question(purpose, person, said.get(purpose)) for purpose in _used_with(person)]


def may_say(person: User, purpose: Purpose, *, says_yes: bool) -> bool:
    """Tell whether this can be said: nobody is asked about a duty, or found unconfirmed."""
    if basis_of(purpose) == Basis.DUTY:
        return False
    takes_no = not says_yes and pooling.own_offer(person.pk) is not None
    return purpose != Purpose.POOL or takes_no or bool(_pool_page(person))


def answer(person: User, purpose: Purpose, *, says_yes: bool) -> str:
    """Keep what a person says, and let it hold at once; give the page that asks for more, if any.

    Who would be found as a trainer is asked how on a page of its own, and said yes only there.
    """
    if purpose == Purpose.POOL and says_yes:
        return _pool_page(person)
    if purpose == Purpose.POOL:
        pooling.withdraw_offer(person.pk)
    else:
        choosing.choose(person, purpose, says_yes=says_yes)
    return ""


def _used_with(person: User) -> Iterator[Purpose]:
    if pooling.own_offer(person.pk) is not None or _pool_page(person):
        yield Purpose.POOL
    if Membership.objects.filter(learner=person).exists():
        yield Purpose.FOLLOW_UP
    if Target.objects.filter(is_active=True).exists():
        yield Purpose.FORWARD
    if find_spec(ARCHIVER):
        yield Purpose.ARCHIVE


def _question(purpose: Purpose, person: User, said: Choice | None) -> Question:
    is_pool = purpose == Purpose.POOL
    is_on = pooling.is_listed(person.pk) if is_pool else choosing.allows(person, purpose)
    return Question(
        purpose=purpose,
        wording=WORDINGS[purpose],
        basis=basis_of(purpose),
        said=said,
        is_open=is_open(purpose, {purpose: said} if said else {}),
        is_on=is_on,
        stores=stores() if purpose == Purpose.FORWARD else (),
        details=_pool_page(person) if is_pool else "",
    )


def _pool_page(person: User) -> str:
    """Give the page where a confirmed trainer says how to be found; empty for anybody else."""
    cohorts = pooling.confirmed_in(person.pk)
    found = Membership.objects.filter(learner=person, cohort__in=cohorts).select_related("cohort")
    member = found.first() if cohorts else None
    return reverse("cohorts:my-pool", args=[member.cohort.code]) if member else ""
