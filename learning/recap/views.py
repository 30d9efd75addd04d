"""The weekly recap and the weekly goal. Both work without a script."""

from dataclasses import replace
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from learning.accounts.models import User
from learning.bundles.manifest import QuestionType
from learning.player.marking import Fault, read_entries
from learning.player.pages import Item, entries_in
from learning.player.sentences import QUESTION_CHANGED, sentence
from learning.recap import goals
from learning.recap.answering import answer
from learning.recap.drawing import Asked, Recap, recap_of
from learning.recap.scheduling import Week


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recap(request: HttpRequest) -> HttpResponse:
    """The five questions of this week; with `?print`, on a sheet with the answers at its end."""
    learner = cast(User, request.user)
    if request.method == "POST":
        return _answer(request, learner)
    template = "recap/sheet.html" if "print" in request.GET else "recap/recap.html"
    return render(request, template, _context(recap_of(learner)))


def _answer(request: HttpRequest, learner: User) -> HttpResponse:
    here = recap_of(learner, week=_week(request))
    asked = here.find(request.POST.get("question", ""))
    if asked is None:
        messages.warning(
            request, _("This question is no longer in your recap. Your other answers are safe.")
        )
        return redirect("recap:recap")
    if asked.item.is_answered:
        return _only_once(request, asked)
    entries = entries_in(request.POST, asked.question, "option")
    parts, fault = read_entries(asked.question, entries)
    if error := _error(request, asked, fault):
        item = Item(asked.question, entries=tuple(entries), error=error)
        return _show_again(request, here, asked, item)
    if not answer(learner, asked, parts, week=here.week):
        return _only_once(request, asked)
    return _back(asked)


def _week(request: HttpRequest) -> Week:
    """Give the week that was answered: this one, or the last where Monday came meanwhile."""
    this = Week.of(timezone.localdate())
    return this.last if request.POST.get("week") == str(this.last.monday) else this


def _error(request: HttpRequest, asked: Asked, fault: Fault | None) -> str:
    if request.POST.get("digest", asked.digest) != asked.digest:
        return str(QUESTION_CHANGED)
    return sentence(asked.question, fault) if fault else ""


def _only_once(request: HttpRequest, asked: Asked) -> HttpResponse:
    messages.info(request, _("You had answered this already. Your first answer counts."))
    return _back(asked)


def _back(asked: Asked) -> HttpResponse:
    response = redirect("recap:recap")
    response["Location"] += f"#q-{asked.question.id}"
    return response


def _show_again(request: HttpRequest, here: Recap, asked: Asked, item: Item) -> HttpResponse:
    shown = tuple(replace(each, item=item) if each == asked else each for each in here.asked)
    return render(request, "recap/recap.html", _context(replace(here, asked=shown)), status=400)


def _context(here: Recap) -> dict[str, object]:
    ordering = any(each.question.type == QuestionType.ORDERING for each in here.open)
    first = here.open[0] if here.open else None
    return {"recap": here, "asks_order": ordering, "first": first}


@login_required
@require_POST
def choose_goal(request: HttpRequest) -> HttpResponse:
    try:
        goals.choose(cast(User, request.user), int(request.POST.get("days", "")))
    except ValueError:
        messages.warning(request, _("Choose 1, 3 or 5 days, or no goal. Nothing was changed."))
    else:
        messages.success(request, _("Your goal for the week is saved."))
    return redirect("player:me")
