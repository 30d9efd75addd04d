"""The pages of a test: begin, fill in, save, hand in, and the result.

A form says which attempt it belongs to and what it asks. Whatever does not fit is answered with
one page that says so, with all that was filled in still in its fields; nothing is marked then.
Without an account a test is practice: nothing is kept, and no limit is measured.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID, uuid4

from django.contrib import messages
from django.core import signing
from django.db import InternalError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.accounts.models import User
from learning.accounts.uptime import read_clock
from learning.bundles.edition import FrozenEdition, Text
from learning.bundles.manifest import Assessment, Lesson
from learning.player import attempts, holding
from learning.player.answering import Result, result_of
from learning.player.errors import NotOpen
from learning.player.limits import Leave, leave
from learning.player.marking import Fault, draw, mark, read_entries, read_response
from learning.player.models import Draft
from learning.player.pages import (
    Item,
    asks_order,
    entries_in,
    form_mark,
    learner_of,
    marked_item,
    outline,
    states_of,
)
from learning.player.progress import CourseProgress, States, course_progress
from learning.player.sentences import (
    HANDED_IN_BEFORE,
    LIMITS_CHANGED,
    NOT_WRITABLE,
    OTHER_ATTEMPT,
    OTHERS_PAGE,
    SIGNED_OUT,
    SIGNED_OUT_UNKEPT,
    TEST_CHANGED,
    sentence,
)
from learning.publishing.models import Edition
from learning.records import reading
from learning.records.reading import Attempt
from learning.xapi.folding import ActivityProgress

logger = logging.getLogger(__name__)

Sent = Mapping[str, list[str]]
Sentence = str | Promise

PRACTICE = "practice"  # the field of a form: the number of a practice, signed


@dataclass(frozen=True)
class Sitting:
    """A request for a test: who sits before it, with what behind them."""

    request: HttpRequest
    edition: Edition
    frozen: FrozenEdition
    test: Assessment

    @property
    def is_pretest(self) -> bool:
        return self.test == self.frozen.manifest.pretest

    @cached_property
    def learner(self) -> User | None:
        return learner_of(self.request)

    @cached_property
    def states(self) -> States:
        return states_of(self.learner, self.frozen.manifest)

    @property
    def state(self) -> ActivityProgress | None:
        return self.states.get(UUID(self.test.activity))

    @cached_property
    def progress(self) -> CourseProgress:
        return course_progress(self.frozen.manifest, self.states)

    @cached_property
    def draft(self) -> Draft | None:
        return attempts.draft_of(self.learner, self.test) if self.learner else None

    @property
    def leave(self) -> Leave:
        return leave(self.test, self.state, timezone.now(), is_pretest=self.is_pretest)

    @property
    def is_closed(self) -> bool:
        """Whether no attempt may begin, and none is open."""
        return self.learner is not None and self.draft is None and not self.leave.is_given

    @property
    def is_to_begin(self) -> bool:
        """Whether the time of an attempt is still to be started."""
        return self.learner is not None and self.draft is None and bool(self.test.minutes_limit)

    @cached_property
    def attempt(self) -> UUID:
        """The attempt that is open; for nobody, the one the form brings or any.

        Without a draft, a form keeps the number its page was given, whatever was counted since.
        """
        sent = _uuid(self.request.POST.get("attempt", ""))
        if self.learner is None:
            named = sent if holding.was_somebodys(self.request) else self.practice
            return named or uuid4()
        handed_in = self.state.attempts if self.state else 0
        is_named = self.draft is None and attempts.is_number_of(
            self.learner, self.test, sent, handed_in=handed_in
        )
        if sent and is_named:
            return sent
        return attempts.open_attempt(self.learner, self.test, handed_in=handed_in, draft=self.draft)

    @property
    def practice(self) -> UUID | None:
        """The number in the form, if it was given for practice: never a learner's attempt."""
        try:
            return UUID(_practice_signer().unsign(self.request.POST.get(PRACTICE, "")))
        except signing.BadSignature:
            return None

    @property
    def is_over(self) -> bool:
        """Whether an attempt is open whose time has ended."""
        return self.draft is not None and self.draft.is_over(read_clock())

    @property
    def digest(self) -> str:
        return attempts.asked_digest(self.frozen, self.test, self.attempt)

    def read(self, form: QueryDict) -> dict[str, list[str]]:
        """Give the entries that `form` holds for what the open attempt asks."""
        asked = (self.frozen.questions[each] for each in draw(self.test, str(self.attempt)))
        return {q.id: attempts.sensible(entries_in(form, q, q.id)) for q in asked}


