"""What every page of the starter library holds to."""

import re
from collections.abc import Iterator

import pytest

from courses.library.documents import Document
from courses.library.quality import findings

# What the domain notes could not verify, as words that a text would use to claim it.
UNVERIFIED = (
    r"IF 10|SP 45|CP 5\b|weights? of 45|45 per ?cent of the OSI",
    r"\bAadhaar\b|\bUPI\b|\bDIKSHA\b",
    r"Universal DPI Safeguards",
    r"rating class(?:es)? V[123]",
    r"Khmer fonts|Ethiopic fonts",
)


def walk(documents: list[Document]) -> Iterator[Document]:
    for root in documents:
        yield from root.walk()


def test_nothing_is_left_to_mend(documents: list[Document]) -> None:
    found = [str(finding) for root in documents for finding in findings(root)]

    assert found == []


def test_every_unit_has_minutes_sources_and_a_licence(documents: list[Document]) -> None:
    for root in documents:
        assert root.fields["licence"], root.path
        assert root.fields["sources"], root.path
        if root.kind == "course":
            assert root.fields["outcomes"], root.path
    for document in walk(documents):
        if document.kind in {"lesson", "guide", "case", "instrument"}:
            assert int(document.fields["minutes"]) > 0, document.path
        if document.kind in {"guide", "case", "instrument"}:
            assert document.fields["sources"], document.path


def test_every_chapter_says_its_outcome(documents: list[Document]) -> None:
    for document in walk(documents):
        if document.kind == "chapter":
            assert document.fields["outcome"], document.path


@pytest.mark.parametrize("claim", UNVERIFIED)
def test_what_is_not_verified_is_not_claimed(documents: list[Document], claim: str) -> None:
    said = [
        document.path for document in walk(documents) if re.search(claim, str(document.body.blocks))
    ]

    assert said == []


def test_a_right_option_is_not_given_away_by_its_length(documents: list[Document]) -> None:
    checks = [
        block["value"]
        for document in walk(documents)
        for block in document.body.blocks
        if block["type"] == "check" and block["value"]["type"] == "single"
    ]
    longest = 0
    for check in checks:
        options = [item["value"] for item in check["options"]]
        right = next(len(option["text"]) for option in options if option["correct"])
        longest += right > max(len(o["text"]) for o in options if not o["correct"])

    assert longest / len(checks) < 0.45  # four options would give 0.25 by chance


def test_right_options_stand_in_every_place(documents: list[Document]) -> None:
    for root in documents:
        checks = [
            [item["value"]["correct"] for item in block["value"]["options"]]
            for document in root.walk()
            for block in document.body.blocks
            if block["type"] == "check" and block["value"]["type"] == "single"
        ]
        if len(checks) >= 10:
            places = {options.index(True) for options in checks}
            assert len(places) >= 3, root.slug
