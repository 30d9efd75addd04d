"""Who meets the rule of the programme, condition by condition, and who is certified.

Everything is computed from statements and facts; nothing is kept but that a facilitator confirmed
it, with the figures of that day (kind `certified`). `learning.credentials` makes the certificate.
Only test results that were not self-reported count.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from learning.cohorts.attendance.marks import Attendance, register_of
from learning.cohorts.errors import NotMet
from learning.cohorts.models import Cohort
from learning.cohorts.telling import register
from learning.cohorts.work.gains import score_of, tests_of
from learning.cohorts.work.paired import Score, best_attempts
from learning.cohorts.work.plans import PlanReview, plans_from
from learning.cohorts.work.rules import NAMES, Condition, Rule, rule_from
from learning.cohorts.work.teach_backs import TeachBack, teach_backs_from
from learning.records.attesting import Saying, say
from learning.records.facts import Fact, facts_of
from learning.records.tests_taken import Taken, tests_taken
from learning.xapi.attestations import Kind

MET, TAKEN_BACK = "met", "taken-back"
KINDS = (Kind.RULE, Kind.TEACH_BACK, Kind.PLAN, Kind.CERTIFIED)


class State(StrEnum):
    MET = "met"
    NOT_YET = "not-yet"
    NO_DATA = "no-data"


@dataclass(frozen=True)
class Line:
    """One condition for one person. figure, needed: in the units of `rules.DEFAULTS`.

    figure: None where nothing is known. words: figure in words; next_step: what to do, if not met.
    """

    condition: Condition
    state: State
    figure: int | None
    needed: int
    words: str
    next_step: str = ""
    is_contested: bool = False

    @property
    def name(self) -> str:
        return str(NAMES[self.condition])

    @property
    def is_met(self) -> bool:
        return self.state == State.MET

    @property
    def short(self) -> str:
        """The figure alone, for a table of many people."""
        if self.figure is None or self.condition == Condition.PLAN:
            return ""
        is_mark = self.condition == Condition.TEACH_BACK
        return mark_in_words(self.figure) if is_mark else f"{self.figure} %"

    @property
    def needed_words(self) -> str:
        return needed_in_words(self.condition, self.needed)


@dataclass(frozen=True)
class Certified:
    """That a facilitator confirmed it, or took it back. on: written day, in the reader's way."""

    is_standing: bool
    on: str
    reason: str = ""
    is_contested: bool = False


@dataclass(frozen=True)
class Verdict:
    """How one person stands with the rule."""

    learner: UUID
    name: str
    lines: tuple[Line, ...]
    certified: Certified | None = None

    @property
    def is_met(self) -> bool:
        """Whether every condition that is on is met; with none on, nobody can meet it."""
        return bool(self.lines) and all(each.is_met for each in self.lines)

    @property
    def is_certified(self) -> bool:
        return self.certified is not None and self.certified.is_standing

    @property
    def missing(self) -> tuple[Line, ...]:
        return tuple(each for each in self.lines if not each.is_met)

    @property
    def reason(self) -> str:
        """Why not yet, in words."""
        if not self.lines:
            return _("The rule has no condition.")
        return " · ".join(f"{each.name}: {each.words}" for each in self.missing)


@dataclass(frozen=True)
class Known:
    """All that the rule of a cohort is computed from, by learner."""

    rule: Rule
    attendance: Mapping[UUID, Attendance]
    teach_backs: Mapping[UUID, TeachBack]
    trusted: Mapping[UUID, Score]
    untrusted: Mapping[UUID, Score]
    plans: Mapping[UUID, PlanReview]
    certified: Mapping[UUID, Certified]
    has_post_test: bool = True


def verdicts_of(cohort: Cohort) -> dict[UUID, Verdict]:
    """Give learner → verdict of the members who are in the cohort now, by name."""
    members = list(cohort.memberships.present().values_list("learner_id", "learner__name"))
    known = known_of(cohort, [learner for learner, _name in members])
    return {learner: verdict_of(learner, name, known) for learner, name in members}


