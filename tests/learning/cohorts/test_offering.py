import uuid

import pytest
from django.utils import translation

from learning.cohorts.offering import courses_on_offer, current_edition
from learning.publishing.models import Edition
from tests.learning.cohorts.samples import COURSE, manifest_of, publish

OTHER = uuid.UUID("c0000000-0000-4000-8000-000000000002")


def test_a_course_is_offered_once_in_the_readers_language(edition: Edition) -> None:
    publish(manifest_of(language="fr", title="Les fondements"))
    publish(manifest_of(OTHER, title="Another course"))
    with translation.override("fr"):
        assert courses_on_offer() == [(OTHER, "Another course"), (COURSE, "Les fondements")]
    assert courses_on_offer() == [(OTHER, "Another course"), (COURSE, "Foundations")]


def test_a_course_is_shown_in_another_language_rather_than_not_at_all(edition: Edition) -> None:
    with translation.override("ar"):
        assert current_edition(COURSE) == edition


def test_withdrawn_editions_are_not_offered(edition: Edition) -> None:
    Edition.objects.update(is_current=False)
    assert courses_on_offer() == []
    with pytest.raises(Edition.DoesNotExist):
        current_edition(COURSE)
