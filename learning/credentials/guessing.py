"""Slowing down whoever guesses codes: by address, with the counter that guards passwords.

Only codes that are well formed and unknown count: the check character catches nearly every
mistyped one, so an office behind one address is not stopped by its own typing.
"""

import math

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest

from learning.faults.recognising import fault_of
from learning.faults.telling import tell

# No account can be called so: a user name holds no stroke.
CREDENTIALS = {"username": "/verify/"}


def is_slowed(request: HttpRequest) -> bool:
    """Whether this address has named too many unknown codes in the last minutes."""
    return bool(AxesProxyHandler.is_locked(request, CREDENTIALS))


def count_unknown_code(request: HttpRequest) -> None:
    """Remember that somebody at this address named a code that does not exist.

    Where nothing can be saved it is not counted, and whoever verifies is answered all the same.
    """
    try:
        with transaction.atomic():
            AxesProxyHandler.user_login_failed(
                sender=__name__, credentials=CREDENTIALS, request=request
            )
    except DatabaseError as error:
        fault = fault_of(error)
        if fault is None:
            raise
        tell(fault, error)
    # The page says what it found; axes would answer with its own about signing in.
    request.axes_locked_out = False  # type: ignore[attr-defined]


def minutes_to_wait() -> int:
    return math.ceil(settings.AXES_COOLOFF_TIME * 60)
