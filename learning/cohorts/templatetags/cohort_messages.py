"""What a participant was told and has not read yet, for the page that player owns."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import get_language

from learning.accounts.models import User
from learning.cohorts.dialogue.announcements import received_by
from learning.cohorts.models import Membership

register = template.Library()
MOST = 3  # on one's own page; the others wait


@register.inclusion_tag("cohorts/dialogue/waiting.html", takes_context=True)
def messages_for(
    context: dict[str, Any], person: User, memberships: Sequence[Membership]
) -> dict[str, Any]:
    """Show what waits to be read in these cohorts. Two queries; none where there is no cohort."""
    received = received_by(person, get_language() or "", memberships)
    waiting = [each for each in received if not each.is_read]
    return {
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
        "waiting": waiting[:MOST],
        "more": len(waiting) - len(waiting[:MOST]),
    }
