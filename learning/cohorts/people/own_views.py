"""A participant's word about a cohort that somebody else brought them into."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from learning.accounts.models import User
from learning.cohorts.enrolling import leave
from learning.cohorts.helping import say_yes
from learning.cohorts.teaching import own_membership


@never_cache
@login_required
@require_POST
def taking_part(request: HttpRequest, code: str) -> HttpResponse:
    """Let somebody say that they take part in the cohort, or that they do not."""
    member = own_membership(cast(User, request.user), code)
    if request.POST.get("say") == "yes":
        say_yes(member)
        messages.success(request, _("Saved. You take part in this cohort."))
    elif request.POST.get("say") == "no":
        leave(member, author=member.learner_id)
        messages.success(request, _("You are no longer in this cohort. What you did is kept."))
        return redirect("player:me")
    return redirect("cohorts:mine", code)
