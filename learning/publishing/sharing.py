"""Sharing an export among processes.

Each process is told the order, reads templates and editions, and never the database. It starts
anew (spawned, not forked), so that no connection or lock of this one comes along; that is why
nothing here imports Django before it is set up.
"""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from learning.bundles.errors import BundleError
from learning.publishing.errors import PublishingError
from learning.publishing.exporters.errors import ExportError
from learning.publishing.exporters.job import Job, Spread, one_by_one
from learning.publishing.orders import Order

Work = Callable[[Job, Any], Any]


@contextmanager
def shared(order: Order, jobs: int) -> Iterator[Spread]:
    """Give what spreads work over `jobs` processes, or does it here for one."""
    if jobs < 2:
        yield one_by_one
        return
    spawning = multiprocessing.get_context("spawn")
    given = (order, os.environ["DJANGO_SETTINGS_MODULE"])
    pool = ProcessPoolExecutor(jobs, spawning, _begin, given)

    def spread(work: Work, job: Job, items: Iterable[Any]) -> Iterator[Any]:
        every = list(items)
        return map(_answer, pool.map(_do, [work] * len(every), every))

    try:
        yield spread
    finally:
        pool.shutdown(cancel_futures=True)


# In the other process

_jobs: list[Job] = []  # the one that this process works for


def _begin(order: Order, settings_module: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = settings_module
    import django

    django.setup()
    from learning.publishing.handing import job_of

    _jobs[:] = [job_of(order)]


def _do(work: Work, item: Any) -> tuple[Any, str]:
    """Do one piece; give what came out, or the sentence of what went wrong."""
    from learning.publishing.handing import damage

    try:
        return work(_jobs[0], item), ""
    except (ExportError, PublishingError) as error:
        return None, str(error)
    except BundleError as error:
        return None, damage(error)


def _answer(answered: tuple[Any, str]) -> Any:
    result, fault = answered
    if fault:
        raise ExportError(fault)
    return result
