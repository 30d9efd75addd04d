from tests.learning.accounts.machine import machine
from tests.learning.accounts.people import administrator, learner, outsider, trainer

__all__ = ["administrator", "learner", "machine", "outsider", "trainer"]
