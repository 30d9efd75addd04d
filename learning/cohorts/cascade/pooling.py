"""The pool of confirmed trainers: who wishes to be found, by country, language and topic.

Facts of kind `pool`, which only the person says of themself; it is the consent that travels, and
taking it back ends it. Who said yes here to words that have changed is shown again after another
yes. Who is no longer confirmed in any cohort is not shown.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from learning.accounts.choosing import choose, disagreeing
from learning.accounts.models import Purpose, User
from learning.cohorts.cascade.reading import text_in, texts_in
from learning.cohorts.errors import NotCertified
from learning.cohorts.models import Cohort
from learning.cohorts.telling import register
from learning.records.attesting import Saying, say
from learning.records.facts import Fact, facts_about, facts_of_many
from learning.xapi.attestations import Kind

MET = "met"  # the state of a confirmation that stands


@dataclass(frozen=True)
class Offer:
    """How somebody wishes to be found. country: ISO 3166-1, three letters; reach: their words."""

    person: UUID
    name: str
    organisation: str
    country: str
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    reach: str


def offers() -> list[Offer]:
    """Give everybody who wishes to be found and is confirmed, by name. A few queries."""
    confirmed = {fact.learner for fact in facts_of_many(None, Kind.CERTIFIED) if _stands(fact)}
    latest: dict[UUID, Fact] = {}
    for fact in facts_of_many(None, Kind.POOL):
        if fact.learner in confirmed and fact.learner == fact.author:
            latest[fact.learner] = fact
    left = latest.keys() - disagreeing(Purpose.POOL, among=latest)
    people = User.objects.filter(pk__in=left, is_active=True).order_by("name", "pk")
    return [_offer(each, latest[each.pk].value or {}) for each in people]


def narrowed(
    found: Iterable[Offer], *, country: str = "", language: str = "", topic: str = ""
) -> list[Offer]:
    """Leave out offers that are not of this country, language and topic; empty: any."""
    words = topic.casefold().strip()
    return [
        each
        for each in found
        if (not country or each.country == country)
        and (not language or language in each.languages)
        and (not words or any(words in offered.casefold() for offered in each.topics))
    ]


def own_offer(person: UUID) -> Mapping[str, Any] | None:
    """Give what a person said of themself, if they wish to be found."""
    found = [fact for fact in facts_about(person, Kind.POOL) if fact.author == person]
    return found[-1].value if found else None


def is_confirmed(person: UUID) -> bool:
    return bool(confirmed_in(person))


def confirmed_in(person: UUID) -> set[UUID]:
    """Give the cohorts in which a person is confirmed now."""
    return {fact.cohort for fact in facts_about(person, Kind.CERTIFIED) if _stands(fact)}


def is_listed(person: UUID) -> bool:
    """Tell whether others find this person now."""
    wishes = own_offer(person) is not None and not disagreeing(Purpose.POOL, among=[person])
    return wishes and is_confirmed(person)


@transaction.atomic
def offer(cohort: Cohort, person: UUID, value: Mapping[str, Any]) -> None:
    """Let a person be found, who said yes to the words of now. Raises: NotCertified."""
    if not is_confirmed(person):
        raise NotCertified
    choose(User.objects.get(pk=person), Purpose.POOL, says_yes=True)
    say([Saying(register(cohort, Kind.POOL, learner=person), dict(value))], author=person)


@transaction.atomic
def withdraw_offer(person: UUID) -> int:
    """Let a person be found no longer, whatever cohort they said it in; give how often they had."""
    own = facts_about(person, Kind.POOL)
    choose(User.objects.get(pk=person), Purpose.POOL, says_yes=False)
    return len(say([Saying(fact.register, None) for fact in own], author=person))


def languages_in(found: Collection[Offer]) -> list[str]:
    return sorted({language for each in found for language in each.languages})


def _stands(fact: Fact) -> bool:
    return (fact.value or {}).get("state") == MET


def _offer(person: User, value: Mapping[str, Any]) -> Offer:
    return Offer(
        person=person.pk,
        name=str(person),
        organisation=person.organisation,
        country=text_in(value, "country")[:3],
        languages=texts_in(value, "languages"),
        topics=texts_in(value, "topics"),
        reach=text_in(value, "reach"),
    )