def known_of(cohort: Cohort, learners: Collection[UUID]) -> Known:
    """Read what the rule needs: facts, attendance, tests. At most five queries."""
    facts = facts_of(cohort.pk, *KINDS)
    sheet = register_of(cohort)
    tests = tests_of(cohort)
    taken = tests_taken(learners, [tests.after]) if tests.after else []
    return Known(
        rule=rule_from(facts),
        attendance={each: sheet.of(each) for each in learners},
        teach_backs=teach_backs_from(cohort.pk, facts),
        trusted=_best(each for each in taken if each.is_trusted),
        untrusted=_best(each for each in taken if not each.is_trusted),
        plans=plans_from(facts),
        certified=_certified(facts),
        has_post_test=tests.after is not None,
    )


def _best(taken: Iterable[Taken]) -> dict[UUID, Score]:
    return best_attempts(score_of(each) for each in taken)


def _certified(facts: Iterable[Fact]) -> dict[UUID, Certified]:
    return {
        fact.learner: Certified(
            is_standing=(fact.value or {}).get("state") == MET,
            on=date_format(timezone.localtime(fact.at), "SHORT_DATE_FORMAT"),
            reason=str((fact.value or {}).get("reason", "")),
            is_contested=fact.is_contested,
        )
        for fact in facts
        if fact.kind == Kind.CERTIFIED and fact.learner and fact.learner != fact.author
    }


def verdict_of(learner: UUID, name: str, known: Known) -> Verdict:
    """Judge one person by every condition that is on."""
    judges = {
        Condition.ATTENDANCE: _attendance,
        Condition.TEACH_BACK: _teach_back,
        Condition.POST_TEST: _post_test,
        Condition.PLAN: _plan,
    }
    lines = (judges[each](learner, needed, known) for each, needed in known.rule.needed.items())
    return Verdict(learner, name, tuple(lines), known.certified.get(learner))


def _attendance(learner: UUID, needed: int, known: Known) -> Line:
    found = known.attendance.get(learner)
    ask = _("Come to what is left, and ask your facilitator how to make up what you missed.")
    if found is None or found.percent is None:
        words = _("nothing is marked yet")
        return Line(Condition.ATTENDANCE, State.NO_DATA, None, needed, words, ask)
    # By multiplication: a share that was rounded up to 80 % is not 80 %.
    is_met = 100 * found.present >= needed * found.of
    words = _("%(present)d of %(of)d half days, %(percent)d %%") % {
        "present": found.present,
        "of": found.of,
        "percent": found.percent,
    }
    return _line(
        Condition.ATTENDANCE, is_met, found.percent, needed, words, ask, found.contested > 0
    )


def _teach_back(learner: UUID, needed: int, known: Known) -> Line:
    found = known.teach_backs.get(learner)
    ask = _("Teach again: on the last day, or at home within 30 days, before two observers.")
    if found is None or found.best is None or found.tenths is None:
        first = _("Teach 20 minutes before two observers. Ask your facilitator when.")
        return Line(Condition.TEACH_BACK, State.NO_DATA, None, needed, _("not marked yet"), first)
    words = _("%(mark)s of 5") % {"mark": mark_in_words(found.tenths)}
    if found.best.lacks_second:
        words += " · " + _("one observer; the second is missing")
    is_met = found.tenths >= needed
    return _line(Condition.TEACH_BACK, is_met, found.tenths, needed, words, ask, found.is_contested)


def _post_test(learner: UUID, needed: int, known: Known) -> Line:
    ask = _("Take the post-test again, in the course on this server. Your best result counts.")
    score = known.trusted.get(learner)
    if score is not None:
        percent = 100 * score.raw // score.maximum
        words = _("%(raw)d of %(maximum)d right, %(percent)d %%") % {
            "raw": score.raw,
            "maximum": score.maximum,
            "percent": percent,
        }
        is_met = 100 * score.raw >= needed * score.maximum
        return _line(Condition.POST_TEST, is_met, percent, needed, words, ask)
    return Line(
        Condition.POST_TEST, State.NO_DATA, None, needed, *_no_post_test(learner, known, ask)
    )


