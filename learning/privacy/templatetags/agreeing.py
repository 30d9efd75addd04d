"""What a person should be asked about their data, for the page that player owns."""

from typing import Any

from django import template

from learning.accounts.models import User
from learning.privacy.agreeing import questions

register = template.Library()


@register.inclusion_tag("privacy/asking.html")
def asked_of(person: User) -> dict[str, Any]:
    """Show that a yes is waited for, or that words have changed. Nothing otherwise."""
    return {"number": sum(each.presses for each in questions(person))}
