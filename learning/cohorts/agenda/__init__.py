"""The sessions of a cohort: what is taught, when, where and by whom."""
