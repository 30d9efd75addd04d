"""Measure on a hub of its own in a temporary folder, and print one table.

Names leave out what is not named; `--scale` says how much of a million statements to take. What
cannot be measured is told and leaves the rest standing; it ends with exit code 1 then.
"""

import os
import secrets
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import django
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from tests.benchmarks.measuring import Row

SCALE = 0.1  # so that all of it takes about a quarter of an hour
CAPTION = "ratio: measured ÷ yardstick as times; below 1 is better. load: of the last minute"


def main() -> None:
    parser = ArgumentParser(prog="tests.benchmarks")
    parser.add_argument("name", nargs="*", help="such as storing or serving; all, if left out")
    parser.add_argument("--scale", type=float, default=SCALE, help="1 is a million statements")
    options = parser.parse_args()
    os.environ.pop("ATOLL_DATABASE", None)
    with a_hub():
        sys.exit(0 if report(options.name, options.scale) else 1)


@contextmanager
def a_hub() -> Iterator[None]:
    """Set Django up for a hub in a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="atoll-bench-") as var:
        os.environ.update(
            ATOLL_VAR=var,
            ATOLL_HTTPS="0",
            ATOLL_SECRET_KEY=secrets.token_urlsafe(50),
            DJANGO_SETTINGS_MODULE="learning.settings.hub",
        )
        django.setup()
        yield


def report(names: Sequence[str], scale: float) -> bool:
    """Run the benchmarks, show what came out, and tell whether all could be measured.

    Raises: ValueError — no benchmark has such a name.
    """
    console, failed = Console(stderr=True), []
    table = Table("what", "measured", "yardstick", "ratio", "load", caption=CAPTION)
    every = _every(scale)
    if unknown := set(names) - every.keys():
        raise ValueError(f"No such benchmark: {', '.join(sorted(unknown))}")
    with console.status("Setting up a hub…") as status:
        _set_up()
        for name in [each for each in every if not names or each in names]:
            status.update(f"Measuring {name}…")
            if not measure(every[name], table, console):
                failed.append(name)
    Console(width=130).print(table)
    if failed:
        console.print(f"Could not be measured: {', '.join(failed)}")
    return not failed


def measure(benchmark: Callable[[], Iterable["Row"]], table: Table, console: Console) -> bool:
    """Put the rows of a benchmark into the table; tell whether it came to its end."""
    try:
        for row in benchmark():
            ratio, load = f"{row.ratio:.2f} ×", f"{row.load:.1f}"
            console.print(f"{row.what}: {row.measured} ({row.yardstick}: {ratio}, load {load})")
            table.add_row(row.what, row.measured, row.yardstick, ratio, load)
    except Exception:  # noqa: BLE001 — one that fails must not lose what the others measured
        console.print_exception()
        return False
    return True


def _every(scale: float) -> Mapping[str, Callable[[], Iterable["Row"]]]:
    """Give name → benchmark, in an order in which none fills what the next one reads."""
    # Models can be imported only now.
    from tests.benchmarks import (
        cascading,
        exporting,
        finding,
        folding,
        freezing,
        loading,
        painting,
        posting,
        serving,
        storing,
        weighing,
    )

    return {
        "serving": serving.rows,
        "painting": painting.rows,
        "freezing": freezing.rows,
        "folding": folding.rows,
        "exporting": exporting.rows,
        "loading": loading.rows,
        "posting": posting.rows,
        "storing": partial(storing.rows, scale),
        "cascading": cascading.rows,
        "finding": finding.rows,
        "weighing": weighing.rows,
    }


def _set_up() -> None:
    from tests.benchmarks import freezing

    freezing.set_up()


if __name__ == "__main__":
    main()
