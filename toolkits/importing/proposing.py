"""What the review proposes before the editor has decided anything."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape

from django.utils.html import strip_tags

from toolkits.importing.sources import Block, Details, Notes, Section, Table, Text

WORDS_A_MINUTE = 150  # of people who read in their second language
SUMMARY = 200  # characters
BREAK = re.compile(r"</p>|<br ?/?>|</li>|</h\d>")
SENTENCE_END = re.compile(r"(?<=[.!?؟。])\s")

KEEP, DROP, MERGE = "keep", "drop", "merge"


def decisions(sections: Sequence[Section]) -> list[str]:
    """Propose for each section: a unit of its own, dropped, or merged with the one above.

    The highest level of which there are several makes units; what lies deeper belongs to them.
    """
    level = _unit_level([section.level for section in sections])
    found: list[str] = []
    for place, section in enumerate(sections):
        above_is_kept = bool(found) and found[-1] != DROP
        if section.level > level and above_is_kept:
            found.append(MERGE)
        elif section.blocks or _goes_on_below(sections[place:], level):
            found.append(KEEP)
        else:
            found.append(DROP)
    return found


def _unit_level(levels: Sequence[int]) -> int:
    highest = min(levels)
    deeper = [level for level in levels if level > highest]
    return min(deeper) if deeper and levels.count(highest) == 1 else highest


def _goes_on_below(sections: Sequence[Section], level: int) -> bool:
    """Say whether a heading without text has deeper sections with text below it."""
    first, *others = sections
    if first.level < level:
        return False  # the document's title
    for other in others:
        if other.level <= first.level:
            return False
        if other.blocks:
            return True
    return False


def minutes(blocks: Iterable[Block]) -> int:
    """Estimate how long the blocks take to read, at least 1."""
    words = sum(len(text.split()) for block in blocks for text in texts(block))
    return max(1, round(words / WORDS_A_MINUTE))


def texts(block: Block) -> Iterator[str]:
    """Give every piece of text of the block, without markup."""
    if isinstance(block, Text):
        yield plain(block.html)
    elif isinstance(block, Table):
        yield from map(plain, [block.caption, *block.heading, *(c for r in block.rows for c in r)])
    elif isinstance(block, Details):
        yield from (block.title, plain(block.html))
    elif isinstance(block, Notes):
        yield from (plain(note.html) for note in block.items)


def summary(blocks: Iterable[Block]) -> str:
    """Propose the first sentence of the first paragraph."""
    first = next((plain(block.html) for block in blocks if isinstance(block, Text)), "")
    first = re.sub(r"\s*\[\d+\]", "", first)
    sentence = SENTENCE_END.split(first, maxsplit=1)[0]
    if len(sentence) <= SUMMARY:
        return sentence
    return sentence[:SUMMARY].rsplit(" ", 1)[0] + " …"


def plain(html: str) -> str:
    return " ".join(unescape(strip_tags(BREAK.sub(" ", html))).split())
