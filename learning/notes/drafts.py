"""What was sent after the session had ended, until its writer has signed in and saved it again.

It waits in the browser's session, signed for its writer: nobody else who signs in there sees it,
and their signing in throws it away.
"""

from dataclasses import asdict

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

from learning.accounts.models import User
from learning.notes.keeping import Sent

KEY = "note_draft"
_SALT = "learning.notes.drafts"


def mark_of(learner: User) -> str:
    """Give the signed name of the writer that the form carries."""
    return Signer(salt=_SALT).sign(str(learner.pk))


def put_aside(request: HttpRequest, sent: Sent) -> bool:
    """Keep what nobody who is signed in has sent; tell whether the form says who wrote it."""
    try:
        writer = Signer(salt=_SALT).unsign(request.POST.get("writer", ""))
    except BadSignature:
        return False
    request.session[KEY] = {"address": request.path, "writer": writer, "sent": asdict(sent)}
    return True


def draft_for(request: HttpRequest, learner: User, address: str) -> Sent | None:
    """Give what `learner` wrote for the form at `address` and could not save."""
    kept = request.session.get(KEY)
    if not kept:
        return None
    if kept["writer"] != str(learner.pk):
        del request.session[KEY]
        return None
    return Sent(**kept["sent"]) if kept["address"] == address else None


def forget(request: HttpRequest, address: str) -> None:
    """Forget the draft for the form at `address`: it is saved now."""
    if request.session.get(KEY, {}).get("address") == address:
        del request.session[KEY]
