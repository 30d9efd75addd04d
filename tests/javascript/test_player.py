"""The USB player's scripts give what the same rules give in Python."""

import hashlib
import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from learning.accounts.codes import LEARNER_CODE_LENGTH, new_code
from learning.bundles.manifest import Assessment
from learning.player import marking
from learning.xapi import progress_files, statements
from learning.xapi.folding import fold

pytestmark = pytest.mark.browser

Run = Callable[..., Any]
VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "statements.json").read_text())
TIMES = ("first_success", "last_at", "completed_at")
NOW = datetime(2026, 11, 22, 12, 0, 0, 250_000, tzinfo=UTC)
COMMON = {
    "actor": "11111111-0000-4000-8000-000000000064",
    "actorHome": "https://atoll.invalid/learners",
    "course": "11111111-0000-4000-8000-000000000001",
    "edition": "ab" * 32,
    "origin": "11111111-0000-4000-8000-0000000000c8",
    "seq": 7,
    "timestamp": "2026-11-22T12:00:00.250Z",
}
PYTHON_COMMON: Any = {
    "actor": uuid.UUID(COMMON["actor"]),
    "actor_home": COMMON["actorHome"],
    "course": uuid.UUID(COMMON["course"]),
    "edition": COMMON["edition"],
    "origin": uuid.UUID(COMMON["origin"]),
    "seq": 7,
    "timestamp": NOW,
}
QUESTION = "11111111-0000-4000-8000-000000000003"
LESSON = "11111111-0000-4000-8000-000000000002"
ATTEMPT = "11111111-0000-4000-8000-000000000009"


def test_sha256_is_sha256(run: Run) -> None:
    lengths = (0, 1, 31, 55, 56, 63, 64, 65, 119, 128, 1000, 16_000)
    texts = [text[:length] for length in lengths for text in ("x" * length, "é𝒶ا x" * length)]
    found = run("texts => texts.map(Atoll.sha256)", texts)
    assert found == [hashlib.sha256(text.encode()).hexdigest() for text in texts]


def test_every_vector_has_its_canonical_text_and_its_id(run: Run) -> None:
    script = """all => all.map(statement => {
        const content = Object.assign({}, statement);
        ["id", "stored", "authority", "version"].forEach(name => delete content[name]);
        return [Atoll.canonical(content), Atoll.statementId(statement)];
    })"""
    vectors = VECTORS["statements"]
    found = run(script, [vector["statement"] for vector in vectors])
    assert found == [[vector["canonical"], vector["id"]] for vector in vectors]


def test_what_two_programs_could_write_differently_is_refused(run: Run) -> None:
    script = """() => {
        const values = [0.5, 2 ** 53, NaN, "\\ud800", {"\\ud800": 1}, undefined, {a: [1.5]}];
        return values.map(value => {
            try { return Atoll.canonical(value) } catch (error) { return error.name }
        });
    }"""
    assert run(script) == 7 * ["RangeError"]


def test_what_python_refuses_is_refused_from_a_progress_file(run: Run) -> None:
    lines = {vector["name"]: json.dumps(vector["statement"]) for vector in VECTORS["refused"]}
    for name, line in lines.items():
        found = run("line => Atoll.readProgressFile(line)", line)
        assert (name, found["statements"], found["damaged"]) == (name, [], 1)


@pytest.mark.parametrize("order", ["all", "all.slice().reverse()", "all.concat(all)"])
def test_every_fold_vector_gives_its_progress(run: Run, order: str) -> None:
    script = f"([all, activity]) => Atoll.fold({order})[activity] || null"
    for vector in VECTORS["folds"]:
        found = run(script, [vector["statements"], vector["activity"]])
        assert (vector["name"], found) == (vector["name"], _in_milliseconds(vector["progress"]))


def test_a_registration_is_the_same_statement_in_both_languages(run: Run) -> None:
    found = run("common => Atoll.registered(common)", COMMON)
    assert found == statements.registered(**PYTHON_COMMON)


