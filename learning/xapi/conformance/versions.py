"""The versions of xAPI that are spoken here (Communication 3.3; IEEE 9274.1.1 §4.2.4.3)."""

import re
from enum import StrEnum

from learning.xapi.conformance.errors import UnknownVersion

FIRST = re.compile(r"1\.0(\.[0-9]{1,9})?")
SECOND = re.compile(r"2\.0(\.[0-9]{1,9})?")


class Version(StrEnum):
    """What is answered where somebody speaks any patch of the version."""

    V1 = "1.0.3"
    V2 = "2.0.0"


def spoken(text: str) -> Version:
    """Give the version that a header names: 1.0, 1.0.x, 2.0 or 2.0.x. Raises: UnknownVersion."""
    if FIRST.fullmatch(text):
        return Version.V1
    if SECOND.fullmatch(text):
        return Version.V2
    raise UnknownVersion(text)


def may_carry(text: object, version: Version) -> bool:
    """Tell whether a statement sent as `version` may say it is of version `text` (Data 2.4.10).

    What was written for 1.0 may still be sent to a store of 2.0, but not the other way.
    """
    if not isinstance(text, str):
        return False
    if FIRST.fullmatch(text):
        return True
    return version == Version.V2 and SECOND.fullmatch(text) is not None
