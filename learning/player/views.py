"""A learner's pages. Each reads a frozen edition; none needs a script."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import InternalError, OperationalError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
    QueryDict,
)
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from learning.accounts.models import User
from learning.bundles.edition import FrozenEdition
from learning.bundles.errors import BundleError
from learning.bundles.manifest import Kind, Lesson, Question, QuestionType
from learning.faults.health import state
from learning.player import answering, holding
from learning.player.assessments import Sitting, take
from learning.player.attempts import sensible
from learning.player.editions import offered, readable
from learning.player.errors import WrittenMeanwhile
from learning.player.filtering import filtered
from learning.player.marking import Fault, mark, read_entries, walk
from learning.player.pages import (
    Item,
    asks_order,
    chapters,
    continue_address,
    entries_in,
    find_edition,
    form_mark,
    learner_of,
    marked_item,
    my_courses,
    outline,
    parts,
    states_of,
    typed_in,
    with_answers,
)
from learning.player.progress import course_progress, minutes_left
from learning.player.ranges import be_harmless, serve_file
from learning.player.sentences import (
    OTHERS_PAGE,
    QUESTION_CHANGED,
    SIGNED_OUT,
    SIGNED_OUT_UNKEPT,
    sentence,
)
from learning.player.thrift import HEADER, thrifty
from learning.player.topics import by_kind, topics_of
from learning.player.web import around
from learning.publishing.models import Edition
from learning.xapi.statements import MAX_RESPONSE

logger = logging.getLogger(__name__)
LONGEST_TYPED = 20_000  # characters of a text that is shown again
MEDIA_AGE = 31_536_000  # seconds: a year; the name changes with the content


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    learner = learner_of(request)
    editions = offered()
    context = {
        "cards": my_courses(learner) if learner else [],
        **_by_kind(editions),
        "toolkits": [e for e in editions if e.is_toolkit],
    }
    return render(request, "player/home.html", context)


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    editions = [edition for edition in offered() if not edition.is_toolkit]
    filter_ = filtered(editions, request.GET.dict())
    found = filter_.found
    shown = [*found.courses, *found.programmes, *found.modules] if found else editions
    return render(request, "player/catalogue.html", {**_by_kind(shown), "filter": filter_})


def _by_kind(editions: Iterable[Edition]) -> dict[str, list[Edition]]:
    """Give the courses, modules and programmes among `editions`, as templates name them.

    On each shelf the reader's language stands first, then goes the code, then the title.
    """
    names = {Kind.COURSE: "courses", Kind.MICROLEARNING: "modules", Kind.PROGRAMME: "programmes"}
    shelves: dict[str, list[Edition]] = {name: [] for name in names.values()}
    editions = list(editions)
    codes = {edition.pk: manifest.code for edition, manifest in readable(editions)}

    def place(edition: Edition) -> tuple[bool, bool, str, str]:
        code = codes.get(edition.pk, "")
        return edition.language != get_language(), not code, code, edition.title

    for edition in sorted(editions, key=place):
        if edition.kind in names:
            shelves[names[Kind(edition.kind)]].append(edition)
    return shelves


@require_GET
def toolkits(request: HttpRequest) -> HttpResponse:
    editions = [edition for edition in offered() if edition.is_toolkit]
    filter_ = filtered(editions, request.GET.dict())
    shown = filter_.found.toolkits if filter_.found else editions
    return render(request, "player/toolkits.html", {"toolkits": shown, "filter": filter_})


def of_whole_editions(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer with a page that says so where the files of an edition are damaged."""

    @wraps(view)
    def whole(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (BundleError, OSError):
            logger.exception("The edition at %s cannot be read.", request.path)
            context = {"typed": typed_in(request.POST)}
            return render(request, "player/damaged.html", context, status=503)

    return whole


@require_GET
@of_whole_editions
def course(request: HttpRequest, slug: str, *, toolkit: bool = False) -> HttpResponse:
    """The landing page: what it gives, what it asks, one button."""
    edition = find_edition(slug, toolkit=toolkit)
    frozen = edition.frozen()
    progress = course_progress(frozen.manifest, states_of(learner_of(request), frozen.manifest))
    context = {
        "edition": edition,
        "manifest": frozen.manifest,
        "introduction": frozen.read(frozen.manifest.introduction).decode(),
        "outline": outline(frozen.manifest, progress),
        "progress": progress,
        "minutes_left": minutes_left(frozen.manifest, progress),
        "chapters": chapters(frozen) if edition.is_toolkit else [],
        "topics_by_kind": by_kind(topics_of(frozen.manifest)),
    }
    template = "player/toolkit.html" if edition.is_toolkit else "player/course.html"
    return render(request, template, context)


@require_POST
@of_whole_editions
def start(request: HttpRequest, slug: str) -> HttpResponse:
    edition = find_edition(slug, toolkit=False)
    frozen = edition.frozen()
    if learner := learner_of(request):
        answering.start(learner, frozen)
    progress = course_progress(frozen.manifest, states_of(learner_of(request), frozen.manifest))
    return redirect(continue_address(edition, progress))


@require_http_methods(["GET", "HEAD", "POST"])
@of_whole_editions
def lesson(request: HttpRequest, slug: str, lesson: str, *, toolkit: bool = False) -> HttpResponse:
    """A lesson, or one of the tests, which have addresses among the lessons.

    What was typed is shown again whatever became of the page it was meant for.
    """
    try:
        return _lesson(request, slug, lesson, toolkit=toolkit)
    except Http404:
        if request.method != "POST":
            raise
        return render(request, "player/gone.html", {"typed": typed_in(request.POST)}, status=410)


def _lesson(request: HttpRequest, slug: str, lesson: str, *, toolkit: bool) -> HttpResponse:
    edition = find_edition(slug, toolkit=toolkit)
    frozen = edition.frozen()
    for test in frozen.manifest.assessments:
        if lesson == test.slug:
            return take(Sitting(request, edition, frozen, test))
    try:
        found = frozen.manifest.lesson(lesson)
    except KeyError as error:
        raise Http404(_("There is no lesson at this address.")) from error
    if request.method == "POST":
        return _answer(request, edition, frozen, found)
    return _show_lesson(request, edition, frozen, found, _kept(request, frozen, found))


def _kept(request: HttpRequest, frozen: FrozenEdition, found: Lesson) -> Item | None:
    """Give what this learner sent here after their session had ended, to be sent again."""
    form = holding.kept(request, learner_of(request))
    question = frozen.questions.get(form.get("question", "")) if form else None
    if form is None or question is None or question.id not in found.questions:
        return None
    notice = _(
        "Here is your answer from before you signed in again. Nothing was lost: send it now."
    )
    return replace(_as_filled_in(form, question), notice=notice)


def _answer(
    request: HttpRequest, edition: Edition, frozen: FrozenEdition, found: Lesson
) -> HttpResponse:
    question = frozen.questions.get(request.POST.get("question", ""))
    if question is None or question.id not in found.questions:
        message = _("This question is no longer in the lesson. Your other answers are safe.")
        messages.warning(request, message)
        typed = typed_in(request.POST)
        return _show_lesson(request, edition, frozen, found, status=409, typed=typed)
    if item := _misplaced(request, question):
        return _show_lesson(request, edition, frozen, found, item, status=409)
    item = _sent(request, question)
    learner = learner_of(request)
    if item.error or not item.is_answered or learner is None:
        status = 400 if item.error else 200
        return _show_lesson(request, edition, frozen, found, item, status=status)
    try:
        _record(learner, frozen, found, item, seen=_seen(request))
    except WrittenMeanwhile as error:
        both = _with_both_texts(item, error.text)
        return _show_lesson(request, edition, frozen, found, both, status=409)
    except (OperationalError, InternalError):
        logger.exception("An answer could not be saved.")
        return _show_lesson(request, edition, frozen, found, _unsavable(item), status=503)
    holding.drop(request)
    return redirect(f"{request.path}#q-{question.id}")


def _record(
    learner: User, frozen: FrozenEdition, found: Lesson, item: Item, *, seen: int | None
) -> None:
    question = item.question
    if question.is_reflection:
        answering.reflect(learner, frozen, question, found.activity, item.text, seen=seen)
        return
    parts = list(item.marking.parts) if item.marking else []
    answering.answer(learner, frozen, question, found.activity, parts, seen=seen)


def _misplaced(request: HttpRequest, question: Question) -> Item | None:
    """Give the form again where it was made for another person, session or question."""
    filled_in = _as_filled_in(request.POST, question)
    learner = learner_of(request)
    if learner and holding.is_anothers(request, learner):
        return Item(question, error=str(OTHERS_PAGE))
    if request.POST.get("asked", question.digest) != question.digest:
        return replace(filled_in, error=str(QUESTION_CHANGED))
    if learner is None and holding.was_somebodys(request):
        error = SIGNED_OUT if holding.keep(request) else SIGNED_OUT_UNKEPT
        return replace(filled_in, error=str(error), needs_sign_in=True)
    return None


def _as_filled_in(form: QueryDict, question: Question) -> Item:
    """Give a form's answer as it was typed, not marked."""
    if question.is_reflection:
        return Item(question, text=form.get("text", "")[:LONGEST_TYPED])
    entries = sensible(entries_in(form, question, "option"))
    if question.type == QuestionType.SCENARIO:
        entries = entries[: len(walk(question, entries)[0])]
    return Item(question, entries=tuple(entries))


def _with_both_texts(item: Item, saved: str) -> Item:
    error = _(
        "You saved another text meanwhile, from another page. Nothing is lost: both are here. Put "
        "together what you want to keep, then save."
    )
    return Item(item.question, text=item.text, error=error, other_text=saved)


def _unsavable(item: Item) -> Item:
    error = _(
        "Your answer could not be saved: the server cannot write at the moment. It is still in the "
        "form. Keep this page open and send it again in a few minutes."
    )
    return Item(item.question, entries=item.entries, text=item.text, error=error)


def _seen(request: HttpRequest) -> int | None:
    """Give how many answers the page knew of; None if it does not say."""
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else None


def _sent(request: HttpRequest, question: Question) -> Item:
    """Read an answer from the form, marked but not saved."""
    if question.is_reflection:
        text = request.POST.get("text", "").strip()
        return _sent_reflection(question, text)
    entries = sensible(entries_in(request.POST, question, "option"))
    if question.type == QuestionType.SCENARIO:
        return _sent_scenario(request, question, entries)
    parts, fault = read_entries(question, entries)
    if fault:
        return Item(question, entries=tuple(entries), error=sentence(question, fault))
    return _unsaved(request, question, parts)


def _unsaved(request: HttpRequest, question: Question, parts: Sequence[str]) -> Item:
    marking = mark(question, parts)
    is_done = marking.is_correct is not False
    item = marked_item(question, marking, is_done=is_done, is_unsaved=True)
    return replace(item, answers=(_seen(request) or 0) + 1)


def _sent_scenario(request: HttpRequest, question: Question, entries: list[str]) -> Item:
    """Read the next choice in a scenario, whose form carries those before it."""
    if "again" in request.POST:
        return Item(question)
    taken, here = walk(question, entries)
    known = tuple(entries[: len(taken)])
    if here is None:
        return _unsaved(request, question, known)
    is_chosen = bool(request.POST.get("option")) and len(known) == len(entries)
    error = "" if is_chosen else sentence(question, Fault.NOTHING)
    return Item(question, entries=known, error=error)


def _sent_reflection(question: Question, text: str) -> Item:
    if not text:
        return Item(question, error=_("Write a few words first, then save them."))
    if len(text) > MAX_RESPONSE:
        error = _("This is too long: %(is)d characters. Shorten it to %(limit)d and save again.")
        shown = text[:LONGEST_TYPED]
        return Item(question, text=shown, error=error % {"is": len(text), "limit": MAX_RESPONSE})
    return Item(question, text=text, is_saved=True, is_done=True, is_unsaved=True)


def _show_lesson(
    request: HttpRequest,
    edition: Edition,
    frozen: FrozenEdition,
    found: Lesson,
    sent: Item | None = None,
    *,
    status: int = 200,
    typed: Sequence[str] = (),
) -> HttpResponse:
    manifest = frozen.manifest
    learner = learner_of(request)
    states = states_of(learner, manifest)
    if sent and not sent.is_unsaved:
        sent = with_answers(sent, states)
    progress = course_progress(manifest, states)
    before, after = manifest.around(found)
    answered = {sent.question.id: sent} if sent else {}
    context = {
        "edition": edition,
        "manifest": manifest,
        "lesson": found,
        "place": manifest.lessons.index(found) + 1,
        "parts": list(thrifty(request, parts(frozen, found.path, states, answered))),
        "outline": outline(manifest, progress, here=found.slug),
        "progress": progress,
        "status": progress.lessons[found.slug],
        "minutes_left": minutes_left(manifest, progress),
        "before": before,
        "after": after,
        "assessment": None if after else manifest.assessment,
        "around": around(manifest, found),
        "asks_order": asks_order(frozen, found.questions),
        "form_mark": form_mark(request),
        "typed": typed,
    }
    response = render(request, "player/lesson.html", context, status=status)
    patch_vary_headers(response, [HEADER])
    return response


@login_required
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    learner = learner_of(request)
    cards = my_courses(learner) if learner else []
    return render(request, "player/me.html", {"cards": cards})


@require_safe
def media(request: HttpRequest, slug: str, name: str, *, toolkit: bool = False) -> HttpResponseBase:
    """A picture or file of an edition. Only what the manifest calls media is ever served."""
    frozen = find_edition(slug, toolkit=toolkit).frozen()
    try:
        entry = frozen.manifest.file(f"media/{name}")
        path, etag = frozen.store.path(entry.sha256), f'"{entry.sha256}"'
        response = serve_file(request, path, media_type=entry.media_type, etag=etag)
    except (KeyError, OSError, BundleError) as error:
        raise Http404(_("There is no such file in this edition.")) from error
    response["Cache-Control"] = f"public, max-age={MEDIA_AGE}, immutable"
    be_harmless(response, media_type=entry.media_type, name=name)
    return response


@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """Say that the process answers and its database does, whether it saves, and how much room."""
    return JsonResponse(state())
