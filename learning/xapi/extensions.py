"""Context extensions (xAPI-Data §4.1.11). The IRIs are names, never fetched (RFC 2606)."""

ORIGIN = "https://atoll.invalid/xapi/origin"  # UUID of the store that wrote the statement
SEQ = "https://atoll.invalid/xapi/seq"  # whole number, counted by that store
ATTEMPT = "https://atoll.invalid/xapi/attempt"  # UUID of one try at an assessment
LATE = "https://atoll.invalid/xapi/late"  # true: given after the time of the attempt was over
EDITION = "https://atoll.invalid/xapi/edition"  # SHA-256 of the edition, lower-case hex
KIND = "https://atoll.invalid/xapi/kind"  # of an attestation: which question about a cohort
PART = "https://atoll.invalid/xapi/part"  # of an attestation: which of several answers
REPLACES = "https://atoll.invalid/xapi/replaces"  # ids of the attestations that its author saw
VALUE = "https://atoll.invalid/xapi/value"  # of an attestation: an object, what is said
