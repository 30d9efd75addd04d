import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from learning.accounts.models import User
from learning.cohorts.models import Cohort, Membership
from learning.records.models import Statement
from learning.records.reading import progress_of
from learning.sync.models import WaitingFile
from learning.xapi.progress_files import MAX_BYTES
from tests.learning.accounts.people import make_trainer, signed_in
from tests.learning.cohorts.samples import COURSE, a_cohort
from tests.learning.sync.samples import OTHER_STICK, cut_off, progress_file


def text(answer) -> str:
    return answer.content.decode()


def upload(browser: Client, path: str, *contents: bytes):
    files = [
        SimpleUploadedFile(f"file-{place}.progress", content)
        for place, content in enumerate(contents)
    ]
    return browser.post(path, {"progress_files": files})


def bring(browser: Client, *contents: bytes):
    return upload(browser, "/me/bring/", *contents)


def bring_to(cohort: Cohort, trainer: User, *contents: bytes):
    return upload(signed_in(trainer), f"/teach/{cohort.code}/progress/", *contents)


def settle(cohort: Cohort, trainer: User, waiting: WaitingFile, member: object):
    path = f"/teach/{cohort.code}/progress/{waiting.pk}"
    return signed_in(trainer).post(path, {"member": member}, follow=True)


def has_progress(learner: User) -> bool:
    return bool(progress_of(learner.pk, COURSE))


# A learner's own files


def test_a_learner_brings_several_files_of_their_own(learner: User) -> None:
    page = text(bring(signed_in(learner), progress_file(), progress_file(actor=OTHER_STICK)))
    assert page.count("all of it is here") == 2
    assert has_progress(learner)


def test_a_learner_is_told_what_was_damaged(learner: User) -> None:
    page = text(bring(signed_in(learner), cut_off(progress_file())))
    assert "1 line was damaged and set aside." in page
    assert "please read this" in page


def test_a_learner_is_told_that_a_file_is_somebody_elses(learner: User) -> None:
    other = User.objects.create_learner(name="Bilal", pin="2580")
    page = text(bring(signed_in(learner), progress_file(code=other.learner_code)))
    assert "belong to another person" in page
    assert not has_progress(learner)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"holiday photo", "This is not a progress file"),
        (b"", "This is not a progress file"),
        (b" " * (MAX_BYTES + 1), "too large"),
    ],
)
def test_what_is_no_progress_file_is_told_so_and_the_others_come_in(
    learner: User, content: bytes, sentence: str
) -> None:
    page = text(bring(signed_in(learner), content, progress_file()))
    assert sentence in page
    assert has_progress(learner)


def test_choosing_no_file_says_so(learner: User) -> None:
    assert "required" in text(signed_in(learner).post("/me/bring/"))
    assert not Statement.objects.exists()


def test_only_learners_bring_files_of_their_own(
    learner: User, trainer: User, administrator: User, outsider: User
) -> None:
    people = [None, learner, trainer, administrator, outsider]
    answers = [signed_in(person).get("/me/bring/") for person in people]
    assert [answer.status_code for answer in answers] == [302, 200, 302, 302, 302]
    assert answers[0].headers["Location"] == "/in/?next=/me/bring/"


# A trainer's collection


def test_files_with_a_members_code_count_at_once(
    cohort: Cohort, trainer: User, member: Membership
) -> None:
    page = text(bring_to(cohort, trainer, progress_file(code=member.learner.learner_code)))
    assert "all of it is here" in page
    assert "not a member" not in page
    assert has_progress(member.learner)
    assert not WaitingFile.objects.exists()


