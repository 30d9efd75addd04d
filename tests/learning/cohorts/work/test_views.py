"""The pages of work, from the facilitators' and the participants' side."""

import uuid
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from learning.accounts.models import User
from learning.cohorts.models import Cohort
from learning.cohorts.work.certifying import Condition, verdicts_of
from learning.cohorts.work.keeping_files import delete_files
from learning.cohorts.work.plans import plans_of
from learning.cohorts.work.rules import change_rule, rule_of
from learning.cohorts.work.teach_backs import mark, teach_backs_of
from tests.learning.accounts.people import make_trainer, signed_in
from tests.learning.cohorts.samples import do_work, member_of

MARKS = {f"level_{n}": "3" for n in range(1, 6)} | {"comment": "Seen."}
LINES = {f"line_{n}": "1" for n in range(1, 8)} | {"comment": ""}
TRAINERS = ["work", "work-tests", "work-assignment-new", "work-teach-backs", "work-rubric"]
TRAINERS += ["work-plans", "work-verdicts", "work-rule"]
OWN = ["my-work", "my-plan", "my-certificate-rule"]


@pytest.fixture
def member(cohort: Cohort, learner: User) -> User:
    member_of(cohort, learner)
    return learner


def at(name: str, cohort: Cohort, *more: Any) -> str:
    return reverse(f"cohorts:{name}", args=[cohort.code, *more])


@pytest.mark.parametrize("name", TRAINERS)
def test_a_cohorts_own_trainer_sees_each_page_and_others_do_not(
    name: str, cohort: Cohort, trainer: User, member: User, outsider: User
) -> None:
    other = make_trainer("other", "Other Trainer")
    address = at(name, cohort)
    assert signed_in(trainer).get(address, follow=True).status_code == 200
    assert [signed_in(who).get(address).status_code for who in (other, outsider, member)] == [
        404
    ] * 3
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("name", OWN)
def test_a_member_sees_their_own_pages_and_others_do_not(
    name: str, cohort: Cohort, trainer: User, member: User
) -> None:
    stranger = User.objects.create_learner(name="Stranger", pin="2580")
    address = at(name, cohort)
    assert signed_in(member).get(address).status_code == 200
    assert [signed_in(who).get(address).status_code for who in (stranger, trainer)] == [404, 404]


@pytest.mark.parametrize("name", ["work-tests", "work-teach-backs", "work-plans", "work-verdicts"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_each_table_can_be_taken_along(
    name: str, form: str, cohort: Cohort, trainer: User, member: User
) -> None:
    answer = signed_in(trainer).get(at(name, cohort), {"as": form})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'.{form}"')


def test_two_observers_mark_alone_and_the_participant_beside_them(
    cohort: Cohort, trainer: User, member: User
) -> None:
    second = make_trainer("second", "Second Observer")
    cohort.trainers.add(second)
    page = at("work-teach-back", cohort, 1, member.pk)
    signed_in(trainer).post(page, MARKS | {"next": "1"})
    assert "Seen." not in signed_in(second).get(page).content.decode()
    signed_in(second).post(page, MARKS | {"level_1": "1"})
    shown = signed_in(second).get(page).content.decode()
    assert "Seen." in shown
    assert "Two levels or more" in shown
    signed_in(member).post(at("my-teach-back", cohort, 1), MARKS | {"level_1": "4"})
    found = teach_backs_of(cohort)[member.pk]
    assert found.tenths == 35  # 5 × 2.8 ÷ 4
    assert found.round(1).own is not None
    assert found.round(1).widest == 2


def test_a_mark_without_every_level_is_told_and_not_kept(
    cohort: Cohort, trainer: User, member: User
) -> None:
    page = at("work-teach-back", cohort, 1, member.pk)
    answer = signed_in(trainer).post(page, MARKS | {"level_2": ""})
    assert answer.status_code == 400
    assert teach_backs_of(cohort) == {}


def test_nobody_marks_themselves_as_an_observer(cohort: Cohort, member: User) -> None:
    mark(cohort, member.pk, observer=member.pk, number=1, levels=[4] * 5)
    assert teach_backs_of(cohort) == {}


def test_the_better_round_counts(cohort: Cohort, trainer: User, member: User) -> None:
    mark(cohort, member.pk, observer=trainer.pk, number=1, levels=[2] * 5)
    mark(cohort, member.pk, observer=trainer.pk, number=2, levels=[3] * 5)
    assert teach_backs_of(cohort)[member.pk].tenths == 38


def test_a_plan_is_read_by_two_mended_and_read_again(
    cohort: Cohort, trainer: User, member: User
) -> None:
    second = make_trainer("second", "Second Reader")
    cohort.trainers.add(second)
    own, page = at("my-plan", cohort), at("work-plan", cohort, member.pk)
    signed_in(member).post(own, {"text": "We count the visits."})
    signed_in(trainer).post(page, LINES)
    refused = signed_in(second).post(page, LINES | {"line_4": "0"})
    assert refused.status_code == 400  # a no wants a comment
    signed_in(second).post(page, LINES | {"line_4": "0", "comment": "Which day?"})
    assert plans_of(cohort)[member.pk].is_returned
    signed_in(member).post(own, {"text": "We count the visits of June."})
    assert plans_of(cohort)[member.pk].acceptances == 0
    for reader in (trainer, second):
        signed_in(reader).post(page, LINES)
    assert plans_of(cohort)[member.pk].is_accepted()
    assert "Which day?" not in signed_in(member).get(own).content.decode()


def test_one_plan_counts_for_a_pair(cohort: Cohort, trainer: User, member: User) -> None:
    partner = User.objects.create_learner(name="Partner", pin="2580")
    member_of(cohort, partner)
    signed_in(member).post(at("my-plan", cohort), {"text": "One plan."})
    code = plans_of(cohort)[member.pk].code
    wrong = signed_in(partner).post(at("my-plan", cohort), {"join": "1", "code": "XXXXXX"})
    assert wrong.status_code == 400
    signed_in(partner).post(at("my-plan", cohort), {"join": "1", "code": code.lower()})
    signed_in(trainer).post(at("work-plan", cohort, partner.pk), LINES)
    assert [plans_of(cohort)[each.pk].acceptances for each in (member, partner)] == [1, 1]


def _assignment(cohort: Cohort, trainer: User, due: str = "2020-01-01") -> uuid.UUID:
    key = uuid.uuid4()
    sent = {"title": "Map", "instructions": "Draw it.", "due": due, "takes_files": "on"}
    assert signed_in(trainer).post(at("work-assignment-edit", cohort, key), sent).status_code == 302
    return key


def test_what_is_handed_in_is_kept_marked_late_reviewed_and_deleted_with_the_person(
    cohort: Cohort, trainer: User, member: User
) -> None:
    key = _assignment(cohort, trainer)
    own, page = at("my-assignment", cohort, key), at("work-review", cohort, key, member.pk)
    file = SimpleUploadedFile("../map.exe", b"%PDF-1.4 map")
    signed_in(member).post(own, {"text": "My map", "new_files": [file]})
    shown = signed_in(trainer).get(page).content.decode()
    assert "map.pdf" in shown
    assert "late" in shown
    folder = settings.WORK_ROOT / str(member.pk)
    (kept,) = (path for path in folder.rglob("*") if path.is_file())
    answer = signed_in(trainer).get(at("work-file", cohort, member.pk, kept.name))
    assert answer.content == b"%PDF-1.4 map"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    other = make_trainer("other", "Other Trainer")
    stranger = signed_in(other).get(at("work-file", cohort, member.pk, kept.name))
    assert stranger.status_code == 404
    signed_in(trainer).post(page, {"comment": "Good lines."})
    assert "Good lines." in signed_in(member).get(own).content.decode()
    signed_in(member).post(own, {"text": "Second map", "kept": [kept.name]})
    assert "My map" in signed_in(member).get(own).content.decode()
    delete_files(member.pk)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("page.pdf", b"<html><script>1</script>"), ("big.txt", b"a" * (5 * 1024 * 1024 + 1))],
)
def test_an_unfit_file_is_told_and_nothing_is_kept(
    name: str, content: bytes, cohort: Cohort, trainer: User, member: User
) -> None:
    key = _assignment(cohort, trainer)
    file = SimpleUploadedFile(name, content)
    sent = {"text": "My text stays", "new_files": [file]}
    answer = signed_in(member).post(at("my-assignment", cohort, key), sent)
    assert answer.status_code == 400
    assert "My text stays" in answer.content.decode()


