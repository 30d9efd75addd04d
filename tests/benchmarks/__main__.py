"""Measure on a hub of its own in a temporary folder, and print one table.

Names leave out what is not named; `--scale` says how much of a million statements to take.
"""

import os
import secrets
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import django
from rich.console import Console
from rich.table import Table

SCALE = 0.1  # so that all of it takes about a quarter of an hour


def main() -> None:
    parser = ArgumentParser(prog="tests.benchmarks")
    parser.add_argument("name", nargs="*", help="such as storing or serving; all, if left out")
    parser.add_argument("--scale", type=float, default=SCALE, help="1 is a million statements")
    options = parser.parse_args()
    os.environ.pop("ATOLL_DATABASE", None)
    with a_hub():
        report(options.name, options.scale)


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


def report(names: Sequence[str], scale: float) -> None:
    """Run the benchmarks and show what came out."""
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

    console = Console(stderr=True)
    table = Table("what", "measured", "yardstick", "ratio", "load", title="Atoll's benchmarks")
    every = (serving, painting, freezing, folding, exporting, loading, finding, posting, cascading)
    every += (storing, weighing)
    with console.status("Setting up a hub…") as status:
        freezing.set_up()
        for benchmark in every:
            name = benchmark.__name__.rpartition(".")[2]
            if names and name not in names:
                continue
            status.update(f"Measuring {name}…")
            for row in storing.rows(scale) if benchmark is storing else benchmark.rows():
                ratio, load = f"{row.ratio:.1f} ×", f"{row.load:.1f}"
                console.print(f"{row.what}: {row.measured} ({ratio}, load {load})")
                table.add_row(row.what, row.measured, row.yardstick, ratio, load)
    Console(width=130).print(table)


if __name__ == "__main__":
    main()
