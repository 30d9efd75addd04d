"""People, their roles, and signing in with no e-mail and no Internet."""
