"""Measure on a hub of its own in a temporary folder, and print one table."""

import os
import secrets
import tempfile

import django
from rich.console import Console
from rich.table import Table


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="atoll-bench-") as var:
        os.environ.update(
            ATOLL_VAR=var,
            ATOLL_HTTPS="0",
            ATOLL_SECRET_KEY=secrets.token_urlsafe(50),
            DJANGO_SETTINGS_MODULE="learning.settings.hub",
        )
        os.environ.pop("ATOLL_DATABASE", None)
        django.setup()
        report()


def report() -> None:
    """Run every benchmark and show what came out."""
    # Models can be imported only now.
    from tests.benchmarks import exporting, finding, folding, freezing, loading, painting, serving

    console = Console(stderr=True)
    table = Table("what", "measured", "yardstick", "ratio", title="Atoll's benchmarks (medians)")
    with console.status("Setting up a hub…") as status:
        freezing.set_up()
        for benchmark in (serving, painting, freezing, folding, exporting, loading, finding):
            status.update(f"Measuring {benchmark.__name__.rpartition('.')[2]}…")
            for row in benchmark.rows():
                table.add_row(row.what, row.measured, row.yardstick, f"{row.ratio:.1f} ×")
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
