from tests.learning.accounts.people import administrator, learner, outsider, trainer

__all__ = ["administrator", "learner", "outsider", "trainer"]
