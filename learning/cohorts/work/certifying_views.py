"""Facilitators see who meets the rule, change it, and confirm those who do."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from learning.accounts.access_log import note_access
from learning.accounts.models import Seen
from learning.cohorts.errors import NotMet
from learning.cohorts.tables import download
from learning.cohorts.teaching import TrainerRequest, own_cohort, trainers_only
from learning.cohorts.work.certifying import (
    Line,
    State,
    Verdict,
    certify,
    needed_in_words,
    take_back,
    verdicts_of,
)
from learning.cohorts.work.forms import RuleForm, TakeBackForm, first_rule
from learning.cohorts.work.pages import name_in, names_of, show
from learning.cohorts.work.rules import (
    DEFAULTS,
    NAMES,
    Change,
    Condition,
    Rule,
    change_rule,
    changes_of,
    rule_of,
)


@never_cache
@require_safe
@trainers_only
def standings(request: TrainerRequest, code: str) -> HttpResponse:
    """Show how everybody stands with the rule."""
    group = own_cohort(request.user, code)
    found = list(verdicts_of(group).values())
    note_access(request.user, group.pk, Seen.COHORT)
    if "as" in request.GET:
        return download(request, _("Certification"), _heads(found), _rows(found))
    lines = found[0].lines if found else ()
    context = {
        "verdicts": found,
        "heads": lines,
        "ready": sum(each.is_met and not each.is_certified for each in found),
        "certified": sum(each.is_certified for each in found),
    }
    return show(request, group, "verdicts", context)


def _heads(found: Iterable[Verdict]) -> list[str]:
    lines = next((each.lines for each in found), ())
    conditions = [head for each in lines for head in (each.name, _figure_head(each))]
    return [_("Name"), *conditions, _("Meets the rule"), _("Confirmed on"), _("Why not yet")]


def _figure_head(line: Line) -> str:
    """Name the column of a figure with its unit, and what is needed."""
    units = {
        Condition.ATTENDANCE: _("percent"),
        Condition.TEACH_BACK: _("tenths of 5"),
        Condition.POST_TEST: _("percent"),
        Condition.PLAN: _("readers"),
    }
    named = {"name": line.name, "unit": units[line.condition], "needed": line.needed}
    return _("%(name)s: %(unit)s (needed: %(needed)d)") % named


def _rows(found: Iterable[Verdict]) -> Iterator[list[object]]:
    words = {
        State.MET: _("met"),
        State.NOT_YET: _("not yet"),
        State.NO_DATA: _("no data"),
    }
    for each in found:
        lines = [cell for line in each.lines for cell in (words[line.state], line.figure)]
        certified = each.certified.on if each.certified and each.is_certified else ""
        meets = _("yes") if each.is_met else _("no")
        yield [each.name, *lines, meets, certified, "" if each.is_met else each.reason]


@never_cache
@require_POST
@trainers_only
def confirm(request: TrainerRequest, code: str) -> HttpResponse:
    """Show who would be confirmed and who not, and why; then confirm them."""
    group = own_cohort(request.user, code)
    chosen = [known for each in request.POST.getlist("who") if (known := _uuid(each))]
    if "confirmed" in request.POST:
        met, refused = certify(group, chosen, author=request.user.pk)
        _tell(request, met, refused)
        return redirect("cohorts:work-verdicts", group.code)
    found = verdicts_of(group)
    verdicts = [found[each] for each in chosen if each in found]
    if not verdicts:
        messages.info(request, _("Nobody was chosen. Nothing was changed."))
        return redirect("cohorts:work-verdicts", group.code)
    context = {
        "met": [each for each in verdicts if each.is_met],
        "refused": [each for each in verdicts if not each.is_met],
    }
    return show(request, group, "confirm", context)


def _tell(request: TrainerRequest, met: list[Verdict], refused: list[Verdict]) -> None:
    count = len(met)
    sentence = ngettext("%(n)d person is confirmed.", "%(n)d people are confirmed.", count)
    messages.success(request, sentence % {"n": count})
    for each in refused:
        why = _("%(name)s is not confirmed. %(reason)s")
        messages.warning(request, why % {"name": each.name, "reason": each.reason})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@never_cache
@trainers_only
def withdraw(request: TrainerRequest, code: str, learner: UUID) -> HttpResponse:
    """Take a confirmation back, with the reason that the person reads."""
    group = own_cohort(request.user, code)
    found = verdicts_of(group).get(learner)
    if found is None:
        raise Http404
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        try:
            take_back(group, learner, author=request.user.pk, reason=form.cleaned_data["reason"])
        except NotMet as error:
            messages.info(request, str(error.sentence))
        else:
            messages.success(request, _("Taken back: %(name)s.") % {"name": found.name})
        return redirect("cohorts:work-verdicts", group.code)
    note_access(request.user, learner, Seen.COHORT)
    context = {"verdict": found, "form": form}
    return show(request, group, "take_back", context, status=400 if form.errors else 200)


@never_cache
@trainers_only
def rule(request: TrainerRequest, code: str) -> HttpResponse:
    """Change what the cohort asks for, and see what it asked for before."""
    group = own_cohort(request.user, code)
    now = rule_of(group)
    form = RuleForm(request.POST or None, initial=first_rule(now, DEFAULTS))
    if form.is_valid():
        change_rule(group, form.needed, author=request.user.pk)
        messages.success(request, _("The rule is kept. It counts for everybody from now on."))
        return redirect("cohorts:work-rule", group.code)
    changes = changes_of(group)
    names = names_of(each.author for each in changes)
    context = {
        "form": form,
        "contested": _contested(now),
        "changes": [(each, _in_words(each), name_in(names, each.author)) for each in changes],
    }
    return show(request, group, "rule", context, status=400 if form.errors else 200)


def _contested(rule: Rule) -> list[str]:
    return [str(NAMES[each]) for each in Condition if each in rule.contested]


def _in_words(change: Change) -> str:
    if change.needed is None:
        return _("switched off")
    return needed_in_words(change.condition, change.needed)
