"""Giving a consent, and taking it back: as easy as giving it, and at once."""

from django.db import transaction
from django.utils import timezone

from learning.accounts.models import User
from learning.privacy.models import Consent, Purpose


def has_consented(person: User, purpose: Purpose) -> bool:
    return Consent.objects.of(person).standing().filter(purpose=purpose).exists()


@transaction.atomic
def give(person: User, purpose: Purpose) -> Consent:
    """Remember that the person agrees. Twice is once."""
    return Consent.objects.get_or_create(person=person, purpose=purpose, withdrawn=None)[0]


@transaction.atomic
def withdraw(person: User, purpose: Purpose) -> bool:
    """Remember that the person agrees no more; tell whether they did. What was before stays."""
    standing = Consent.objects.of(person).standing().filter(purpose=purpose)
    return bool(standing.update(withdrawn=timezone.now()))
