"""Countries: their groups with dates, and what the E-Government Survey says of each."""
