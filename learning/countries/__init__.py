"""Country pages: a country's line in the E-Government Survey beside its peers."""
