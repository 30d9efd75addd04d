"""Facilitators ask for something, see what was handed in, and review it."""

from collections.abc import Iterator
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from learning.accounts.access_log import note_access
from learning.accounts.models import Seen
from learning.cohorts.models import Cohort
from learning.cohorts.tables import download
from learning.cohorts.teaching import TrainerRequest, own_cohort, trainers_only
from learning.cohorts.work import assignments as working
from learning.cohorts.work.assignments import Assignment, Submission, assignments_of
from learning.cohorts.work.comparing import compare_reviews, with_presence
from learning.cohorts.work.forms import (
    AssignmentForm,
    MarkForm,
    RubricForm,
    first_assignment,
    first_marks,
    first_rubric,
)
from learning.cohorts.work.pages import member_named, members_of, names_of, next_after, show
from learning.xapi.errors import MalformedStatement


def asked_of(cohort: Cohort, assignment: UUID) -> Assignment:
    """Give an assignment of a cohort. Raises: Http404 — it has no such assignment."""
    for each in assignments_of(cohort):
        if each.id == assignment:
            return each
    raise Http404


@never_cache
@trainers_only
def edit(request: TrainerRequest, code: str, assignment: UUID | None = None) -> HttpResponse:
    """Ask for something new, or change what is asked for."""
    group = own_cohort(request.user, code)
    if assignment is None:  # the address holds the id of what is new: sent twice, it is one
        return redirect("cohorts:work-assignment-edit", group.code, uuid4())
    known = next((each for each in assignments_of(group) if each.id == assignment), None)
    sent = request.POST or None
    form = AssignmentForm(sent, initial=first_assignment(known))
    rubric_now = first_rubric(known.rubric if known else None)
    rubric = RubricForm(sent, prefix="r", is_required=False, initial=rubric_now)
    is_whole = form.is_valid() and rubric.is_valid()
    if is_whole and _is_kept(request, group, assignment, form, rubric):
        return redirect("cohorts:work-assignment", group.code, assignment)
    context = {"form": form, "rubric": rubric, "known": known}
    has_errors = bool(form.errors or rubric.errors)
    return show(request, group, "assignment_form", context, status=400 if has_errors else 200)


def _is_kept(
    request: TrainerRequest,
    group: Cohort,
    assignment: UUID,
    form: AssignmentForm,
    rubric: RubricForm,
) -> bool:
    try:
        working.assign(
            group,
            author=request.user.pk,
            assignment=assignment,
            rubric=rubric.rubric,
            **form.cleaned_data,
        )
    except MalformedStatement:
        form.add_error(None, _("This is too long to be kept. Nothing was changed: shorten it."))
        return False
    messages.success(request, _("The assignment is kept. Participants see it on their own page."))
    return True


@never_cache
@require_POST
@trainers_only
def withdraw(request: TrainerRequest, code: str, assignment: UUID) -> HttpResponse:
    """Ask for something no longer; what was handed in stays in the records."""
    group = own_cohort(request.user, code)
    asked = asked_of(group, assignment)
    working.withdraw(group, asked.id, author=request.user.pk)
    messages.success(request, _("The assignment is withdrawn. What was handed in is kept."))
    return redirect("cohorts:work", group.code)


@never_cache
@require_safe
@trainers_only
def assignment(request: TrainerRequest, code: str, assignment: UUID) -> HttpResponse:
    """Show what everybody handed in, and what still waits for a review."""
    group = own_cohort(request.user, code)
    asked = asked_of(group, assignment)
    rows = [(key, name, asked.handed_in.get(key)) for key, name in members_of(group)]
    note_access(request.user, group.pk, Seen.COHORT)
    if "as" in request.GET:
        return download(request, asked.title, _heads(), _rows(rows))
    context = {"asked": asked, "rows": rows}
    return show(request, group, "assignment", context)


def _heads() -> list[str]:
    return [
        _("Name"),
        _("Handed in"),
        _("Late"),
        _("Files"),
        _("Reviewers"),
        _("Levels together, by reviewer"),
        _("Most levels between reviewers"),
    ]


def _rows(rows: list[tuple[UUID, str, Submission | None]]) -> Iterator[list[object]]:
    for _key, name, found in rows:
        if found is None:
            yield [name, "", "", None, None, "", None]
            continue
        at = timezone.localtime(found.at).strftime("%Y-%m-%d %H:%M")
        totals = " / ".join(str(each.total) for each in found.reviews if each.levels)
        late = _("yes") if found.is_late else ""
        widest = found.widest if found.spread else None
        yield [name, at, late, len(found.files), len(found.reviews), totals, widest]


@never_cache
@trainers_only
def review(request: TrainerRequest, code: str, assignment: UUID, learner: UUID) -> HttpResponse:
    """Review what one participant handed in; what others think is shown after one's own."""
    group = own_cohort(request.user, code)
    asked, members = asked_of(group, assignment), members_of(group)
    name = member_named(members, learner)
    found = asked.handed_in.get(learner)
    if found is None:
        raise Http404(_("Nothing is handed in yet."))
    own = found.by(request.user.pk)
    initial = first_marks(own.levels, own.comment) if own else {}
    form = MarkForm(request.POST or None, rubric=asked.rubric, initial=initial)
    done = [k for k, _n in members if not _waits(asked.handed_in.get(k), request.user.pk)]
    following = next_after(members, learner, done)
    if form.is_valid():
        working.review(
            group,
            asked.id,
            found,
            reviewer=request.user.pk,
            levels=form.levels,
            comment=form.cleaned_data["comment"],
        )
        messages.success(request, _("Kept: %(name)s.") % {"name": name})
        if "next" in request.POST and following in asked.handed_in:
            return redirect("cohorts:work-review", group.code, asked.id, following)
        return redirect("cohorts:work-review", group.code, asked.id, learner)
    note_access(request.user, learner, Seen.COHORT)
    context = {
        "asked": asked,
        "name": name,
        "learner": learner,
        "owner": learner,
        "found": found,
        "files": with_presence(learner, found.files),
        "own": own,
        "form": form,
        "earlier": working.versions_of(group.pk, asked, learner)[1:],
        "compared": compare_reviews(asked, found, names_of(each.by for each in found.reviews)),
    }
    return show(request, group, "review", context, status=400 if form.errors else 200)


def _waits(found: Submission | None, reviewer: UUID) -> bool:
    own = found.by(reviewer) if found else None
    return found is not None and (own is None or not own.is_current)
