"""What the readers' tests share."""

from toolkits.importing.reading import Incoming, nothing_beside, read
from toolkits.importing.sources import Beside, Block, Limits, Source


def source(name: str, content: bytes | str, *, beside: Beside = nothing_beside) -> Source:
    raw = content.encode() if isinstance(content, str) else content
    return read(Incoming(name, raw, beside), Limits())


def headings(found: Source) -> list[tuple[int, str]]:
    return [(section.level, section.heading) for section in found.sections]


def blocks(found: Source) -> list[Block]:
    return [block for section in found.sections for block in section.blocks]
