"""Saving a note at a lesson, and the list of all one's notes. Nobody reads another's."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from learning.accounts.models import User
from learning.notes import drafts, keeping, listing
from learning.notes.errors import TooLong
from learning.notes.keeping import Kept, Sent
from learning.notes.models import Note
from learning.notes.places import ANCHOR, Place, place_at
from learning.notes.points import digest


@never_cache
@require_POST
def keep(request: HttpRequest, slug: str, lesson: str, *, toolkit: bool = False) -> HttpResponse:
    """Save the note, the bookmark and the key points of one lesson."""
    place = place_at(slug, lesson, toolkit=toolkit)
    here = f"{place.address}#{ANCHOR}"
    sent = _sent(request, place)
    if not isinstance(request.user, User):
        return _signed_out(request, sent, here)
    sent = _with_old_points(request, sent, place)
    try:
        kept = keeping.keep(request.user, place, sent)
    except TooLong as error:
        return _show_again(request, place, sent, error)
    drafts.forget(request, request.path)
    _say(request, kept)
    return redirect(here)


def _sent(request: HttpRequest, place: Place) -> Sent:
    chosen = set(request.POST.getlist("point"))
    return Sent(
        text=keeping.tidy(request.POST.get("text", "")),
        is_bookmarked="bookmark" in request.POST,
        points=[point for point in place.points if digest(point) in chosen],
        shown=request.POST.get("shown", ""),
    )


def _with_old_points(request: HttpRequest, sent: Sent, place: Place) -> Sent:
    """Add the kept points that the lesson no longer has and that stay chosen."""
    person = cast(User, request.user)
    note = Note.objects.filter(learner=person, lesson=UUID(place.lesson.activity)).first()
    chosen = set(request.POST.getlist("point"))
    old = [point for point in (note.points if note else ()) if digest(point) in chosen]
    points = list(dict.fromkeys([*sent.points, *old]))
    return Sent(sent.text, sent.is_bookmarked, points, sent.shown)


def _signed_out(request: HttpRequest, sent: Sent, here: str) -> HttpResponse:
    """Show what was sent, which stands in the form again once its writer has signed in."""
    context = {"sent": sent, "next": here, "is_kept": drafts.put_aside(request, sent)}
    return render(request, "notes/signed_out.html", context, status=403)


def _show_again(request: HttpRequest, place: Place, sent: Sent, error: TooLong) -> HttpResponse:
    chosen = [digest(point) for point in sent.points]
    context = {"place": place, "sent": sent, "chosen": chosen, "error": error.sentence}
    return render(request, "notes/again.html", context, status=400)


def _say(request: HttpRequest, kept: Kept) -> None:
    if kept == Kept.BOTH:
        messages.warning(
            request,
            _("Another page saved this note meanwhile. Both texts are kept, one below the other."),
        )
    else:
        messages.success(request, _("Your note is saved."))


@never_cache
@login_required
@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    """List all notes of the person who is signed in, or those that hold some words."""
    words = request.GET.get("q", "").strip()[:200]
    found = listing.courses(cast(User, request.user), words=words)
    return render(request, "notes/notes.html", {"courses": found, "words": words})


@never_cache
@login_required
@require_safe
def as_text(request: HttpRequest) -> HttpResponse:
    """Give all notes as a text file."""
    text = listing.as_text(listing.courses(cast(User, request.user)))
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="notes.txt"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete a note. Raises: Http404 — there is none, or it is another's."""
    if not keeping.delete(cast(User, request.user), pk):
        raise Http404(_("You have no such note."))
    messages.success(request, _("The note is deleted."))
    return redirect("notes:notes")