@dataclass(frozen=True)
class Page:
    """What a page of a test shows beside its questions. `problem`: why nothing was taken."""

    sent: Sent = field(default_factory=dict)
    problem: Sentence = ""
    notice: Sentence = ""
    needs_sign_in: bool = False
    names_missing: bool = False
    status: int = 200


def take(here: Sitting) -> HttpResponse:
    """Answer a request for a test."""
    if here.request.method == "POST":
        return _taken(here, here.request.POST)
    asked = _uuid(here.request.GET.get("attempt", ""))
    if here.learner and asked:
        return _show_recorded(here, here.learner, asked)
    if form := holding.kept(here.request, here.learner):
        return _show(here, Page(here.read(form), notice=_kept_notice(here)))
    return _show(here, Page(here.draft.entries if here.draft else {}))


def _kept_notice(here: Sitting) -> str:
    if here.is_closed or here.is_to_begin:
        return ""
    if here.is_over:
        return _(
            "Your answers from before are still here. They are handed in too, even if they come "
            "too late to count."
        )
    return _(
        "Here are your answers from before. Nothing was lost: look through them, then hand in."
    )


def _taken(here: Sitting, form: QueryDict) -> HttpResponse:
    """Take a form, or show it again with the reason."""
    learner = here.learner
    if learner is None:
        return _taken_from_nobody(here, form)
    if holding.is_anothers(here.request, learner):
        return _show(here, Page(problem=OTHERS_PAGE, status=409))
    attempt = _uuid(form.get("attempt", ""))
    if attempt and (recorded := reading.attempt_at(learner.pk, _activity(here), attempt)):
        return _handed_in_before(here, form, attempt, recorded)
    try:
        return _act(here, learner, form, attempt)
    except NotOpen:
        return _not_open(replace(here), learner, form)
    except (OperationalError, InternalError):
        logger.exception("A test could not be saved.")
        return _show(here, Page(here.read(form), problem=NOT_WRITABLE, status=503))


def _not_open(here: Sitting, learner: User, form: QueryDict) -> HttpResponse:
    """Answer what was overtaken by another request of the same learner, as `here` stands now."""
    attempt = _uuid(form.get("attempt", ""))
    if attempt and (recorded := reading.attempt_at(learner.pk, _activity(here), attempt)):
        return _handed_in_before(here, form, attempt, recorded)
    return _show(here, Page(here.read(form), problem=OTHER_ATTEMPT, status=409))


def _taken_from_nobody(here: Sitting, form: QueryDict) -> HttpResponse:
    sent = here.read(form)
    if holding.was_somebodys(here.request):
        problem = SIGNED_OUT if holding.keep(here.request) else SIGNED_OUT_UNKEPT
        return _show(here, Page(sent, problem=problem, needs_sign_in=True, status=409))
    if here.practice is None:
        return _show(here, Page(sent, problem=OTHER_ATTEMPT, status=409))
    if form.get("asked", here.digest) != here.digest:
        return _show(here, Page(sent, problem=TEST_CHANGED, status=409))
    if _has_faults(here, sent):
        return _show(here, Page(sent, names_missing=True, status=400))
    result = result_of(here.test, here.frozen.questions, here.attempt, _parts(here, sent))
    return _show_result(here, result, _items(here, result))


