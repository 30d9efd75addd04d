"""What is wrong, a row a rule: its clause, the part, and values the part must not have."""

from typing import Any

import pytest

from tests.learning.xapi.conformance.specimens import (
    AGENT,
    ATTACHMENT,
    GONE,
    GROUP,
    IDENTIFIED,
    OTHER,
    UUID,
    Path,
    written,
)

Values = tuple[object, ...]

DEFINITION = ("object", "definition")
NO_NUMBER: Values = ("1", True, [], {}, float("nan"), float("inf"))
NO_STRING: Values = (1, True, [], {"a": "b"})
NO_UUID: Values = (
    12345,
    {"key": "x"},
    "should fail",
    "",
    UUID + "8",
    "M" + UUID[1:],
    "{" + UUID + "}",
)
NO_IRI: Values = (
    12345,
    {},
    "",
    "should fail",
    "ab=c://should.fail.com",
    "abc",
    "/relative",
    "http:",
    "a:b c",
)
NO_MAP: Values = (
    12345,
    "words",
    [],
    {},
    {"a12345": "x"},
    {"something": "x"},
    {"en": 5},
    {"en_US": "x"},
)
NO_TAG: Values = (
    12345,
    {},
    "",
    "something",
    "a12345",
    "zh-z-aaa-z-bbb-c-ccc",
    "en-",
    "de-1901-1901",
)
NO_TIME: Values = (
    12345,
    {},
    "",
    "should fail",
    "01/011/2015",
    "2008-09-15T15:53:00.601-00",
    "2008-09-15T15:53:00.601-0000",
    "2008-09-15T15:53:00.601-00:00",
    "2008-02-30T15:53:00Z",
    "2008-09-15T25:00:00Z",
    "2008-09-15T15:53:61Z",
    "2008-09-15T15:53:00+99:00",
    "9999-12-31T23:59:59-01:00",
)
NO_DURATION: Values = (
    12345,
    {},
    "should fail",
    "PA1H0M0S",
    "P",
    "PT",
    "P4W1D",
    "P1.5Y2M",
    "1H",
    "P0001-01-01",
)
NO_EXTENSIONS: Values = (12345, "x", [], {"should fail": True}, {"id": "valid"})

