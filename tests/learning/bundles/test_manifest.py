import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from learning.bundles.errors import ManifestError
from learning.bundles.manifest import (
    UNMARKED,
    Manifest,
    Question,
    QuestionType,
    questions_from_bytes,
    questions_to_bytes,
)
from tests.factories.manifests import QUESTION, make_manifest


def test_a_manifest_comes_back_from_its_bytes() -> None:
    manifest = make_manifest().numbered(version=3, frozen_at="2026-11-22T12:00:00+00:00")

    assert Manifest.from_bytes(manifest.to_bytes()) == manifest


def test_the_id_is_of_the_content_not_of_its_number_or_time() -> None:
    first = make_manifest().numbered(version=1, frozen_at="2026-11-22T12:00:00+00:00")
    again = make_manifest().numbered(version=9, frozen_at="2027-01-01T00:00:00+00:00")

    assert first.id == again.id
    assert make_manifest(title="Another").content_id() != first.id


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"not json", b'{"format":"atoll-edition/9"}', b"\xff\xfe"],
)
def test_what_is_no_manifest_is_refused(content: bytes) -> None:
    with pytest.raises(ManifestError):
        Manifest.from_bytes(content)


def test_a_manifest_changed_after_freezing_is_refused() -> None:
    manifest = make_manifest().numbered(version=1, frozen_at="2026-11-22T12:00:00+00:00")
    changed = json.loads(manifest.to_bytes())
    changed["title"] = "Changed"

    with pytest.raises(ManifestError, match="id"):
        Manifest.from_bytes(json.dumps(changed).encode())


def test_lessons_are_found_by_slug_and_know_their_neighbours() -> None:
    manifest = make_manifest()
    first, second = manifest.lessons

    assert manifest.lesson("second") == second
    assert manifest.around(first) == (None, second)
    assert manifest.around(second) == (first, None)
    with pytest.raises(KeyError):
        manifest.lesson("none")
    with pytest.raises(KeyError):
        manifest.file("none.html")


def test_minutes_count_lessons_and_assessment() -> None:
    manifest = make_manifest()

    assert manifest.minutes == sum(lesson.minutes for lesson in manifest.lessons) + 10
    assert replace(manifest, assessment=None).minutes == manifest.minutes - 10


def test_only_media_count_as_media() -> None:
    assert [file.path for file in make_manifest().media] == ["media/picture.webp"]


def test_questions_come_back_from_their_bytes() -> None:
    reflection = Question(
        "99999999-0000-4000-8000-000000000000", QuestionType.REFLECTION, "<p>Why?</p>"
    )

    found = questions_from_bytes(questions_to_bytes([reflection, QUESTION]))

    assert found == {reflection.id: reflection, QUESTION.id: QUESTION}
    assert reflection.is_reflection
    assert QUESTION.correct == {"a"}


@pytest.mark.parametrize("content", [b"{", b'[{"id":1}]', b'{"a":1}'])
def test_what_is_no_file_of_questions_is_refused(content: bytes) -> None:
    with pytest.raises(ManifestError):
        questions_from_bytes(content)


def test_a_manifest_keeps_its_id_when_another_program_wrote_less_into_it() -> None:
    entry = json.loads(make_manifest().to_bytes())
    for unit in entry["units"]:
        del unit["implements"]
    said = {k: v for k, v in entry.items() if k not in ("id", "version", "frozen_at")}
    entry["id"] = hashlib.sha256(
        json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()

    assert Manifest.from_bytes(json.dumps(entry).encode()).units[0].implements == ()


def test_tags_of_chapters_and_units_come_back() -> None:
    unit = make_manifest().units[0]
    lesson = replace(unit.lessons[0], sdg_targets=("16.6",), principles=("integrity",))
    tagged = replace(unit, lessons=(lesson,), sdg_targets=("9.c",), wsis_lines=("C7",))
    manifest = make_manifest(units=(tagged,)).numbered(version=1, frozen_at="")

    assert Manifest.from_bytes(manifest.to_bytes()) == manifest


def test_a_question_of_the_first_kinds_keeps_the_bytes_it_had() -> None:
    [entry] = json.loads(questions_to_bytes([QUESTION]))
    assert entry.keys() == {"id", "type", "prompt", "options", "review"}
    assert entry["options"][0].keys() == {"id", "text", "correct", "feedback"}


def test_questions_of_every_kind_come_back_from_their_bytes() -> None:
    vectors = Path(__file__).parents[2] / "vectors" / "answers.json"
    cases = json.loads(vectors.read_text(encoding="utf-8"))["interactions"]
    entries = [case["question"] for case in cases]

    found = questions_from_bytes(json.dumps(entries).encode())

    assert {each.type for each in found.values()} == set(QuestionType)
    assert questions_from_bytes(questions_to_bytes(list(found.values()))) == found
    assert {each.type for each in found.values() if not each.is_marked} == UNMARKED


def test_tries_stand_in_the_bytes_only_where_they_are_not_two() -> None:
    question = Question(id="1", type=QuestionType.SINGLE, prompt="?")
    written = {n: questions_to_bytes([replace(question, tries=n)]) for n in (0, 1, 2, 3)}

    assert b"tries" not in written[2]
    for number, content in written.items():
        assert questions_from_bytes(content)["1"].tries == number


def test_a_question_is_another_one_when_it_asks_something_else() -> None:
    question = Question(id="1", type=QuestionType.SINGLE, prompt="?")

    assert question.digest == replace(question, tries=3, review="a-lesson").digest
    assert question.digest != replace(question, prompt="!").digest
    assert question.digest != replace(question, accepted=("one",)).digest