def _act(here: Sitting, learner: User, form: QueryDict, attempt: UUID | None) -> HttpResponse:
    act = form.get("act", "")
    if here.is_closed or (here.is_to_begin and act != "begin"):
        is_kept = any(map(any, here.read(form).values())) and holding.keep(here.request)
        return _show(here, Page(problem=LIMITS_CHANGED if is_kept else "", status=409))
    if act == "begin":
        attempts.begin(learner, here.frozen.manifest, here.test, here.attempt)
        return redirect(here.request.path)
    sent = here.read(form)
    if attempt != here.attempt:
        return _show(here, Page(sent, problem=OTHER_ATTEMPT, status=409))
    if form.get("asked", here.digest) != here.digest:
        return _show(here, Page(sent, problem=TEST_CHANGED, status=409))
    if act in ("save", "keep") and not (here.draft and here.draft.is_late(read_clock())):
        return _save(here, learner, sent, is_quiet=act == "keep")
    kept = _kept_for(here, learner) if act == "over" else {}
    return _hand_in(here, learner, kept or sent)


def _kept_for(here: Sitting, learner: User) -> Sent:
    """Give what this learner sent to the open attempt after the session had ended."""
    form = holding.kept(here.request, learner)
    is_its = form is not None and _uuid(form.get("attempt", "")) == here.attempt
    return here.read(form) if form and is_its else {}


def _save(here: Sitting, learner: User, sent: Sent, *, is_quiet: bool) -> HttpResponse:
    attempts.save(learner, here.frozen.manifest, here.test, here.attempt, sent)
    holding.drop(here.request)
    if is_quiet:
        return HttpResponse(status=204)
    messages.success(here.request, _("Saved. You can close this page and go on later."))
    return redirect(here.request.path)


def _hand_in(here: Sitting, learner: User, sent: Sent) -> HttpResponse:
    if not here.is_over and _has_faults(here, sent):
        attempts.save(learner, here.frozen.manifest, here.test, here.attempt, sent)
        return _show(here, Page(sent, names_missing=True, status=400))
    handed = attempts.hand_in(learner, here.frozen, here.test, here.attempt, sent)
    holding.drop(here.request)
    if handed.late:
        message = ngettext(
            "%(n)d answer came after the time was over. It is kept, and does not count.",
            "%(n)d answers came after the time was over. They are kept, and do not count.",
            handed.late,
        )
        messages.warning(here.request, message % {"n": handed.late})
    return redirect(f"{here.request.path}?attempt={here.attempt}")


def _handed_in_before(
    here: Sitting, form: QueryDict, attempt: UUID, recorded: Attempt
) -> HttpResponse:
    """Lead to the result. The second click on a button is told nothing, other answers are."""
    for id_, (response, _right) in recorded.answers.items():
        question = here.frozen.questions.get(str(id_))
        entries = entries_in(form, question, question.id) if question else []
        if (
            question
            and mark(question, read_response(response)).parts
            != (read_entries(question, attempts.sensible(entries))[0])
        ):
            messages.info(here.request, HANDED_IN_BEFORE)
            break
    return redirect(f"{here.request.path}?attempt={attempt}")


def _has_faults(here: Sitting, sent: Sent) -> bool:
    return any(read_entries(here.frozen.questions[q], said)[1] for q, said in sent.items())


def _parts(here: Sitting, sent: Sent) -> dict[str, list[str]]:
    return {q: list(read_entries(here.frozen.questions[q], said)[0]) for q, said in sent.items()}


def _show(here: Sitting, page: Page) -> HttpResponse:
    has_form = not here.is_closed and not here.is_to_begin
    items = list(_drawn_items(here, page)) if has_form else []
    seconds = here.draft.seconds_left(read_clock()) if here.draft else None
    context = {
        **_context(here),
        "page": page,
        "has_form": has_form,
        "asked": here.digest,
        "attempt": here.attempt,
        "practice": _practice_mark(here),
        "asked_count": min(here.test.draw, len(here.test.questions)),
        "opening": [p for p in here.frozen.parts(here.test.path) if isinstance(p, Text)],
        "items": items,
        "missing": [item for item in items if item.error],
        "draft": here.draft,
        "seconds_left": seconds,
        "minutes_left": max(seconds, 0) // 60 if seconds is not None else None,
        "ends_at": _ends_at(seconds),
        "form_mark": form_mark(here.request),
    }
    return render(here.request, "player/assessment.html", context, status=page.status)


