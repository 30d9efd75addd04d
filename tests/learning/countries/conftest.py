from tests.toolkits.countries.conftest import kept, shipped

__all__ = ["kept", "shipped"]
