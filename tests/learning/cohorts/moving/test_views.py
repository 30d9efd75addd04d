from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from learning.accounts.models import Access, Seen, User
from learning.cohorts.agenda.leading import add_trainer
from learning.cohorts.models import Cohort
from learning.records.doubting import doubt_again
from learning.records.models import Attestation
from learning.records.revoking import revoke
from tests.learning.accounts.people import make_trainer, signed_in
from tests.learning.cohorts.moving.worlds import empty_server, join, mark, saved
from tests.learning.cohorts.samples import a_cohort

pytestmark = pytest.mark.django_db
TAKE = "/teach/take/"


@pytest.fixture
def lands(trainer: User, learner: User) -> Cohort:
    cohort = a_cohort(trainer)
    join(cohort, learner)
    return cohort


def page(cohort: Cohort) -> str:
    return reverse("cohorts:move", args=[cohort.code])


def upload(browser: Client, content: bytes) -> Any:
    file = SimpleUploadedFile("lands.cohort", content)
    return browser.post(TAKE, {"file": file})


def test_a_trainer_saves_a_cohort_and_it_is_noted(lands: Cohort, trainer: User) -> None:
    response = signed_in(trainer).post(page(lands))
    assert response["Content-Disposition"] == 'attachment; filename="lands-tot.cohort"'
    assert response.content.startswith(b'{"format":"atoll-cohort/1"')
    assert Access.objects.filter(about=lands.pk, what=Seen.EXPORT).exists()


def test_the_cohorts_below_come_along_if_they_are_asked_for(lands: Cohort, trainer: User) -> None:
    child = a_cohort(make_trainer("second", "Two"), "Child")
    Cohort.objects.filter(pk=child.pk).update(parent=lands.pk)
    browser = signed_in(trainer)
    assert str(child.pk) not in browser.post(page(lands)).content.decode()
    alongside = browser.post(page(lands), {"with_descendants": "on"})
    assert str(child.pk) in alongside.content.decode()


def test_an_administrator_takes_a_file_in_and_reads_what_came_of_it(
    lands: Cohort, administrator: User
) -> None:
    file = saved(lands)
    with empty_server(administrator):
        browser = signed_in(administrator)
        shown = upload(browser, file).content.decode()
        assert "The whole file was taken in." in shown
        assert "Lands ToT" in shown
        journal = browser.get(page(Cohort.objects.get())).content.decode()
        assert "brought by <bdi>Administrator One</bdi>" in journal


def test_a_trainer_cannot_take_in_what_is_others(lands: Cohort) -> None:
    stranger = make_trainer("third", "Three")
    shown = upload(signed_in(stranger), saved(lands)).content.decode()
    assert "You do not teach: Lands ToT" in shown


@pytest.mark.parametrize("content", [b"", b"something else"])
def test_what_is_no_cohort_file_is_told(trainer: User, content: bytes) -> None:
    shown = upload(signed_in(trainer), content).content.decode()
    assert "This is not a cohort file" in shown


def test_learners_and_strangers_take_nothing_in(learner: User) -> None:
    assert signed_in(learner).get(TAKE).status_code == 404
    assert Client().get(TAKE).status_code == 302


def test_what_does_not_count_and_whose_station_was_revoked_is_shown(
    lands: Cohort, trainer: User, learner: User
) -> None:
    mark(lands, learner, "absent", by=make_trainer("third", "Trainer Three"))
    assert doubt_again(lands.pk) == 1
    origin = Attestation.objects.values_list("origin", flat=True).distinct().get()
    with empty_server():
        revoke(origin, reason="Stolen")
    shown = signed_in(trainer).get(page(lands)).content.decode()
    assert "Trainer Three" in shown
    assert "not a trainer of this cohort" in shown
    add_trainer(lands, "third", author=trainer.pk)
    assert "Trainer Three" not in signed_in(trainer).get(page(lands)).content.decode()
