from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from learning.accounts.models import User
from learning.bundles.manifest import Lesson, Unit
from learning.credentials.earning import proof_of, standing, standings
from learning.publishing.models import Edition
from learning.records.evidence import Evidence
from learning.records.recording import record
from learning.xapi import statements
from learning.xapi.statements import check
from tests.learning.cohorts.samples import (
    ASSESSMENT,
    COURSE,
    LESSONS,
    NOON,
    QUESTIONS,
    common,
    do_work,
    publish,
    work_of,
)
from tests.learning.credentials.samples import completed, completed_on_a_stick, course


def scored(learner: User, *, raw: int, evidence: Evidence, at: datetime = NOON) -> None:
    said = {**common(learner.pk, 50 + raw), "timestamp": at}
    made = statements.scored(
        assessment=ASSESSMENT, attempt=uuid4(), raw=raw, maximum=10, pass_percent=80, **said
    )
    record([check(made)], evidence=evidence, authority="test")


def test_who_did_nothing_stands_nowhere(learner: User, edition: Edition) -> None:
    assert standings(learner) == []
    assert standing(learner, COURSE) is None


def test_what_is_missing_is_told_part_by_part(learner: User, edition: Edition) -> None:
    do_work(learner, lessons=1)

    found = standing(learner, COURSE)

    assert found
    assert not found.progress.is_complete
    assert [(each.title, each.words) for each in found.missing] == [
        ("A lesson", "not started"),
        ("Prove it", "not tried yet; the pass mark is 80 %"),
    ]
    assert found.missing[0].address == f"/courses/{edition.slug}/lesson-1"


def test_an_assessment_not_passed_is_missing_with_its_best_score(
    learner: User, edition: Edition
) -> None:
    do_work(learner, passed=False)

    found = standing(learner, COURSE)

    assert found
    assert [each.words for each in found.missing] == ["best so far 1 of 2; the pass mark is 80 %"]


def test_a_lesson_half_answered_is_missing_too(learner: User) -> None:
    questions = tuple(map(str, QUESTIONS))
    lesson = Lesson(str(LESSONS[0]), "both", "lesson", "Both", "", 5, "", questions)
    unit = Unit(str(uuid4()), "unit", "A unit", "", "", (lesson,))
    publish(course(units=(unit,), assessment=None))
    do_work(learner, lessons=1)

    found = standing(learner, COURSE)

    assert found
    assert [(each.title, each.words) for each in found.missing] == [
        ("Both", "some of it is still to be answered")
    ]


def test_nothing_is_missing_from_a_complete_course(learner: User, edition: Edition) -> None:
    completed(learner, edition)
    found = standing(learner, COURSE)
    assert found
    assert found.missing == []


def test_a_course_that_asks_nothing_gives_no_certificate(learner: User) -> None:
    publish(course(units=(), assessment=None))
    do_work(learner, lessons=1)

    found = standing(learner, COURSE)

    assert found
    assert not found.gives_certificates
    assert not found.progress.is_complete


def test_the_edition_that_was_completed_counts_even_when_it_is_withdrawn(
    learner: User, edition: Edition
) -> None:
    completed(learner, edition)
    # The samples' statements name no edition of ours, so the completion does.
    Edition.objects.update(is_current=False)

    found = standing(learner, COURSE)

    assert found
    assert found.manifest.id == edition.content_id


def test_a_newer_edition_does_not_take_the_place_of_the_completed_one(
    learner: User, edition: Edition
) -> None:
    completed(learner, edition)
    Edition.objects.update(is_current=False)
    newer = publish(course(title="Foundations, again").numbered(version=2, frozen_at=""))

    found = standing(learner, COURSE)

    assert found
    assert (found.edition, newer.is_current) == (edition, True)


def test_a_course_not_completed_is_shown_in_the_readers_language(learner: User) -> None:
    for language in ("en", "fr", "ar"):
        publish(course(language=language))
    do_work(learner, lessons=1)

    with translation.override("ar"):
        assert [each.edition.language for each in standings(learner)] == ["ar"]


def test_what_is_withdrawn_before_it_was_completed_is_left_out(
    learner: User, edition: Edition
) -> None:
    do_work(learner, lessons=1)
    Edition.objects.update(is_current=False)
    assert standings(learner) == []


@pytest.mark.parametrize("courses", [1, 6])
def test_however_many_courses_the_queries_are_four(
    learner: User, courses: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = [publish(course(activity=str(uuid4()), slug=f"c-{n}")) for n in range(courses)]
    for place, edition in enumerate(made):
        said = {**common(learner.pk, place), "course": edition.activity}
        record([check(statements.registered(**said))], evidence=Evidence.OBSERVED, authority="x")
    standings(learner)  # parses the editions, once a process

    with django_assert_num_queries(4):
        assert len(standings(learner)) == courses


def test_what_was_answered_here_is_observed(learner: User, edition: Edition) -> None:
    completed(learner, edition)
    found = standing(learner, COURSE)
    assert found

    proof = proof_of(learner, found)

    assert (proof.evidence, proof.score) == (Evidence.OBSERVED, (2, 2))
    assert proof.completed_at == found.progress.completed_at == NOON


def test_what_came_from_a_stick_is_self_reported(learner: User, edition: Edition) -> None:
    completed_on_a_stick(learner, edition)
    found = standing(learner, COURSE)
    assert found

    proof = proof_of(learner, found)

    assert (proof.evidence, proof.score) == (Evidence.SELF_REPORTED, (2, 2))


def test_a_better_score_from_a_stick_does_not_stand_on_an_observed_certificate(
    learner: User, edition: Edition
) -> None:
    record(work_of(learner.pk), evidence=Evidence.SELF_REPORTED, authority="stick")
    scored(learner, raw=10, evidence=Evidence.SELF_REPORTED)
    scored(learner, raw=8, evidence=Evidence.OBSERVED)
    found = standing(learner, COURSE)
    assert found

    proof = proof_of(learner, found)

    raw, maximum = found.progress.best_score or (0, 1)
    assert raw == maximum
    assert (proof.evidence, proof.score) == (Evidence.OBSERVED, (8, 10))


def test_without_an_assessment_every_check_must_be_answered_here(learner: User) -> None:
    publish(course(assessment=None))
    first, second = work_of(learner.pk)[:2]
    record([first], evidence=Evidence.OBSERVED, authority="here")
    record([second], evidence=Evidence.SELF_REPORTED, authority="stick")
    found = standing(learner, COURSE)
    assert found
    assert found.progress.is_complete

    proof = proof_of(learner, found)
    record([check(_again(learner))], evidence=Evidence.OBSERVED, authority="here")

    assert (proof.evidence, proof.score) == (Evidence.SELF_REPORTED, None)
    assert proof_of(learner, found).evidence == Evidence.OBSERVED


def _again(learner: User) -> dict[str, object]:
    second = work_of(learner.pk)[1]
    return statements.answered(
        question=second.activity,
        lesson=second.parent or uuid4(),
        response="a",
        correct=True,
        **common(learner.pk, 77),
    )


def test_a_date_to_come_is_not_printed(learner: User, edition: Edition) -> None:
    record(work_of(learner.pk)[:2], evidence=Evidence.OBSERVED, authority="here")
    scored(learner, raw=9, evidence=Evidence.OBSERVED, at=datetime(2099, 1, 1, tzinfo=UTC))
    found = standing(learner, COURSE)
    assert found

    proof = proof_of(learner, found)

    assert timezone.now() - proof.completed_at < timedelta(minutes=1)
