"""What learners' pages show: editions found, parts with a learner's answers, outlines."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from learning.accounts.models import User
from learning.bundles.arranging import PAIR, Row, rows
from learning.bundles.edition import FrozenEdition, Text
from learning.bundles.manifest import (
    Assessment,
    Lesson,
    Manifest,
    Option,
    Question,
    QuestionType,
    Step,
    Unit,
)
from learning.player import holding
from learning.player.editions import readable
from learning.player.marking import SEPARATOR, Marking, entries_of, mark, read_response, walk
from learning.player.progress import CourseProgress, States, Status, course_progress
from learning.player.topics import Topic, topics_of
from learning.player.tries import Tries, tries
from learning.publishing.models import Edition
from learning.records import reading
from learning.xapi.folding import ActivityProgress

LONGEST_TYPED = 20_000  # characters of a text that is shown again
UNTYPED = frozenset(
    {"csrfmiddlewaretoken", "question", "asked", "seen", "attempt", "act", holding.FIELD}
)
CHOSEN = re.compile(r"[0-9a-f]{8}(\[\.\][0-9a-f]{8})?|true|false|[0-9]|1")


@dataclass(frozen=True)
class Item:
    """A question on a page, with what this learner answered or wrote last, if anything.

    `entries`: what the form holds (learning.player.marking); `text`: of a reflection. `answers`:
    how many were given so far. `error`: a sentence when what was sent is no answer, or could not be
    taken; `notice`: one about what the form holds; `other_text`: what was saved meanwhile.
    """

    question: Question
    entries: tuple[str, ...] = ()
    text: str = ""
    marking: Marking | None = None
    is_saved: bool = False  # of a reflection
    is_done: bool = False  # any answer so far
    is_unsaved: bool = False
    error: str = ""
    answers: int = 0
    notice: str = ""
    needs_sign_in: bool = False
    other_text: str = ""

    @property
    def tries(self) -> Tries:
        """Which try comes next, and whether the right answer is shown."""
        is_right = self.marking.is_correct if self.marking and self.is_answered else None
        found = tries(self.question, answers=self.answers, is_right=is_right)
        return replace(found, most=0) if self.is_done else found

    @property
    def right(self) -> list[tuple[str, str]]:
        """The right answer, line by line, each with why."""
        question = self.question
        match question.type:
            case QuestionType.MATCHING:
                return [(f"{o.text} – {o.match}", o.feedback) for o in question.options]
            case QuestionType.NUMERIC:
                ends = dict.fromkeys((question.lowest, question.highest))
                return [(f"{' – '.join(ends)} {question.unit}".strip(), "")]
            case QuestionType.FILLIN:
                return [(question.accepted[0], "")]
        return [(o.text, o.feedback) for o in question.options if o.correct]

    @property
    def right_why(self) -> str:
        """Why the right answer is right, as a whole."""
        return self.question.feedback.get("right", "") if self.question.is_marked else ""

    @property
    def is_answered(self) -> bool:
        return self.is_saved or bool(self.marking and self.marking.is_answered)

    @property
    def is_right_now(self) -> bool:
        """Whether the last answer is right."""
        return bool(self.marking and self.marking.is_correct)

    @property
    def feedback(self) -> list[tuple[bool | None, str, str, int]]:
        """For each reason: whether it is right, the text of its option, why, and its place."""
        texts = {option.id: option.text for option in self.question.options}
        reasons = self.marking.reasons if self.marking else ()
        return [
            (each.is_right, texts.get(each.option, ""), each.why, each.place) for each in reasons
        ]

    @property
    def misses_some(self) -> bool:
        """Whether everything chosen is right, but not everything right is chosen."""
        return not self.is_right_now and all(right for right, *_rest in self.feedback)

    @property
    def rows(self) -> tuple[Row, ...]:
        """An ordering or a matching, with what was filled in."""
        return rows(self.question, self.entries)

    @property
    def typed(self) -> str:
        """What stands in the one field of a number or a gap."""
        return "".join(self.entries[:1])

    @property
    def taken(self) -> list[tuple[Step, Option]]:
        """The choices made in a scenario."""
        return walk(self.question, self.entries)[0]

    @property
    def step(self) -> Step | None:
        """The step of a scenario to decide on; None at an end."""
        return walk(self.question, self.entries)[1]

    @property
    def path(self) -> str:
        """The choices made in a scenario, as the form carries them."""
        return SEPARATOR.join(self.entries)


@dataclass(frozen=True)
class OutlineEntry:
    title: str
    address: str
    status: Status
    minutes: int
    is_here: bool

    @property
    def icon(self) -> str:
        return {Status.DONE: "✓", Status.IN_PROGRESS: "◐", Status.READING: "·"}.get(
            self.status, "○"
        )

    @property
    def words(self) -> str:
        return {
            Status.DONE: _("done"),
            Status.IN_PROGRESS: _("in progress"),
            Status.READING: _("for reading"),
            Status.NOT_STARTED: _("not started"),
        }[self.status]


def find_edition(slug: str, *, toolkit: bool) -> Edition:
    """Give the current edition at `slug`, in the reader's language if there is one.

    Raises: Http404.
    """
    editions = Edition.objects.current().filter(slug=slug)
    found = list(editions.toolkits() if toolkit else editions.courses())
    if not found:
        raise Http404(_("Nothing is published at this address."))
    # A few rows are put in order sooner here than by a query that grows with the order.
    first = {settings.LANGUAGE_CODE: 1, get_language() or "en": 0}
    return min(found, key=lambda each: (first.get(each.language, 2), each.language, each.title))


def learner_of(request: HttpRequest) -> User | None:
    """Give the person whose answers are saved: whoever is signed in."""
    return request.user if isinstance(request.user, User) else None


def states_of(learner: User | None, manifest: Manifest) -> States:
    return reading.progress_of(learner.pk, UUID(manifest.activity)) if learner else {}


def parts(
    edition: FrozenEdition, path: str, states: States, sent: Mapping[str, Item]
) -> Iterator[Text | Item]:
    """Give a fragment with each question as this learner last left it, or just `sent` it."""
    for part in edition.parts(path):
        if isinstance(part, Text):
            yield part
        else:
            yield sent.get(part.id) or item_of(part, states.get(UUID(part.id)))


def with_answers(item: Item, states: States) -> Item:
    """Give an item that was sent with how many answers are recorded, and whether it is done."""
    state = states.get(UUID(item.question.id))
    return replace(item, answers=state.answers, is_done=state.succeeded) if state else item


def form_mark(request: HttpRequest) -> str:
    """Give what each form carries of whom it was made for, the session being over or not."""
    learner = learner_of(request)
    if learner is None and request.method == "POST" and holding.was_somebodys(request):
        return request.POST.get(holding.FIELD, "")
    return holding.mark_of(learner)


def typed_in(form: QueryDict) -> list[str]:
    """Give the words in a form that somebody wrote, rather than chose."""
    said = (text.strip() for name in form if name not in UNTYPED for text in form.getlist(name))
    return [text[:LONGEST_TYPED] for text in said if text and not CHOSEN.fullmatch(text)]


def asks_order(frozen: FrozenEdition, questions: Iterable[str]) -> bool:
    """Say whether a page needs the script that moves things up and down."""
    return any(frozen.questions[each].type == QuestionType.ORDERING for each in questions)


def item_of(question: Question, state: ActivityProgress | None) -> Item:
    if state is None or not state.answers:
        return Item(question)
    if question.is_reflection:
        return Item(
            question,
            text=state.last_response,
            is_saved=True,
            is_done=state.succeeded,
            answers=state.answers,
        )
    marking = mark(question, read_response(state.last_response))
    return replace(marked_item(question, marking, is_done=state.succeeded), answers=state.answers)


def marked_item(
    question: Question, marking: Marking, *, is_done: bool = False, is_unsaved: bool = False
) -> Item:
    """Give `question` with an answer and its feedback."""
    return Item(
        question,
        entries=tuple(entries_of(question, marking.parts)),
        marking=marking,
        is_done=is_done,
        is_unsaved=is_unsaved,
    )


def entries_in(form: QueryDict, question: Question, name: str) -> list[str]:
    """Give the entries that `form` holds for `question`, whose fields are called `name`."""
    match question.type:
        case QuestionType.ORDERING | QuestionType.MATCHING:
            given = ((each.id, form.get(f"{name}-{each.id}", "")) for each in question.options)
            return [f"{option}{PAIR}{side}" for option, side in given if side]
        case QuestionType.SCENARIO:
            return [*read_response(form.get(f"{name}-path", "")), *form.getlist(name)]
        case _:
            return form.getlist(name)


def outline(
    manifest: Manifest, progress: CourseProgress, *, here: str = "", base: str = ""
) -> list[tuple[str, list[OutlineEntry]]]:
    """Give the units with their lessons between the tests. Addresses start with `base`."""
    units = [
        (unit.title, [_entry(lesson, progress, here, base) for lesson in unit.lessons])
        for unit in manifest.units
    ]
    if manifest.pretest and progress.pretest:
        units.insert(0, ("", [_test_entry(manifest.pretest, progress.pretest, here, base)]))
    if manifest.assessment and progress.assessment:
        units.append(("", [_test_entry(manifest.assessment, progress.assessment, here, base)]))
    return units


def _test_entry(test: Assessment, status: Status, here: str, base: str) -> OutlineEntry:
    address = f"{base}{test.slug}"
    return OutlineEntry(test.title, address, status, test.minutes, test.slug == here)


def _entry(lesson: Lesson, progress: CourseProgress, here: str, base: str) -> OutlineEntry:
    status = progress.lessons[lesson.slug]
    address = f"{base}{lesson.slug}"
    title = f"{lesson.starts} {lesson.title}".strip()
    return OutlineEntry(title, address, status, lesson.minutes, lesson.slug == here)


@dataclass(frozen=True)
class Chapter:
    """A toolkit's chapter with its opening text and its neighbours at the other level.

    `carries_out` and `carried_out_by`: title and address of chapters of other toolkits.
    """

    unit: Unit
    opening: str
    carries_out: list[tuple[str, str]]
    carried_out_by: list[tuple[str, str]]

    @property
    def topics(self) -> tuple[Topic, ...]:
        return topics_of(self.unit)


def chapters(frozen: FrozenEdition) -> list[Chapter]:
    """Give the chapters of a toolkit, each linked to those of the other toolkits. One query."""
    toolkits = Edition.objects.current().toolkits().filter(language=frozen.manifest.language)
    others = [
        (unit, f"{reverse('player:toolkit', args=[edition.slug])}#{unit.slug}")
        for edition, manifest in readable(toolkits)
        if manifest.activity != frozen.manifest.activity
        for unit in manifest.units
    ]
    return [
        Chapter(
            unit=unit,
            opening=frozen.read(unit.path).decode() if unit.path else "",
            carries_out=[(o.title, at) for o, at in others if o.code in unit.implements],
            carried_out_by=[(o.title, at) for o, at in others if unit.code in o.implements],
        )
        for unit in frozen.manifest.units
    ]


def continue_address(edition: Edition, progress: CourseProgress) -> str:
    """Give where to go on: the lesson to resume, the assessment, or the landing page."""
    manifest = edition.manifest
    if progress.resume:
        return reverse("player:course-lesson", args=[edition.slug, progress.resume.slug])
    if progress.is_assessment_next and manifest.assessment:
        return reverse("player:course-lesson", args=[edition.slug, manifest.assessment.slug])
    return reverse("player:course", args=[edition.slug])


@dataclass(frozen=True)
class Card:
    """A course as a learner meets it in lists."""

    edition: Edition
    progress: CourseProgress

    @property
    def address(self) -> str:
        return continue_address(self.edition, self.progress)


def my_courses(learner: User) -> list[Card]:
    """Give the courses that `learner` has begun, the latest first. Three queries, however many."""
    states = reading.progress_by_course(learner.pk)
    editions = Edition.objects.current().courses().filter(activity__in=list(states))
    best = {e.activity: e for e in reversed(editions.in_language(get_language() or "en"))}
    cards = [
        Card(edition, course_progress(manifest, states[edition.activity]))
        for edition, manifest in readable(best.values())
    ]
    return sorted(cards, key=lambda card: str(card.progress.last_at), reverse=True)
