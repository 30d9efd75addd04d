"""What accounts keep about a person, signing in and the editor's traces among it."""

from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Model
from wagtail.models import (
    Comment,
    CommentReply,
    ModelLogEntry,
    PageLogEntry,
    ReferenceIndex,
)

from learning.accounts.models import Access, User

SIGNED_IN: tuple[type[Model], ...] = (AccessAttempt, AccessFailureLog, AccessLog)
# What would vanish with its author, though others work with it.
AUTHORED: tuple[type[Model], ...] = (Comment, CommentReply, ModelLogEntry, PageLogEntry)


def of(learner: User) -> dict[str, Any]:
    return {
        "name": learner.name,
        "learner_code" if learner.is_learner else "user_name": learner.username,
        "organisation": learner.organisation,
        "language": learner.language,
        "email": learner.email,
        "joined": learner.date_joined.isoformat(),
        "last_signed_in": learner.last_login.isoformat() if learner.last_login else None,
        "roles": [group.name for group in learner.groups.all()],
        "devices_signed_in_on": learner.guesses.filter(is_known=True).count(),
        "wrong_pins_in_a_row": learner.guesses.all().wrong(),
        "sign_ins": [
            _signed_in(each) for each in AccessLog.objects.filter(username=_name(learner))
        ],
    }


def count(learner: User) -> int:
    return 1


def erase(learner: User) -> int:
    """Delete the account and what hangs on it. It must come last. What staff wrote stays."""
    for model in SIGNED_IN:
        model._default_manager.filter(username=_name(learner)).delete()
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(learner.pk):
            session.delete()
    Access.objects.filter(about=learner.pk).delete()
    _leave_authorship(learner)
    learner.delete()
    return 1


def _leave_authorship(learner: User) -> None:
    """Let a former participant stand where the editor names the person."""
    kind = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(learner.pk)).delete()
    ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=str(learner.pk)).delete()
    written = [model._default_manager.filter(user_id=learner.pk) for model in AUTHORED]
    if any(rows.exists() for rows in written):
        former = User.objects.create_former()
        for rows in written:
            rows.update(user_id=former.pk)


def _signed_in(entry: AccessLog) -> dict[str, Any]:
    return {
        "at": entry.attempt_time.isoformat(),
        "from": entry.ip_address,
        "browser": entry.user_agent,
    }


def _name(learner: User) -> str:
    return learner.get_username()
