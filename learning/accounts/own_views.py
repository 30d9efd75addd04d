"""A person's own account and card."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.accounts.cards import card_of
from learning.accounts.errors import Refused
from learning.accounts.forms import (
    AccountForm,
    ChangePinForm,
    refuse,
    remembering_nothing,
    status_of,
)
from learning.accounts.models import User
from learning.accounts.sharing import is_shared
from learning.accounts.signing_in import change_pin, is_still, speaking


@never_cache
@login_required
@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """Show the learner's card, to print and keep."""
    if not isinstance(request.user, User) or not request.user.is_learner:
        return redirect("player:home")
    return render(request, "accounts/card.html", {"card": card_of(request, request.user)})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Let people mend the spelling of their name, and choose language and e-mail address."""
    person = _person(request)
    form = AccountForm(request.POST or None, initial=_known_of(person))
    if not form.is_valid():
        return _show(request, form, ChangePinForm())
    for name, text in form.cleaned_data.items():
        setattr(person, name, text)
    person.save(update_fields=list(form.cleaned_data))
    messages.success(request, _("Saved."))
    return speaking(person, redirect("accounts:account"))


@never_cache
@sensitive_post_parameters()
@login_required
@require_POST
def own_pin(request: HttpRequest) -> HttpResponse:
    """Let a learner who knows the old PIN choose a new one."""
    person = _person(request)
    form = ChangePinForm(request.POST)
    if not person.is_learner:
        return redirect("accounts:account")
    if not form.is_valid() or not _knows_old_pin(request, person, form):
        return _show(request, AccountForm(initial=_known_of(person)), form)
    change_pin(person, form.cleaned_data["password"])
    update_session_auth_hash(request, person)
    messages.success(request, _("You have a new PIN. The old one no longer works anywhere."))
    return redirect("accounts:account")


def _knows_old_pin(request: HttpRequest, person: User, form: ChangePinForm) -> bool:
    try:
        if is_still(request, person, form.cleaned_data["old_password"]):
            return True
    except Refused as error:
        refuse(form, error, field="old_password")
        return False
    form.add_error("old_password", _("This is not your PIN. Nothing was changed."))
    return False


def _show(request: HttpRequest, form: AccountForm, pin_form: ChangePinForm) -> HttpResponse:
    if is_shared(request):
        remembering_nothing(form)
        remembering_nothing(pin_form)
    context = {"form": form, "pin_form": pin_form}
    return render(request, "accounts/account.html", context, status=status_of(pin_form))


def _known_of(person: User) -> dict[str, str]:
    return {"name": person.name, "language": person.language, "email": person.email}


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)  # `login_required` made sure
