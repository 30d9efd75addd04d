from dataclasses import replace

import pytest

from learning.bundles.manifest import Kind
from learning.publishing.models import Edition
from tests.learning.cohorts.agenda.test_templates import a_programme, a_session
from tests.learning.cohorts.samples import publish


@pytest.fixture
def programme(db: None) -> Edition:
    """A published programme of two days with three sessions."""
    days = ((a_session(1, "09:00"), a_session(2, "14:00")), (a_session(3, "09:00"),))
    manifest = replace(a_programme(*days), kind=Kind.PROGRAMME, id="", version=0)
    return publish(manifest.numbered(version=1, frozen_at="2026-11-22T12:00:00Z"))
