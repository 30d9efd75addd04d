from tests.learning.accounts.people import learner
from tests.learning.finding.site import small_course, small_site, small_toolkit

__all__ = ["learner", "small_course", "small_site", "small_toolkit"]
