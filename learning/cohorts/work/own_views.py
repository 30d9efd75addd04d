"""A participant's own pages of work: what to do, what was said of it, and the rule in words."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from learning.accounts.models import User
from learning.cohorts.models import Membership
from learning.cohorts.teaching import own_membership
from learning.cohorts.work import assignments as working
from learning.cohorts.work.assignment_views import asked_of
from learning.cohorts.work.assignments import KINDS as OF_ASSIGNMENTS
from learning.cohorts.work.assignments import assignments_from
from learning.cohorts.work.certifying import known_of, mark_in_words, verdict_of
from learning.cohorts.work.comparing import (
    compare_marks,
    compare_readings,
    compare_reviews,
    with_presence,
)
from learning.cohorts.work.forms import HandInForm, JoinPlanForm, MarkForm, first_marks
from learning.cohorts.work.keeping_files import keep_files
from learning.cohorts.work.pages import names_of, show_own
from learning.cohorts.work.plans import (
    PlanReview,
    code_of,
    join_plan,
    plan_with,
    plans_from,
    plans_of,
    share_plan,
)
from learning.cohorts.work.rules import rubric_of
from learning.cohorts.work.teach_backs import NONE_YET, ROUNDS, assess, teach_backs_from
from learning.cohorts.work.views import handed_file
from learning.records.facts import facts_of
from learning.xapi.attestations import Kind


def _member(request: HttpRequest, code: str) -> Membership:
    return own_membership(cast(User, request.user), code)


@never_cache
@login_required
@require_safe
def my_work(request: HttpRequest, code: str) -> HttpResponse:
    """Show a participant what there is to do, and what was said of it."""
    member = _member(request, code)
    learner = member.learner_id
    kinds = (*OF_ASSIGNMENTS, Kind.TEACH_BACK, Kind.PLAN)
    facts = facts_of(member.cohort_id, *kinds)
    asked = assignments_from(facts)
    teach_back = teach_backs_from(member.cohort_id, facts).get(learner, NONE_YET)
    context = {
        "assignments": [(each, each.handed_in.get(learner)) for each in asked],
        "teach_back": teach_back,
        "mark": "" if teach_back.tenths is None else mark_in_words(teach_back.tenths),
        "plan": plans_from(facts).get(learner, PlanReview(learner)),
    }
    return show_own(request, member, "my_work", context)


@never_cache
@login_required
def my_assignment(request: HttpRequest, code: str, assignment: UUID) -> HttpResponse:
    """Hand something in, again if need be, and read what reviewers say."""
    member = _member(request, code)
    learner = member.learner_id
    asked = asked_of(member.cohort, assignment)
    found = asked.handed_in.get(learner)
    form = HandInForm(
        request.POST or None,
        request.FILES or None,
        before=found.files if found else (),
        takes_files=asked.takes_files,
        initial={"text": found.text if found else ""},
    )
    if form.is_valid():
        files = [*form.kept_files, *keep_files(learner, form.uploads)]
        text = form.cleaned_data["text"]
        working.submit(member.cohort, asked.id, learner, text=text, files=files)
        messages.success(request, _("Handed in. You can hand in again: the last one counts."))
        return redirect("cohorts:my-assignment", member.cohort.code, asked.id)
    reviews = found.reviews if found else ()
    names = names_of(each.by for each in reviews)
    context = {
        "asked": asked,
        "found": found,
        "form": form,
        "files": with_presence(learner, found.files) if found else [],
        "earlier": working.versions_of(member.cohort_id, asked, learner)[1:],
        "compared": compare_reviews(asked, found, names) if found else None,
    }
    return show_own(request, member, "my_assignment", context, status=400 if form.errors else 200)


@never_cache
@login_required
def my_teach_back(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Mark one's own teach-back, and read what the observers say."""
    member = _member(request, code)
    if number not in ROUNDS:
        raise Http404
    facts = facts_of(member.cohort_id, Kind.TEACH_BACK, Kind.RULE)
    rubric = rubric_of(facts)
    found = teach_backs_from(member.cohort_id, facts).get(member.learner_id, NONE_YET)
    seen = found.round(number)
    initial = first_marks(seen.own.levels, seen.own.comment) if seen.own else {}
    form = MarkForm(request.POST or None, rubric=rubric, initial=initial)
    if form.is_valid():
        comment = form.cleaned_data["comment"]
        assess(member.cohort, member.learner_id, number=number, levels=form.levels, comment=comment)
        messages.success(request, _("Kept. It stands beside the observers’ marks, not in them."))
        return redirect("cohorts:my-teach-back", member.cohort.code, number)
    context = {
        "number": number,
        "rounds": ROUNDS,
        "round": seen,
        "form": form,
        "mark": mark_in_words(seen.tenths) if seen.tenths is not None else "",
        "compared": compare_marks(rubric, seen, names_of(each.by for each in seen.marks)),
    }
    return show_own(request, member, "my_teach_back", context, status=400 if form.errors else 200)


@never_cache
@login_required
def my_plan(request: HttpRequest, code: str) -> HttpResponse:
    """Share an action plan or name the partner's, and read what its readers say."""
    member = _member(request, code)
    learner = member.learner_id
    found = plans_of(member.cohort)
    plan = found.get(learner, PlanReview(learner))
    own_files = plan.files if not plan.shares else ()
    is_join = "join" in request.POST
    form = HandInForm(
        None if is_join else request.POST or None,
        None if is_join else request.FILES or None,
        before=own_files,
        initial={"text": plan.text if not plan.shares else ""},
    )
    join = JoinPlanForm(request.POST if is_join else None)
    if form.is_valid():
        files = [*form.kept_files, *keep_files(learner, form.uploads)]
        share_plan(member.cohort, learner, text=form.cleaned_data["text"], files=files)
        messages.success(request, _("Your plan is shared with the facilitators."))
        return redirect("cohorts:my-plan", member.cohort.code)
    if join.is_valid() and _joined(member, join, found):
        messages.success(request, _("You two share one plan now."))
        return redirect("cohorts:my-plan", member.cohort.code)
    context = {
        "plan": plan,
        "code_of_plan": code_of(learner),
        "form": form,
        "join": join,
        "files": with_presence(learner, own_files),
        "compared": compare_readings(plan, names_of(each.reader for each in plan.readings)),
    }
    status = 400 if form.errors or join.errors else 200
    return show_own(request, member, "my_plan", context, status=status)


def _joined(member: Membership, join: JoinPlanForm, found: dict[UUID, PlanReview]) -> bool:
    first = plan_with(join.cleaned_data["code"], found, learner=member.learner_id)
    if first is None:
        sentence = _(
            "No plan of this cohort has this code. Nothing was changed. Ask your partner to share "
            "the plan first, and compare the code."
        )
        join.add_error("code", sentence)
        return False
    join_plan(member.cohort, member.learner_id, first=first.learner)
    return True


@never_cache
@login_required
@require_safe
def my_certificate_rule(request: HttpRequest, code: str) -> HttpResponse:
    """Say in words what the certificate asks for, how far one is, and what to do next."""
    member = _member(request, code)
    known = known_of(member.cohort, [member.learner_id])
    verdict = verdict_of(member.learner_id, member.learner.name, known)
    return show_own(request, member, "my_certificate_rule", {"verdict": verdict})


@never_cache
@login_required
@require_safe
def my_file(request: HttpRequest, code: str, sha256: str) -> HttpResponse:
    """Give a file that the participant handed in."""
    member = _member(request, code)
    return handed_file(member.cohort, member.learner_id, sha256)
