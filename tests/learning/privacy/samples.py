"""A learner who has used everything, and where a trace of one may be left."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection

from learning.accounts.access_log import note_access
from learning.accounts.choosing import choose
from learning.accounts.devices import Device
from learning.accounts.guessing import remember
from learning.accounts.models import Purpose, Seen, User
from learning.cohorts.models import Cohort
from learning.credentials.issuing import issue
from learning.publishing.models import Edition
from learning.records.quarantining import quarantine
from learning.sync.importing import bring_home
from learning.worksheets.instruments import Instrument
from learning.worksheets.inviting import join
from learning.worksheets.saving import begin
from tests.learning.accounts.people import signed_in
from tests.learning.cohorts.samples import COURSE, a_cohort, member_of
from tests.learning.credentials.samples import completed
from tests.learning.sync.samples import STICK, progress_file
from tests.learning.worksheets.samples import ANSWERS, handed_in


def a_whole_life(
    edition: Edition, pair: Instrument, learner: User, trainer: User, second: User
) -> Cohort:
    """Course, certificate, stick, cohort, worksheets alone and with another, consent, device."""
    completed(learner, edition)
    issue(learner, COURSE, name=learner.name)
    bring_home(
        progress_file(actor=STICK, code=learner.username), by=None, learner=None, authority="test"
    )
    quarantine(f'{{"actor":"{STICK}"', "Torn.", "test")
    group = a_cohort(trainer)
    member_of(group, learner)
    begin(learner, pair, title="Alone", answers=ANSWERS)
    shared = handed_in(pair, learner, ANSWERS)
    join(second, shared.invite_code)
    choose(learner, Purpose.POOL, says_yes=True)
    note_access(trainer, group.pk, Seen.COHORT)
    note_access(trainer, learner.pk, Seen.PIN)
    remember(learner, Device("d" * 64, is_own=True))
    signed_in(learner)
    return group


def places_of(*texts: str) -> Iterator[str]:
    """Say in which columns of the whole database any of the texts stands."""
    tables = set(connection.introspection.table_names())
    for model in apps.get_models(include_auto_created=True, include_swapped=True):
        if model._meta.db_table not in tables or model._meta.proxy:
            continue
        for field in model._meta.local_concrete_fields:
            for value in _values(model._meta.db_table, field.column):
                for text in texts:
                    if text in value or text.replace("-", "") in value:
                        yield f"{model._meta.label}.{field.name}"


def _values(table: str, column: str) -> Iterator[str]:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {quote(column)} FROM {quote(table)}")  # noqa: S608 — our own names
        rows: list[tuple[Any]] = cursor.fetchall()
    return (str(value) for (value,) in rows if value is not None)
