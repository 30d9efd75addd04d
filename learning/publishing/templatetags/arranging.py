"""Questions as rows to fill in, for templates of exporters."""

from django import template

from learning.bundles.arranging import Row
from learning.bundles.arranging import rows as rows_of
from learning.bundles.manifest import Question

register = template.Library()


@register.filter
def rows(question: Question) -> tuple[Row, ...]:
    """Give an ordering or a matching as rows; of any other question it means nothing."""
    return rows_of(question)
