"""Forms that outlive a session: whose they are, and what was sent after it had ended.

A form carries a signed mark of the learner it was made for: a keyed digest, no name. What comes
after the session ended is kept in the browser's new session under that mark. It stands in the form
again when the same learner has signed in, and never when another has.
"""

import time

from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac

from learning.accounts.models import User

FIELD = "for"  # of a form: the mark
KEPT = "player_kept"  # in the session
KEPT_FOR = 3600  # seconds by the clock on the wall, whichever way it was set
LONGEST = 200_000  # characters, as it is sent
SALT = "learning.player.holding"
UNKEPT = frozenset({"csrfmiddlewaretoken", FIELD})


def mark_of(learner: User | None) -> str:
    """Give what a form for `learner` carries; empty for nobody."""
    return signing.Signer(salt=SALT).sign(_digest(learner)) if learner else ""


def is_anothers(request: HttpRequest, learner: User) -> bool:
    """Tell whether a form was made for somebody else than `learner`, who sends it."""
    owner = _owner(request)
    return bool(owner) and owner != _digest(learner)


def keep(request: HttpRequest) -> bool:
    """Keep what nobody sends in a form that was made for a learner; tell whether it is kept."""
    owner = _owner(request)
    fields = request.POST.copy()
    for name in UNKEPT & fields.keys():
        del fields[name]
    body = fields.urlencode()
    if not owner or len(body) > LONGEST:
        return False
    request.session[KEPT] = {
        "for": owner,
        "path": request.path,
        "body": body,
        "at": int(time.time()),
    }
    return True


def kept(request: HttpRequest, learner: User | None) -> QueryDict | None:
    """Give what is kept for `learner` at this address; throw away what is another's, or old."""
    found = request.session.get(KEPT) if learner else None
    if not found or learner is None:
        return None
    if found["for"] != _digest(learner) or abs(time.time() - found["at"]) > KEPT_FOR:
        del request.session[KEPT]
        return None
    return QueryDict(found["body"]) if found["path"] == request.path else None


def drop(request: HttpRequest) -> None:
    """Forget what was kept for this address: it has been sent."""
    if request.session.get(KEPT, {}).get("path") == request.path:
        del request.session[KEPT]


def was_somebodys(request: HttpRequest) -> bool:
    """Tell whether the form was made for a learner."""
    return bool(_owner(request))


def _owner(request: HttpRequest) -> str:
    """Give the digest in the form's mark; empty where there is none, or a forged one."""
    try:
        return signing.Signer(salt=SALT).unsign(request.POST.get(FIELD, ""))
    except signing.BadSignature:
        return ""


def _digest(learner: User) -> str:
    return salted_hmac(SALT, str(learner.pk), algorithm="sha256").hexdigest()[:16]
