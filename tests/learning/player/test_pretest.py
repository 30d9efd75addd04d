"""The test before the start: taken once, kept, and never asked for."""

from uuid import UUID

import pytest
from django.test import Client

from learning.accounts.models import User
from learning.bundles.edition import FrozenEdition
from learning.player.pages import outline
from learning.player.progress import Status, course_progress
from learning.publishing.models import Edition
from learning.records import reading
from tests.factories.snapshots import Snapshot
from tests.learning.accounts.people import signed_in
from tests.learning.player.sitting import attempt_form
from tests.learning.player.test_answering import right, wrong
from tests.learning.player.test_views import words

ADDRESS = "/courses/small-programme/pretest"


@pytest.fixture
def programme(db: None, programme_snapshot: Snapshot) -> Edition:
    programme_snapshot.put()
    return Edition.objects.current().get(slug="small-programme")


def take(client: Client, frozen: FrozenEdition, *, rightly: bool) -> str:
    test = frozen.manifest.pretest
    assert test is not None
    chosen = {q: (right if rightly else wrong)(frozen.questions[q]) for q in test.questions}
    sent = client.post(ADDRESS, {**attempt_form(client, ADDRESS), **chosen}, follow=True)
    return words(sent)


def test_a_programme_is_offered_beside_the_courses(programme: Edition) -> None:
    for address in ("/", "/courses/"):
        page = words(Client().get(address))
        assert "Train others" in page
        assert "A small programme" in page


def test_the_page_says_that_nothing_depends_on_it(programme: Edition) -> None:
    page = words(Client().get(ADDRESS))

    assert "Nothing depends on the result" in page
    assert "You pass with" not in page


@pytest.mark.parametrize("rightly", [True, False])
def test_the_result_is_a_starting_point(
    programme: Edition, learner: User, *, rightly: bool
) -> None:
    page = take(signed_in(learner), programme.frozen(), rightly=rightly)

    assert "Your starting point" in page
    assert "Passed" not in page
    assert "Not passed" not in page
    assert ("Begin here" in page) is not rightly


def test_it_is_kept_and_does_not_count(programme: Edition, learner: User) -> None:
    frozen = programme.frozen()
    take(signed_in(learner), frozen, rightly=True)

    states = reading.progress_of(learner.pk, UUID(frozen.manifest.activity))
    progress = course_progress(frozen.manifest, states)
    assert progress.pretest == Status.DONE
    assert (progress.done, progress.total) == (0, 2)
    assert progress.assessment == Status.NOT_STARTED
    assert progress.best_score is None


def test_it_is_taken_once(programme: Edition, learner: User) -> None:
    browser = signed_in(learner)
    take(browser, programme.frozen(), rightly=True)

    page = words(browser.get(ADDRESS))

    assert "You have taken this test." in page
    assert "Hand in" not in page


def test_the_outline_begins_with_it_and_says_when_sessions_start(programme: Edition) -> None:
    manifest = programme.manifest
    entries = [
        entry for _title, unit in outline(manifest, course_progress(manifest, {})) for entry in unit
    ]

    assert [entry.title for entry in entries] == [
        "Before we start",
        "09:00 Opening",
        "Visit sheet",
        "After the day",
    ]
