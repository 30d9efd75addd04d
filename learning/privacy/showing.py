"""What rooms tell, in words and as a tree that a template can walk."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from html import escape
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.publishing.models import Edition

MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?")
NOTHING = "–"  # stands where there is nothing

TITLES: Mapping[str, str | Promise] = {
    "accounts": gettext_lazy("Account"),
    "records": gettext_lazy("Records of learning"),
    "player": gettext_lazy("Begun and not handed in"),
    "lrs": gettext_lazy("Said by other programs"),
    "documents": gettext_lazy("Kept by other programs"),
    "notes": gettext_lazy("Notes and bookmarks"),
    "ratings": gettext_lazy("Feedback about courses"),
    "recap": gettext_lazy("Weekly goal and recap"),
    "worksheets": gettext_lazy("Worksheets"),
    "cohorts": gettext_lazy("Cohorts"),
    "credentials": gettext_lazy("Certificates"),
    "sync": gettext_lazy("Progress files that wait"),
    "privacy": gettext_lazy("What I agree to"),
}
LABELS: Mapping[str, str | Promise] = {
    "answers": gettext_lazy("answers"),
    "at": gettext_lazy("when"),
    "code": gettext_lazy("code"),
    "cohort": gettext_lazy("cohort"),
    "completed": gettext_lazy("completed"),
    "course": gettext_lazy("course"),
    "courses": gettext_lazy("courses"),
    "devices_signed_in_on": gettext_lazy("devices signed in on"),
    "email": gettext_lazy("e-mail address"),
    "choices": gettext_lazy("choices"),
    "first": gettext_lazy("first"),
    "from": gettext_lazy("from"),
    "handed_in": gettext_lazy("handed in"),
    "issued": gettext_lazy("issued"),
    "joined": gettext_lazy("joined"),
    "language": gettext_lazy("language"),
    "last": gettext_lazy("last"),
    "last_signed_in": gettext_lazy("signed in last"),
    "learner_code": gettext_lazy("learner code"),
    "lists_brought": gettext_lazy("lists of people brought"),
    "member_of": gettext_lazy("member of"),
    "name": gettext_lazy("name"),
    "organisation": gettext_lazy("organisation"),
    "place": gettext_lazy("place"),
    "points": gettext_lazy("points"),
    "purpose": gettext_lazy("purpose"),
    "said_yes": gettext_lazy("said yes"),
    "statements": gettext_lazy("records"),
    "title": gettext_lazy("title"),
    "to": gettext_lazy("to"),
    "trainer_of": gettext_lazy("trainer of"),
    "usb_copies": gettext_lazy("USB copies"),
    "user_name": gettext_lazy("user name"),
    "wording": gettext_lazy("wording, by number"),
    "wrong_pins_in_a_row": gettext_lazy("wrong PINs in a row"),
}


@dataclass(frozen=True)
class Node:
    """A value: a text, or things in it. `more`: how many of them are left out."""

    label: str
    text: str = ""
    items: tuple["Node", ...] = ()
    more: int = 0

    @property
    def says_something(self) -> bool:
        return self.text not in ("", NOTHING) or any(each.says_something for each in self.items)


@dataclass(frozen=True)
class Shortening:
    """How much a page shows. `most`: entries of a list; `longest`: characters of a text."""

    most: int | None = None
    longest: int | None = None


WHOLE = Shortening()
ON_A_PAGE = Shortening(most=20, longest=200)


def sections(found: Mapping[str, Any], shortening: Shortening = WHOLE) -> list[Node]:
    """Give a node for each room, by its title, with the courses by theirs. One query."""
    read = partial(_node, shortening=shortening, titles=_titles())
    return [read(str(TITLES.get(room, room)), told) for room, told in found.items()]


def _titles() -> dict[str, str]:
    """Give course → title, in the site's language where there is one."""
    editions = Edition.objects.current().in_language(settings.LANGUAGE_CODE)
    found: dict[str, str] = {}
    for activity, title in editions.values_list("activity", "title"):
        found.setdefault(str(activity), title)
    return found


def _node(label: str, value: Any, *, shortening: Shortening, titles: Mapping[str, str]) -> Node:
    read = partial(_node, shortening=shortening, titles=titles)
    if isinstance(value, Mapping):
        return Node(label, items=tuple(read(_label(key), each) for key, each in value.items()))
    if isinstance(value, list | tuple):
        shown = value[: shortening.most]
        items = tuple(read(str(place), each) for place, each in enumerate(shown, start=1))
        return Node(label, items=items, more=len(value) - len(shown))
    return Node(label, _text(value, shortening, titles))


def _label(key: str) -> str:
    return str(LABELS[key]) if key in LABELS else key.replace("_", " ")


def _text(value: Any, shortening: Shortening, titles: Mapping[str, str]) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = titles.get(str(value), str(value))
    if isinstance(value, str) and MOMENT.match(value) and (moment := _moment(value)):
        return moment
    cut = text[: shortening.longest]
    return cut if cut == text else f"{cut}…"


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    if "T" not in text:
        return formats.date_format(moment, "DATE_FORMAT")
    return formats.date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def as_list(node: Node) -> SafeString:
    """Give what is in a value as HTML, and so on inwards.

    The file that is taken along holds many thousands of values: as a template that calls itself,
    each costs milliseconds. Pages, which show few, have `privacy/node.html`.
    """
    return SafeString(_written(node))


def _written(node: Node) -> str:
    if not node.items:
        return f'<p dir="auto">{escape(node.text or NOTHING)}</p>'
    return "<ul>{}</ul>".format("\n".join(map(_entry, node.items)))


def _entry(node: Node) -> str:
    text = f' <span dir="auto">{escape(node.text or NOTHING)}</span>'
    return f"<li><b>{escape(node.label)}</b>{_written(node) if node.items else text}</li>"


def titles_of(courses: Iterable[UUID]) -> dict[UUID, str]:
    """Give course → title; one that is not published any more has none."""
    wanted, found = set(courses), _titles()
    return {course: found[str(course)] for course in wanted if str(course) in found}
