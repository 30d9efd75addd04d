"""Signing in, registering and signing out. Nothing here needs e-mail or the Internet."""

import math

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from learning.accounts.errors import WrongCodeOrPin
from learning.accounts.forms import (
    CohortSignInForm,
    PinSignInForm,
    RegistrationForm,
    StaffSignInForm,
)
from learning.accounts.models import User
from learning.accounts.signing_in import (
    PIN_BACKEND,
    first_page,
    learner_with,
    next_page,
    register,
)


@never_cache
@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let a learner in by learner code and PIN; the other form on the page is the cohorts'."""
    if isinstance(request.user, User):
        return redirect(next_page(request, otherwise=first_page(request.user)))
    form = PinSignInForm(request.POST or None)
    if form.is_valid() and (learner := _learner(request, form)):
        login(request, learner)
        return redirect(next_page(request, otherwise=first_page(learner)))
    cohort_form = CohortSignInForm(auto_id="cohort_%s")
    context = {"form": form, "cohort_form": cohort_form, "next": next_page(request, otherwise="")}
    return render(request, "accounts/sign_in.html", context)


def _learner(request: HttpRequest, form: PinSignInForm) -> User | None:
    code, pin = form.cleaned_data["code"], form.cleaned_data["password"]
    try:
        return learner_with(request, code=code, pin=pin)
    except WrongCodeOrPin as error:
        form.add_error(None, str(error.sentence))
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
        login(request, learner, backend=PIN_BACKEND)
        return redirect("accounts:welcome")
    return render(request, "accounts/register.html", {"form": form})


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
    authentication_form = StaffSignInForm

    def get_default_redirect_url(self) -> str:
        user = self.request.user
        return first_page(user) if isinstance(user, User) else super().get_default_redirect_url()


def too_many_tries(
    request: HttpRequest, response: HttpResponse | None = None, credentials: object = None
) -> HttpResponse:
    """Answer a person, or a guesser, whom django-axes has stopped for a while."""
    minutes = math.ceil(settings.AXES_COOLOFF_TIME * 60)
    answer = render(request, "accounts/too_many_tries.html", {"minutes": minutes}, status=429)
    answer["Retry-After"] = str(minutes * 60)  # seconds
    return answer
