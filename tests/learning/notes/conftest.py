from tests.learning.accounts.people import administrator, learner, outsider
from tests.learning.published import published, small_course, small_library, small_toolkit

__all__ = [
    "administrator",
    "learner",
    "outsider",
    "published",
    "small_course",
    "small_library",
    "small_toolkit",
]