# (clause, path, wrong values); a path that ends in a list of names stands for each of them
INVALID: list[tuple[str, Path, Values]] = [
    ("Data 2.2", ("unknown",), (1, None)),
    ("Data 2.2", ("Actor",), (AGENT,)),
    ("Data 2.2", ("conText",), ({},)),
    ("Data 2.4.1", ("id",), NO_UUID),
    ("Data 2.2", ("id",), (None,)),
    ("Data 2.4.2", ("actor",), (GONE,)),
    ("Data 2.2", ("actor",), (None,)),
    ("Data 2.4.3", ("verb",), (GONE, "x", 1, [])),
    ("Data 2.4.3", ("verb", "id"), (GONE, *NO_IRI)),
    ("Data 2.4.3", ("verb", "display"), (12345, "x", {}, [])),
    ("Data 4.2", ("verb", "display", "something"), ("x",)),
    ("Data 2.2", ("verb", "display", "en"), (None,)),
    ("Data 4.2", ("verb", "display", "en"), (5, {})),
    ("Data 4.2", ("verb", "display", "a12345"), ("x",)),
    ("Data 2.4.3", ("verb", "name"), ("x",)),
    ("Data 2.4.4", ("object",), (GONE,)),
    ("Data 2.4.4.1", ("object", "id"), (GONE, *NO_IRI)),
    ("Data 2.4.4", ("object", "extra"), (1,)),
    ("Data 2.4.4.1", DEFINITION, ("x", 12345, [])),
    ("Data 2.2", (*DEFINITION, "moreInfo"), (None,)),
    ("Data 2.4.4.1", (*DEFINITION, "name"), (12345, "x", {})),
    ("Data 2.4.4.1", (*DEFINITION, "description"), (12345, "x", {})),
    ("Data 2.4.4.1", (*DEFINITION, "type"), NO_IRI),
    ("Data 2.4.4.1", (*DEFINITION, "moreInfo"), NO_IRI),
    ("Data 2.4.4.1", (*DEFINITION, "moreinfo"), ("https://example.org",)),
    ("Data 4.1", (*DEFINITION, "extensions"), (12345, "x", [])),
    ("Data 2.2", (*DEFINITION, "extensions"), (None,)),
    (
        "Data 2.4.4.1",
        (*DEFINITION, "interactionType"),
        (1, {}, "", "https://x.y", "true-faLse", "choiCe", "fill-iN", "Other", "select"),
    ),
    ("Data 2.4.4.1", (*DEFINITION, "correctResponsesPattern"), ("a", {}, 1)),
    ("Data 2.4.4.1", (*DEFINITION, "correctResponsesPattern", 0), (1, {}, [])),
    *(
        ("Data 2.4.4.1", (*DEFINITION, name), ("a", {}, 1))
        for name in ("choices", "scale", "source", "target", "steps")
    ),
    ("Data 2.4.4.1", (*DEFINITION, "choices", 0), ("a", 1, [])),
    ("Data 2.4.4.1", (*DEFINITION, "choices", 0, "id"), (GONE, 1, {}, "")),
    ("Data 2.4.4.1", (*DEFINITION, "choices", 0, "description"), (1, "x", {})),
    ("Data 2.4.4.1", (*DEFINITION, "choices", 0, "extra"), (1,)),
    ("Data 2.4.5", ("result",), ("x", 1, [])),
    ("Data 2.4.5", ("result", "extra"), (1,)),
    ("Data 2.4.5", ("result", "success"), ("true", "yes", 0, 1)),
    ("Data 2.4.5", ("result", "completion"), ("false", 1)),
    ("Data 2.4.5", ("result", "response"), NO_STRING),
    ("Data 4.6", ("result", "duration"), NO_DURATION),
    ("Data 4.1", ("result", "extensions"), (12345, "x", [])),
    ("Data 2.4.5.1", ("result", "score"), (12345, "x", [])),
    ("Data 2.4.5.1", ("result", "score", "scaled"), (*NO_NUMBER, 1.01, -1.00001)),
    ("Data 2.4.5.1", ("result", "score", "raw"), NO_NUMBER),
    ("Data 2.4.5.1", ("result", "score", "min"), NO_NUMBER),
    ("Data 2.4.5.1", ("result", "score", "max"), NO_NUMBER),
    ("Data 2.4.5.1", ("result", "score", "percent"), (5,)),
    ("Data 2.4.6", ("context",), ("x", 1, [])),
    ("Data 2.4.6", ("context", "extra"), (1,)),
    ("Data 2.4.6.1", ("context", "registration"), NO_UUID),
    ("Data 2.2", ("context", "registration"), (None,)),
    ("Data 2.4.6", ("context", "instructor"), ("x", 1, [])),
    ("Data 2.4.6", ("context", "team"), ("x", 1, [])),
    ("Data 2.4.2.2", ("context", "team", "objectType"), (GONE, "Agent", "group")),
    ("Data 2.4.6.2", ("context", "contextActivities"), ("x", 1, [], {})),
    ("Data 2.4.6.2", ("context", "contextActivities", "children"), ([],)),
    *(
        ("Data 2.4.6.2", ("context", "contextActivities", kind), ("x", 1))
        for kind in ("parent", "grouping", "category", "other")
    ),
    ("Data 2.4.6.2", ("context", "contextActivities", "parent", 0), ("x",)),
    ("Data 2.4.4.1", ("context", "contextActivities", "parent", 0, "id"), (GONE, *NO_IRI)),
    ("Data 2.4.4.1", ("context", "contextActivities", "grouping", "id"), (GONE, *NO_IRI)),
    ("Data 2.4.4.1", ("context", "contextActivities", "category", 1, "objectType"), ("Agent",)),
    ("Data 2.4.6", ("context", "revision"), NO_STRING),
    ("Data 2.4.6", ("context", "platform"), NO_STRING),
    ("Data 2.4.6", ("context", "language"), NO_TAG),
    ("Data 2.4.4.3", ("context", "statement"), ("x", UUID)),
    ("Data 2.4.4.3", ("context", "statement", "objectType"), (GONE, "statementref", "Activity")),
    ("Data 2.4.4.3", ("context", "statement", "id"), (GONE, *NO_UUID)),
    ("Data 4.1", ("context", "extensions"), (12345, "x", [])),
    ("Data 2.4.7", ("timestamp",), NO_TIME),
    ("Data 2.4.8", ("stored",), NO_TIME),
    ("Data 2.2", ("authority",), (None,)),
    ("Data 2.4.9", ("authority",), ("x", {**GROUP, "mbox": "mailto:a@b.org"}, IDENTIFIED)),
    ("Data 2.4.9", ("authority", "member"), ([AGENT], [AGENT, OTHER, AGENT], GONE)),
    ("Data 2.4.10", ("version",), (1, "should fail", "0.9.9", "1.1.0", "1", "1.0.0-x", "3.0.0")),
    ("Data 2.4.11", ("attachments",), ("x", ATTACHMENT)),
    ("Data 2.4.11", ("attachments", 0), ("x", 12345)),
    ("Data 2.4.11", ("attachments", 0, "usageType"), (GONE, *NO_IRI)),
    ("Data 2.4.11", ("attachments", 0, "display"), (GONE, 12345, "x", {})),
    ("Data 2.4.11", ("attachments", 0, "description"), (12345, "x", {})),
    ("Data 2.4.11", ("attachments", 0, "contentType"), (GONE, 12345, "text", "")),
    ("Data 2.4.11", ("attachments", 0, "length"), (GONE, "27", -1, 1.5, True)),
    ("Data 2.4.11", ("attachments", 0, "sha2"), (GONE, 12345, "abc", "z" * 64)),
    ("Data 2.4.11", ("attachments", 0, "fileUrl"), NO_IRI),
    ("Data 2.4.11", ("attachments", 0, "extra"), (1,)),
]


def rows() -> list[Any]:
    return [
        pytest.param(clause, path, values, id=f"{clause} {written(path)}")
        for clause, path, values in INVALID
    ]
