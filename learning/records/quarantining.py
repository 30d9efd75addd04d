"""Keeping what could not be used, so that nothing is lost and somebody can look.

Only what names a person who had their records erased is kept nowhere (`erasing`).
"""

import hashlib
import re
from uuid import UUID

from django.db import transaction

from learning.records.counting import locked_origin
from learning.records.erasing import erased_among
from learning.records.models import Quarantine

IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

MAX_REASON = 300  # characters
MAX_SOURCE = 200  # characters


@transaction.atomic
def quarantine(text: str, reason: str, source: str) -> bool:
    """Keep a text as it stands, with why and where from; tell whether it is new here.

    The same text is kept once, with its first reason; one of an erased person is not kept. What no
    database can hold (NUL, half characters) is written as an escape.
    """
    locked_origin()  # or it could slip in while its person is being erased
    if _names_somebody_erased(f"{source} {text}"):
        return False
    raw = text.encode("utf-8", "surrogatepass")
    kept = text.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")
    _, is_new = Quarantine.objects.get_or_create(
        digest=hashlib.sha256(raw).hexdigest(),
        defaults={"text": kept, "reason": reason[:MAX_REASON], "source": source[:MAX_SOURCE]},
    )
    return is_new


def _names_somebody_erased(text: str) -> bool:
    return bool(erased_among({UUID(found) for found in IDENTIFIER.findall(text)}))