@pytest.mark.parametrize(
    ("correct", "attempt"), [(True, None), (False, None), (None, None), (True, ATTEMPT)]
)
def test_an_answer_is_the_same_statement_in_both_languages(
    run: Run, correct: bool | None, attempt: str | None
) -> None:
    response = " Cafe\u0301 \u0000أرض 🏝 " + "x" * 2_100
    facts = {
        "question": QUESTION,
        "parent": LESSON,
        "response": response,
        "correct": correct,
        "attempt": attempt,
    }
    found = run("([common, facts]) => Atoll.answered(common, facts)", [COMMON, facts])
    assert found == statements.answered(
        question=uuid.UUID(QUESTION),
        lesson=uuid.UUID(LESSON),
        response=response,
        correct=correct,
        attempt=uuid.UUID(attempt) if attempt else None,
        **PYTHON_COMMON,
    )


def test_a_score_is_the_same_statement_in_both_languages(run: Run) -> None:
    for raw in (0, 2, 3, 5):
        facts = {"assessment": LESSON, "attempt": ATTEMPT, "raw": raw, "maximum": 5}
        script = "([common, facts]) => Atoll.scored(common, {...facts, passPercent: 60})"
        assert run(script, [COMMON, facts]) == statements.scored(
            assessment=uuid.UUID(LESSON),
            attempt=uuid.UUID(ATTEMPT),
            raw=raw,
            maximum=5,
            pass_percent=60,
            **PYTHON_COMMON,
        )


def test_an_attempt_draws_the_questions_that_the_server_draws(run: Run) -> None:
    bank = [str(uuid.uuid5(uuid.NAMESPACE_OID, str(place))) for place in range(30)]
    assessment = Assessment("", "", "", 0, 60, 10, "", tuple(bank))
    for attempt in bank[:5]:
        found = run("([attempt, bank]) => Atoll.draw(attempt, bank, 10)", [attempt, bank])
        assert tuple(found) == marking.draw(assessment, attempt)


def test_codes_are_accepted_as_people_type_them(run: Run) -> None:
    code = new_code(LEARNER_CODE_LENGTH)
    for typed in (code, code.lower(), f" {code[:4]}-{code[4:]} ", code.replace("0", "o")):
        assert run("text => Atoll.cleanCode(text)", typed) == code


def test_a_mistyped_code_is_refused(run: Run) -> None:
    code = new_code(LEARNER_CODE_LENGTH)
    wrong = ("1" if code[0] != "1" else "2") + code[1:]
    for typed in ("", code[:-1], code + "0", wrong, "ZZZZ-ZZZZ", "🏝" * 8):
        assert run("text => Atoll.cleanCode(text)", typed) == ""


def test_a_random_uuid_is_one_of_version_4(run: Run) -> None:
    found = [uuid.UUID(text) for text in run("() => [1, 2, 3].map(Atoll.uuid)")]
    assert len(set(found)) == 3
    assert all(each.version == 4 and each.variant == uuid.RFC_4122 for each in found)


def test_python_reads_the_progress_file_that_the_player_writes(run: Run) -> None:
    found = progress_files.read(_file(run).encode())
    assert found.is_complete
    assert found.header is not None
    assert (found.header.name, found.header.code) == ("Sina Tuʻi", "")
    assert fold(found.statements)[uuid.UUID(QUESTION)].succeeded


def test_the_player_reads_the_progress_file_that_python_writes(run: Run) -> None:
    ours = progress_files.read(_file(run).encode())
    assert ours.header is not None
    text = progress_files.write(ours.header, ours.statements).decode()
    found = run("text => Atoll.readProgressFile(text)", "\ufeff" + text.replace("\n", "\r\n"))
    assert (len(found["statements"]), found["damaged"]) == (2, 0)
    assert found["person"] == {"actor": COMMON["actor"], "name": "Sina Tuʻi", "code": ""}


def test_a_cut_off_progress_file_keeps_its_whole_statements(run: Run) -> None:
    text = _file(run)
    cut = text[: text.rindex('{"end"') - 20]
    found = run("text => Atoll.readProgressFile(text)", cut)
    assert (len(found["statements"]), found["damaged"]) == (1, 1)


