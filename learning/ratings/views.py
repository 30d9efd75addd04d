"""Telling how a course was."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from learning.accounts.models import User
from learning.publishing.models import Edition
from learning.ratings.forms import RatingForm
from learning.ratings.models import Rating
from learning.records.reading import progress_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, course: UUID) -> HttpResponse:
    """Ask how the course was, once; what was said can be changed."""
    editions = Edition.objects.current().courses().filter(activity=course)
    edition = editions.in_language(get_language() or "en").first()
    if edition is None:
        raise Http404(_("Nothing is published at this address."))
    if not isinstance(request.user, User):
        return _signed_out(request, edition)
    if not progress_of(request.user.pk, course):
        messages.info(request, _("Begin the course first, then tell us how it was."))
        return redirect("player:course", edition.slug)
    return _form(request, request.user, edition)


def _form(request: HttpRequest, learner: User, edition: Edition) -> HttpResponse:
    rating = Rating.objects.filter(learner=learner, course=edition.activity).first()
    fresh = Rating(learner=learner, course=edition.activity)
    form = RatingForm(request.POST or None, instance=rating or fresh)
    if request.method == "POST" and form.is_valid():
        _save(form, edition)
        messages.success(request, _("Thank you. You can change it whenever you like."))
        return redirect("player:course", edition.slug)
    context = {"edition": edition, "form": form, "is_again": rating is not None}
    return render(request, "ratings/rate.html", context, status=400 if form.errors else 200)


def _save(form: RatingForm, edition: Edition) -> None:
    """Save what was told; the same button pressed twice changes what the first press saved."""
    given = form.instance
    given.title, given.language = edition.title, edition.language
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        first = Rating.objects.get(learner=given.learner, course=given.course)
        first.title, first.language = edition.title, edition.language
        RatingForm(form.data, instance=first).save()


def _signed_out(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Ask a stranger to sign in; show what was sent, so that it can be copied and is not lost."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    texts = [request.POST.get(name, "").strip() for name in ("helped", "hard")]
    context = {"texts": [text for text in texts if text], "next": request.path}
    return render(request, "ratings/signed_out.html", context, status=403)
