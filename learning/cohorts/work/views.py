"""The page of a cohort's work, what its tests show, and the files that were handed in."""

from collections.abc import Iterator
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.formats import number_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from learning.accounts.access_log import note_access
from learning.accounts.models import Seen
from learning.cohorts.models import Cohort
from learning.cohorts.tables import download
from learning.cohorts.teaching import TrainerRequest, own_cohort, trainers_only
from learning.cohorts.work.assignments import KINDS as OF_ASSIGNMENTS
from learning.cohorts.work.assignments import assignments_from, files_said_of
from learning.cohorts.work.gains import gains_of
from learning.cohorts.work.keeping_files import HandedFile, content_of
from learning.cohorts.work.pages import members_of, show
from learning.cohorts.work.paired import Gains, Item, Pair
from learning.cohorts.work.plans import READERS, plans_from
from learning.cohorts.work.rules import Condition, rule_from
from learning.cohorts.work.teach_backs import teach_backs_from
from learning.records.facts import facts_of
from learning.xapi.attestations import Kind


@never_cache
@require_safe
@trainers_only
def work(request: TrainerRequest, code: str) -> HttpResponse:
    """Show what the cohort works on, and how far that is."""
    group = own_cohort(request.user, code)
    kinds = (*OF_ASSIGNMENTS, Kind.RULE, Kind.TEACH_BACK, Kind.PLAN, Kind.CERTIFIED)
    facts = facts_of(group.pk, *kinds)
    teach_backs, plans = teach_backs_from(group.pk, facts), plans_from(facts)
    readers = rule_from(facts).needed.get(Condition.PLAN, READERS)
    certified = [each for each in facts if each.kind == Kind.CERTIFIED]
    context = {
        "assignments": assignments_from(facts),
        "members": group.memberships.present().count(),
        "marked": sum(each.tenths is not None for each in teach_backs.values()),
        "shared": sum(each.is_shared for each in plans.values()),
        "accepted": sum(each.is_accepted(readers) for each in plans.values()),
        "certified": sum((each.value or {}).get("state") == "met" for each in certified),
    }
    return show(request, group, "work", context)


@never_cache
@require_safe
@trainers_only
def tests(request: TrainerRequest, code: str) -> HttpResponse:
    """Show the gain between the two tests, person by person and question by question."""
    group = own_cohort(request.user, code)
    is_all = request.GET.get("evidence") == "all"
    gains = gains_of(group, only_trusted=not is_all)
    names = dict(members_of(group))
    note_access(request.user, group.pk, Seen.COHORT)
    if request.GET.get("table") == "questions":
        return download(request, _("Questions"), _heads_of_items(), _item_rows(gains))
    if "as" in request.GET:
        return download(request, _("Tests"), _heads_of_pairs(), _pair_rows(gains, names))
    pairs = [(names[pair.learner], pair, _points(pair.gain)) for pair in gains.pairs]
    spread = gains.spread
    context = {
        "gains": gains,
        "pairs": pairs,
        "is_all": is_all,
        "only_before": len(gains.before) - len(gains.pairs),
        "only_after": len(gains.after) - len(gains.pairs),
        "median": _points(spread.median) if spread else "",
        "lower": _points(spread.lower) if spread else "",
        "upper": _points(spread.upper) if spread else "",
    }
    return show(request, group, "tests", context)


def _points(tenths: int) -> str:
    """Give tenths of a point of percent with a sign and one decimal."""
    sign = "−" if tenths < 0 else "+"
    whole, part = divmod(abs(tenths), 10)
    return f"{sign}{number_format(f'{whole}.{part}', decimal_pos=1)}"


def _heads_of_pairs() -> list[str]:
    return [
        _("Name"),
        _("Pre-test, right"),
        _("Pre-test, of"),
        _("Post-test, right"),
        _("Post-test, of"),
        _("Gain, tenths of a point of percent"),
    ]


def _pair_rows(gains: Gains, names: dict[UUID, str]) -> Iterator[list[object]]:
    """Give everybody who took a test; what somebody did not take stays empty."""
    pairs: dict[UUID, Pair] = {pair.learner: pair for pair in gains.pairs}
    for learner, name in names.items():
        before, after = gains.before.get(learner), gains.after.get(learner)
        if before or after:
            yield [
                name,
                before.raw if before else None,
                before.maximum if before else None,
                after.raw if after else None,
                after.maximum if after else None,
                pairs[learner].gain if learner in pairs else None,
            ]


def _heads_of_items() -> list[str]:
    return [_("Test"), _("Question"), _("Asked"), _("Right"), _("Right, %")]


def _item_rows(gains: Gains) -> Iterator[list[object]]:
    both: tuple[tuple[str, tuple[Item, ...]], ...] = (
        (_("Post-test"), gains.items_after),
        (_("Pre-test"), gains.items_before),
    )
    for test, items in both:
        for each in items:
            yield [test, each.title, each.asked, each.right, each.percent]


@never_cache
@require_safe
@trainers_only
def file(request: TrainerRequest, code: str, learner: UUID, sha256: str) -> HttpResponse:
    """Give a file that a member handed in, to the cohort's own facilitators."""
    group = own_cohort(request.user, code)
    if not group.memberships.filter(learner=learner).exists():
        raise Http404
    note_access(request.user, learner, Seen.COHORT)
    return handed_file(group, learner, sha256)


def handed_file(cohort: Cohort, learner: UUID, sha256: str) -> HttpResponse:
    """Give a file as something to save, which no browser runs or shows as a page of ours.

    Raises: Http404 — nobody handed it in here, or it is on another server.
    """
    found = files_said_of(cohort.pk, learner).get(sha256)
    content = content_of(learner, found) if found else None
    if found is None or content is None:
        raise Http404(
            _(
                "This file is not here. It stays on the server where it was handed in; open it "
                "there, or ask the participant for it."
            )
        )
    return _answer(found, content)


def _answer(found: HandedFile, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type=found.media_type)
    disposition = content_disposition_header(as_attachment=True, filename=found.name)
    answer["Content-Disposition"] = disposition or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
