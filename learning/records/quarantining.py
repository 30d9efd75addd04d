"""Keeping what could not be used, so that nothing is lost and somebody can look."""

import hashlib

from django.db import transaction

from learning.records.models import Quarantine

MAX_REASON = 300  # characters
MAX_SOURCE = 200  # characters


@transaction.atomic
def quarantine(text: str, reason: str, source: str) -> bool:
    """Keep a text as it stands, with why and where from; tell whether it is new here.

    The same text is kept once, with its first reason. What no database can hold (NUL, half
    characters) is written as an escape.
    """
    raw = text.encode("utf-8", "surrogatepass")
    kept = text.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")
    _, is_new = Quarantine.objects.get_or_create(
        digest=hashlib.sha256(raw).hexdigest(),
        defaults={"text": kept, "reason": reason[:MAX_REASON], "source": source[:MAX_SOURCE]},
    )
    return is_new
