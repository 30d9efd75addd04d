"""Telling the operator that nothing can be saved: once a minute, not once for each visitor."""

import logging
import threading
import time

from learning.faults.recognising import Fault

logger = logging.getLogger("learning.faults")

EVERY = 60.0  # seconds
_lock = threading.Lock()
_told: dict[Fault, float] = {}  # by the machine's own seconds
_since: dict[Fault, int] = {}


def tell(fault: Fault, error: BaseException | None) -> bool:
    """Write a line to the log unless there was one a moment ago; tell whether it was written."""
    now = time.monotonic()
    with _lock:
        last = _told.get(fault)
        if last is not None and now - last < EVERY:
            _since[fault] = _since.get(fault, 0) + 1
            return False
        _told[fault] = now
        missed = _since.pop(fault, 0)
    # As text: a kept error would hold on to its request, half an upload among it.
    told = str(error)
    logger.error("Nothing can be saved (%s): %s. %d more since the last line.", fault, told, missed)
    return True


def forget_what_was_told() -> None:
    """Begin anew, as after a start."""
    with _lock:
        _told.clear()
        _since.clear()
