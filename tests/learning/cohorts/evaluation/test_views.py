import shutil
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learning.accounts.models import User
from learning.cohorts.agenda.planning import plan
from learning.cohorts.agenda.templates import Template
from learning.cohorts.enrolling import leave
from learning.cohorts.evaluation.reactions import day_id, react
from learning.cohorts.evaluation.views import days_of
from learning.cohorts.models import Cohort
from learning.cohorts.telling import register
from learning.publishing.exporters.errors import NotPrinted
from learning.records.attesting import receive
from learning.records.facts import facts_of
from learning.xapi.attestations import Kind, attest, check_attestation
from tests.learning.accounts.people import signed_in
from tests.learning.cohorts.samples import NOON, member_of

pytestmark = pytest.mark.django_db

MARKS = {f"line_{place}": "3" for place in range(4)}


@pytest.fixture(autouse=True)
def _on_the_second_day() -> Iterator[None]:
    with time_machine.travel("2026-11-02T15:00:00Z", tick=False):
        yield


@pytest.fixture
def planned(cohort: Cohort, trainer: User) -> Cohort:
    plan(cohort, Template.FACE_TO_FACE, None, author=trainer.pk)
    return cohort


def text(answer) -> str:  # type: ignore[no-untyped-def]
    return answer.content.decode()


def test_a_participant_sends_the_form_of_the_day(planned: Cohort, learner: User) -> None:
    member_of(planned, learner)
    browser = signed_in(learner)
    assert "Your name is not kept" in text(browser.get(f"/me/cohorts/{planned.code}/reaction/"))
    answer = browser.post(f"/me/cohorts/{planned.code}/reaction/", {**MARKS, "use": "The cards"})
    assert answer.status_code == 302
    (fact,) = facts_of(planned.pk, Kind.REACTION)
    assert fact.value == {"marks": [3, 3, 3, 3], "use": "The cards"}


def test_a_form_with_a_gap_comes_back_with_what_was_written(planned: Cohort, learner: User) -> None:
    member_of(planned, learner)
    answer = signed_in(learner).post(
        f"/me/cohorts/{planned.code}/reaction/", {"line_0": "3", "use": "The cards"}
    )
    assert answer.status_code == 400
    assert "The cards" in text(answer)
    assert facts_of(planned.pk, Kind.REACTION) == []


def test_a_day_before_today_can_be_chosen_and_one_after_it_cannot(
    planned: Cohort, learner: User
) -> None:
    member_of(planned, learner)
    browser = signed_in(learner)
    page = f"/me/cohorts/{planned.code}/reaction/"
    assert browser.get(f"{page}{days_of(planned)[0].isoformat()}/").status_code == 200
    assert "Come back on that day" in text(browser.get(f"{page}2026-11-05/"))
    assert browser.get(f"{page}2027-01-01/").status_code == 404
    assert browser.get(f"{page}nonsense/").status_code == 404


def test_the_counts_of_paper_are_entered_and_shown(planned: Cohort, trainer: User) -> None:
    browser = signed_in(trainer)
    page = f"/teach/{planned.code}/report/reactions/"
    day = days_of(planned)[0]
    sent = {f"count_{place}_4": "6" for place in range(4)}
    assert browser.post(f"{page}{day.isoformat()}/", sent).status_code == 302
    shown = text(browser.get(page))
    assert "6 forms" in shown
    assert "6 of them on paper" in shown
    uneven = browser.post(f"{page}{day.isoformat()}/", {**sent, "count_0_4": "2"})
    assert uneven.status_code == 400
    assert "Nothing was saved" in text(uneven)


def test_the_report_says_of_how_many_every_figure_is(
    planned: Cohort, trainer: User, learner: User
) -> None:
    gone = member_of(planned, User.objects.create_learner(name="Gone", pin="2580"))
    leave(gone, author=trainer.pk)
    member_of(planned, learner)
    for place in range(5):
        react(planned, days_of(planned)[0], uuid.UUID(int=place), {"marks": [4, 4, 1, 1]})
    shown = text(signed_in(trainer).get(f"/teach/{planned.code}/report/"))
    assert "1 participant" in shown
    assert "1 left before the end" in shown
    assert "5 of 5" in shown
    assert "0 of 5" in shown
    assert "draw no conclusion" in shown


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("page", ["report/", "report/reactions/"])
def test_the_tables_can_be_taken_along(
    form: str, page: str, planned: Cohort, trainer: User
) -> None:
    answer = signed_in(trainer).get(f"/teach/{planned.code}/{page}?as={form}")
    assert answer.status_code == 200
    assert f".{form}" in answer.headers["Content-Disposition"]


def test_the_report_costs_few_queries(planned: Cohort, trainer: User) -> None:
    for place in range(20):
        member_of(planned, User.objects.create_learner(name=f"Person {place}", pin="2580"))
    browser = signed_in(trainer)
    with CaptureQueriesContext(connection) as queries:
        browser.get(f"/teach/{planned.code}/report/")
    assert len(queries) <= 20


def test_two_counts_of_the_same_paper_are_shown_and_settled(cohort: Cohort, trainer: User) -> None:
    place = register(cohort, Kind.REACTION, day_id(cohort.pk, cohort.starts), part="paper")
    told = [
        check_attestation(
            attest(
                place,
                {"counts": [[0, 0, 0, number]] * 4},
                author=trainer.pk,
                home="https://atoll.invalid/learners",
                origin=uuid.UUID(int=number),
                seq=1,
                timestamp=NOON,
            )
        )
        for number in (6, 7)
    ]
    receive(told, authority="test")
    browser = signed_in(trainer)
    page = reverse("cohorts:reactions", args=[cohort.code])
    assert b"counted the forms on paper differently" in browser.get(page).content
    day = reverse("cohorts:reactions-day", args=[cohort.code, cohort.starts.isoformat()])
    assert b"neither saw" in browser.get(day).content
    browser.post(day, {f"count_{line}_4": "7" for line in range(4)})
    assert b"differently" not in browser.get(page).content


def test_a_report_that_cannot_be_printed_says_so_on_the_page(
    planned: Cohort, trainer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unprintable(*_args: object) -> bytes:
        raise NotPrinted("error: Too hot")

    monkeypatch.setattr("learning.cohorts.evaluation.views.pdf_of", unprintable)
    answer = signed_in(trainer).get(f"/teach/{planned.code}/report/report.pdf", follow=True)
    assert "(Too hot)" in answer.content.decode()


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler-utils counts the pages")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_report_is_a_pdf_of_one_page(
    language: str, planned: Cohort, trainer: User, tmp_path: Path
) -> None:
    pytest.importorskip("typst")
    for place in range(5):
        react(planned, days_of(planned)[0], uuid.UUID(int=place), {"marks": [4, 4, 1, 1]})
    browser = signed_in(trainer)
    browser.cookies.load({settings.LANGUAGE_COOKIE_NAME: language})
    answer = browser.get(f"/teach/{planned.code}/report/report.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    (tmp_path / "report.pdf").write_bytes(answer.content)
    told = subprocess.run(  # noqa: S603
        ["pdfinfo", tmp_path / "report.pdf"],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Pages:           1\n" in told
    assert "Tagged:          yes\n" in told
