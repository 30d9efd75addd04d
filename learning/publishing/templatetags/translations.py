"""Whether what is shown is a translation made from an older version."""

from django import template

from learning.publishing.models import Edition
from learning.publishing.translating import newer_source

register = template.Library()


@register.simple_tag
def newer_version_of(edition: Edition) -> Edition | None:
    """Give the newer edition in the main language, where the translation is of an older one."""
    return newer_source(edition)
