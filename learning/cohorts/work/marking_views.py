"""Facilitators mark teach-backs and read action plans: one person a screen, then the next."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from learning.accounts.access_log import note_access
from learning.accounts.models import Seen
from learning.cohorts.tables import download
from learning.cohorts.teaching import TrainerRequest, own_cohort, trainers_only
from learning.cohorts.work.certifying import mark_in_words
from learning.cohorts.work.comparing import compare_marks, compare_readings, with_presence
from learning.cohorts.work.forms import (
    MarkForm,
    ReadingForm,
    RubricForm,
    first_marks,
    first_reading,
    first_rubric,
)
from learning.cohorts.work.pages import member_named, members_of, names_of, next_after, show
from learning.cohorts.work.plans import PlanReview, plans_of, read_plan
from learning.cohorts.work.rules import (
    RUBRIC,
    Condition,
    change_rubric,
    rubric_of,
    rule_from,
    rule_of,
)
from learning.cohorts.work.teach_backs import (
    NONE_YET,
    ROUNDS,
    TeachBack,
    mark,
    teach_backs_from,
)
from learning.records.facts import facts_of
from learning.xapi.attestations import Kind
from learning.xapi.errors import MalformedStatement


@never_cache
@require_safe
@trainers_only
def teach_backs(request: TrainerRequest, code: str) -> HttpResponse:
    """Show everybody's mark, spread and self-assessment."""
    group = own_cohort(request.user, code)
    facts = facts_of(group.pk, Kind.TEACH_BACK, Kind.RULE)
    found = teach_backs_from(group.pk, facts)
    rows = [(key, name, found.get(key, NONE_YET)) for key, name in members_of(group)]
    note_access(request.user, group.pk, Seen.COHORT)
    if "as" in request.GET:
        return download(request, _("Teach-backs"), _heads(), _teach_back_rows(rows))
    context = {
        "rows": [(key, name, each, _mark(each)) for key, name, each in rows],
        "rubric": rubric_of(facts),
        "needed": rule_from(facts).needed.get(Condition.TEACH_BACK),
        "first": rows[0][0] if rows else None,
    }
    return show(request, group, "teach_backs", context)


def _mark(found: TeachBack) -> str:
    return "" if found.tenths is None else mark_in_words(found.tenths)


def _heads() -> list[str]:
    return [
        _("Name"),
        _("Round"),
        _("Mark, tenths of 5"),
        _("Observers"),
        _("Most levels between observers"),
        _("Self-assessment, tenths of 5"),
        _("Marked differently"),
    ]


def _teach_back_rows(rows: list[tuple[UUID, str, TeachBack]]) -> Iterator[list[object]]:
    for _key, name, found in rows:
        for number, each in found.rounds.items():
            own = each.own.tenths if each.own else None
            contested = _("yes") if each.is_contested else ""
            widest = each.widest if each.spread else None
            yield [name, number, each.tenths, len(each.marks), widest, own, contested]


@never_cache
@trainers_only
def teach_back(request: TrainerRequest, code: str, number: int, learner: UUID) -> HttpResponse:
    """Mark one person's teach-back, and see the others' marks once one's own are in."""
    group = own_cohort(request.user, code)
    members = members_of(group)
    name = member_named(members, learner)
    if number not in ROUNDS:
        raise Http404
    facts = facts_of(group.pk, Kind.TEACH_BACK, Kind.RULE)
    rubric, found = rubric_of(facts), teach_backs_from(group.pk, facts)
    seen = found.get(learner, NONE_YET).round(number)
    own = seen.by(request.user.pk)
    initial = first_marks(own.levels, own.comment) if own else {}
    form = MarkForm(request.POST or None, rubric=rubric, initial=initial)
    done = [key for key, each in found.items() if each.round(number).by(request.user.pk)]
    following = next_after(members, learner, done)
    if form.is_valid():
        mark(
            group,
            learner,
            observer=request.user.pk,
            number=number,
            levels=form.levels,
            comment=form.cleaned_data["comment"],
        )
        messages.success(request, _("Kept: %(name)s.") % {"name": name})
        to = following if "next" in request.POST else learner
        return redirect("cohorts:work-teach-back", group.code, number, to)
    note_access(request.user, learner, Seen.COHORT)
    context = {
        "name": name,
        "number": number,
        "rounds": ROUNDS,
        "learner": learner,
        "following": following,
        "form": form,
        "round": seen,
        "own": own,
        "mark": mark_in_words(seen.tenths) if seen.tenths is not None else "",
        "compared": compare_marks(rubric, seen, names_of(each.by for each in seen.marks)),
    }
    return show(request, group, "teach_back", context, status=400 if form.errors else 200)


