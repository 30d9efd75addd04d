"""A facilitator's confirmation gives a certificate, and taking it back takes it away."""

import pytest
from django.urls import reverse
from django.utils import timezone

from learning.accounts.models import User
from learning.cohorts.models import Cohort
from learning.cohorts.telling import register
from learning.cohorts.work.certifying import Condition, certify, take_back
from learning.cohorts.work.rules import change_rule
from learning.credentials.errors import NotComplete
from learning.credentials.models import Award
from learning.credentials.programmes import as_it_stands, confirmed, issue_for
from learning.publishing.models import Edition
from learning.records.attesting import Saying, say
from learning.xapi.attestations import Kind
from tests.learning.accounts.people import signed_in
from tests.learning.cohorts.samples import a_cohort, do_work, member_of


@pytest.fixture
def cohort(trainer: User, learner: User, edition: Edition) -> Cohort:
    """A cohort that asks for the post-test alone, which the learner has passed."""
    group = a_cohort(trainer)
    member_of(group, learner)
    change_rule(group, {Condition.POST_TEST: 70}, author=trainer.pk)
    do_work(learner)
    return group


def test_a_confirmed_learner_makes_the_certificate_once_and_it_tells_the_rule(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    certify(cohort, [learner.pk], author=trainer.pk)
    browser = signed_in(learner)
    listed = browser.get(reverse("credentials:certificates")).content.decode()
    address = reverse("credentials:ask-programme", args=[cohort.pk])
    assert address in listed
    assert browser.get(address).status_code == 200
    for _twice in range(2):
        answer = browser.post(address, {"name": "Learner One"}, follow=True)
    shown = answer.content.decode()
    assert Award.objects.filter(course=cohort.pk).count() == 1
    assert "who met the rule of the programme" in shown
    assert "100 % (at least 70 % right)" in shown


def test_what_is_taken_back_does_not_stand_and_stands_again_if_confirmed_again(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    certify(cohort, [learner.pk], author=trainer.pk)
    award = issue_for(learner, cohort.pk, name="Learner One")
    take_back(cohort, learner.pk, reason="Another person sat the test.", author=trainer.pk)
    assert as_it_stands(Award.objects.get(pk=award.pk)).is_revoked
    address = reverse("credentials:verified", args=[award.printed_code])
    shown = signed_in(None).get(address).content.decode()
    assert "Revoked" in shown
    assert "Another person" not in shown
    certify(cohort, [learner.pk], author=trainer.pk)
    assert not as_it_stands(Award.objects.get(pk=award.pk)).is_revoked


def test_administrators_see_that_it_was_taken_back(
    cohort: Cohort, trainer: User, learner: User, administrator: User
) -> None:
    certify(cohort, [learner.pk], author=trainer.pk)
    award = issue_for(learner, cohort.pk, name="Learner One")
    browser = signed_in(administrator)
    pages = ("/cms/certificates/", f"/cms/certificates/inspect/{award.pk}/")
    day = timezone.localtime().strftime("%Y")
    before = [browser.get(each).content.decode().count(day) for each in pages]
    take_back(cohort, learner.pk, reason="Another person sat the test.", author=trainer.pk)
    shown = [browser.get(each).content.decode() for each in pages]
    assert all(each.count(day) > was for each, was in zip(shown, before, strict=True))
    assert "Another person sat the test." in shown[1]
    assert Award.objects.get().revoked_at is None


def test_without_a_confirmation_there_is_no_certificate(cohort: Cohort, learner: User) -> None:
    with pytest.raises(NotComplete):
        issue_for(learner, cohort.pk, name="Learner One")
    address = reverse("credentials:ask-programme", args=[cohort.pk])
    assert signed_in(learner).get(address).status_code == 404


def test_nobody_confirms_themselves(cohort: Cohort, learner: User) -> None:
    where = register(cohort, Kind.CERTIFIED, learner=learner.pk)
    say([Saying(where, {"state": "met", "lines": []})], author=learner.pk)
    assert confirmed(learner) == []
