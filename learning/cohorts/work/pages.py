"""What the pages of work have in common: their shell, people's names, and who comes next."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from learning.accounts.models import User
from learning.cohorts.models import Cohort, Membership


def show(
    request: HttpRequest,
    cohort: Cohort,
    page: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Show a trainer's page of work; `page` names its template."""
    whole = {"cohort": cohort, "tab": "work", **context}
    return render(request, f"cohorts/work/{page}.html", whole, status=status)


def show_own(
    request: HttpRequest,
    member: Membership,
    page: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Show a participant's own page of work."""
    whole = {"cohort": member.cohort, **context}
    return render(request, f"cohorts/work/{page}.html", whole, status=status)


def members_of(cohort: Cohort) -> list[tuple[UUID, str]]:
    """Give (id, name) of the members who are in the cohort now, by name."""
    return list(cohort.memberships.present().values_list("learner_id", "learner__name"))


def member_named(members: Sequence[tuple[UUID, str]], learner: UUID) -> str:
    """Give a member's name. Raises: Http404 — there is no such member."""
    for key, name in members:
        if key == learner:
            return name
    raise Http404


def names_of(people: Iterable[str | UUID]) -> dict[str, str]:
    """Give id → name of facilitators; who has no account here any more has none. One query."""
    ids = {known for each in people if (known := _uuid(each))}
    found = User.objects.filter(pk__in=ids).values_list("pk", "name")
    return {str(key): name for key, name in found} if ids else {}


def name_in(names: Mapping[str, str], person: str | UUID) -> str:
    return names.get(str(person)) or _("a facilitator of another server")


def _uuid(said: str | UUID) -> UUID | None:
    try:
        return said if isinstance(said, UUID) else UUID(said)
    except ValueError:
        return None


def next_after(members: Sequence[tuple[UUID, str]], learner: UUID, done: Iterable[UUID]) -> UUID:
    """Give whose turn it is after `learner`: the next who is not done, else simply the next."""
    ids = [key for key, _name in members]
    place = ids.index(learner)
    following = [*ids[place + 1 :], *ids[:place]]
    finished = set(done)
    waiting = (each for each in following if each not in finished)
    return next(waiting, following[0] if following else learner)
