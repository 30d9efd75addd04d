"""How dates are written: 11/12/2026 would be two days of a year."""
