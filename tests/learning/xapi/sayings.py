"""What four people say of a cohort on two servers, and a strategy for much of it."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from learning.xapi.attestations import Attested, Kind, Register, attest, check_attestation

COHORT = uuid.UUID("0c000000-0000-4000-8000-000000000001")
AMINA, BRAM, CHITRA, PUPIL = (uuid.UUID(int=place, version=4) for place in range(1, 5))
STATION, HUB = (uuid.UUID(int=place, version=4) for place in (11, 12))
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def said(
    author: uuid.UUID,
    kind: Kind,
    thing: uuid.UUID = COHORT,
    value: dict[str, Any] | None = {"teaches": True},  # noqa: B006
    *,
    learner: uuid.UUID | None = None,
    origin: uuid.UUID = STATION,
    seq: int = 1,
    replaces: Sequence[Attested] = (),
) -> Attested:
    made = attest(
        Register(COHORT, kind.value, thing, "", learner),
        value,
        author=author,
        home="https://atoll.invalid/learners",
        origin=origin,
        seq=seq,
        timestamp=NOON + timedelta(minutes=seq),
        replaces=[each.id for each in replaces],
    )
    return check_attestation(made)


OPENED = said(AMINA, Kind.COHORT, value={"name": "Lands"}, seq=1)
NAMED = said(AMINA, Kind.TRAINER, BRAM, seq=2)
MARK = said(BRAM, Kind.ATTENDANCE, learner=PUPIL, origin=HUB, seq=5)


PEOPLE = [AMINA, BRAM, CHITRA, PUPIL]


@st.composite
def told(draw: st.DrawFn) -> list[Attested]:
    """What four people say on two servers, some of it with no right to."""
    found: list[Attested] = [OPENED]
    for seq in range(2, draw(st.integers(3, 14))):
        kind = draw(st.sampled_from([Kind.TRAINER, Kind.MEMBER, Kind.ADMINISTRATOR, Kind.COHORT]))
        is_member = kind == Kind.MEMBER
        same = [each for each in found if each.register.kind == kind]
        found.append(
            said(
                draw(st.sampled_from(PEOPLE)),
                kind,
                COHORT if is_member else draw(st.sampled_from(PEOPLE)),
                draw(st.sampled_from([{"teaches": True}, None])),
                learner=draw(st.sampled_from(PEOPLE)) if is_member else None,
                origin=draw(st.sampled_from([STATION, HUB])),
                seq=seq,
                replaces=same[-1:] if draw(st.booleans()) else [],
            )
        )
    return found