def test_a_file_of_somebody_outside_the_cohort_counts_and_is_told_so(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    page = text(bring_to(cohort, trainer, progress_file(code=learner.learner_code)))
    assert "not a member of this cohort" in page
    assert has_progress(learner)


def test_a_file_without_a_code_waits_for_its_person(
    cohort: Cohort, trainer: User, member: Membership
) -> None:
    page = text(bring_to(cohort, trainer, progress_file(), progress_file()))
    waiting = WaitingFile.objects.get()
    assert (waiting.cohort, waiting.brought_by, str(waiting)) == (
        cohort,
        trainer,
        "file-0.progress",
    )
    assert f'<option value="{member.pk}" selected>' in page
    assert Statement.objects.count() == 3


def test_a_name_that_nobody_has_chooses_nobody(
    cohort: Cohort, trainer: User, member: Membership
) -> None:
    page = text(bring_to(cohort, trainer, progress_file(name="")))
    assert '<option value="" selected>' in page
    assert f'<option value="{member.pk}">' in page


def test_choosing_the_person_makes_it_count(
    cohort: Cohort, trainer: User, member: Membership
) -> None:
    bring_to(cohort, trainer, progress_file())
    page = text(settle(cohort, trainer, WaitingFile.objects.get(), member.pk))
    assert f"They count for {member.learner.name}" in page
    assert has_progress(member.learner)
    assert not WaitingFile.objects.exists()


@pytest.mark.parametrize("choice", ["", "0", "nobody"])
def test_choosing_nobody_lets_the_file_wait_on(
    cohort: Cohort, trainer: User, member: Membership, choice: str
) -> None:
    bring_to(cohort, trainer, progress_file())
    settle(cohort, trainer, WaitingFile.objects.get(), choice)
    assert WaitingFile.objects.exists()
    assert not has_progress(member.learner)


def test_a_waiting_file_is_only_for_the_trainers_of_its_cohort(
    cohort: Cohort, trainer: User, member: Membership
) -> None:
    bring_to(cohort, trainer, progress_file())
    other = make_trainer("other", "Other")
    waiting = WaitingFile.objects.get()
    for group in (cohort, a_cohort(other, "Another")):
        assert settle(group, other, waiting, member.pk).status_code == 404
    assert WaitingFile.objects.exists()


def test_a_file_that_waits_in_two_cohorts_is_settled_once(
    cohort: Cohort, trainer: User, member: Membership
) -> None:
    other = make_trainer("other", "Other")
    bring_to(cohort, trainer, progress_file())
    bring_to(a_cohort(other, "Another"), other, progress_file())
    assert WaitingFile.objects.count() == 2
    settle(cohort, trainer, WaitingFile.objects.get(cohort=cohort), member.pk)
    assert not WaitingFile.objects.exists()


def test_a_poor_file_in_a_collection_does_not_stop_the_others(
    cohort: Cohort, trainer: User, member: Membership
) -> None:
    page = text(bring_to(cohort, trainer, b"?", progress_file(code=member.learner.learner_code)))
    assert "This is not a progress file" in page
    assert "all of it is here" in page


def test_only_the_cohorts_trainer_and_administrators_bring_its_files(
    cohort: Cohort, learner: User, trainer: User, administrator: User, outsider: User
) -> None:
    path = f"/teach/{cohort.code}/progress/"
    stranger = make_trainer("other", "Other")
    people = [None, learner, outsider, stranger, trainer, administrator]
    for send in (lambda browser: browser.get(path), lambda browser: upload(browser, path, b"?")):
        statuses = [send(signed_in(person)).status_code for person in people]
        assert statuses == [302, 404, 404, 404, 200, 200]


def test_a_file_is_settled_by_a_post_only(cohort: Cohort, trainer: User) -> None:
    assert signed_in(trainer).get(f"/teach/{cohort.code}/progress/1").status_code == 405


def test_the_queries_do_not_grow_with_members_and_waiting_files(
    cohort: Cohort, trainer: User, django_assert_max_num_queries
) -> None:
    for place in range(20):
        learner = User.objects.create_learner(name=f"Learner {place}", pin="2580")
        Membership.objects.create(cohort=cohort, learner=learner, name_key=f"learner {place}")
    bring_to(cohort, trainer, progress_file(), progress_file(actor=OTHER_STICK))
    browser = signed_in(trainer)
    with django_assert_max_num_queries(8):
        browser.get(f"/teach/{cohort.code}/progress/")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_page_speaks_every_language(
    cohort: Cohort, trainer: User, member: Membership, language: str
) -> None:
    pages = [(trainer, f"/teach/{cohort.code}/progress/"), (member.learner, "/me/bring/")]
    bring_to(cohort, trainer, progress_file())
    for person, path in pages:
        answer = signed_in(person).get(path, headers={"accept-language": language})
        assert answer.status_code == 200
        assert f'lang="{language}"' in text(answer)
