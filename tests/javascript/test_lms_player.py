"""What a learning platform is told, by the pure scripts of its packages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from learning.publishing.exporters.player_shell import ASSETS, SCRIPTS

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[2] / "learning" / "static"
PURE = [STATIC / ASSETS[name] for name in (*SCRIPTS[: SCRIPTS.index("page.js")], "standing.js")]
OURS = [
    STATIC / "learning" / "lms" / name
    for name in ("remembering.js", "scope.js", "cmi5-client.js", "cmi5-statements.js")
]
Run = Callable[..., Any]

COURSE = "11111111-0000-4000-8000-000000000001"
LESSON = "11111111-0000-4000-8000-000000000002"
TEST = "11111111-0000-4000-8000-000000000009"
ACTOR = "11111111-0000-4000-8000-000000000064"
SETUP = """
    const uuid = number => `${String(number).padStart(8, "0")}-0000-4000-8000-000000000000`;
    const numbers = Array.from({ length: 40 }, (_each, place) => uuid(place));
    const questions = {};
    numbers.forEach((id, place) => {
        const type = place % 2 ? "reflection" : "single";
        const options = [{ id: "a", correct: false }, { id: "b", correct: true }];
        questions[id] = { type, options };
    });
    const course = {
        activity: "COURSE", edition: "e", actorHome: "https://atoll.invalid/learners", questions,
        lessons: [{ slug: "one", activity: "LESSON", questions: numbers }],
        assessment: { slug: "test", activity: "TEST", passPercent: 60, questions: [] },
    };
    const common = seq => ({
        actor: "ACTOR", actorHome: course.actorHome, course: course.activity, edition: "e",
        origin: "11111111-0000-4000-8000-0000000000c8", seq,
        timestamp: new Date(1800000000000 + seq * 60000).toISOString(),
    });
    const whole = build => (common_) => {
        const made = build(common_);
        made.id = Atoll.statementId(made);
        return made;
    };
    const answered = (seq, place, response, correct) => whole(c => Atoll.answered(c, {
        question: numbers[place], parent: "LESSON", response, correct,
    }))(common(seq));
    const scored = (seq, raw) => whole(c => Atoll.scored(c, {
        assessment: "TEST", attempt: uuid(1000 + seq), raw, maximum: 5, passPercent: 60,
    }))(common(seq));
    const restore = (memory, statements) => {
        const builders = Atoll.restored(course, memory, Atoll.fold(statements));
        return statements.concat(builders.map(build => whole(build)(common(1))));
    };
    const standing = (statements) => {
        const folded = Atoll.fold(statements);
        const { states, done, total, isComplete } = Atoll.standing(course, folded);
        return { states, done, total, isComplete };
    };
