"""Shared PCs: making a browser one, and opening a session that is locked."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from learning.accounts import sharing
from learning.accounts.devices import LONGEST
from learning.accounts.errors import Refused
from learning.accounts.forms import (
    PasswordAgainForm,
    PinAgainForm,
    refuse,
    remembering_nothing,
    status_of,
)
from learning.accounts.models import User
from learning.accounts.signing_in import first_page, is_still, next_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest) -> HttpResponse:
    """Say whether this browser is a shared one, and switch it. Nobody may be signed in then."""
    if request.method != "POST":
        context = {"minutes": settings.ATOLL_IDLE_MINUTES, "is_fixed": settings.ATOLL_SHARED_PC}
        return render(request, "accounts/shared.html", context)
    response = redirect("accounts:shared")
    if request.user.is_authenticated:
        messages.error(request, _("Sign out first. Then you can change this."))
    elif request.POST.get("shared") == "1":
        response.set_cookie(
            sharing.COOKIE,
            "1",
            max_age=LONGEST,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(sharing.COOKIE, samesite="Lax")
    return response


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def locked(request: HttpRequest) -> HttpResponse:
    """Ask the person who is signed in for the PIN or password again."""
    if not isinstance(request.user, User):
        return redirect("accounts:sign-in")
    way_on = next_page(request, otherwise=first_page(request.user))
    if sharing.LOCKED not in request.session:
        return redirect(way_on)
    form = _again(request.user, request)
    if form.is_valid() and _is_still(request, request.user, form):
        return redirect(sharing.unlock(request) or way_on)
    context = {
        "form": remembering_nothing(form),
        "next": next_page(request, otherwise=""),
        "has_kept_form": sharing.has_kept_form(request),
    }
    return render(request, "accounts/locked.html", context, status=status_of(form))


@never_cache
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock the session now: the page noticed that nobody is there. Without a session, nothing."""
    if request.user.is_authenticated and sharing.is_shared(request):
        sharing.lock(request)
    return HttpResponse(status=204)


@never_cache
@require_POST
def still_here(request: HttpRequest) -> HttpResponse:
    """Hear from a page that somebody is reading or writing on it."""
    return HttpResponse(status=204)


def _again(person: User, request: HttpRequest) -> forms.Form:
    form_class = PinAgainForm if person.is_learner else PasswordAgainForm
    return form_class(request.POST or None)


def _is_still(request: HttpRequest, person: User, form: forms.Form) -> bool:
    try:
        if is_still(request, person, form.cleaned_data["password"]):
            return True
    except Refused as error:
        refuse(form, error)
        return False
    form.add_error(None, _("That does not fit. Nothing is lost. Try again."))
    return False
