"""A small training programme: one day with a session and a handout, a test before and after."""

from pathlib import Path

from tests.factories.library import GUIDE, TOOLKIT, put

PROGRAMME = "small-programme"
SESSION = f"{PROGRAMME}/01-day-one/01-opening.md"
HANDOUT = f"{PROGRAMME}/01-day-one/02-visit-sheet.md"
PRETEST = f"{PROGRAMME}/pretest.md"
POSTTEST = f"{PROGRAMME}/assessment.md"
UNIT = f"{TOOLKIT}/{Path(GUIDE).stem.removeprefix('01-')}"

QUESTION = """\
:::check
id: {id}
review: opening
---
{question}

- [x] One visit.
  > Yes. Count each one.
- [ ] No visit.
  > Somebody came.
:::
"""

FILES = {
    f"{PROGRAMME}/course.md": """\
---
title: A small programme
kind: programme
code: TOT
summary: One day for people who teach others.
audience: Trainers
outcomes:
  - Lead one session
sdg: ["16.6"]
wsis: ["C7"]
principles: ["participation", "transparency"]
sources:
  - Our own work
---
Bring one service.
""",
    f"{PROGRAMME}/01-day-one/unit.md": "---\ntitle: Day one\n---\n",
    SESSION: f"""\
---
title: Opening
minutes: 60
form: session
starts: "09:00"
---
We count visits.

:::unit
from: {UNIT}
sections: ["What"]
:::

:::facilitator
title: Keep time
---
Ten minutes for **names**.
:::

:::reflection
id: my-service
---
Which service did you bring?
:::
""",
    HANDOUT: """\
---
title: Visit sheet
minutes: 5
form: handout
---
One stroke for each visit.
""",
    PRETEST: """\
---
title: Before we start
pass_percent: 70
draw: 1
minutes: 5
---
"""
    + QUESTION.format(id="before", question="What counts, before?"),
    POSTTEST: """\
---
title: After the day
pass_percent: 70
draw: 1
minutes: 5
---
"""
    + QUESTION.format(id="after", question="What counts, after?"),
}


def write_programme(root: Path) -> Path:
    """Write the small programme below `root`, beside the small library, and give `root`."""
    for name, text in FILES.items():
        put(root, name, text)
    return root
