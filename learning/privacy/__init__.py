"""A person's own data: shown, taken along, deleted; consent, and how long things are kept."""
