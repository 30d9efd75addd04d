"""A course with every kind of check that docs/library-format.md shows, as its examples write them.

kinds   one lesson with all of them and flashcards; a final assessment of those that are marked
"""

import re
from pathlib import Path

from courses.library.kinds import MARKED

FORMAT = Path(__file__).parents[2] / "docs" / "library-format.md"
BLOCK = re.compile(r"^:::([a-z]+)\n(?:.*?^type: (\w+)$)?.*?^:::$", re.M | re.S)
EXAMPLES = {
    match[2] or match[1]: match[0]
    for part in FORMAT.read_text(encoding="utf-8").split("```")
    for match in BLOCK.finditer(part)
}
KINDS = ("truefalse", "numeric", "ordering", "matching", "fillin", "poll", "scenario", "flashcards")
COURSE, LESSON = "kinds", "all-kinds"

FRONT = """\
---
title: All kinds of checks
kind: course
summary: One of each.
audience: Everybody who tests
outcomes: [Answer each kind]
sdg: ["16.6"]
sources: [Our own work]
---
Answer them all.
"""


def write_kinds(library: Path) -> Path:
    """Write the course into the folder `library`, and give the folder."""
    unit = library / COURSE / "01-unit"
    unit.mkdir(parents=True)
    (library / COURSE / "course.md").write_text(FRONT, encoding="utf-8")
    (unit / "unit.md").write_text("---\ntitle: A unit\n---\n", encoding="utf-8")
    body = "\n\n".join(EXAMPLES[name] for name in KINDS)
    lesson = f"---\ntitle: All kinds\nminutes: 5\n---\nBegin.\n\n{body}\n"
    (unit / f"01-{LESSON}.md").write_text(lesson, encoding="utf-8")
    bank = "\n\n".join(_for_a_test(name) for name in KINDS if name in MARKED)
    front = "---\ntitle: Final assessment\npass_percent: 50\nminutes: 5\n---\nShow it.\n\n"
    (library / COURSE / "assessment.md").write_text(f"{front}{bank}\n", encoding="utf-8")
    return library


def _for_a_test(name: str) -> str:
    return EXAMPLES[name].replace("id: ", f"review: {LESSON}\nid: final-", 1)
