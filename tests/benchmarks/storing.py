"""What the store of statements takes: batches in, everything folded again, a page among millions.

The rows say what was wanted and how far from it we are: below 1 is better than wanted. On
PostgreSQL the same is measured in a process of its own, on a server of its own.
"""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles
from time import process_time

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learning.accounts.models import User
from learning.publishing.models import Edition
from learning.records.evidence import Evidence
from learning.records.linking import link
from learning.records.models import Statement
from learning.records.reading import progress_by_course
from learning.records.recording import record
from learning.records.refolding import rebuild
from learning.xapi.statements import Checked, check
from tests.benchmarks import folding, freezing, generating
from tests.benchmarks.measuring import Row, forget_peak, peak, seconds

ROOT = Path(__file__).resolve().parent.parent.parent
WANTED = {"sqlite": 2_000, "postgresql": 5_000}  # statements a second
BATCHES = (500, 1_000)
PATIENCE, ROOM = 300, 500  # seconds and MB for folding a million again
MILLION = 1_000_000
LOOKS = 60
LONGEST = 3_600  # seconds


def rows(scale: float = 1) -> Iterator[Row]:
    yield from _rows(scale, millions=1)
    yield from _on_postgresql(scale)


def _rows(scale: float, *, millions: int) -> Iterator[Row]:
    yield from map(_ingest, BATCHES)
    before = _look(_learner())
    yield _refold(int(MILLION * scale))
    if millions > 1:
        more = int(MILLION * scale * millions) - Statement.objects.count()
        took = seconds(lambda: generating.fill(more, first=int(MILLION * scale)))
        yield Row(f"{connection.vendor}: filling in", f"{more / took:.0f} rows/s", "nothing", 1)
        _analyse()
    yield _page(before, _look(_learner()))


def _ingest(batch: int) -> Row:
    checked = [check(each) for each in folding.made()]
    begun = process_time()
    took = seconds(lambda: record_all(checked, batch))
    worked = process_time() - begun
    return _speed(f"recording, {batch} at a time", len(checked) / took, len(checked) / worked)


def record_all(checked: Sequence[Checked], batch: int) -> None:
    for start in range(0, len(checked), batch):
        record(checked[start : start + batch], evidence=Evidence.OBSERVED, authority="bench")


def _speed(what: str, speed: float, of_processor: float) -> Row:
    wanted = WANTED[connection.vendor]
    measured = f"{speed:.0f} statements/s, {of_processor:.0f} a second of the processor"
    return Row(f"{connection.vendor}: {what}", measured, f"wanted, {wanted}/s", wanted / speed)


def _refold(count: int) -> Row:
    generating.fill(count)
    _analyse()
    forget_peak()
    begun = process_time()
    took = seconds(rebuild) * MILLION / count
    worked = (process_time() - begun) * MILLION / count
    memory = peak() / MILLION
    what = f"{connection.vendor}: folding {count} again, a million takes"
    wanted = f"wanted, {PATIENCE} s in {ROOM} MB"
    measured = f"{took:.0f} s ({worked:.0f} of the processor) in {memory:.0f} MB"
    return Row(what, measured, wanted, max(took / PATIENCE, memory / ROOM))


def _learner() -> User:
    """Give a learner who answered what generated ones answer, some of it from a stick."""
    learner = User.objects.create_learner(name="Bench", pin=str(uuid.uuid4().int)[-6:])
    stick = uuid.uuid4()
    link(stick, learner, by=None)
    for actor in (learner.pk, stick):
        record_all([check(each) for each in folding.made(actor=actor)[: folding.QUESTIONS]], 40)
    return learner


@dataclass(frozen=True)
class Look:
    """What a page costs. slow: 95 of 100 within; worked: of the processor; in seconds."""

    queries: int
    slow: float
    worked: float

    def __str__(self) -> str:
        worked = f"{self.worked * 1000:.1f} of the processor"
        return f"{self.slow * 1000:.1f} ms ({worked}), {self.queries} queries"


def _look(learner: User) -> Look:
    """Look at a lesson as a learner, again and again."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    edition = Edition.objects.current().courses().order_by("-length").first()
    address = f"/courses/{edition.slug}/{edition.manifest.lessons[0].slug}" if edition else "/me/"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
        progress_by_course(learner.pk)
    number = len(queries)  # now, for each request to come empties the log
    begun = _worked()
    took = [seconds(lambda: client.get(address)) for _ in range(LOOKS)]
    return Look(number, quantiles(took, n=20)[-1], (_worked() - begun) / LOOKS)


def _worked() -> float:
    """Give the seconds of the processor that this process has taken, and its server for it."""
    if connection.vendor != "postgresql":
        return process_time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = Path("/proc", str(cursor.fetchone()[0]), "stat")
    if not backend.exists():  # on another machine
        return process_time()
    ticks = backend.read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]  # proc(5)
    return process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _page(before: Look, after: Look) -> Row:
    count = Statement.objects.count()
    what = f"{connection.vendor}: a lesson among {count / MILLION:.1f} million, 95 of 100"
    return Row(what, str(after), f"empty store, {before}", after.slow / before.slow)


def _analyse() -> None:
    """Have PostgreSQL count what it has; of itself it would do so within a minute or two."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _on_postgresql(scale: float) -> Iterator[Row]:
    """Measure on PostgreSQL, where it is installed."""
    command = [ROOT / ".ci" / "postgres", sys.executable, "-m", "tests.benchmarks.on_postgresql"]
    done = subprocess.run(  # noqa: S603 — our own program
        [*map(str, command), str(scale)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().rpartition("\n")[2]
        yield Row("postgresql", "not measured", said[:60], 0)
    for line in done.stdout.splitlines():
        yield Row(**json.loads(line))


def print_rows() -> None:
    """Print what was measured on PostgreSQL, a line of JSON each."""
    freezing.set_up()
    call_command("partition_statements", verbosity=0)
    for row in _rows(float(sys.argv[1]), millions=10):
        sys.stdout.write(json.dumps(asdict(row)) + "\n")
        sys.stdout.flush()
