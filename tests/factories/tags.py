"""The small library with tags of all three kinds, and a local toolkit that carries it out.

small-course       16.6, 9.c · C7 · participation
small-toolkit      16.6 · C1; its chapter N1: 16.6, 17.8 · C7 · transparency; N1's guide: 16.10
small-town-toolkit 11.3; its chapter L1: 11.3; its guide carries out the guide of small-toolkit
"""

from pathlib import Path

from tests.factories.library import COURSE, GUIDE, TOOLKIT, put, replace, write_library

TOWN = "small-town-toolkit"
ABOVE = f"{TOOLKIT}/guide-read-the-line"
BELOW = f"{TOWN}/guide-read-it-aloud"

TOWN_FILES = {
    f"{TOWN}/toolkit.md": """\
---
title: A small town toolkit
level: local
summary: Read the line aloud.
sdg: ["11.3"]
sources:
  - Our own work
---
It works at the counter.
""",
    f"{TOWN}/01-on-the-ground/chapter.md": """\
---
title: On the ground
code: L1
outcome: Read it to somebody
sdg: ["11.3"]
implements: ["N1"]
---
""",
    f"{TOWN}/01-on-the-ground/01-guide-read-it-aloud.md": f"""\
---
title: Read it aloud
summary: To one person, slowly
minutes: 5
implements: ["{ABOVE}"]
sources:
  - Our own work
---
## How

Read it twice.
""",
}


def write_tagged_library(root: Path) -> Path:
    """Write the library below `root` and give `root`."""
    write_library(root)
    course_tags = 'wsis: ["C7"]\nprinciples: ["participation"]\nsources:'
    replace(root, f"{COURSE}/course.md", "sources:", course_tags)
    replace(root, f"{TOOLKIT}/toolkit.md", "sources:", 'wsis: ["C1"]\nsources:')
    chapter_tags = 'sdg: ["16.6", "17.8"]\nwsis: ["C7"]\nprinciples: ["transparency"]'
    replace(root, f"{TOOLKIT}/01-start-here/chapter.md", 'sdg: ["16.6", "17.8"]', chapter_tags)
    replace(root, GUIDE, "minutes: 7", 'minutes: 7\nsdg: ["16.10"]')
    for name, text in TOWN_FILES.items():
        put(root, name, text)
    return root
