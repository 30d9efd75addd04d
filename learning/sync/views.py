"""Bringing progress home by hand: a learner's own files, or a trainer's collection."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from learning.accounts.models import User
from learning.accounts.signing_in import first_page
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.teaching import TrainerRequest, own_cohort, trainers_only
from learning.sync.forms import BringForm, WhoseForm
from learning.sync.models import WaitingFile
from learning.sync.receiving import receive_for_cohort, receive_own, settle


@never_cache
@login_required
def bring(request: HttpRequest) -> HttpResponse:
    """Add a learner's own progress files to the learner's record."""
    learner = cast(User, request.user)
    if not learner.is_learner:
        return redirect(first_page(learner))
    form = _form(request)
    reports = [receive_own(upload, learner) for upload in _uploads(form)]
    return render(request, "sync/bring.html", {"form": form, "reports": reports})


@never_cache
@trainers_only
def cohort_bring(request: TrainerRequest, code: str) -> HttpResponse:
    """Take the progress files a trainer collected, and show those that wait for their person."""
    cohort = own_cohort(request.user, code)
    form = _form(request)
    reports = [receive_for_cohort(upload, cohort, request.user) for upload in _uploads(form)]
    waiting = cohort.waiting_files.defer("content")
    members = _members(cohort) if waiting else []
    context = {
        "cohort": cohort,
        "form": form,
        "reports": reports,
        "waiting": [WhoseForm(waiting=file, members=members) for file in waiting],
    }
    return render(request, "sync/cohort_bring.html", context)


@require_POST
@trainers_only
def cohort_settle(request: TrainerRequest, code: str, waiting: int) -> HttpResponse:
    """Hear from the trainer whose a waiting file is."""
    cohort = own_cohort(request.user, code)
    file = get_object_or_404(WaitingFile, cohort=cohort, pk=waiting)
    form = WhoseForm(request.POST, waiting=file, members=_members(cohort))
    if form.is_valid():
        for sentence in settle(file, form.chosen, by=request.user).sentences:
            messages.info(request, sentence)
    else:
        messages.error(request, str(form.errors["member"][0]))
    return redirect("sync:cohort-bring", cohort.code)


def _form(request: HttpRequest) -> BringForm:
    return BringForm(request.POST, request.FILES) if request.method == "POST" else BringForm()


def _uploads(form: BringForm) -> list["UploadedFile[bytes]"]:
    return form.cleaned_data["progress_files"] if form.is_valid() else []


def _members(cohort: Cohort) -> list[Membership]:
    return list(cohort.memberships.select_related("learner"))