def _practice_mark(here: Sitting) -> str:
    """Give what makes the attempt one of practice; empty where it is, or was, a learner's."""
    is_nobodys = here.learner is None and not holding.was_somebodys(here.request)
    return _practice_signer().sign(str(here.attempt)) if is_nobodys else ""


def _practice_signer() -> signing.Signer:
    return signing.Signer(salt="learning.player.practice")


def _ends_at(seconds: int | None) -> datetime | None:
    return None if seconds is None else timezone.now() + timedelta(seconds=seconds)


def _drawn_items(here: Sitting, page: Page) -> Iterator[Item]:
    for id_ in draw(here.test, str(here.attempt)):
        question, entries, error = here.frozen.questions[id_], page.sent.get(id_, []), ""
        _parts, fault = read_entries(question, entries)
        if page.names_missing and fault == Fault.NOTHING:
            error = _("This question has no answer yet.")
        elif page.names_missing and fault:
            error = sentence(question, fault)
        yield Item(question, entries=tuple(entries), error=error)


def _show_recorded(here: Sitting, learner: User, attempt: UUID) -> HttpResponse:
    """Show an attempt as it was recorded, whatever the questions have become since."""
    recorded = reading.attempt_at(learner.pk, _activity(here), attempt)
    if recorded is None:
        raise Http404(_("You have no attempt of this number."))
    result = Result(
        attempt,
        recorded.raw,
        recorded.maximum,
        here.test.pass_percent,
        {},
        was_passed=recorded.is_passed,
    )
    items = list(_recorded_items(here, recorded))
    return _show_result(here, result, items, gone=len(recorded.answers) - len(items))


def _recorded_items(here: Sitting, recorded: Attempt) -> Iterator[Item]:
    for id_, (response, is_right) in recorded.answers.items():
        question = here.frozen.questions.get(str(id_))
        if question is None:
            continue
        item = marked_item(question, mark(question, read_response(response)))
        if item.marking and item.marking.is_correct != is_right:
            marking = replace(item.marking, is_correct=is_right, reasons=())
            notice = _("This question was changed since. What you answered then counts as it was.")
            item = replace(item, marking=marking, notice=notice)
        elif id_ in recorded.late:
            notice = _(
                "Another answer came after the time was over. It is kept, and does not count."
            )
            item = replace(item, notice=notice)
        yield item


def _items(here: Sitting, result: Result) -> list[Item]:
    return [marked_item(here.frozen.questions[q], found) for q, found in result.markings.items()]


def _show_result(
    here: Sitting, result: Result, items: list[Item], *, gone: int = 0
) -> HttpResponse:
    lessons = {lesson.slug: lesson for lesson in here.frozen.manifest.lessons}
    wrong = {item.question.review for item in items if not item.is_right_now}
    context = {
        **_context(here),
        "result": result,
        "items": items,
        "answers": [(item, _to_review(item, lessons)) for item in items],
        "gone": gone,
        "review": [lesson for slug, lesson in lessons.items() if slug in wrong],
    }
    return render(here.request, "player/result.html", context)


def _to_review(item: Item, lessons: Mapping[str, Lesson]) -> Lesson | None:
    return None if item.is_right_now else lessons.get(item.question.review)


def _context(here: Sitting) -> dict[str, object]:
    manifest = here.frozen.manifest
    return {
        "edition": here.edition,
        "manifest": manifest,
        "assessment": here.test,
        "is_pretest": here.is_pretest,
        "asks_order": asks_order(here.frozen, here.test.questions),
        "outline": outline(manifest, here.progress, here=here.test.slug),
        "progress": here.progress,
        "state": here.state,
        "leave": here.leave,
    }


def _activity(here: Sitting) -> UUID:
    return UUID(here.test.activity)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
