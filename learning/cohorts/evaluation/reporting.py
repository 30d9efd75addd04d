"""The report for those who decide: what a cohort achieved, in four levels, on one page.

The levels are Kirkpatrick's names; what is counted in each is our choice (the library's programme,
day 5). Of fewer than five people nothing is told in words, and under eight pairs of tests no
conclusion is drawn. Every figure says of how many.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.cohorts.cascade.following import MONTHS, FollowUp, follow_ups_of
from learning.cohorts.cascade.tree import Reach, Tree, tree_of
from learning.cohorts.evaluation.reactions import LEAST, summed_over
from learning.cohorts.models import Cohort
from learning.cohorts.work.certifying import Verdict, verdicts_of
from learning.cohorts.work.gains import gains_of
from learning.cohorts.work.paired import Gains
from learning.cohorts.work.rules import Condition
from learning.records.facts import facts_of
from learning.xapi.attestations import Kind


@dataclass(frozen=True)
class Figure:
    """One line of the report. `value`: as it is read; `of`: how many it is a part of, if any."""

    label: str
    value: str
    of: int | None = None


@dataclass(frozen=True)
class Level:
    """`question`: what the level asks. `remarks`: sentences that stop wrong conclusions."""

    name: str
    question: str
    figures: tuple[Figure, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """participants: in the cohort now. left: who left. levels: in their order."""

    cohort: Cohort
    days: tuple[date, ...]
    participants: int
    left: int
    organisations: int
    certified: int
    levels: tuple[Level, ...]


def report_of(cohort: Cohort, days: Sequence[date]) -> Report:
    """Give the report of a cohort that meets on these days."""
    members = list(cohort.memberships.values_list("left", "learner", "learner__organisation"))
    here = {learner: name for left, learner, name in members if left is None}
    verdicts = verdicts_of(cohort)
    follow_ups = [each for each in follow_ups_of(cohort) if each.learner in here]
    tree = tree_of(cohort)
    return Report(
        cohort=cohort,
        days=tuple(days),
        participants=len(here),
        left=len(members) - len(here),
        organisations=len({name.casefold() for name in here.values() if name}),
        certified=sum(each.is_certified for each in verdicts.values()),
        levels=(
            reaction_level(cohort),
            learning_level(gains_of(cohort), list(verdicts.values())),
            behaviour_level(follow_ups, tree, participants=len(here)),
            results_level(follow_ups, tree, list(verdicts.values())),
        ),
    )


def table_of(report: Report) -> tuple[list[str], list[list[object]]]:
    """Give the report as a table: heading and rows."""
    heading = [_("Level"), _("Figure"), _("Value"), _("Of")]
    rows: list[list[object]] = [
        [level.name, figure.label, figure.value, figure.of]
        for level in report.levels
        for figure in level.figures
    ]
    return heading, rows


def reaction_level(cohort: Cohort) -> Level:
    """What people found of the days: forms, and how many gave one of the two better marks."""
    told = summed_over(facts_of(cohort.pk, Kind.REACTION))
    lines = (Figure(str(line.label), str(line.good), line.total) for line in told.lines)
    remarks = [_("High marks show comfort, not learning.")] if told.lines else []
    if told.forms and not told.is_shown:
        remarks = [_("Fewer than five forms: nothing is shown.")]
    if told.is_disputed:
        remarks.append(_("Two people counted forms on paper differently; the later count is used."))
    figures = (Figure(_("Forms of all days"), str(told.forms)), *lines)
    return Level(_("Reaction"), _("Was it useful and fair?"), figures, tuple(remarks))


def learning_level(gains: Gains, verdicts: Collection[Verdict]) -> Level:
    """What people can do now: the two tests, the teach-back, attendance."""
    remarks = []
    if gains.are_few:
        remarks.append(_("Fewer than eight people took both tests: draw no conclusion from them."))
    figures = [*_of_tests(gains), *_of_rule(verdicts)]
    return Level(_("Learning"), _("What can people do now?"), tuple(figures), tuple(remarks))


def behaviour_level(follow_ups: Sequence[FollowUp], tree: Tree, *, participants: int) -> Level:
    """What people do at work: follow-ups after three and six months, and courses they taught."""
    figures: list[Figure] = []
    for month in MONTHS:
        told = [each for each in follow_ups if each.month == month]
        answered = ngettext(
            "Answered after %(number)d month", "Answered after %(number)d months", month
        )
        figures.append(Figure(answered % {"number": month}, str(len(told)), participants))
        if told:
            taught = sum(each.has_taught for each in told)
            figures.append(Figure(_("Have taught since then"), str(taught), len(told)))
    reach = sum((branch.reach for branch in tree.branches), Reach())
    figures += [
        Figure(_("Courses they taught, as they wrote down"), str(reach.courses)),
        Figure(_("People in those courses"), str(reach.people)),
        Figure(_("Women among them"), str(reach.women), reach.people),
    ]
    remarks = [_("Who came to two courses is counted twice.")] if reach.courses > 1 else []
    return Level(_("Behaviour"), _("Do they do it at work?"), tuple(figures), tuple(remarks))


def results_level(
    follow_ups: Sequence[FollowUp], tree: Tree, verdicts: Collection[Verdict]
) -> Level:
    """What is different: plans and what was done of them, and the next generations."""
    plans = [line for each in verdicts for line in each.lines if line.condition == Condition.PLAN]
    figures = []
    if plans:
        accepted = sum(line.is_met for line in plans)
        figures.append(Figure(_("Action plans accepted"), str(accepted), len(plans)))
    last = [each for each in follow_ups if each.month == MONTHS[-1] and each.planned]
    done = sum(min(each.done or 0, each.planned or 0) for each in last)
    planned = sum(each.planned or 0 for each in last)
    below = tree.levels[1:]
    figures += [
        Figure(_("Lines of the plans done after 6 months"), str(done), planned),
        Figure(_("Cohorts of the next generations"), str(sum(level.cohorts for level in below))),
        Figure(_("People trained in them"), str(sum(level.trained for level in below))),
    ]
    return Level(
        _("Results"), _("Is something different?"), tuple(figures), tuple(_obstacles(follow_ups))
    )


def _obstacles(follow_ups: Collection[FollowUp]) -> Iterator[str]:
    """Say what stood in the way most, once five people have answered."""
    told = Counter(each.obstacle_in_words for each in follow_ups if each.obstacle_in_words)
    if told.total() >= LEAST:
        most, number = min(told.items(), key=lambda pair: (-pair[1], pair[0]))
        yield _("What stood in the way most: %(obstacle)s (%(number)d of %(of)d answers).") % {
            "obstacle": most,
            "number": number,
            "of": told.total(),
        }


def _of_tests(gains: Gains) -> Iterator[Figure]:
    yield Figure(_("Took both tests"), str(len(gains.pairs)))
    if gains.spread:
        points = number_format(gains.spread.median / 10, 1)
        yield Figure(_("Median gain, in points of percent"), points, len(gains.pairs))
    yield Figure(_("Passed the post-test"), str(gains.passed), len(gains.after))


def _of_rule(verdicts: Collection[Verdict]) -> Iterator[Figure]:
    names = {
        Condition.ATTENDANCE: _("Attended enough"),
        Condition.TEACH_BACK: _("Taught back well enough"),
    }
    for condition, name in names.items():
        lines = [line for each in verdicts for line in each.lines if line.condition == condition]
        if lines:
            yield Figure(name, str(sum(line.is_met for line in lines)), len(lines))
    yield Figure(_("Met the whole rule"), str(sum(each.is_met for each in verdicts)), len(verdicts))
