"""What a request asks of the document that is there: If-Match, If-None-Match (Communication 3.1).

Tags are compared weakly (RFC 9110 §8.8.3.2): a server between us and a program that compresses an
answer makes its tag weak, and what the program read is the same. A tag without its quotes is taken
too, as programs send it.
"""

import hashlib
import re
from dataclasses import dataclass

from learning.lrs.errors import BadRequest, Contradiction, PreconditionFailed

TAG = re.compile(r'(?:W/)?"([^"]*)"|([^\s,"]+)')
ANY = "*"


def etag_of(content: bytes) -> str:
    """Give a document's tag without quotes: SHA-1, 40 hexadecimal digits (Communication 3.1)."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Preconditions:
    """The two headers as they were sent; None where one was not.

    needed: to overwrite by PUT, one of them must be there (profiles; with 2.0 states too).
    needed_at_first: also where nothing is yet (profiles with 1.0.3).
    """

    if_match: str | None = None
    if_none_match: str | None = None
    needed: bool = False
    needed_at_first: bool = False

    @property
    def are_given(self) -> bool:
        return self.if_match is not None or self.if_none_match is not None

    def expect(self, etag: str | None) -> None:
        """Hold them against the tag of what is there, None if nothing is.

        Raises: PreconditionFailed.
        """
        if self.if_match is not None and not _names(self.if_match, etag):
            raise PreconditionFailed(
                "If-Match does not name the document that is there. Nothing was changed. "
                "Read it again, then write."
            )
        if self.if_none_match is not None and _names(self.if_none_match, etag):
            raise PreconditionFailed(
                "If-None-Match names the document that is there. Nothing was changed."
            )

    def expect_to_overwrite(self, etag: str | None) -> None:
        """Hold them against what a PUT would overwrite.

        Raises: PreconditionFailed; Contradiction — none was given where one is needed;
        BadRequest — none was given, where nothing is that it could be about.
        """
        self.expect(etag)
        if self.needed and etag is not None and not self.are_given:
            raise Contradiction(
                "A document is there already. Nothing was changed. Check the current state of the "
                'resource, then set "If-Match" with the current ETag to resolve the conflict.'
            )
        if self.needed_at_first and not self.are_given:
            raise BadRequest(
                "A profile is sent with If-Match or If-None-Match (Communication 3.1). Nothing was "
                "kept. For a new one, send it again with If-None-Match: *."
            )

    def is_known(self, etag: str) -> bool:
        """Tell whether who reads has this document already (RFC 9110 §13.1.2)."""
        return self.if_none_match is not None and _names(self.if_none_match, etag)


def _names(header: str, etag: str | None) -> bool:
    if etag is None:
        return False
    if header.strip() == ANY:
        return True
    return any(etag == (quoted or bare) for quoted, bare in TAG.findall(header))
