"""SQLite for a server of many threads: Django's own backend, with a queue for those who write."""
