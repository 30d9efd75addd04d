"""The trainers' pages about what comes after a cohort."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from learning.accounts.access_log import note_access
from learning.accounts.choosing import allows
from learning.accounts.drawing import qr_code
from learning.accounts.errors import Refused
from learning.accounts.forms import refuse, status_of
from learning.accounts.models import Purpose, Seen, User
from learning.cohorts.cascade import following, leading, pooling, teaching_log
from learning.cohorts.cascade.following import FollowUp
from learning.cohorts.cascade.forms import (
    BecomeTrainerForm,
    FollowUpForm,
    TaughtForm,
    country_choices,
    language_name,
)
from learning.cohorts.cascade.teaching_log import Taught
from learning.cohorts.cascade.tree import Tree, tree_of
from learning.cohorts.errors import NotHereNow, NotYetTheirs, SlipInvalid
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.people.listing import Person, people_of
from learning.cohorts.tables import download
from learning.cohorts.teaching import TrainerRequest, own_cohort, trainers_only
from learning.records.facts import facts_of
from learning.xapi.attestations import Kind

REMIND_AFTER = timedelta(days=60)  # as the printed register asks


@dataclass(frozen=True)
class Row:
    """A participant after the course. answers: month → answer, in the order of `MONTHS`."""

    person: Person
    answers: tuple[FollowUp | None, ...]
    taught: tuple[Taught, ...]

    @property
    def reached(self) -> int:
        return sum(each.reached for each in self.taught)

    @property
    def has_taught(self) -> bool:
        return bool(self.taught) or any(each and each.has_taught for each in self.answers)

    @property
    def is_contested(self) -> bool:
        return any(each.is_contested for each in (*self.answers, *self.taught) if each)


def rows_of(cohort: Cohort) -> list[Row]:
    """Give a row for everybody in the cohort, by name. Two queries."""
    facts = facts_of(cohort.pk, Kind.FOLLOW_UP, Kind.TAUGHT)
    answers = following.by_person(following.follow_ups_from(facts))
    taught = teaching_log.by_teacher(teaching_log.taught_from(facts))
    return [
        Row(
            person=each,
            answers=tuple(answers.get(each.id, {}).get(month) for month in following.MONTHS),
            taught=tuple(taught.get(each.id, ())),
        )
        for each in people_of(cohort)
    ]


@never_cache
@require_safe
@trainers_only
def afterwards(request: TrainerRequest, code: str) -> HttpResponse:
    """Show who has answered, who teaches, who should be asked, and the cascade below."""
    cohort = own_cohort(request.user, code)
    rows, today = rows_of(cohort), timezone.localdate()
    note_access(request.user, cohort.pk, Seen.COHORT)
    if "as" in request.GET:
        return download(request, f"{cohort.name} {_('afterwards')}", *_table(rows))
    due = following.months_due(cohort, today)
    has_waited = cohort.ends + REMIND_AFTER <= today
    asked = [row for row in rows if row.person.may_be_asked]
    context = {
        "cohort": cohort,
        "tab": "afterwards",
        "rows": rows,
        "dates": [(month, following.due_on(cohort, month)) for month in following.MONTHS],
        "waiting": [(month, _silent(asked, month)) for month in due],
        "not_taught": [row for row in asked if not row.has_taught] if has_waited else [],
        "unasked": len(rows) - len(asked),
        "tree": tree_of(cohort),
    }
    return render(request, "cohorts/cascade/afterwards.html", context)


def _silent(rows: Iterable[Row], month: int) -> list[Row]:
    place = following.MONTHS.index(month)
    return [row for row in rows if row.answers[place] is None]


def _table(rows: Iterable[Row]) -> tuple[list[str], Iterator[list[object]]]:
    heading = [_("Name"), _("Organisation")]
    for month in following.MONTHS:
        months = {"month": month}
        heading += [
            _("%(month)d months: courses taught") % months,
            _("%(month)d months: lines done") % months,
            _("%(month)d months: what stood in the way") % months,
        ]
    heading += [_("Courses in the register"), _("Women"), _("Men"), _("Others")]
    return heading, map(_cells, rows)


def _cells(row: Row) -> list[object]:
    cells: list[object] = [row.person.name, row.person.organisation]
    for each in row.answers:
        cells += [each.courses, each.done, each.obstacle_in_words] if each else [None] * 3
    sums = [sum(getattr(one, name) for one in row.taught) for name in ("women", "men", "other")]
    return [*cells, len(row.taught), *sums]


@require_safe
@trainers_only
def sheet(request: TrainerRequest, code: str) -> HttpResponse:
    """Show the follow-up form to print: for the telephone, or to hand out."""
    cohort = own_cohort(request.user, code)
    context = {"cohort": cohort, "form": FollowUpForm(), "months": following.MONTHS}
    return render(request, "cohorts/cascade/sheet.html", context)


@never_cache
@trainers_only
def person(request: TrainerRequest, code: str, member: int) -> HttpResponse:
    """Show one participant's answers and courses, and enter what was said on the telephone."""
    cohort = own_cohort(request.user, code)
    membership = _membership(cohort, member)
    learner = membership.learner
    note_access(request.user, learner.pk, Seen.COHORT)
    answers = following.by_person(following.follow_ups_of(cohort)).get(learner.pk, {})
    month, may_be_asked = _month(request, answers), allows(learner, Purpose.FOLLOW_UP)
    form = FollowUpForm(
        request.POST if "month" in request.POST and may_be_asked else None,
        initial=FollowUpForm.told(answers.get(month)),
    )
    course = TaughtForm(request.POST if "course" in request.POST else None, prefix="course")
    if _entered(request, cohort, learner, month, form, course):
        return redirect("cohorts:afterwards-person", code, member)
    context = {
        "cohort": cohort,
        "tab": "afterwards",
        "member": membership,
        "learner": learner,
        "month": month,
        "months": following.MONTHS,
        "answers": [answers[each] for each in sorted(answers)],
        "taught": _taught_by(cohort, learner),
        "form": form,
        "course": course,
        "authors": _authors(cohort),
        "leads": learner.pk in leading.leaders_of(cohort),
        "may_be_asked": may_be_asked,
    }
    return render(request, "cohorts/cascade/person.html", context)