def test_each_condition_can_be_changed_or_switched_off_and_history_says_so(
    cohort: Cohort, trainer: User
) -> None:
    sent = {"attendance": "75", "attendance_on": "on", "teach_back": "3.5", "teach_back_on": "on"}
    sent |= {"post_test": "70", "plan": "2", "plan_on": "on"}
    page = at("work-rule", cohort)
    assert signed_in(trainer).post(page, sent).status_code == 302
    needed = rule_of(cohort).needed
    assert needed == {Condition.ATTENDANCE: 75, Condition.TEACH_BACK: 35, Condition.PLAN: 2}
    assert "switched off" in signed_in(trainer).get(page).content.decode()


def test_who_meets_the_rule_is_confirmed_once_and_who_does_not_is_refused_with_the_reason(
    cohort: Cohort, trainer: User, member: User
) -> None:
    late = User.objects.create_learner(name="Late One", pin="2580")
    member_of(cohort, late)
    change_rule(cohort, {Condition.POST_TEST: 70}, author=trainer.pk)
    do_work(member)
    browser, who = signed_in(trainer), [str(member.pk), str(late.pk)]
    preview = browser.post(at("work-confirm", cohort), {"who": who}).content.decode()
    assert "not taken yet" in preview
    for _twice in range(2):
        browser.post(at("work-confirm", cohort), {"who": who, "confirmed": "1"})
    found = verdicts_of(cohort)
    assert (found[member.pk].is_certified, found[late.pk].is_certified) == (True, False)
    take_back = at("work-take-back", cohort, member.pk)
    assert browser.get(take_back).status_code == 200
    browser.post(take_back, {"reason": "Another person sat the test."})
    assert not verdicts_of(cohort)[member.pk].is_certified
    shown = signed_in(member).get(at("my-certificate-rule", cohort)).content.decode()
    assert "Another person sat the test." in shown


def test_the_table_of_200_people_takes_few_queries_and_little_weight(
    cohort: Cohort, trainer: User, django_assert_max_num_queries: Any
) -> None:
    learners = User.objects.bulk_create(
        User(username=f"p{n:03}", name=f"Participant Number {n:03}") for n in range(200)
    )
    for each in learners:
        member_of(cohort, each)
    mark(cohort, learners[0].pk, observer=trainer.pk, number=1, levels=[3] * 5)
    browser = signed_in(trainer)
    browser.get(at("work-verdicts", cohort))  # notes the day's access
    for name in ("work", "work-verdicts", "work-teach-backs", "work-plans", "work-tests"):
        with django_assert_max_num_queries(12):
            answer = browser.get(at(name, cohort))
        assert len(answer.content) <= 60_000, (name, len(answer.content))
