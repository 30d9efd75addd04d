"""What the pre-test and the post-test of a cohort's course show: who gained what, and where.

Members who are in the cohort now are counted. Four queries, whatever their number.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from html import unescape
from uuid import UUID

from django.utils.html import strip_tags

from learning.bundles.edition import FrozenEdition
from learning.bundles.errors import BundleError
from learning.bundles.manifest import Manifest
from learning.cohorts.models import Cohort
from learning.cohorts.offering import current_edition
from learning.cohorts.work.paired import (
    Gains,
    Item,
    Score,
    first_attempts,
    gains_between,
    items_of,
)
from learning.publishing.models import Edition
from learning.records.tests_taken import Taken, answers_given, tests_taken

TITLE_LENGTH = 140  # characters of a question


@dataclass(frozen=True)
class Tests:
    """The two tests of a course as it is published now; None where it has none.

    pass_percent: of the post-test.
    """

    before: UUID | None
    after: UUID | None
    pass_percent: int = 0
    frozen: FrozenEdition | None = None

    @property
    def known(self) -> list[UUID]:
        return [each for each in (self.before, self.after) if each]


NO_TESTS = Tests(None, None)


def tests_of(cohort: Cohort) -> Tests:
    """Give the tests of the cohort's course; none while it is not published, or is damaged."""
    try:
        frozen = current_edition(cohort.course).frozen()
    except (Edition.DoesNotExist, BundleError, OSError):
        return NO_TESTS
    return _tests(frozen.manifest, frozen)


def _tests(manifest: Manifest, frozen: FrozenEdition) -> Tests:
    before, after = manifest.pretest, manifest.assessment
    return Tests(
        before=UUID(before.activity) if before else None,
        after=UUID(after.activity) if after else None,
        pass_percent=after.pass_percent if after else 0,
        frozen=frozen,
    )


def gains_of(cohort: Cohort, *, only_trusted: bool = True) -> Gains:
    """Give what the tests of a cohort show.

    only_trusted: leave out what people brought from copies that anybody could have changed.
    """
    tests = tests_of(cohort)
    members = cohort.memberships.present().values_list("learner_id", flat=True)
    taken = tests_taken(list(members), tests.known) if tests.known else []
    counted = [each for each in taken if each.is_trusted or not only_trusted]
    before = [score_of(each) for each in counted if each.assessment == tests.before]
    after = [score_of(each) for each in counted if each.assessment == tests.after]
    items_before, items_after = _items(tests, before, after)
    return replace(gains_between(before, after), items_before=items_before, items_after=items_after)


def score_of(taken: Taken) -> Score:
    return Score(
        learner=taken.learner,
        attempt=taken.attempt,
        at=taken.at,
        raw=taken.raw,
        maximum=taken.maximum,
        is_passed=taken.is_passed,
    )


def _items(
    tests: Tests, before: Iterable[Score], after: Iterable[Score]
) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """Give the questions of the first attempts at each test, in one query."""
    asked = [
        {score.attempt: score.learner for score in first_attempts(each).values()}
        for each in (before, after)
    ]
    given = answers_given(asked[0] | asked[1])
    titles = _titles(tests, {each.question for each in given})
    first, second = (
        items_of([(g.question, g.is_right) for g in given if g.attempt in attempts], titles)
        for attempts in asked
    )
    return first, second


def _titles(tests: Tests, questions: Collection[UUID]) -> dict[UUID, str]:
    """Give what each question asks, as plain text; nothing where the edition does not say."""
    if tests.frozen is None:
        return {}
    try:
        known = tests.frozen.questions
    except (KeyError, BundleError, OSError):
        return {}
    return {each: _plain(known[str(each)].prompt) for each in questions if str(each) in known}


def _plain(html: str) -> str:
    text = " ".join(unescape(strip_tags(html)).split())
    return text if len(text) <= TITLE_LENGTH else text[: TITLE_LENGTH - 1].rstrip() + "…"