def _month(request: TrainerRequest, answers: Iterable[int]) -> int:
    """Give the month that is asked about: the one named, else the first without an answer."""
    named = request.POST.get("month") or request.GET.get("month") or ""
    if named in map(str, following.MONTHS):
        return int(named)
    return next((each for each in following.MONTHS if each not in answers), following.MONTHS[0])


def _entered(
    request: TrainerRequest,
    cohort: Cohort,
    learner: User,
    month: int,
    form: FollowUpForm,
    course: TaughtForm,
) -> bool:
    author = request.user.pk
    if form.is_valid():
        following.answer(cohort, learner.pk, month, form.cleaned_data, author=author)
    elif course.is_valid():
        teaching_log.write_down(cohort, learner.pk, course.value, author=author)
    else:
        return False
    messages.success(request, _("Saved."))
    return True


@never_cache
@trainers_only
def course(request: TrainerRequest, code: str, member: int, log: UUID) -> HttpResponse:
    """Mend or take back a course in a participant's register, and show its history."""
    cohort = own_cohort(request.user, code)
    membership = _membership(cohort, member)
    learner = membership.learner
    known = next((each for each in _taught_by(cohort, learner) if each.id == log), None)
    if known is None:
        raise Http404
    note_access(request.user, learner.pk, Seen.COHORT)
    form = TaughtForm(request.POST or None, initial=TaughtForm.told(known))
    if "withdraw" in request.POST:
        teaching_log.withdraw(cohort, learner.pk, log, author=request.user.pk)
        messages.success(request, _("Taken back. What was written before stays in the history."))
        return redirect("cohorts:afterwards-person", code, member)
    if form.is_valid():
        teaching_log.write_down(cohort, learner.pk, form.value, author=request.user.pk, log=log)
        messages.success(request, _("Saved."))
        return redirect("cohorts:afterwards-person", code, member)
    context = {
        "cohort": cohort,
        "tab": "afterwards",
        "member": membership,
        "taught": known,
        "form": form,
        "history": _history(cohort, learner, log),
    }
    return render(request, "cohorts/cascade/course.html", context)


def _history(cohort: Cohort, learner: User, log: UUID) -> list[tuple[object, str, object]]:
    """Give (when, who, what) of everything said of a course, the latest first."""
    said = teaching_log.history_of(cohort, learner.pk, log)
    names = _authors(cohort) | {str(learner.pk): learner.name}
    return [
        (each.timestamp, names.get(str(each.author), _("somebody")), each.value)
        for each in reversed(said)
    ]


@never_cache
@require_POST
@trainers_only
def slip(request: TrainerRequest, code: str, member: int) -> HttpResponse:
    """Let a participant open cohorts of their own, and show the slip for it."""
    cohort = own_cohort(request.user, code)
    membership = _membership(cohort, member)
    try:
        token = leading.let_lead(membership, by=request.user)
    except (NotHereNow, NotYetTheirs) as error:
        messages.error(request, str(error.sentence))
        return redirect("cohorts:afterwards-person", code, member)
    note_access(request.user, membership.learner_id, Seen.ACCOUNT)
    if not token:
        messages.success(request, _("Saved. This person signs in with a password already."))
        return redirect("cohorts:afterwards-person", code, member)
    address = request.build_absolute_uri(reverse("cohorts:become-trainer", args=[token]))
    label = _("QR code: the address of this slip")
    context = {
        "cohort": cohort,
        "member": membership,
        "address": address,
        "qr": qr_code(address, label=label),
    }
    return render(request, "cohorts/cascade/slip.html", context)