"""
for name, value in (("COURSE", COURSE), ("LESSON", LESSON), ("TEST", TEST), ("ACTOR", ACTOR)):
    SETUP = SETUP.replace(f'"{name}"', f'"{value}"')


@pytest.fixture
def run(page: Page, tmp_path: Path) -> Run:
    """Give a function that runs JavaScript after SETUP, with the pure scripts."""
    sources = (*PURE, *OURS)
    tags = "".join(f'<script defer src="{path.as_uri()}"></script>' for path in sources)
    blank = tmp_path / "blank.html"
    blank.write_text(f'<!doctype html><meta charset="utf-8"><title>Blank</title>{tags}')
    page.goto(blank.as_uri())
    return lambda script, given=None: page.evaluate(f"given => {{ {SETUP} {script} }}", given)


def test_what_is_remembered_restores_the_same_standing_and_the_same_text(run: Run) -> None:
    found = run("""
        const statements = [
            answered(1, 0, "a", false), answered(2, 0, "b", true),
            answered(3, 1, "A text, نص", null),
            answered(4, 2, "b", true), answered(5, 2, "a", false),
            answered(6, 4, "a", false),
            scored(7, 2), scored(8, 5), scored(9, 3), scored(10, 1),
        ];
        const text = Atoll.remember(course, Atoll.fold(statements), "one", 4096);
        const again = restore(Atoll.recall(text), []);
        const [before, after] = [Atoll.fold(statements), Atoll.fold(again)];
        const facts = fold => numbers.slice(0, 6).map(id => fold[id] && [
            fold[id].succeeded, fold[id].last_response, fold[id].last_correct]);
        const test = fold => {
            const at = fold[course.assessment.activity];
            return [at.best_raw, at.last_raw, at.attempts, at.passed, at.last_at];
        };
        return {
            isSame: JSON.stringify(facts(before)) === JSON.stringify(facts(after)),
            standing: [standing(statements), standing(again)],
            tests: [test(before), test(after)],
            texts: [text, Atoll.remember(course, after, "one", 4096)],
            more: restore(Atoll.recall(text), again).length - again.length,
            own: restore(Atoll.recall(text), statements).length - statements.length,
        };
    """)
    assert found["isSame"]
    assert found["standing"][0] == found["standing"][1]
    assert found["tests"][0] == found["tests"][1]
    assert found["texts"][0] == found["texts"][1]
    assert (found["more"], found["own"]) == (0, 0)


def test_too_long_a_text_leaves_out_old_answers_and_never_what_succeeded(run: Run) -> None:
    found = run("""
        const statements = numbers.map((_id, place) => place % 2
            ? answered(place + 1, place, "x".repeat(1500) + place, null)
            : answered(place + 1, place, "b", true));
        const folded = Atoll.fold(statements);
        return [4096, 600, 64000].map(most => {
            const text = Atoll.remember(course, folded, "one", most);
            const memory = Atoll.recall(text);
            const entries = numbers.map(id => memory.q[id.slice(0, 8)]);
            return {
                length: text.length,
                done: standing(restore(memory, [])).states.one,
                texts: entries.map((each, place) => place % 2 && each.length > 2 ? place : 0)
                    .filter(Boolean),
                times: entries.filter(each => each.length > 1).length,
            };
        });
    """)
    short, shortest, whole = found
    assert short["length"] <= 4096
    assert short["texts"] == [37, 39]
    assert (shortest["texts"], shortest["times"]) == ([], 0)
    assert whole["texts"] == list(range(1, 40, 2))
    assert {each["done"] for each in found} == {"done"}


def test_a_later_answer_of_another_computer_is_taken_over(run: Run) -> None:
    found = run("""
        const here = [answered(1, 0, "a", false)];
        const there = here.concat(answered(2, 0, "b", true), answered(3, 0, "a", false));
        const text = Atoll.remember(course, Atoll.fold(there), "", 4096);
        const after = Atoll.fold(restore(Atoll.recall(text), here))[numbers[0]];
        const later = here.concat(answered(9, 0, "a", false));
        const kept = Atoll.fold(restore(Atoll.recall(text), later))[numbers[0]];
        return [after.succeeded, after.last_correct, kept.succeeded, kept.last_at];
    """)
    assert found[:3] == [True, False, True]
    assert found[3] == 1_800_000_000_000 + 9 * 60_000


@pytest.mark.parametrize(
    "text", ["", "{", "null", "[]", '{"v":2,"q":{},"t":{}}', '{"v":1}', "lesson=3"]
)
def test_a_text_of_others_is_none_of_ours(run: Run, text: str) -> None:
    assert run("return Atoll.recall(given);", text) is None


def test_scores_are_cut_off_and_never_rounded_up(run: Run) -> None:
    found = run("""
        const progress = { [course.assessment.activity]: {
            best_raw: 2, best_maximum: 3, passed: true } };
        const states = { one: "started" };
        const score = Atoll.scopeOf(course, { states }, progress, "test").score;
        return [score, Atoll.isMastered(score, 0.67), Atoll.isMastered(score, 0.66),
            Atoll.isMastered(score, undefined)];
    """)
    assert (found[0]["percent"], found[0]["scaled"]) == (66, 6666)
    assert found[1:] == [False, True, True]


def test_a_launch_needs_every_parameter(run: Run) -> None:
    whole = (
        "?step=a&endpoint=https%3A%2F%2Fp%2Fxapi&fetch=f&actor=%7B%22mbox%22%3A%22m%22%7D"
        "&registration=r&activityId=a"
    )
    found = run("return Atoll.launchOf(given);", whole)
    assert found["endpoint"] == "https://p/xapi/"
    assert found["actor"] == {"mbox": "m"}
    for query in (whole.replace("fetch", "other"), whole.replace("%22", "", 1), ""):
        assert run("return Atoll.launchOf(given);", query) is None


def test_a_statement_told_twice_has_the_same_id_of_version_5(run: Run) -> None:
    first, second, other = run("""
        const launch = registration => ({ registration, activityId: "a", actor: {} });
        const facts = Atoll.facts(answered(1, 0, "b", true));
        return ["r", "r", "s"].map(each => Atoll.cmi5Statements(launch(each), {})
            .answered(1800000000000, facts, {}).id);
    """)
    assert first == second != other
    assert first[14] == "5"
