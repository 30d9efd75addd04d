"""The verbs in use, from the vocabulary of ADL."""

from enum import StrEnum


class Verb(StrEnum):
    REGISTERED = "http://adlnet.gov/expapi/verbs/registered"
    ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
    PASSED = "http://adlnet.gov/expapi/verbs/passed"
    FAILED = "http://adlnet.gov/expapi/verbs/failed"
    COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
    VOIDED = "http://adlnet.gov/expapi/verbs/voided"


SCORED = frozenset({Verb.PASSED, Verb.FAILED})