@never_cache
@sensitive_post_parameters()
def become_trainer(request: HttpRequest, token: str) -> HttpResponse:
    """Let the holder of a slip set a password, and be a trainer from then on."""
    try:
        return _become_trainer(request, leading.slip_of(token))
    except SlipInvalid as error:  # also where somebody else used it while this form was sent
        told = {"sentence": error.sentence}
        return render(request, "cohorts/cascade/slip_invalid.html", told, status=410)


def _become_trainer(request: HttpRequest, slip: leading.Slip) -> HttpResponse:
    form = BecomeTrainerForm(request.POST or None, person=slip.person, needs_pin=slip.needs_pin)
    if form.is_valid() and _has_proved(request, slip, form):
        leading.become_trainer(slip, form.cleaned_data["new_password"])
        messages.success(request, _("You are a trainer now. Sign in with your new password."))
        return redirect("accounts:staff-sign-in")
    context = {"form": form, "person": slip.person}
    return render(request, "cohorts/cascade/become_trainer.html", context, status=status_of(form))


def _has_proved(request: HttpRequest, slip: leading.Slip, form: BecomeTrainerForm) -> bool:
    try:
        if leading.has_proved(request, slip, form.cleaned_data.get("password", "")):
            return True
    except Refused as error:
        refuse(form, error, field="password")
        return False
    form.add_error("password", _("This is not your PIN. Nothing was changed."))
    return False


@never_cache
@require_safe
@trainers_only
def cascade(request: TrainerRequest) -> HttpResponse:
    """Show the cascade below all cohorts that a trainer teaches; to an administrator, below all."""
    among = None if request.user.is_superuser else _own(request.user)
    tree = tree_of(among=among)
    if "as" in request.GET:
        return download(request, _("Cascade"), *_levels(tree))
    return render(request, "cohorts/cascade/cascade.html", {"tree": tree})


def _own(trainer: User) -> list[UUID]:
    return list(Cohort.objects.taught_by(trainer).values_list("pk", flat=True))


def _levels(tree: Tree) -> tuple[list[str], Iterator[list[object]]]:
    heading = [_("Level"), _("Cohorts"), _("People trained"), _("Courses taught")]
    heading += [_("People reached"), _("Women"), _("Men"), _("Others")]
    return heading, (
        [
            *(each.number, each.cohorts, each.trained, each.reach.courses),
            *(each.reach.people, each.reach.women, each.reach.men, each.reach.other),
        ]
        for each in tree.levels
    )


@never_cache
@require_safe
def pool(request: HttpRequest) -> HttpResponse:
    """Show the confirmed trainers who wish to be found."""
    if not _may_see_pool(request):
        if isinstance(request.user, User):
            raise Http404
        return redirect_to_login(request.get_full_path(), resolve_url("accounts:staff-sign-in"))
    found = pooling.offers()
    chosen = {name: request.GET.get(name, "") for name in ("country", "language", "topic")}
    shown = pooling.narrowed(found, **chosen)
    countries = dict(country_choices())
    if "as" in request.GET:
        return download(request, _("Trainers"), *_pool_table(shown, countries))
    context = {
        **chosen,
        "offers": [(each, countries.get(each.country, ""), _in_words(each)) for each in shown],
        "countries": _countries_in(found, countries),
        "languages": [(each, language_name(each)) for each in pooling.languages_in(found)],
    }
    return render(request, "cohorts/cascade/pool.html", context)


def _countries_in(
    found: Iterable[pooling.Offer], countries: dict[str, str]
) -> list[tuple[str, str]]:
    known = {each.country for each in found}
    return [(code, name) for code, name in countries.items() if code in known]


def _may_see_pool(request: HttpRequest) -> bool:
    person = request.user
    is_staff = isinstance(person, User) and not person.is_learner
    return is_staff or bool(settings.ATOLL_POOL_PUBLIC)


def _in_words(offer: pooling.Offer) -> str:
    return ", ".join(map(language_name, offer.languages))


def _pool_table(
    shown: Iterable[pooling.Offer], countries: dict[str, str]
) -> tuple[list[str], Iterator[list[object]]]:
    heading = [_("Name"), _("Organisation"), _("Country"), _("Languages"), _("Topics")]
    return [*heading, _("How to reach")], (
        [
            *(each.name, each.organisation, countries.get(each.country, each.country)),
            *(_in_words(each), "; ".join(each.topics), each.reach),
        ]
        for each in shown
    )


def _membership(cohort: Cohort, member: int) -> Membership:
    found = Membership.objects.select_related("learner", "cohort")
    return get_object_or_404(found, cohort=cohort, pk=member)


def _taught_by(cohort: Cohort, learner: User) -> list[Taught]:
    taught = teaching_log.by_teacher(teaching_log.taught_in(cohort))
    return taught.get(learner.pk, [])


def _authors(cohort: Cohort) -> dict[str, str]:
    return {str(key): name for key, name in cohort.trainers.values_list("pk", "name")}
