"""Signing in, registering and signing out. Nothing here needs e-mail or the Internet."""

import math
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from learning.accounts.devices import device_of, with_mark
from learning.accounts.errors import Refused, WrongCodeOrPin
from learning.accounts.forms import (
    CohortSignInForm,
    PinSignInForm,
    RegistrationForm,
    refuse,
    remembering_nothing,
    status_of,
)
from learning.accounts.guessing import remember
from learning.accounts.models import User
from learning.accounts.sharing import has_kept_form, is_shared
from learning.accounts.signing_in import (
    PIN_BACKEND,
    first_page,
    learner_with,
    next_page,
    register,
    speaking,
)


@never_cache
@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let a learner in by learner code and PIN; the other form on the page is the cohorts'."""
    if isinstance(request.user, User):
        return redirect(next_page(request, otherwise=first_page(request.user)))
    form = PinSignInForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if form.is_valid() and (learner := _learner(request, form)):
        login(request, learner, backend=PIN_BACKEND)
        return speaking(learner, redirect(next_page(request, otherwise=first_page(learner))))
    cohort_form = CohortSignInForm(auto_id="cohort_%s")
    if is_shared(request):
        remembering_nothing(form)
        remembering_nothing(cohort_form)
    context = {"form": form, "cohort_form": cohort_form, "next": next_page(request, otherwise="")}
    page = render(request, "accounts/sign_in.html", context, status=status_of(form))
    return with_mark(request, page)


def _learner(request: HttpRequest, form: PinSignInForm) -> User | None:
    code, pin = form.cleaned_data["code"], form.cleaned_data["password"]
    try:
        return learner_with(request, code=code, pin=pin)
    except (WrongCodeOrPin, Refused) as error:
        refuse(form, error)
        return None


@never_cache
@sensitive_post_parameters()
def create_account(request: HttpRequest) -> HttpResponse:
    """Make a learner's account and show its code."""
    if isinstance(request.user, User):
        return redirect(first_page(request.user))
    form = RegistrationForm(request.POST or None)
    if form.is_valid():
        learner = register(name=form.cleaned_data["name"], pin=form.cleaned_data["password"])
        remember(learner, device_of(request))
        login(request, learner, backend=PIN_BACKEND)
        return redirect("accounts:welcome")
    if is_shared(request):
        remembering_nothing(form)
    return with_mark(request, render(request, "accounts/register.html", {"form": form}))


@never_cache
@require_safe
@login_required
def welcome(request: HttpRequest) -> HttpResponse:
    """Show the learner code, to be written down, and the way on."""
    if not isinstance(request.user, User) or not request.user.is_learner:
        return redirect("player:home")
    way_on = next_page(request, otherwise=first_page(request.user))
    return render(request, "accounts/welcome.html", {"way_on": way_on})


@method_decorator(never_cache, name="dispatch")
class StaffSignIn(LoginView):
    """The door for trainers, authors and administrators, Wagtail's included."""

    template_name = "accounts/staff_sign_in.html"

    def get_form(self, form_class: Any = None) -> AuthenticationForm:
        form = super().get_form(form_class)
        if is_shared(self.request):
            remembering_nothing(form)
        return form

    def get_default_redirect_url(self) -> str:
        user = self.request.user
        return first_page(user) if isinstance(user, User) else super().get_default_redirect_url()


class SignOut(LogoutView):
    """The way out; from a shared PC, with everything that the browser kept of these pages."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        was_shared, had_form = is_shared(request), has_kept_form(request)
        response = super().post(request, *args, **kwargs)
        if had_form:
            sentence = _(
                "A page that was sent after the pause was thrown away: only the person who filled "
                "it in could have saved it."
            )
            messages.warning(request, sentence)
        if was_shared:
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


def too_many_tries(
    request: HttpRequest, response: HttpResponse | None = None, credentials: object = None
) -> HttpResponse:
    """Answer a member of staff, or a guesser, whom django-axes has stopped for a while."""
    minutes = math.ceil(settings.AXES_COOLOFF_TIME * 60)
    answer = render(request, "accounts/too_many_tries.html", {"minutes": minutes}, status=429)
    answer["Retry-After"] = str(minutes * 60)  # seconds
    return answer