def test_a_progress_file_has_a_name_that_every_disk_takes(run: Run) -> None:
    names = {
        "Sina Tuʻi": "progress-data-sina-tu-i.progress",
        "Éloïse": "progress-data-eloise.progress",
        "سينا": "progress-data-learner.progress",
        "../../x\\y:z": "progress-data-x-y-z.progress",
    }
    script = "names => names.map(name => Atoll.progressFileName('data', name))"
    assert run(script, list(names)) == list(names.values())


def test_a_ledger_written_in_two_tabs_loses_nothing(run: Run) -> None:
    script = """([course, person, answer]) => {
        const [one, two] = [Atoll.ledger(course, person), Atoll.ledger(course, person)];
        const build = text => common => Atoll.answered(common, {...answer, response: text});
        one.append([build("one")]);
        two.append([build("two")]);
        one.append([build("three")]);
        return two.statements().map(Atoll.facts);
    }"""
    course = {"activity": COMMON["course"], **COMMON}
    answer = {"question": QUESTION, "parent": LESSON, "correct": True}
    found = run(script, [course, {"actor": COMMON["actor"]}, answer])
    assert [each["verb"] for each in found] == ["registered"] + 3 * ["answered"]
    assert [each["seq"] for each in found] == [1, 2, 3, 4]
    assert len({each["origin"] for each in found}) == 1


def test_a_browser_that_refuses_to_keep_holds_everything_until_it_can(run: Run) -> None:
    script = """() => {
        const heard = [];
        Atoll.storage.onRefused(() => heard.push("refused"));
        const real = Storage.prototype.setItem;
        Storage.prototype.setItem = () => { throw new DOMException("", "QuotaExceededError") };
        const first = Atoll.storage.write("x", [1]);
        const held = [Atoll.storage.read("x"), Atoll.storage.isHolding()];
        Storage.prototype.setItem = real;
        const second = Atoll.storage.write("x", [1, 2]);
        return [first, held, heard, second, Atoll.storage.stored("x"), Atoll.storage.isHolding()];
    }"""
    assert run(script) == [False, [[1], True], ["refused"], True, [1, 2], False]


def test_what_is_damaged_in_storage_is_put_aside(run: Run) -> None:
    script = """() => {
        localStorage.clear();
        localStorage.setItem("atoll/1/people", '[{"actor": ');
        const found = Atoll.storage.read("people");
        Atoll.storage.write("people", []);
        const aside = Object.keys(localStorage).filter(key => key.includes("/damaged/"));
        return [found, aside.map(key => localStorage.getItem(key))];
    }"""
    assert run(script) == [None, ['[{"actor": ']]


def test_odd_statements_in_storage_are_carried_along(run: Run) -> None:
    script = """([course, person]) => {
        localStorage.clear();
        const key = "atoll/1/" + person.actor + "/" + course.activity;
        localStorage.setItem(key, '{"statements": [{"odd": 1}]}');
        const ledger = Atoll.ledger(course, person);
        ledger.append([]);
        ledger.append([]);
        const record = JSON.parse(localStorage.getItem(key));
        return [record.odd, record.statements.length];
    }"""
    course = {"activity": COMMON["course"], **COMMON}
    assert run(script, [course, {"actor": COMMON["actor"]}]) == [[{"odd": 1}], 1]


def _file(run: Run) -> str:
    script = """([common, answer]) => {
        const all = [Atoll.registered(common), Atoll.answered({...common, seq: 8}, answer)];
        all.forEach(each => each.id = Atoll.statementId(each));
        const course = {activity: common.course, title: "Data", edition: common.edition};
        const person = {actor: common.actor, name: "Sina Tuʻi", code: ""};
        return Atoll.writeProgressFile(course, person, all);
    }"""
    answer = {"question": QUESTION, "parent": LESSON, "response": "a", "correct": True}
    return str(run(script, [COMMON, answer]))


def _in_milliseconds(progress: dict[str, Any] | None) -> dict[str, Any] | None:
    if progress is None:
        return None
    times = {name: _milliseconds(progress[name]) for name in TIMES}
    return {**progress, **times}


def _milliseconds(text: str | None) -> int | None:
    return None if text is None else round(datetime.fromisoformat(text).timestamp() * 1000)
