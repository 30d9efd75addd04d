import pytest

from learning.publishing.exporters.course_structure import NAMESPACE, faults

TEXTS = (
    '<title><langstring lang="en">A</langstring></title>'
    '<description><langstring lang="en">B</langstring></description>'
)
OBJECTIVES = f'<objectives><objective id="urn:o:1">{TEXTS}</objective></objectives>'
AU = (
    f'<au id="urn:au:1" moveOn="Completed" masteryScore="0.6" launchMethod="AnyWindow">{TEXTS}'
    '<objectives><objective idref="urn:o:1"/></objectives><url>index.html?step=a</url></au>'
)
COURSE = f'<course id="urn:course:1">{TEXTS}</course>'
BLOCK = f'<block id="urn:block:1">{TEXTS}{AU}</block>'
GOOD = f'<courseStructure xmlns="{NAMESPACE}">{COURSE}{OBJECTIVES}{BLOCK}</courseStructure>'
FILES = {"index.html", "cmi5.xml"}

WRONG = [
    (BLOCK, "", "au|block stands 0 times"),
    (COURSE, "", "course stands 0 times"),
    (COURSE + OBJECTIVES, OBJECTIVES + COURSE, "out of order"),
    (f"{TEXTS}{AU}", TEXTS, "courseStructure/block: au|block stands 0 times"),
    ('id="urn:au:1" ', "", "the attribute id is missing"),
    ('id="urn:au:1"', 'id="no iri"', "is no absolute IRI"),
    ('id="urn:au:1"', 'id="urn:block:1"', "the id urn:block:1 stands 2 times"),
    ('"Completed"', '"Done"', "is none of Passed"),
    ('"AnyWindow"', '"Popup"', "is none of AnyWindow"),
    ('"0.6"', '"1.6"', "is not a decimal"),
    ('"0.6"', '"0.66667"', "at most 4 places"),
    ('"0.6"', '"60%"', "is not a decimal"),
    ('masteryScore="0.6"', 'score="0.6"', "the attribute score is not known"),
    ('idref="urn:o:1"', 'idref="urn:o:2"', "is not in the list of the course"),
    ("index.html?step=a", "missing.html", "the package holds no such file"),
    ("index.html?step=a", "index.html?actor=a", "the platform’s own parameters are used: actor"),
    ("index.html?step=a", " ", "it is empty"),
    ("<url>index.html?step=a</url>", "", "url stands 0 times"),
    ('lang="en">A', 'lang="e n">A', "is not a language tag"),
    ('<langstring lang="en">A</langstring>', "", "langstring stands 0 times"),
    ("</title>", "</title><extra/>", "this element is not known"),
    ("courseStructure xmlns", "courseStructure a:b='c' xmlns:a='urn:a' xmlns", "is not known"),
]


def test_a_structure_by_the_rules_has_no_faults() -> None:
    assert faults(GOOD.encode(), FILES) == []


@pytest.mark.parametrize(("part", "instead", "said"), WRONG)
def test_what_breaks_a_rule_is_said(part: str, instead: str, said: str) -> None:
    assert part in GOOD
    found = faults(GOOD.replace(part, instead, 1).encode(), FILES)
    assert any(said in fault for fault in found), found


def test_what_is_no_xml_is_said() -> None:
    assert faults(b"<a", FILES)[0].startswith("this is not XML")


def test_another_namespace_is_said() -> None:
    assert "not courseStructure" in faults(GOOD.replace("cmi5/v1", "cmi5/v2").encode(), FILES)[0]


def test_an_address_elsewhere_needs_no_file() -> None:
    content = GOOD.replace("index.html?step=a", "https://example.org/a.html")
    assert faults(content.encode(), FILES) == []
