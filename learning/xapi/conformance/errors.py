"""What can be wrong with what another program sends.

XapiError
└── ConformanceError        the sending program: mend it; nothing of the request was kept
    ├── StatementFault          a rule of the specification is broken
    ├── UnknownVersion          a version of xAPI that is not spoken here
    └── JsonError               the text cannot be taken as JSON
        ├── NotStrict               not UTF-8, not JSON, or JSON that two readers read apart
        ├── TooDeep
        └── TooLong                 answer 413 (Communication 3.2)
"""

from learning.xapi.errors import XapiError


class ConformanceError(XapiError):
    """Anything this package refuses; answer 400 unless the class says otherwise."""


class StatementFault(ConformanceError):
    """A rule is broken. `path` names the part (`result.score.raw`), "" the whole statement."""

    def __init__(self, clause: str, path: str, sentence: str) -> None:
        super().__init__(f"{path or 'The statement'} {sentence} ({clause})")
        self.clause = clause
        self.path = path
        self.sentence = sentence


class UnknownVersion(ConformanceError):
    """The version is neither of 1.0 nor of 2.0 (Communication 3.3)."""

    def __init__(self, version: str) -> None:
        super().__init__(f"xAPI {version[:20]} is not spoken here; 1.0.3 and 2.0.0 are.")
        self.version = version


class JsonError(ConformanceError):
    """The text cannot be taken as JSON."""


class NotStrict(JsonError):
    """The text is no JSON, or one that two readers could read differently."""


class TooDeep(JsonError):
    """Objects and arrays stand more than `most` levels deep in one another."""

    def __init__(self, most: int) -> None:
        super().__init__(f"The JSON is more than {most} levels deep.")


class TooLong(JsonError):
    """The text has more than `most` bytes."""

    def __init__(self, most: int) -> None:
        super().__init__(f"The JSON is longer than {most} bytes.")
