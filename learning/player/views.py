"""A learner's pages. Each reads a frozen edition; none needs a script."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from learning.bundles.edition import FrozenEdition, Text
from learning.bundles.errors import BundleError
from learning.bundles.manifest import Assessment, Kind, Lesson, Question, QuestionType
from learning.player import answering
from learning.player.answering import Result, result_of
from learning.player.editions import readable
from learning.player.filtering import filtered
from learning.player.marking import Fault, draw, mark, read_entries, read_response, walk
from learning.player.pages import (
    Item,
    chapters,
    continue_address,
    entries_in,
    find_edition,
    learner_of,
    marked_item,
    my_courses,
    outline,
    parts,
    states_of,
)
from learning.player.progress import States, course_progress, minutes_left
from learning.player.topics import by_kind, topics_of
from learning.player.web import around
from learning.publishing.models import Edition
from learning.records import reading
from learning.xapi.statements import MAX_RESPONSE

MEDIA_AGE = 31_536_000  # seconds: a year; the name changes with the content


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    learner = learner_of(request)
    language = get_language() or "en"
    editions = list(Edition.objects.current().in_language(language))
    context = {
        "cards": my_courses(learner) if learner else [],
        **_by_kind(editions),
        "toolkits": [e for e in editions if e.is_toolkit],
    }
    return render(request, "player/home.html", context)


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    editions = list(Edition.objects.current().courses().in_language(get_language() or "en"))
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
    editions = list(Edition.objects.current().toolkits().in_language(get_language() or "en"))
    filter_ = filtered(editions, request.GET.dict())
    shown = filter_.found.toolkits if filter_.found else editions
    return render(request, "player/toolkits.html", {"toolkits": shown, "filter": filter_})


@require_GET
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
def start(request: HttpRequest, slug: str) -> HttpResponse:
    edition = find_edition(slug, toolkit=False)
    frozen = edition.frozen()
    if learner := learner_of(request):
        answering.start(learner, frozen)
    progress = course_progress(frozen.manifest, states_of(learner_of(request), frozen.manifest))
    return redirect(continue_address(edition, progress))


@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest, slug: str, lesson: str, *, toolkit: bool = False) -> HttpResponse:
    """A lesson, or one of the tests, which have addresses among the lessons."""
    edition = find_edition(slug, toolkit=toolkit)
    frozen = edition.frozen()
    for test in frozen.manifest.assessments:
        if lesson == test.slug:
            return _assessment(request, edition, frozen, test)
    try:
        found = frozen.manifest.lesson(lesson)
    except KeyError as error:
        raise Http404(_("There is no lesson at this address.")) from error
    if request.method == "POST":
        return _answer(request, edition, frozen, found)
    return _show_lesson(request, edition, frozen, found)


def _answer(
    request: HttpRequest, edition: Edition, frozen: FrozenEdition, found: Lesson
) -> HttpResponse:
    question = frozen.questions.get(request.POST.get("question", ""))
    if question is None or question.id not in found.questions:
        message = _("This question is no longer in the lesson. Your other answers are safe.")
        messages.warning(request, message)
        return redirect(request.path)
    item = _sent(request, question)
    learner = learner_of(request)
    if item.error or not item.is_answered or learner is None:
        return _show_lesson(request, edition, frozen, found, item)
    if question.is_reflection:
        answering.reflect(learner, frozen, question, found.activity, item.text)
    else:
        parts = item.marking.parts if item.marking else ()
        answering.answer(learner, frozen, question, found.activity, list(parts))
    return redirect(f"{request.path}#q-{question.id}")


def _sent(request: HttpRequest, question: Question) -> Item:
    """Read an answer from the form, marked but not saved."""
    if question.is_reflection:
        text = request.POST.get("text", "").strip()
        return _sent_reflection(question, text)
    entries = entries_in(request.POST, question, "option")
    if question.type == QuestionType.SCENARIO:
        return _sent_scenario(request, question, entries)
    parts, fault = read_entries(question, entries)
    if fault:
        return Item(question, entries=tuple(entries), error=_sentence(question, fault))
    return _unsaved(question, parts)


def _unsaved(question: Question, parts: Sequence[str]) -> Item:
    marking = mark(question, parts)
    is_done = marking.is_correct is not False
    return marked_item(question, marking, is_done=is_done, is_unsaved=True)


def _sent_scenario(request: HttpRequest, question: Question, entries: list[str]) -> Item:
    """Read the next choice in a scenario, whose form carries those before it."""
    if "again" in request.POST:
        return Item(question)
    taken, here = walk(question, entries)
    known = tuple(entries[: len(taken)])
    if here is None:
        return _unsaved(question, known)
    is_chosen = bool(request.POST.get("option")) and len(known) == len(entries)
    error = "" if is_chosen else _sentence(question, Fault.NOTHING)
    return Item(question, entries=known, error=error)


def _sentence(question: Question, fault: Fault) -> str:
    """Say what to do about what was sent."""
    match fault:
        case Fault.PLACES:
            return _("Each item needs a number of its own. Nothing is lost: look at them again.")
        case Fault.PAIRS:
            return _("Choose something for each line, then check your answer.")
        case Fault.NUMBER:
            return _("This is not a number that can be read. Write digits, such as 1200 or 0.25.")
        case Fault.TOO_LONG:
            return _("This is too long. Write at most 200 characters.")
    if question.type in (QuestionType.NUMERIC, QuestionType.FILLIN):
        return _("Write an answer first, then check it.")
    return _("Choose an answer first, then check it.")


def _sent_reflection(question: Question, text: str) -> Item:
    if not text:
        return Item(question, error=_("Write a few words first, then save them."))
    if len(text) > MAX_RESPONSE:
        error = _("This is too long: %(is)d characters. Shorten it to %(limit)d and save again.")
        return Item(question, text=text, error=error % {"is": len(text), "limit": MAX_RESPONSE})
    return Item(question, text=text, is_saved=True, is_done=True, is_unsaved=True)


def _show_lesson(
    request: HttpRequest,
    edition: Edition,
    frozen: FrozenEdition,
    found: Lesson,
    sent: Item | None = None,
) -> HttpResponse:
    manifest = frozen.manifest
    states = states_of(learner_of(request), manifest)
    progress = course_progress(manifest, states)
    before, after = manifest.around(found)
    context = {
        "edition": edition,
        "manifest": manifest,
        "lesson": found,
        "place": manifest.lessons.index(found) + 1,
        "parts": list(parts(frozen, found.path, states, {sent.question.id: sent} if sent else {})),
        "outline": outline(manifest, progress, here=found.slug),
        "progress": progress,
        "status": progress.lessons[found.slug],
        "minutes_left": minutes_left(manifest, progress),
        "before": before,
        "after": after,
        "assessment": None if after else manifest.assessment,
        "around": around(manifest, found),
        "asks_order": _asks_order(frozen, found.questions),
    }
    status = 400 if sent and sent.error else 200
    return render(request, "player/lesson.html", context, status=status)


def _assessment(
    request: HttpRequest, edition: Edition, frozen: FrozenEdition, assessment: Assessment
) -> HttpResponse:
    learner = learner_of(request)
    if request.method == "POST":
        return _submit(request, edition, frozen, assessment)
    if learner and (attempt := _uuid(request.GET.get("attempt", ""))):
        chosen = reading.responses_in(learner.pk, attempt)
        if not chosen:
            raise Http404(_("You have no attempt of this number."))
        responses = {str(q): read_response(response) for q, response in chosen.items()}
        result = result_of(assessment, frozen.questions, attempt, responses)
        return _show_result(request, edition, frozen, assessment, result)
    return _show_assessment(request, edition, frozen, assessment, attempt=uuid4(), sent={})


def _submit(
    request: HttpRequest, edition: Edition, frozen: FrozenEdition, assessment: Assessment
) -> HttpResponse:
    attempt = _uuid(request.POST.get("attempt", "")) or uuid4()
    questions = frozen.questions
    drawn = draw(assessment, str(attempt))
    sent = {each: entries_in(request.POST, questions[each], each) for each in drawn}
    read = {each: read_entries(questions[each], entries) for each, entries in sent.items()}
    if any(fault for _parts, fault in read.values()):
        return _show_assessment(request, edition, frozen, assessment, attempt, sent)
    parts = {each: list(found) for each, (found, _fault) in read.items()}
    result = result_of(assessment, questions, attempt, parts)
    learner = learner_of(request)
    if learner is None:
        return _show_result(request, edition, frozen, assessment, result)
    answering.submit(learner, frozen, assessment, result)
    return redirect(f"{request.path}?attempt={attempt}")


def _show_assessment(
    request: HttpRequest,
    edition: Edition,
    frozen: FrozenEdition,
    assessment: Assessment,
    attempt: UUID,
    sent: dict[str, list[str]],
) -> HttpResponse:
    items = list(_drawn_items(frozen, assessment, attempt, sent))
    context = {
        **_assessment_context(request, edition, frozen, assessment),
        "attempt": attempt,
        "opening": [p for p in frozen.parts(assessment.path) if isinstance(p, Text)],
        "items": items,
        "missing": [item for item in items if item.error],
    }
    status = 400 if context["missing"] else 200
    return render(request, "player/assessment.html", context, status=status)


def _drawn_items(
    frozen: FrozenEdition, assessment: Assessment, attempt: UUID, sent: dict[str, list[str]]
) -> Iterator[Item]:
    for id_ in draw(assessment, str(attempt)):
        question, entries, error = frozen.questions[id_], sent.get(id_, []), ""
        _parts, fault = read_entries(question, entries)
        if sent and fault == Fault.NOTHING:
            error = _("This question has no answer yet.")
        elif sent and fault:
            error = _sentence(question, fault)
        yield Item(question, entries=tuple(entries), error=error)


def _show_result(
    request: HttpRequest,
    edition: Edition,
    frozen: FrozenEdition,
    assessment: Assessment,
    result: Result,
) -> HttpResponse:
    items = [
        marked_item(frozen.questions[question], marking)
        for question, marking in result.markings.items()
    ]
    wrong = {item.question.review for item in items if not item.is_right_now}
    context = {
        **_assessment_context(request, edition, frozen, assessment),
        "result": result,
        "items": items,
        "review": [each for each in frozen.manifest.lessons if each.slug in wrong],
        "titles": {each.slug: each.title for each in frozen.manifest.lessons},
    }
    return render(request, "player/result.html", context)


def _assessment_context(
    request: HttpRequest, edition: Edition, frozen: FrozenEdition, assessment: Assessment
) -> dict[str, object]:
    states: States = states_of(learner_of(request), frozen.manifest)
    progress = course_progress(frozen.manifest, states)
    return {
        "edition": edition,
        "manifest": frozen.manifest,
        "assessment": assessment,
        "is_pretest": assessment == frozen.manifest.pretest,
        "asks_order": _asks_order(frozen, assessment.questions),
        "outline": outline(frozen.manifest, progress, here=assessment.slug),
        "progress": progress,
    }


def _asks_order(frozen: FrozenEdition, questions: Iterable[str]) -> bool:
    """Say whether a page needs the script that moves things up and down."""
    return any(frozen.questions[each].type == QuestionType.ORDERING for each in questions)


@login_required
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    learner = learner_of(request)
    cards = my_courses(learner) if learner else []
    return render(request, "player/me.html", {"cards": cards})


@require_GET
def media(request: HttpRequest, slug: str, name: str, *, toolkit: bool = False) -> HttpResponseBase:
    """A picture or file of an edition. Only what the manifest calls media is ever served."""
    frozen = find_edition(slug, toolkit=toolkit).frozen()
    try:
        entry = frozen.manifest.file(f"media/{name}")
        path = frozen.store.path(entry.sha256)
        response = FileResponse(path.open("rb"), content_type=entry.media_type)
    except (KeyError, OSError, BundleError) as error:
        raise Http404(_("There is no such file in this edition.")) from error
    response["Cache-Control"] = f"public, max-age={MEDIA_AGE}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """Say that the process answers and its database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
