"""Who may see a cohort: its own trainers and administrators; to all others it does not exist."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, resolve_url

from learning.accounts.codes import COHORT_CODE_LENGTH, CodeError, clean_code
from learning.accounts.models import User
from learning.cohorts.models import Cohort, Membership

P = ParamSpec("P")


class TrainerRequest(HttpRequest):
    """A request of which `trainers_only` has made sure that a trainer sent it."""

    user: User


def trainers_only(
    view: Callable[Concatenate[TrainerRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Ask strangers to sign in as staff, and hide the page from everybody who does not teach.

    Raises: Http404 — a learner, or staff who are neither trainers nor administrators.
    """

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path(), resolve_url("accounts:staff-sign-in"))
        if not request.user.is_trainer:
            raise Http404
        return view(cast(TrainerRequest, request), *args, **kwargs)

    update_wrapper(guarded, view)
    return guarded


def own_cohort(trainer: User, code: str) -> Cohort:
    """Give the cohort of this code. Raises: Http404 — there is none that the person teaches."""
    try:
        cleaned = clean_code(code, COHORT_CODE_LENGTH)
    except CodeError as error:
        raise Http404 from error
    return get_object_or_404(Cohort.objects.taught_by(trainer), code=cleaned)


def own_membership(person: User, code: str) -> Membership:
    """Give a learner's own membership. Raises: Http404 — there is none, or it has ended."""
    try:
        cleaned = clean_code(code, COHORT_CODE_LENGTH)
    except CodeError as error:
        raise Http404 from error
    present = Membership.objects.present().select_related("cohort", "learner")
    return get_object_or_404(present, cohort__code=cleaned, learner=person)
