import random
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from learning.xapi.attestations import (
    Attested,
    Kind,
    Register,
    attest,
    check_attestation,
    fold_attestations,
)
from learning.xapi.trusting import Doubt, Saying, Trust, trust_in
from tests.learning.xapi.samples import unhurried
from tests.learning.xapi.sayings import (
    AMINA,
    BRAM,
    CHITRA,
    COHORT,
    HUB,
    MARK,
    NAMED,
    OPENED,
    PUPIL,
    STATION,
    said,
    told,
)


def trust(*told: Attested) -> Trust:
    return trust_in(list(told))


def doubt(attested: Attested, *told: Attested) -> Doubt:
    return trust(attested, *told).doubt(Saying.of(attested))


def test_who_opened_the_cohort_is_believed() -> None:
    mark = said(AMINA, Kind.ATTENDANCE, learner=PUPIL, seq=3)
    assert doubt(mark, OPENED) == Doubt.NONE


def test_who_never_taught_it_is_a_stranger() -> None:
    assert doubt(MARK, OPENED) == Doubt.STRANGER


def test_whom_a_trainer_named_is_believed_wherever_they_are() -> None:
    assert doubt(MARK, OPENED, NAMED) == Doubt.NONE


def test_nobody_names_themselves() -> None:
    assert doubt(MARK, OPENED, said(BRAM, Kind.TRAINER, BRAM, origin=HUB)) == Doubt.STRANGER


def test_everybody_speaks_of_themselves() -> None:
    assert doubt(said(PUPIL, Kind.FOLLOW_UP, learner=PUPIL), OPENED) == Doubt.NONE


def test_nobody_certifies_themselves() -> None:
    assert doubt(said(PUPIL, Kind.CERTIFIED, learner=PUPIL), OPENED) == Doubt.STRANGER


def test_a_participant_may_write_and_observe_but_a_stranger_may_not() -> None:
    member = said(AMINA, Kind.MEMBER, learner=PUPIL, seq=2)
    post = said(PUPIL, Kind.POST)
    assert doubt(post, OPENED, member) == Doubt.NONE
    assert doubt(post, OPENED) == Doubt.STRANGER


def test_an_administrator_counts_whom_nobody_else_made_one() -> None:
    mark = said(CHITRA, Kind.ATTENDANCE, learner=PUPIL, seq=8)
    own = said(CHITRA, Kind.ADMINISTRATOR, CHITRA, origin=HUB, seq=9)
    assert doubt(mark, OPENED, own) == Doubt.NONE
    anothers = said(PUPIL, Kind.ADMINISTRATOR, CHITRA, origin=HUB, seq=9)
    assert doubt(mark, OPENED, anothers) == Doubt.STRANGER


def test_who_was_taken_off_counts_for_what_came_before() -> None:
    off = said(AMINA, Kind.TRAINER, BRAM, None, seq=6, replaces=[NAMED])
    late = said(BRAM, Kind.ATTENDANCE, learner=PUPIL, origin=HUB, seq=7)
    assert doubt(MARK, OPENED, NAMED, off) == Doubt.NONE
    assert doubt(late, OPENED, NAMED, off) == Doubt.FORMER


def test_on_one_server_its_count_says_what_came_before_whatever_its_clock_says() -> None:
    off = said(AMINA, Kind.TRAINER, BRAM, None, seq=6, replaces=[NAMED])
    made = attest(
        Register(COHORT, Kind.ATTENDANCE.value, COHORT, "", PUPIL),
        {},
        author=BRAM,
        home="https://atoll.invalid/learners",
        origin=STATION,
        seq=7,
        timestamp=datetime(1970, 1, 1, tzinfo=UTC),
    )
    assert doubt(check_attestation(made), OPENED, NAMED, off) == Doubt.FORMER


def test_who_came_back_counts_for_all() -> None:
    off = said(AMINA, Kind.TRAINER, BRAM, None, seq=3, replaces=[NAMED])
    back = said(AMINA, Kind.TRAINER, BRAM, seq=9, replaces=[off])
    assert doubt(MARK, OPENED, NAMED, off, back) == Doubt.NONE


def test_whom_a_former_trainer_named_is_a_stranger() -> None:
    off = said(AMINA, Kind.TRAINER, BRAM, None, seq=3, replaces=[NAMED])
    names = said(BRAM, Kind.TRAINER, CHITRA, origin=HUB, seq=4)
    mark = said(CHITRA, Kind.ATTENDANCE, learner=PUPIL, origin=HUB, seq=5)
    assert doubt(mark, OPENED, NAMED, off, names) == Doubt.STRANGER


@unhurried
@given(told(), st.randoms(use_true_random=False))
def test_the_order_makes_no_difference(all_said: list[Attested], chance: random.Random) -> None:
    shuffled = all_said + chance.sample(all_said, k=len(all_said) // 2)
    chance.shuffle(shuffled)
    first, second = trust(*all_said), trust(*{each.id: each for each in shuffled}.values())
    doubts = {each.id: first.doubt(Saying.of(each)) for each in all_said}
    assert doubts == {each.id: second.doubt(Saying.of(each)) for each in all_said}
    counts = [each for each in all_said if not doubts[each.id]]
    assert set(fold_attestations(counts)) <= set(fold_attestations(all_said))


def test_what_holds_for_all_is_nobodys_own() -> None:
    kinds = (Kind.TRAINER, Kind.SESSION, Kind.RULE, Kind.SETTING, Kind.ANNOUNCEMENT, Kind.COHORT)
    for kind in kinds:
        assert doubt(said(PUPIL, kind, learner=PUPIL), OPENED) == Doubt.STRANGER
