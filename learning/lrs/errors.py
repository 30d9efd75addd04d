"""What the resources of the Experience API refuse, each with its status code.

    LrsError
    ├── BadRequest              400  the sending program
    ├── NotSignedIn             401  whoever set up the sending program: name or secret
    ├── NotAllowed              403  the operator: a scope, or what nobody may do
    ├── NotFound                404  the sending program
    ├── NotOffered              405  the sending program
    ├── Contradiction           409  the sending program: something else is kept under this name
    ├── LengthMissing           411  the sending program
    ├── PreconditionFailed      412  the sending program: read again, then write
    ├── TooLarge                413  the sending program: send less at once
    └── TooMany                 413  the same

Errors of `learning.xapi.conformance` are answered 400, its TooLong 413.

    ClientError                 the operator, on the command line
    ├── ClientUnknown
    └── NameTaken
"""

from django.utils.translation import gettext as _


class LrsError(Exception):
    """Anything this room refuses; its text is a sentence. Nothing of the request was kept."""

    status = 400


class BadRequest(LrsError):
    """The request breaks a rule of the protocol."""


class NotSignedIn(LrsError):
    """The request has no name and secret, or wrong ones (Communication 4)."""

    status = 401

    def __init__(self) -> None:
        super().__init__("Name and secret of a client are needed, by HTTP Basic Authentication.")


class NotAllowed(LrsError):
    """The client may not do this (Communication 4.2)."""

    status = 403


class NotFound(LrsError):
    """Nothing is kept under this name, or nothing that may be seen."""

    status = 404


class NotOffered(LrsError):
    """The resource has no such method. `allowed`: those it has."""

    status = 405

    def __init__(self, method: str, allowed: list[str]) -> None:
        super().__init__(f"{method[:20]} is not offered here; {', '.join(allowed)} are.")
        self.allowed = allowed


class Contradiction(LrsError):
    """Something else is kept under the same name already."""

    status = 409


class LengthMissing(LrsError):
    """The request does not say how long it is, and the server cannot tell where it ends."""

    status = 411

    def __init__(self) -> None:
        super().__init__("The request must say its Content-Length.")


class PreconditionFailed(LrsError):
    """If-Match or If-None-Match does not hold (Communication 3.1)."""

    status = 412


class TooLarge(LrsError):
    """The request, or a part of it, is longer than `most` bytes (Communication 3.2)."""

    status = 413

    def __init__(self, most: int) -> None:
        super().__init__(f"The request is longer than {most} bytes.")


class TooMany(LrsError):
    """There are more than `most` of `what` in one request."""

    status = 413

    def __init__(self, most: int, what: str) -> None:
        super().__init__(f"There are more than {most} {what} in the request. Send fewer at once.")


class ClientError(Exception):
    """What the operator asked for cannot be done; its text is a sentence."""


class ClientUnknown(ClientError):
    """No client has this name."""

    def __init__(self, name: str) -> None:
        sentence = _(
            "No client is called %(name)s. Nothing was changed. lrs_client --list shows all."
        )
        super().__init__(sentence % {"name": name})


class NameTaken(ClientError):
    """There is a client of this name; what is its own is not given to another."""

    def __init__(self, name: str) -> None:
        sentence = _(
            "There is a client called %(name)s already. Nothing was changed. Choose another name, "
            "or give it a new secret with --new-secret."
        )
        super().__init__(sentence % {"name": name})
