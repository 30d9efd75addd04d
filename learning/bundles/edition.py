"""A frozen edition: a manifest and the store its files are in. All that a shell may read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from learning.bundles.manifest import Manifest, Question, questions_from_bytes
from learning.bundles.store import ObjectStore

ITEM_MARK = re.compile(r"<!--item:([0-9a-f-]{36})-->")


@dataclass(frozen=True)
class Text:
    """A stretch of a lesson's HTML."""

    html: str


@dataclass(frozen=True)
class FrozenEdition:
    manifest: Manifest
    store: ObjectStore

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question and reflection by its id, with the right answers. Not for publishing."""
        return questions_from_bytes(self.read(self.manifest.questions))

    def read(self, path: str) -> bytes:
        """Give the file at `path`.

        Raises: KeyError — the manifest names no such file; ObjectMissing, ObjectDamaged.
        """
        return self.store.read(self.manifest.file(path).sha256)

    def parts(self, path: str) -> Iterator[Text | Question]:
        """Give a fragment in reading order: stretches of HTML, and the questions between them."""
        pieces = ITEM_MARK.split(self.read(path).decode())
        for place, piece in enumerate(pieces):
            if place % 2:
                yield self.questions[piece]
            elif piece.strip():
                yield Text(piece)
