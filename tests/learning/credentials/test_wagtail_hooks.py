from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from learning.accounts.models import User
from learning.credentials.models import Award
from tests.learning.accounts.people import signed_in

LIST = "/cms/certificates/"


def test_an_administrator_reads_and_searches_certificates(
    award: Award, administrator: User
) -> None:
    browser = signed_in(administrator)
    assert "Learner One" in browser.get(LIST).content.decode()
    assert "Learner One" in browser.get(LIST, {"q": "Learner"}).content.decode()
    inspected = browser.get(f"{LIST}inspect/{award.pk}/").content.decode()
    assert award.printed_code in inspected


@pytest.mark.parametrize("address", ["new/", "edit/{pk}/", "delete/{pk}/"])
def test_nobody_changes_certificates_by_hand(
    award: Award, administrator: User, address: str
) -> None:
    answer = signed_in(administrator).post(LIST + address.format(pk=award.pk))
    assert answer.status_code in (302, 404)
    assert Award.objects.get() == award


def test_a_learner_and_a_member_of_staff_see_no_list(
    award: Award, learner: User, outsider: User
) -> None:
    for person in (learner, outsider):
        assert signed_in(person).get(LIST).status_code == 302


def test_a_longer_list_asks_no_more(
    award: Award, administrator: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(administrator)
    browser.get(LIST)
    for _number in range(10):
        Award.objects.create(
            learner=administrator,
            course=uuid4(),
            edition=award.edition,
            title=award.title,
            language="en",
            snapshot=award.snapshot,
            name="Another",
            completed_at=award.completed_at,
            evidence=award.evidence,
            code=Award.objects.free_code(),
        )
    with django_assert_max_num_queries(20):
        browser.get(LIST)
