"""A learner's certificates, and the page where anybody verifies one by its code."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from learning.accounts.codes import CodeError
from learning.accounts.models import User
from learning.credentials import guessing
from learning.credentials.codes import clean_certificate_code, grouped
from learning.credentials.earning import Standing, standing, standings
from learning.credentials.errors import NoSuchCertificate, NotComplete
from learning.credentials.forms import CodeForm, NameForm
from learning.credentials.issuing import award_with, issue
from learning.credentials.models import Award
from learning.credentials.printing import address, certificate_of
from learning.credentials.programmes import as_it_stands, confirmed, issue_for

P = ParamSpec("P")


@never_cache
@login_required
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """List the certificates a learner has, those that are ready, and what the others need."""
    learner = cast(User, request.user)
    awards = [as_it_stands(award) for award in Award.objects.of(learner)]
    given = {award.course for award in awards}
    begun = [each for each in standings(learner) if each.course not in given]
    context = {
        "awards": awards,
        "confirmed": [each for each in confirmed(learner) if each.cohort.pk not in given],
        "ready": [each for each in begun if each.progress.is_complete],
        "missing": [each for each in begun if not each.progress.is_complete],
    }
    return render(request, "credentials/certificates.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, course: UUID) -> HttpResponse:
    """Let a learner confirm the name and give the certificate; or say what the course still asks.

    Raises: Http404 — not begun, or nothing is known of the course here.
    """
    learner = cast(User, request.user)
    if award := Award.objects.of(learner).filter(course=course).first():
        return _given_before(request, award)
    found = standing(learner, course)
    if found is None:
        raise Http404(_("You have not begun this course."))
    if not found.progress.is_complete:
        return _not_complete(request, found)
    sent = request.POST if request.method == "POST" else None
    form = NameForm(sent, initial={"name": learner.name})
    if form.is_valid():
        try:
            return redirect(issue(learner, course, name=form.cleaned_data["name"]))
        except NotComplete:
            # Something was taken back since the lines above.
            return _not_complete(request, found)
    status = 400 if form.errors else 200
    return render(request, "credentials/ask.html", {"form": form, "found": found}, status=status)


def _given_before(request: HttpRequest, award: Award) -> HttpResponse:
    sent = request.POST.get("name", "").strip()
    if sent and sent != award.name:
        sentence = _(
            "Your certificate was made before, with the name %(name)s, and that stays. If its "
            "spelling is wrong, ask your trainer or the people who look after this server."
        )
        messages.info(request, sentence % {"name": award.name})
    return redirect(award)


def _not_complete(request: HttpRequest, found: Standing) -> HttpResponse:
    is_asked_for = request.method == "POST"
    context = {"found": found, "sentence": NotComplete.sentence if is_asked_for else ""}
    status = 409 if is_asked_for else 200
    return render(request, "credentials/not_complete.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_programme(request: HttpRequest, cohort: UUID) -> HttpResponse:
    """Let a learner confirm the name and give the certificate of a programme whose rule was met.

    Raises: Http404 — it is not confirmed, or not any more.
    """
    learner = cast(User, request.user)
    if award := Award.objects.of(learner).filter(course=cohort).first():
        return _given_before(request, award)
    found = next((each for each in confirmed(learner) if each.cohort.pk == cohort), None)
    if found is None:
        raise Http404(_("It is not confirmed that you met the rule of this programme."))
    sent = request.POST if request.method == "POST" else None
    form = NameForm(sent, initial={"name": learner.name})
    if form.is_valid():
        try:
            return redirect(issue_for(learner, cohort, name=form.cleaned_data["name"]))
        except NotComplete as error:
            # It was taken back since the lines above.
            raise Http404(str(error.sentence)) from error
    context = {"form": form, "confirmed": found}
    return render(request, "credentials/ask.html", context, status=400 if form.errors else 200)


@never_cache
@login_required
@require_safe
def certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page to print. To everybody but its learner it does not exist."""
    award = as_it_stands(get_object_or_404(Award.objects.of(cast(User, request.user)), pk=pk))
    if award.is_revoked:
        return render(request, "credentials/revoked.html", {"award": award})
    return render(request, "credentials/certificate.html", {"paper": certificate_of(award)})


def for_anybody(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Keep the view's pages out of search engines and caches, and slow down guessing."""

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = (
            _slowed(request) if guessing.is_slowed(request) else view(request, *args, **kwargs)
        )
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    update_wrapper(guarded, view)
    return never_cache(guarded)


def _slowed(request: HttpRequest) -> HttpResponse:
    minutes = guessing.minutes_to_wait()
    response = render(request, "credentials/slowed.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)  # seconds
    return response


@for_anybody
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a certificate."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("credentials:verified", grouped(form.cleaned_data["code"]))
    status = 400 if form.errors else 200
    return render(request, "credentials/verify.html", {"form": form}, status=status)


@for_anybody
@require_safe
def verified(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether the certificate of this code is valid, revoked or unknown, and nothing more."""
    try:
        clean = clean_certificate_code(code)
    except CodeError:
        form = CodeForm({"code": code})
        return render(request, "credentials/verify.html", {"form": form}, status=404)
    if code != grouped(clean):
        return redirect("credentials:verified", grouped(clean))
    try:
        context: dict[str, object] = {"award": as_it_stands(award_with(clean))}
    except NoSuchCertificate:
        guessing.count_unknown_code(request)
        context = {"award": None}
    context |= {"code": code, "issuer": settings.ATOLL_NAME, "issuer_address": address("")}
    status = 200 if context["award"] else 404
    return render(request, "credentials/verified.html", context, status=status)
