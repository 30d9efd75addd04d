"""The rules of Common Cartridge 1.1 and 1.3 that a package of ours can break.

`faults` says what is wrong in sentences; a package without any can be imported. The rules are those
of the content packaging profile (§4) and the rule sets 1 to 13 of the profile of QTI 1.2.1, by
their numbers, with what Moodle 5.1 asks for beyond them. Of the parts, only those are known that a
cartridge of ours has: pages and files, links, discussions and quizzes.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

MANIFEST = "imsmanifest.xml"
HEAD = 1024  # bytes in which Moodle looks for the namespace
QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
NAME = re.compile(r"[A-Za-z_][\w.-]*")
LINK = re.compile(r'\s(?:href|src|poster)="([^"]*)"')
CHOICES = {"cc.multiple_choice.v0p1": 3, "cc.multiple_response.v0p1": 2, "cc.true_false.v0p1": 2}
WRITTEN = frozenset({"cc.fib.v0p1"})
TEST_FIELDS: Mapping[str, re.Pattern[str]] = {
    "cc_profile": re.compile(r"cc\.exam\.v0p1"),
    "qmd_assessmenttype": re.compile("Examination"),
    "qmd_scoretype": re.compile("Percentage"),
    "qmd_feedbackpermitted": re.compile("Yes|No"),
    "qmd_hintspermitted": re.compile("Yes|No"),
    "qmd_solutionspermitted": re.compile("Yes|No"),
    "qmd_timelimit": re.compile(r"[1-9]\d{0,5}"),
    "cc_allow_late_submission": re.compile("Yes|No"),
    "cc_maxattempts": re.compile("[1-5]|unlimited"),
}
# The children that an element may have, in their order; one with none of these names has text.
ORDER: Mapping[str, tuple[str, ...]] = {
    "questestinterop": ("assessment",),
    "assessment": ("qtimetadata", "section"),
    "qtimetadata": ("qtimetadatafield",),
    "qtimetadatafield": ("fieldlabel", "fieldentry"),
    "section": ("item",),
    "item": ("itemmetadata", "presentation", "resprocessing", "itemfeedback"),
    "itemmetadata": ("qtimetadata",),
    "presentation": ("material", "response_lid", "response_str"),
    "response_lid": ("render_choice",),
    "response_str": ("render_fib",),
    "render_choice": ("response_label",),
    "response_label": ("material",),
    "material": ("mattext",),
    "resprocessing": ("outcomes", "respcondition"),
    "outcomes": ("decvar",),
    "respcondition": ("conditionvar", "setvar", "displayfeedback"),
    "conditionvar": ("and", "varequal", "other"),
    "and": ("varequal", "not"),
    "not": ("varequal",),
    "itemfeedback": ("flow_mat",),
    "flow_mat": ("material",),
}

Element = ElementTree.Element


@dataclass(frozen=True)
class Version:
    """A version of the standard: its number, and `name` as it stands in namespaces and types."""

    number: str
    name: str

    @property
    def package(self) -> str:
        return f"http://www.imsglobal.org/xsd/ims{self.name}/imscp_v1p1"

    @property
    def metadata(self) -> str:
        return f"http://ltsc.ieee.org/xsd/ims{self.name}/LOM/manifest"

    @property
    def link_namespace(self) -> str:
        return f"http://www.imsglobal.org/xsd/ims{self.name}/imswl_{self._ending}"

    @property
    def topic_namespace(self) -> str:
        return f"http://www.imsglobal.org/xsd/ims{self.name}/imsdt_{self._ending}"

    @property
    def link(self) -> str:
        return f"imswl_xml{self._ending}"

    @property
    def topic(self) -> str:
        return f"imsdt_xml{self._ending}"

    @property
    def quiz(self) -> str:
        return f"imsqti_xmlv1p2/imscc_xml{self._ending}/assessment"

    @property
    def _ending(self) -> str:
        return self.name.removeprefix("cc")


VERSIONS = {
    "1.1.0": Version("1.1.0", "ccv1p1"),
    "1.3.0": Version("1.3.0", "ccv1p3"),
}


def faults(files: Mapping[str, bytes], version: Version) -> list[str]:
    """Say what is wrong with a package, given its files by path; nothing if all is right."""
    if MANIFEST not in files:
        return [f"there is no {MANIFEST} at the root"]
    trees: dict[str, Element] = {}
    found = []
    for path in sorted(path for path in files if path.endswith(".xml")):
        try:
            trees[path] = ElementTree.fromstring(files[path])  # noqa: S314 — made by an export
        except ElementTree.ParseError as error:
            found.append(f"{path} is not well-formed: {error}")
    if MANIFEST not in trees:
        return found
    return found + list(_Checking(files, trees, version).all())


@dataclass(frozen=True)
class _Checking:
    files: Mapping[str, bytes]
    trees: Mapping[str, Element]
    version: Version

    def all(self) -> Iterator[str]:
        if f'"{self.version.package}"'.encode() not in self.files[MANIFEST][:HEAD]:
            yield f"the namespace of {self.version.number} is not in the first {HEAD} bytes"
        yield from self._head()
        yield from self._outline()
        for resource in self._resources():
            yield from self._resource(resource)
        yield from self._unnamed()
        yield from self._pages()

    @property
    def _manifest(self) -> Element:
        return self.trees[MANIFEST]

    def _tag(self, name: str) -> str:
        return f"{{{self.version.package}}}{name}"

    def _resources(self) -> list[Element]:
        return list(self._manifest.iter(self._tag("resource")))

    def _head(self) -> Iterator[str]:
        metadata = self._manifest.find(self._tag("metadata"))
        wanted = {"schema": "IMS Common Cartridge", "schemaversion": self.version.number}
        for name, value in wanted.items():
            if metadata is None or metadata.findtext(self._tag(name)) != value:
                yield f"{name} is not “{value}”"
        every = [
            each.get("identifier")
            for each in self._manifest.iter()
            if each.get("identifier") is not None
        ]
        for identifier, times in Counter(every).items():
            if times > 1:
                yield f"the identifier {identifier} is there {times} times"
            if not NAME.fullmatch(identifier or ""):
                yield f"the identifier {identifier} is no XML name"

    def _outline(self) -> Iterator[str]:
        outlines = list(self._manifest.iter(self._tag("organization")))
        if len(outlines) != 1 or outlines[0].get("structure") != "rooted-hierarchy":
            yield "there must be one organization, a rooted-hierarchy"
        roots = [item for each in outlines for item in each.findall(self._tag("item"))]
        if len(roots) != 1 or roots[0].find(self._tag("title")) is not None:
            yield "an organization has one item, which has no title"
        known = {each.get("identifier") for each in self._resources()}
        for item in self._manifest.iter(self._tag("item")):
            if item not in roots:
                yield from self._item(item, known)

    def _item(self, item: Element, known: set[str | None]) -> Iterator[str]:
        name, opens = item.get("identifier"), item.get("identifierref")
        if not (item.findtext(self._tag("title")) or "").strip():
            yield f"the item {name} has no title"
        if opens is not None and opens not in known:
            yield f"the item {name} opens {opens}, which is not there"
        if (opens is None) == (item.find(self._tag("item")) is None):
            yield f"the item {name} must open something, or have items below it"

    def _resource(self, resource: Element) -> Iterator[str]:
        name, href = resource.get("identifier"), resource.get("href")
        paths = [each.get("href", "") for each in resource.findall(self._tag("file"))]
        yield from (
            f"{name} names {path}, which is not there"
            for path in paths
            if unquote(path) not in self.files
        )
        yield from self._needs(resource)
        parts = self._parts()
        if resource.get("type") == "webcontent":
            if href not in paths:
                yield f"the href of {name} is none of its files"
        elif (check := parts.get(resource.get("type", ""))) is None:
            yield f"{name} is of the unknown type {resource.get('type')}"
        elif href is not None or len(paths) != 1 or "/" not in paths[0]:
            yield f"{name} must have one file, in a folder of its own, and no href"
        elif paths[0] in self.trees:
            yield from (f"{paths[0]}: {fault}" for fault in check(self.trees[paths[0]]))

    def _needs(self, resource: Element) -> Iterator[str]:
        name = resource.get("identifier")
        pages = {
            each.get("identifier") for each in self._resources() if each.get("type") == "webcontent"
        }
        needs = [each.get("identifierref") for each in resource.findall(self._tag("dependency"))]
        if len(needs) != len(set(needs)):
            yield f"{name} needs something twice"
        for need in needs:
            if need not in pages - {name}:
                yield f"{name} needs {need}, which is no other file"
        if needs and resource.get("type") == self.version.link:
            yield f"{name} is a link, and needs nothing"

    def _parts(self) -> Mapping[str, Callable[[Element], Iterator[str]]]:
        return {
            self.version.link: self._link,
            self.version.topic: self._topic,
            self.version.quiz: _quiz,
        }

    def _link(self, root: Element) -> Iterator[str]:
        space = f"{{{self.version.link_namespace}}}"
        url = root.find(f"{space}url")
        if root.tag != f"{space}webLink" or not root.findtext(f"{space}title"):
            yield "this is no link with a title"
        if url is None or not urlsplit(url.get("href", "")).netloc:
            yield "the link leads nowhere"

    def _topic(self, root: Element) -> Iterator[str]:
        space = f"{{{self.version.topic_namespace}}}"
        text = root.find(f"{space}text")
        if root.tag != f"{space}topic" or not root.findtext(f"{space}title"):
            yield "this is no discussion with a title"
        if text is None or not text.text or text.get("texttype") != "text/html":
            yield "the discussion has no text"

    def _unnamed(self) -> Iterator[str]:
        every = self._manifest.iter(self._tag("file"))
        named = Counter(unquote(each.get("href", "")) for each in every)
        yield from (f"{path} is named {times} times" for path, times in named.items() if times > 1)
        yield from (
            f"nothing names {path}" for path in sorted(self.files.keys() - named - {MANIFEST})
        )

    def _pages(self) -> Iterator[str]:
        for path in sorted(path for path in self.files if path.endswith(".html")):
            if not path.startswith("media/"):
                for link in LINK.findall(self.files[path].decode()):
                    parts = urlsplit(link)
                    is_ours = not parts.scheme and not parts.netloc and parts.path
                    if is_ours and unquote(parts.path) not in self.files:
                        yield f"{path} leads to {link}, which is not there"


def _quiz(root: Element) -> Iterator[str]:
    test = root.find(_qti("assessment"))
    if root.tag != _qti("questestinterop") or test is None or not test.get("title"):
        yield "this is no assessment with a title"
        return
    for element in root.iter():
        yield from _order(element)
    yield from _fields(test.find(_qti("qtimetadata")))
    sections = test.findall(_qti("section"))
    items = [item for each in sections for item in each.findall(_qti("item"))]
    if len(sections) != 1 or not items:
        yield "an assessment has one section with items"
    idents = Counter(item.get("ident") for item in items)
    yield from (f"rule 13a: {name} is there {n} times" for name, n in idents.items() if n > 1)
    for item in items:
        yield from (f"{item.get('ident')}: {fault}" for fault in _Item(item).faults())


def _order(element: Element) -> Iterator[str]:
    name = element.tag.removeprefix(_qti(""))
    known = ORDER.get(name, ())
    names = [child.tag.removeprefix(_qti("")) for child in element]
    if unknown := set(names) - set(known):
        yield f"{name} cannot have {', '.join(sorted(unknown))}"
    elif names != sorted(names, key=known.index) or (known and not names):
        yield f"{name} is empty, or its parts are not in their order: {', '.join(names)}"


def _fields(metadata: Element | None) -> Iterator[str]:
    said = _said(metadata)
    for label, times in Counter(label for label, _entry in said).items():
        if times > 1:
            yield f"rule 1k: {label} is said {times} times"
    for label, entry in said:
        pattern = TEST_FIELDS.get(label)
        if pattern is None or not pattern.fullmatch(entry):
            yield f"rule 1: {label} cannot be “{entry}”"


def _said(metadata: Element | None) -> list[tuple[str, str]]:
    fields = [] if metadata is None else metadata.findall(_qti("qtimetadatafield"))
    return [
        (each.findtext(_qti("fieldlabel")) or "", each.findtext(_qti("fieldentry")) or "")
        for each in fields
    ]


def _qti(name: str) -> str:
    return f"{{{QTI}}}{name}"


@dataclass(frozen=True)
class _Item:
    item: Element

    def faults(self) -> Iterator[str]:
        said = _said(self.item.find(f"{_qti('itemmetadata')}/{_qti('qtimetadata')}"))
        profiles = [entry for label, entry in said if label == "cc_profile"]
        if len(profiles) != 1 or profiles[0] not in CHOICES.keys() | WRITTEN:
            yield f"rule 2: an item has one profile, not {profiles}"
            return
        if not self._text("presentation", "material", "mattext"):
            yield "there is no question"
        yield from self._choice(profiles[0]) if profiles[0] in CHOICES else self._written()
        yield from self._scores()
        yield from self._feedback()

    def _choice(self, profile: str) -> Iterator[str]:
        asked = self.item.find(f"{_qti('presentation')}/{_qti('response_lid')}")
        if asked is None or self._any("response_str") or self._any("render_fib"):
            yield "rules 3b to 5c: choices stand in one response_lid"
            return
        several = profile == "cc.multiple_response.v0p1"
        if asked.get("rcardinality") != ("Multiple" if several else "Single"):
            yield "rules 3a to 5a: the cardinality does not fit the profile"
        labels = [each.get("ident", "") for each in asked.iter(_qti("response_label"))]
        if len(labels) < CHOICES[profile] or len(set(labels)) < len(labels):
            yield f"rules 3d to 5d: there are too few choices, or two alike, in {labels}"
        if profile == "cc.true_false.v0p1" and sorted(labels) != ["false", "true"]:
            yield "true and false must be named so (Moodle)"
        yield from self._answers(asked.get("ident", ""), labels)
        if several:
            yield from self._several()

    def _written(self) -> Iterator[str]:
        asked = self.item.find(f"{_qti('presentation')}/{_qti('response_str')}")
        if asked is None or self._any("response_lid") or self._any("render_choice"):
            yield "rules 6a and 6b: what is written stands in one response_str"
            return
        yield from self._answers(asked.get("ident", ""), None)

    def _answers(self, ident: str, labels: list[str] | None) -> Iterator[str]:
        if self._any("varsubstring"):
            yield "rules 3f to 6d: a varsubstring has no place here"
        for each in self.item.iter(_qti("varequal")):
            if each.get("respident") != ident:
                yield "rules 3e to 6c: an answer belongs to no response"
            if not each.text or (labels is not None and each.text not in labels):
                yield f"rule 9a: the answer “{each.text}” is no choice"

    def _several(self) -> Iterator[str]:
        scoring = self._scoring()
        cases = [each.get("case") for one in scoring for each in one.iter(_qti("varequal"))]
        if len(scoring) != 1 or set(cases) != {"Yes"}:
            yield "several answers score in one condition, with case Yes throughout (Moodle)"

    def _scores(self) -> Iterator[str]:
        score = self.item.find(f".//{_qti('decvar')}")
        if score is None or score.get("varname") != "SCORE" or score.get("maxvalue") != "100":
            yield "there is no SCORE of 100"
        if not self._scoring():
            yield "no answer is right"

    def _scoring(self) -> list[Element]:
        every = self.item.iter(_qti("respcondition"))
        return [each for each in every if each.findtext(_qti("setvar")) == "100"]

    def _feedback(self) -> Iterator[str]:
        shown = {each.get("linkrefid") for each in self.item.iter(_qti("displayfeedback"))}
        there = [each.get("ident") for each in self.item.findall(_qti("itemfeedback"))]
        if len(there) != len(set(there)):
            yield "two feedbacks have one name"
        for name in sorted(map(str, shown ^ set(there))):
            yield f"rules 12c and 12d: the feedback “{name}” is shown or there, but not both"

    def _any(self, name: str) -> bool:
        return next(self.item.iter(_qti(name)), None) is not None

    def _text(self, *path: str) -> str:
        return (self.item.findtext("/".join(map(_qti, path))) or "").strip()