@never_cache
@trainers_only
def rubric(request: TrainerRequest, code: str) -> HttpResponse:
    """Change the rubric of the cohort's teach-backs, or take it back to the library's."""
    group = own_cohort(request.user, code)
    facts = facts_of(group.pk, Kind.RULE, thing=group.pk)
    is_own = any(each.part == RUBRIC for each in facts)
    if request.method == "POST" and "reset" in request.POST:
        change_rubric(group, None, author=request.user.pk)
        messages.success(request, _("The rubric is that of the library again."))
        return redirect("cohorts:work-rubric", group.code)
    form = RubricForm(request.POST or None, initial=first_rubric(rubric_of(facts)))
    if form.is_valid():
        try:
            change_rubric(group, form.rubric, author=request.user.pk)
        except MalformedStatement:
            form.add_error(None, _("This is too long to be kept. Nothing was changed: shorten it."))
        else:
            messages.success(request, _("The rubric is kept. Marks given before stay as they are."))
            return redirect("cohorts:work-teach-backs", group.code)
    contested = any(each.is_contested for each in facts if each.part == RUBRIC)
    context = {"form": form, "is_own": is_own, "is_contested": contested}
    return show(request, group, "rubric", context, status=400 if form.errors else 200)


@never_cache
@require_safe
@trainers_only
def plans(request: TrainerRequest, code: str) -> HttpResponse:
    """Show whose plan is shared, read, accepted or to be mended."""
    group = own_cohort(request.user, code)
    found = plans_of(group)
    needed = rule_of(group).needed.get(Condition.PLAN, 1)
    members = members_of(group)
    rows = [(key, name, found.get(key, PlanReview(key))) for key, name in members]
    note_access(request.user, group.pk, Seen.COHORT)
    if "as" in request.GET:
        return download(request, _("Action plans"), _heads_of_plans(), _plan_rows(rows, needed))
    names = dict(members)
    shown = [
        (key, name, plan, plan.is_accepted(needed), names.get(plan.shares) if plan.shares else "")
        for key, name, plan in rows
    ]
    return show(request, group, "plans", {"rows": shown, "needed": needed})


def _heads_of_plans() -> list[str]:
    return [
        _("Name"),
        _("Shared"),
        _("Readers who say yes"),
        _("Accepted"),
        _("Marked differently"),
    ]


def _plan_rows(rows: list[tuple[UUID, str, PlanReview]], needed: int) -> Iterator[list[object]]:
    words = {True: _("yes"), False: _("no")}
    for _key, name, plan in rows:
        contested = plan.is_contested or plan.has_contested_reading
        accepted = words[plan.is_accepted(needed)]
        told = _("yes") if contested else ""
        yield [name, words[plan.is_shared], plan.acceptances, accepted, told]


@never_cache
@trainers_only
def plan(request: TrainerRequest, code: str, learner: UUID) -> HttpResponse:
    """Read one plan: seven lines, yes or no, and a comment."""
    group = own_cohort(request.user, code)
    members = members_of(group)
    name = member_named(members, learner)
    found = plans_of(group)
    shown = found.get(learner, PlanReview(learner))
    own = shown.by(request.user.pk)
    initial = first_reading(own.lines, own.comment) if own else {}
    form = ReadingForm(request.POST or None, initial=initial)
    waiting = [key for key, each in found.items() if not _is_to_read(each, request.user.pk)]
    unshared = [key for key, _name in members if key not in found]
    following = next_after(members, learner, [*waiting, *unshared])
    if shown.is_shared and form.is_valid():
        comment = form.cleaned_data["comment"]
        read_plan(group, shown, reader=request.user.pk, lines=form.lines, comment=comment)
        messages.success(request, _("Kept: %(name)s.") % {"name": name})
        to = following if "next" in request.POST else learner
        return redirect("cohorts:work-plan", group.code, to)
    note_access(request.user, learner, Seen.COHORT)
    owner = shown.shares or learner
    context = {
        "name": name,
        "learner": learner,
        "owner": owner,
        "following": following,
        "plan": shown,
        "files": with_presence(owner, shown.files),
        "own": own,
        "form": form,
        "partner": dict(members).get(shown.shares) if shown.shares else "",
        "pair": [n for key, n in members if key in found and found[key].shares == learner],
        "compared": compare_readings(shown, names_of(each.reader for each in shown.readings)),
    }
    return show(request, group, "plan", context, status=400 if form.errors else 200)


def _is_to_read(plan: PlanReview, reader: UUID) -> bool:
    own = plan.by(reader)
    return plan.is_shared and (own is None or not own.is_current)
