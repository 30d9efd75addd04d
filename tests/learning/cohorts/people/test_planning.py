import uuid

from hypothesis import given
from hypothesis import strategies as st

from learning.accounts.codes import LEARNER_CODE_LENGTH, new_code, spaced
from learning.cohorts.enrolling import name_key
from learning.cohorts.people.planning import (
    UNKNOWN_CODE,
    WRITTEN,
    Account,
    Decided,
    Decision,
    Known,
    Outcome,
    count,
    plan,
)
from learning.cohorts.people.reading import Line

CODE = new_code(LEARNER_CODE_LENGTH)


def account(name: str = "Awa Diop", organisation: str = "Lands", **fields: object) -> Account:
    return Account(uuid.uuid4(), name_key(name), organisation, CODE, **fields)


def here(*accounts: Account) -> Known:
    return Known(here={each.key: [each] for each in accounts})


def outcomes(known: Known, *lines: Line | Decided) -> list[Outcome]:
    decided = [each if isinstance(each, Decided) else Decided(each) for each in lines]
    return [each.outcome for each in plan(decided, known)]


def test_a_name_that_nobody_has_is_new() -> None:
    assert outcomes(Known(), Line(1, "Awa Diop", "Lands")) == [Outcome.NEW]


def test_the_same_name_and_organisation_are_the_same_person() -> None:
    member = here(account(membership=1))
    assert outcomes(member, Line(1, "awa  DIOP", "lands"), Line(2, "Awa Diop")) == [
        Outcome.HERE,
        Outcome.REPEATED,
    ]


def test_who_left_comes_back() -> None:
    left = account(membership=1, has_left=True)
    assert outcomes(here(left), Line(1, "Awa Diop")) == [Outcome.BACK]


def test_the_same_name_from_elsewhere_is_doubtful_until_it_is_decided() -> None:
    member, line = here(account(membership=1)), Line(1, "Awa Diop", "Health")
    assert outcomes(member, line) == [Outcome.DOUBTFUL]
    assert outcomes(member, Decided(line, Decision.ANOTHER)) == [Outcome.NEW]
    assert outcomes(member, Decided(line, Decision.LEAVE_OUT)) == [Outcome.LEFT_OUT]


def test_the_same_name_in_another_cohort_is_shown_by_its_code() -> None:
    known = Known(elsewhere={name_key("Awa Diop"): [account()]})
    planned = plan([Decided(Line(1, "Awa Diop", "Lands"))], known)[0]
    assert (planned.outcome, planned.alike) == (Outcome.DOUBTFUL, (spaced(CODE),))


def test_a_line_that_stands_twice_counts_once() -> None:
    line, again = Line(1, "Awa Diop", "Lands"), Line(2, "Awa Diop", "Lands")
    assert outcomes(Known(), line, again, Line(3, "Awa Diop", "Health")) == [
        Outcome.NEW,
        Outcome.REPEATED,
        Outcome.DOUBTFUL,
    ]


def test_a_code_is_believed_beside_the_name_of_its_owner_only() -> None:
    known = Known(by_code={CODE: account()})
    assert outcomes(known, Line(1, "Awa Diop", code=CODE)) == [Outcome.JOINS]
    told = plan([Decided(Line(1, "Somebody", code=CODE))], known)[0]
    assert (told.outcome, told.fault) == (Outcome.FAULT, UNKNOWN_CODE)


def test_an_unknown_code_is_to_be_mended_with_the_same_words() -> None:
    told = plan([Decided(Line(1, "Awa Diop", code=CODE))], Known())[0]
    assert (told.outcome, told.fault) == (Outcome.FAULT, UNKNOWN_CODE)


def test_a_code_that_stands_twice_counts_once() -> None:
    known = Known(by_code={CODE: account()})
    assert outcomes(known, *[Line(number, "Awa Diop", code=CODE) for number in (1, 2)]) == [
        Outcome.JOINS,
        Outcome.REPEATED,
    ]


def test_what_a_line_says_of_itself_goes_first() -> None:
    assert outcomes(Known(), Line(1, "", fault="no name")) == [Outcome.FAULT]


names = st.sampled_from(["Awa Diop", "AWA diop", "Omar Sy", "Li Na"])
lines = st.lists(st.builds(Line, st.just(1), names, st.sampled_from(["", "Lands", "Health"])))


@given(lines)
def test_a_list_brings_no_two_of_the_same_name_and_organisation(listed: list[Line]) -> None:
    planned = plan(map(Decided, listed), Known())
    new = [each.line for each in planned if each.outcome in WRITTEN]
    assert len({name_key(each.name) for each in new}) == len(new)
    assert sum(count(planned).values()) == len(listed)
