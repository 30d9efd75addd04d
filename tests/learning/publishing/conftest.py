from tests.learning.published import published, small_course, small_library, small_toolkit

__all__ = ["published", "small_course", "small_library", "small_toolkit"]
