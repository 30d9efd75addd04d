"""Where the next page of statements is (Data 2.5): an address that says all, signed.

Nothing is kept for it here, so it stays good for MOST_OLD, also over a restart. What a client may
read is asked anew on each page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing

from learning.lrs.errors import BadRequest
from learning.records.handing_out import Place

SALT = "learning.lrs.more"
MOST_OLD = timedelta(days=30)  # the specification asks for 24 hours


@dataclass(frozen=True)
class Onward:
    """What was asked for at first, and where the page before it ended."""

    parameters: Mapping[str, str]
    place: Place


def written(onward: Onward) -> str:
    """Give the text that stands for it in an address."""
    place = [onward.place.stored.isoformat(), str(onward.place.id)]
    return signing.dumps([dict(onward.parameters), place], salt=SALT, compress=True)


def read(text: str) -> Onward:
    """Raises: BadRequest — it was not written here, or too long ago."""
    try:
        parameters, (stored, identifier) = signing.loads(text, salt=SALT, max_age=MOST_OLD)
    except signing.BadSignature as error:
        raise BadRequest("This address of more statements is not valid; ask anew.") from error
    return Onward(parameters, Place(datetime.fromisoformat(stored), UUID(identifier)))
