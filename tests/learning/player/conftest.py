from tests.learning.accounts.people import learner
from tests.learning.player.tagged import tagged
from tests.learning.published import published, small_course, small_library, small_toolkit

__all__ = ["learner", "published", "small_course", "small_library", "small_toolkit", "tagged"]
