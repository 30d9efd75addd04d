"""The rules of a cmi5 course structure, `cmi5.xml` (cmi5 §13, §14 and its CourseStructure.xsd).

`faults` says what is wrong in sentences; a package without any can be imported. Extensions of
vendors are refused here, since ours has none.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree

NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
DECIMAL = re.compile(r"(0(\.\d{1,4})?|1(\.0{1,4})?)")
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
LAUNCH = frozenset({"endpoint", "fetch", "actor", "registration", "activityId"})  # §8.1
MOVE_ON = ("Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable")
METHODS = ("AnyWindow", "OwnWindow")

Element = ElementTree.Element
Many = 1_000_000


@dataclass(frozen=True)
class Form:
    """What an element may hold: attributes, and children in their order as (name, least, most).

    Names with a bar between them may stand in any order among themselves.
    """

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    children: tuple[tuple[str, int, int], ...] = ()


TEXTS = (("title", 1, 1), ("description", 1, 1))
FORMS = {
    "courseStructure": Form(
        children=(("course", 1, 1), ("objectives", 0, 1), ("au|block", 1, Many))
    ),
    "course": Form(required=("id",), children=TEXTS),
    "objectives": Form(children=(("objective", 1, Many),)),
    "block": Form(required=("id",), children=(*TEXTS, ("objectives", 0, 1), ("au|block", 1, Many))),
    "au": Form(
        required=("id",),
        optional=("moveOn", "masteryScore", "launchMethod", "activityType"),
        children=(
            *TEXTS,
            ("objectives", 0, 1),
            ("url", 1, 1),
            ("launchParameters", 0, 1),
            ("entitlementKey", 0, 1),
        ),
    ),
    "title": Form(children=(("langstring", 1, Many),)),
    "description": Form(children=(("langstring", 1, Many),)),
    "langstring": Form(optional=("lang",)),
    "url": Form(),
    "launchParameters": Form(),
    "entitlementKey": Form(),
}
OBJECTIVE = Form(required=("id",), children=TEXTS)
REFERENCE = Form(required=("idref",))

Rule = Callable[[str], str]


def _absolute(value: str) -> str:
    return "" if ABSOLUTE.fullmatch(value) else "is no absolute IRI"


def _one_of(*known: str) -> Rule:
    return lambda value: "" if value in known else f"is none of {', '.join(known)}"


def _fits(pattern: re.Pattern[str], wanted: str) -> Rule:
    return lambda value: "" if pattern.fullmatch(value) else f"is not {wanted}"


VALUES: dict[str, Rule] = {
    "id": _absolute,
    "idref": _absolute,
    "activityType": _absolute,
    "moveOn": _one_of(*MOVE_ON),
    "launchMethod": _one_of(*METHODS),
    "masteryScore": _fits(DECIMAL, "a decimal from 0 to 1 with at most 4 places"),
    "lang": _fits(LANGUAGE, "a language tag"),
}


def faults(content: bytes, files: Collection[str]) -> list[str]:
    """Say what is wrong with a course structure in a package that holds `files`."""
    try:
        # It is ours, or of a package that somebody chose to judge; entities are not expanded far.
        root = ElementTree.fromstring(content)  # noqa: S314
    except ElementTree.ParseError as error:
        return [f"this is not XML: {error}"]
    if root.tag != f"{{{NAMESPACE}}}courseStructure":
        return [f"the root is {root.tag}, not courseStructure of {NAMESPACE}"]
    return [*_in_form(root, "courseStructure"), *_about_ids(root), *_about_urls(root, files)]


def _name(element: Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def _form(element: Element, parent: str) -> Form | None:
    if _name(element) == "objective":
        # In the list of the course they are said, elsewhere they are named.
        return OBJECTIVE if parent == "courseStructure/objectives" else REFERENCE
    return FORMS.get(_name(element))


def _in_form(element: Element, path: str) -> Iterator[str]:
    parent = path.rpartition("/")[0]
    form = _form(element, parent)
    if form is None:
        yield f"{path}: this element is not known"
        return
    yield from _about_attributes(element, form, path)
    yield from _about_children(element, form, path)
    if not form.children and form != REFERENCE and not (element.text or "").strip():
        yield f"{path}: it is empty"
    for child in element:
        yield from _in_form(child, f"{path}/{_name(child)}")


def _about_attributes(element: Element, form: Form, path: str) -> Iterator[str]:
    for name in form.required:
        if name not in element.attrib:
            yield f"{path}: the attribute {name} is missing"
    for name, value in element.attrib.items():
        if name not in form.required + form.optional:
            yield f"{path}: the attribute {name} is not known"
        elif fault := VALUES[name](value.strip()):
            yield f"{path}: {name}={value!r} {fault}"


def _about_children(element: Element, form: Form, path: str) -> Iterator[str]:
    names = [_name(child) for child in element]
    for wanted, least, most in form.children:
        found = sum(name in wanted.split("|") for name in names)
        if not least <= found <= most:
            yield f"{path}: {wanted} stands {found} times"
    order = [_place(name, form) for name in names]
    if order != sorted(order):
        yield f"{path}: its elements are out of order: {', '.join(names)}"


def _place(name: str, form: Form) -> int:
    places = [at for at, child in enumerate(form.children) if name in child[0].split("|")]
    return places[0] if places else len(form.children)


def _about_ids(root: Element) -> Iterator[str]:
    ids = [element.get("id", "") for element in root.iter() if "id" in element.attrib]
    for value, times in Counter(ids).items():
        if times > 1:
            yield f"the id {value} stands {times} times"
    for element in root.iter():
        if element.get("idref", "") not in {"", *ids}:
            yield f"the objective {element.get('idref')} is not in the list of the course"


def _about_urls(root: Element, files: Collection[str]) -> Iterator[str]:
    for element in root.iter(f"{{{NAMESPACE}}}url"):
        url = urlsplit((element.text or "").strip())
        if taken := LAUNCH & parse_qs(url.query, keep_blank_values=True).keys():
            yield f"{element.text}: the platform’s own parameters are used: {', '.join(taken)}"
        if not url.scheme and unquote(url.path) not in files:
            yield f"{element.text}: the package holds no such file"
