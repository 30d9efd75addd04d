"""A small library: one course and one toolkit, as an author would write them.

small-course   two units, three lessons with a single check, a multiple check, a reflection, a
               figure and a link between lessons; a final assessment that draws 2 of 4 questions
small-toolkit  one chapter with a guide, a case and an instrument
"""

from io import BytesIO
from pathlib import Path

from PIL import Image

COURSE, TOOLKIT = "small-course", "small-toolkit"
FIRST = f"{COURSE}/01-first-steps/01-one-visit-less.md"
SECOND = f"{COURSE}/01-first-steps/02-count-the-visits.md"
THIRD = f"{COURSE}/02-at-work/01-write-it-down.md"
ASSESSMENT = f"{COURSE}/assessment.md"
FIGURE = f"{COURSE}/figures/two-counters.png"
GUIDE = f"{TOOLKIT}/01-start-here/01-guide-read-the-line.md"
CASE = f"{TOOLKIT}/01-start-here/02-case-fiji-one-desk.md"
INSTRUMENT = f"{TOOLKIT}/01-start-here/03-instrument-visit-counter.md"

FILES = {
    f"{COURSE}/course.md": """\
---
title: A small course
kind: course
code: S1
summary: Count what a person does, and take one step away.
audience: All public servants
outcomes:
  - Count the visits of one service
  - Take one visit away
sdg: ["16.6", "9.c"]
sources:
  - "A survey, 2024, https://example.org/survey"
  - A talk with two clerks
---
You need one real service and a sheet of paper.
""",
    f"{COURSE}/01-first-steps/unit.md": """\
---
title: First steps
summary: What a visit costs
---
""",
    FIRST: """\
---
title: One visit less
minutes: 5
summary: A visit is a cost
---
A person comes **three times** for one licence.

:::figure
image: figures/two-counters.png
alt: A queue at one counter, none at the other.
caption: Two counters on one morning
source: Our drawing
:::

:::check
id: what-a-visit-costs
---
What does one visit less save?

- [x] Time and money of the person.
  > Yes. A visit is a day of work and a fare.
- [ ] Nothing.
  > A fare and a day of work are saved.
:::

Then go on to [counting](lesson:count-the-visits).
""",
    SECOND: """\
---
title: Count the visits
minutes: 4
---
## What to count

Count from the first question to the paper in the hand.

:::key
A visit that nobody needs is the cheapest to take away.
:::

:::check
id: what-to-count
type: multiple
---
What belongs in the count? Choose each one.

- [x] The visit to ask which papers are needed.
  > Yes. The journey begins there.
- [x] The visit to fetch the licence.
  > Yes. The journey ends there.
- [ ] The visits of a neighbour for something else.
  > That is another journey.
:::
""",
    f"{COURSE}/02-at-work/unit.md": """\
---
title: At work
---
""",
    THIRD: """\
---
title: Write it down
minutes: 6
---
Look at your own office.

:::office
Ask the next person how often they came.
:::

:::reflection
id: my-service
---
Which visit will you take away first, and who must agree?
:::
""",
    ASSESSMENT: """\
---
title: Final assessment
pass_percent: 50
draw: 2
minutes: 10
---
You will get two questions from a set of four.

:::check
id: final-visits
review: one-visit-less
---
Which office changed a service?

- [x] The one that took a visit away.
  > Yes. The journey is shorter.
- [ ] The one that bought computers.
  > The journey is as long as before.
:::

:::check
id: final-cost
review: one-visit-less
---
Who pays for a visit?

- [ ] Nobody.
  > Somebody lost a day of work.
- [x] The person who comes.
  > Yes. With a fare and with time.
:::

:::check
id: final-counting
type: multiple
review: count-the-visits
---
Which numbers show a change? Choose each one.

- [x] Visits.
  > Yes. They are a part of the journey.
- [x] Days.
  > Yes. Waiting is a part of the journey.
- [ ] Followers.
  > That is attention, not service.
:::

:::check
id: final-diary
review: write-it-down
---
Where do you begin?

- [x] With one service.
  > Yes. One can be finished.
- [ ] With all of them.
  > Then none is finished.
:::
""",
    f"{TOOLKIT}/toolkit.md": """\
---
title: A small toolkit
level: national
summary: Read one line and act on it.
sdg: ["16.6"]
sources:
  - "A survey, 2024"
---
It works with pen and paper.
""",
    f"{TOOLKIT}/01-start-here/chapter.md": """\
---
title: Start here
code: N1
outcome: Read your country's line
sdg: ["16.6", "17.8"]
---
Three pages, one after the other.
""",
    GUIDE: """\
---
title: Read the line
summary: What the three numbers say
minutes: 7
sources:
  - "A survey, 2024, https://example.org/survey"
---
## What

Three numbers stand in one line.

:::table
caption: One line
source: A survey, 2024
---
| Part | Value |
| --- | --- |
| Services | 0.5 |
| People | 0.6 |
:::
""",
    CASE: """\
---
title: "Fiji: one desk"
summary: One desk instead of four
country: FJI
facts_date: June 2024
caveat: The figures are the office's own.
minutes: 3
sources:
  - "An office, 2024"
---
Four desks became one.
""",
    INSTRUMENT: """\
---
title: Visit counter
summary: A sheet to count visits on
minutes: 20
sources:
  - Our own work
---
:::steps
title: Fill it in
---
1. Write the service at the top.
2. Make one stroke for each visit.
:::
""",
}


def write_library(root: Path) -> Path:
    """Write the small library below `root`, which may exist, and give `root`."""
    for name, text in FILES.items():
        put(root, name, text)
    return put_bytes(root, FIGURE, png())


def put(root: Path, name: str, text: str) -> Path:
    """Write one file of the library and give `root`."""
    return put_bytes(root, name, text.encode())


def put_bytes(root: Path, name: str, content: bytes) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return root


def replace(root: Path, name: str, old: str, new: str) -> None:
    """Change the first `old` of a file to `new`, which must be another text."""
    text = (root / name).read_text(encoding="utf-8")
    assert old in text, f"{name} does not say {old!r}"
    put(root, name, text.replace(old, new, 1))


def png(width: int = 64, height: int = 32, colour: str = "teal") -> bytes:
    """Make a picture of one colour; width and height in pixels."""
    made = BytesIO()
    Image.new("RGB", (width, height), colour).save(made, format="PNG")
    return made.getvalue()