def _no_post_test(learner: UUID, known: Known, ask: str) -> tuple[str, str]:
    """Say why there is no result that counts, and what to do."""
    if not known.has_post_test:
        ask = _("The course has no post-test at the moment. Ask your facilitator.")
        return _("the course has no post-test"), ask
    if learner in known.untrusted:
        return _("only a result from a copy, which proves nothing"), ask
    return _("not taken yet"), _("Take the post-test at the end of the course.")


def _plan(learner: UUID, needed: int, known: Known) -> Line:
    plan = known.plans.get(learner)
    if plan is None or not plan.is_shared:
        ask = _("Share your action plan here, or name your partner’s.")
        return Line(Condition.PLAN, State.NO_DATA, None, needed, _("no plan is shared yet"), ask)
    contested = plan.is_contested or plan.has_contested_reading
    if plan.is_accepted(needed):
        return _line(Condition.PLAN, True, plan.acceptances, needed, _("accepted"), "", contested)
    if plan.is_returned:
        words, ask = _("to mend"), _("Read the comments, mend your plan and share it again.")
    else:
        words = _("%(count)d of %(needed)d readers say yes so far") % {
            "count": plan.acceptances,
            "needed": needed,
        }
        ask = _("Wait until your plan is read, or ask your facilitator when.")
    return _line(Condition.PLAN, False, plan.acceptances, needed, words, ask, contested)


def _line(
    condition: Condition,
    is_met: bool,
    figure: int,
    needed: int,
    words: str,
    next_step: str,
    is_contested: bool = False,
) -> Line:
    state = State.MET if is_met else State.NOT_YET
    ask = "" if is_met else next_step
    return Line(condition, state, figure, needed, words, ask, is_contested)


def mark_in_words(tenths: int) -> str:
    """Give a mark with one decimal, written as the reader's language writes it."""
    return number_format(f"{tenths // 10}.{tenths % 10}", decimal_pos=1)


def needed_in_words(condition: Condition, needed: int) -> str:
    """Say what a condition asks for."""
    match condition:
        case Condition.ATTENDANCE:
            return _("at least %(percent)d %% of the half days") % {"percent": needed}
        case Condition.TEACH_BACK:
            return _("at least %(mark)s of 5") % {"mark": mark_in_words(needed)}
        case Condition.POST_TEST:
            return _("at least %(percent)d %% right") % {"percent": needed}
        case Condition.PLAN:
            return _("accepted by one reader") if needed == 1 else _("accepted by two readers")


def certify(
    cohort: Cohort, learners: Collection[UUID], *, author: UUID
) -> tuple[list[Verdict], list[Verdict]]:
    """Confirm those who meet the rule now; give the confirmed and the refused. Twice is once."""
    verdicts = verdicts_of(cohort)
    chosen = [verdicts[each] for each in learners if each in verdicts]
    met = [each for each in chosen if each.is_met]
    fresh = [each for each in met if not each.is_certified or _is_contested(each)]
    sayings = [
        Saying(register(cohort, Kind.CERTIFIED, learner=each.learner), _value(each))
        for each in fresh
    ]
    say(sayings, author=author)
    return met, [each for each in chosen if not each.is_met]


def _is_contested(verdict: Verdict) -> bool:
    return verdict.certified is not None and verdict.certified.is_contested


def _value(verdict: Verdict) -> dict[str, Any]:
    """Keep the figures of the day: condition, figure, needed."""
    lines = [[each.condition.value, each.figure, each.needed] for each in verdict.lines]
    return {"state": MET, "lines": lines}


def take_back(cohort: Cohort, learner: UUID, *, reason: str, author: UUID) -> list[UUID]:
    """Say that a confirmation does not stand any more, and why.

    Raises: NotMet — nothing stands that could be taken back.
    """
    certified = _certified(facts_of(cohort.pk, Kind.CERTIFIED)).get(learner)
    if certified is None or not certified.is_standing:
        raise NotMet
    value = {"state": TAKEN_BACK, "reason": reason}
    return say([Saying(register(cohort, Kind.CERTIFIED, learner=learner), value)], author=author)
