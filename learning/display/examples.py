"""What the page of styles shows: every component and block, in every state, with made-up content.

The templates are the real ones, so a component that changes has changed here too. The content is
in English whatever the page speaks; only what the templates themselves say is translated. A new
component gets its examples in `examples`, or its reason in NOT_SHOWN; a test sees to that.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import groupby
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from learning.bundles.manifest import Kind, Lesson, Option, Question, QuestionType, Step
from learning.player.filtering import Choices, Filter
from learning.player.marking import mark
from learning.player.pages import Item, OutlineEntry, marked_item
from learning.player.progress import CourseProgress, Status
from learning.player.topics import Found, Tally, Topic, TopicKind
from learning.player.web import Around, Link
from learning.publishing.models import Edition
from toolkits.charts import Series, bars, radar

NOT_SHOWN = {
    "blocks/audio.html": "needs a recording; what it shows is blocks/ways.html",
    "blocks/video.html": "needs a film; what it shows is blocks/ways.html",
}
AROUND = {  # what some of them stand in on every page
    "components/card.html": ('<ul class="cards">', "</ul>"),
    "components/mark.html": ('<p class="mark">', "</p>"),
}
NOWHERE = "#main"


@dataclass(frozen=True)
class Example:
    """A component in one state. `template`: its file, or the part of the toolkits that draws it."""

    template: str
    state: str
    html: SafeString


@dataclass(frozen=True)
class Section:
    """The states of one component."""

    template: str
    examples: tuple[Example, ...]

    @property
    def name(self) -> str:
        return self.template.removesuffix(".html")


def sections(request: HttpRequest) -> list[Section]:
    """Give every component with its states, as the templates make them now."""
    made = [
        *(_rendered(request, *example) for example in _examples()),
        *(Example("toolkits.charts", state, html) for state, html in _charts()),
    ]
    by_template = groupby(made, key=lambda example: example.template)
    return [Section(template, tuple(examples)) for template, examples in by_template]


def _rendered(
    request: HttpRequest, template: str, state: str, context: Mapping[str, Any]
) -> Example:
    html = render_to_string(template, dict(context), request=request)
    opening, closing = AROUND.get(template, ("", ""))
    return Example(template, state, SafeString(f"{opening}{html}{closing}"))


Written = tuple[str, str, Mapping[str, Any]]


def _examples() -> Iterator[Written]:
    """Give the template, the state and the context of each example."""
    yield from _shell()
    yield from _lists()
    yield from _questions()
    yield from _tests()
    yield from _forms()
    yield from _blocks()


# The shell


def _shell() -> Iterator[Written]:
    levels = ((constants.SUCCESS, "Saved."), (constants.ERROR, "Nothing was saved."))
    said = [Message(level, text) for level, text in levels]
    yield "components/mark.html", "alone", {}
    yield "components/messages.html", "success, error", {"messages": said}
    yield "components/older_version.html", "", {"newer": _edition("Services")}
    outline = [("Unit 1: people", _entries()), ("Unit 2: registers", _entries()[:1])]
    context = {"outline": outline, "progress": _progress(2, 5), "open": True}
    yield "components/outline.html", "every status", context
    for done in (0, 2, 5):
        yield "components/progress.html", f"{done} of 5", {"progress": _progress(done, 5)}
    session = Lesson(str(UUID(int=1)), "s", "session", "Opening", "", 45, "", starts="09:00")
    yield "components/session_line.html", "session", {"lesson": session}
    handout = replace(session, kind="handout", starts="")
    yield "components/session_line.html", "handout", {"lesson": handout}


def _entries() -> list[OutlineEntry]:
    titles = ("Who is served", "Who owns the data?", "What it costs", "For later reading")
    statuses = (Status.DONE, Status.IN_PROGRESS, Status.NOT_STARTED, Status.READING)
    return [
        OutlineEntry(title, NOWHERE, status, 6, status == Status.IN_PROGRESS)
        for title, status in zip(titles, statuses, strict=True)
    ]


def _progress(done: int, total: int) -> CourseProgress:
    lesson = Lesson(str(UUID(int=2)), "two", "lesson", "Who owns the data?", "", 7, "")
    return CourseProgress(
        done=done,
        total=total,
        percent=100 * done // total,
        is_started=done > 0,
        is_complete=done == total,
        is_recorded=done == total,
        completed_at=datetime(2026, 3, 2, tzinfo=UTC) if done == total else None,
        assessment=None,
        pretest=None,
        best_score=None,
        attempts=0,
        last_at=None,
        lessons={},
        resume=lesson if done < total else None,
    )


def _edition(title: str, *, kind: Kind = Kind.COURSE) -> Edition:
    return Edition(
        activity=UUID(int=3),
        language="en",
        kind=kind,
        slug="example",
        title=title,
        summary="What people need, one visit less at a time.",
        minutes=40,
        length=182_000,
    )


# Lists


def _lists() -> Iterator[Written]:
    yield "components/card.html", "course", {"edition": _edition("Services people use")}
    toolkit = _edition("National toolkit", kind=Kind.TOOLKIT)
    yield "components/card.html", "toolkit", {"edition": toolkit}
    for state, done in (("to go on", 2), ("completed", 5)):
        card = SimpleNamespace(
            edition=_edition("Services people use"), progress=_progress(done, 5), address=NOWHERE
        )
        yield "components/continue.html", state, {"card": card}
    topics = [Topic(TopicKind.SDG, "16.6"), Topic(TopicKind.WSIS, "C7")]
    yield "components/topics.html", "", {"topics": topics}
    counts = [Tally(topics[0], {Kind.COURSE: 2}), Tally(topics[1], {})]
    yield "components/tallies.html", "some, nothing", {"tallies": counts}
    choices = (Choices(TopicKind.SDG, topics[:1], "16.6"),)
    empty = Filter(tuple(topics[:1]), choices, Found())
    yield "components/filter.html", "nothing found", {"filter": empty}
    link = Link("Name an owner for each register", NOWHERE)
    around = Around((link,), (link,), (link,))
    yield "components/around.html", "", {"around": around, "manifest": {"language": "en"}}
    chapter = SimpleNamespace(
        edition=toolkit, unit=SimpleNamespace(title="Registers"), address=NOWHERE, lessons=()
    )
    yield "components/found_chapters.html", "", {"chapters": [chapter]}
    yield "components/search_box.html", "", {"place": "style"}


# Questions of every kind


OPTIONS = (
    Option("a", "The data owner, the Director of Lands", False, "She answers for it; others mend."),
    Option("b", "The data steward in the registry", True, "She keeps it correct, day to day."),
    Option("c", "The custodian in the IT unit", False, "He runs the server, not the register."),
)


def _question(number: int, type_: QuestionType, prompt: str, **fields: Any) -> Question:
    return Question(str(UUID(int=number)), type_, f"<p>{prompt}</p>", **fields)


def _questions() -> Iterator[Written]:
    for state, item in _items():
        yield "components/item.html", state, {"item": item}
    single = _question(140, QuestionType.SINGLE, "Who mends it?", options=OPTIONS)
    for name, context in (
        ("components/answer.html", {"item": Item(single), "name": "style-answer"}),
        ("components/answer_fields.html", {**_fields(), "name": "style-fields"}),
        ("components/scenario.html", {"item": Item(_scenario(141)), "name": "style-scenario"}),
    ):
        yield name, "alone", context
    wrong = marked_item(single, mark(single, ["a"]))
    yield "components/item_feedback.html", "alone", {"item": wrong}
    yield "components/right_answer.html", "alone", {"item": wrong}
    yield "components/typed.html", "", {"typed": ["Register of births: the civil registrar."]}


def _fields() -> dict[str, Any]:
    item = Item(_question(142, QuestionType.NUMERIC, "How many?", unit="visits"))
    return {"question": item.question, "rows": (), "typed": "3"}


def _items() -> Iterator[tuple[str, Item]]:
    """Give a single choice in every state, then each other kind as it is first met."""
    single = [
        _question(
            number,
            QuestionType.SINGLE,
            "Forty parcel numbers are wrong. Who mends them?",
            options=OPTIONS,
        )
        for number in range(101, 108)
    ]
    yield "unanswered", Item(single[0])
    yield "error", Item(single[1], error=_("Choose an answer first, then check it."))
    yield "wrong", marked_item(single[2], mark(single[2], ["c"]))
    yield "right", marked_item(single[3], mark(single[3], ["b"]), is_done=True)
    yield "done before, wrong now", marked_item(single[4], mark(single[4], ["a"]), is_done=True)
    yield "not saved", marked_item(single[5], mark(single[5], ["b"]), is_unsaved=True)
    used_up = marked_item(single[6], mark(single[6], ["a"]))
    yield "tries used up", replace(used_up, answers=2)
    for question in _kinds():
        yield question.type.value, Item(question)
    yield "scenario, at its end", Item(_scenario(121), entries=("1[.]a", "2[.]c"))
    reflection = _question(122, QuestionType.REFLECTION, "Which register would you begin with?")
    yield "reflection, saved", Item(reflection, text="Births.", is_saved=True, is_done=True)


def _kinds() -> Iterator[Question]:
    yield _question(
        108,
        QuestionType.MULTIPLE,
        "Who needs a name?",
        options=(
            *OPTIONS[:2],
            Option("d", "The steward of each register", True, "So people can ask."),
        ),
    )
    yield _question(
        109,
        QuestionType.TRUEFALSE,
        "A shared register needs one owner.",
        options=(
            Option("true", _("True"), True, "Else nobody answers."),
            Option("false", _("False"), False, "Two owners are none."),
        ),
    )
    yield _question(
        110,
        QuestionType.NUMERIC,
        "How many visits are saved?",
        lowest="2",
        highest="2",
        unit="visits",
    )
    yield _question(111, QuestionType.ORDERING, "Put the steps in order.", options=OPTIONS)
    matched = tuple(replace(each, match=f"Task {each.id}") for each in OPTIONS)
    yield _question(112, QuestionType.MATCHING, "Who does what?", options=matched)
    yield _question(113, QuestionType.FILLIN, "Who keeps it correct?", accepted=("steward",))
    yield _question(114, QuestionType.POLL, "Which is hardest in your office?", options=OPTIONS)
    yield _scenario(115)
    yield _question(116, QuestionType.REFLECTION, "Write the owner of one register you use.")


def _scenario(number: int) -> Question:
    first = Step(
        "1",
        "<p>Somebody asks for the list of all births.</p>",
        (
            Option("a", "Ask what for", False, "She names a law.", goes="2"),
            Option("b", "Send it", False, "It is out of your hands."),
        ),
    )
    second = Step(
        "2",
        "<p>The law allows totals only.</p>",
        (Option("c", "Send totals", False, "She can work with them."),),
    )
    prompt = "A neighbouring office writes to you."
    return _question(number, QuestionType.SCENARIO, prompt, steps=(first, second))


# Tests


def _tests() -> Iterator[Written]:
    may, used_up = SimpleNamespace(is_given=True), SimpleNamespace(is_given=False)
    later = SimpleNamespace(is_given=False, opens_at=datetime(2026, 3, 3, 9, tzinfo=UTC))
    for state, leave in (("may begin", may), ("waits", later), ("used up", used_up)):
        yield "components/test_door.html", state, {"leave": leave}
    for number, (state, seconds) in enumerate((("open", None), ("limited", 900), ("over", 0))):
        question = _question(150 + number, QuestionType.SINGLE, "Who mends it?", options=OPTIONS)
        item = Item(question, error=_("This question has no answer yet."))
        ends = datetime(2026, 3, 3, 9, 15, tzinfo=UTC)
        context = {"items": [item], "seconds_left": seconds, "minutes_left": 15, "ends_at": ends}
        yield "components/test_form.html", state, context


# Forms


class ExampleForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As it stands on the certificate.")
    office = forms.ChoiceField(label="Office", choices=[("lands", "Lands"), ("births", "Births")])
    why = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 3}))


def _forms() -> Iterator[Written]:
    yield "components/form.html", "empty", {"form": ExampleForm(auto_id="empty_%s")}
    faulty = ExampleForm({"office": "roads"}, auto_id="faulty_%s")
    yield "components/form.html", "with errors", {"form": faulty}


# Blocks of lessons


def _blocks() -> Iterator[Written]:
    for name, value in _values():
        yield f"blocks/{name}.html", "", {"value": value}
    text = SafeString("<p>A shared register needs <strong>three</strong> named roles.</p>")
    yield "blocks/text.html", "", {"html": text}
    unit = {"html": text, "title": "Registers", "sources": ("Our own work",)}
    yield "blocks/unit.html", "", unit
    facts = {"details": {"Country": "Example"}, "sources": ("Our own work",)}
    yield "blocks/unit_facts.html", "", {"lesson": facts, "body": text}
    yield "blocks/ways.html", "", {"value": _recorded(), "ways": _ways()}


def _values() -> Iterable[tuple[str, dict[str, Any]]]:
    text = SafeString("<p>Write the owner of one register you use.</p>")
    quote = {
        "text": "Why don’t you talk to each other?",
        "by": "A citizen",
        "source": "Our own work",
    }
    figure = {"image": _Picture(), "alt": "A sun over a wave", "caption": "The mark", "source": ""}
    rows = [["Owner", "decides"], ["Steward", "keeps it correct"]]
    options = [{"text": o.text, "correct": o.correct, "feedback": o.feedback} for o in OPTIONS]
    return (
        ("key", {"text": text}),
        ("office", {"text": text}),
        ("example", {"title": "The land office", "text": text, "source": "Our own work"}),
        ("details", {"title": "More about registers", "text": text}),
        ("facilitator", {"title": "", "text": text}),
        ("steps", {"title": "Three steps", "steps": [text, text, text]}),
        ("quote", quote),
        ("term", {"term": "Steward", "meaning": text}),
        ("figure", figure),
        ("table", {"caption": "Roles", "heading": ["Role", "Task"], "rows": rows, "source": ""}),
        ("download", {"title": "Form for owners", "file": _File()}),
        (
            "flashcards",
            {"title": "", "cards": [{"front": "Steward?", "back": "Keeps it correct."}]},
        ),
        ("check", {"question": text, "options": options}),
        ("kind", {"question": text, "sequence": ["First", "Then"], "right": "That is the way."}),
        ("reflection", {"prompt": text}),
    )


class _Picture:
    """A picture that is in no database: our mark, in whatever width is asked for."""

    def get_renditions(self, *specifications: str) -> dict[str, SimpleNamespace]:
        made = SimpleNamespace(url=static("learning/mark.svg"), width=480, height=480)
        return dict.fromkeys(specifications, made)


class _File:
    url = NOWHERE
    filename = "form.pdf"
    file_extension = "pdf"

    def get_file_size(self) -> int:
        return 92_000


def _recorded() -> dict[str, Any]:
    return {"title": "Who owns the data?", "transcript": SafeString("<p>Three roles …</p>")}


def _ways() -> list[SimpleNamespace]:
    sound = SimpleNamespace(is_film=False, height=0, width=0)
    film = SimpleNamespace(is_film=True, height=240, width=426)
    return [
        SimpleNamespace(recording=sound, address=NOWHERE, clock="7:05", length=1_600_000),
        SimpleNamespace(recording=film, address=NOWHERE, clock="7:05", length=8_200_000),
    ]


# Charts


def _charts() -> Iterator[tuple[str, SafeString]]:
    labels = ("Services", "Registers", "Skills", "Rules")
    series = (
        Series("Now", tuple(Decimal(value) for value in (2, 3, 1, 4))),
        Series("Last year", (Decimal(1), Decimal(2), None, Decimal(4))),
    )
    for name, draw in (("radar", radar), ("bars", bars)):
        drawn = draw(
            labels,
            series,
            maximum=Decimal(5),
            title=f"Four chapters, {name}",
            direction="rtl" if get_language_bidi() else "ltr",
        )
        yield name, SafeString(drawn)
