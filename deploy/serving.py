"""How gunicorn serves Atoll, everywhere: gunicorn --config deploy/serving.py learning.wsgi

Two processes of four threads, where there are two cores. Whoever writes to SQLite waits in a queue
(learning.sqlite3), so that two processes store twice as many answers as one (263 against 130 a
second), and 95 of 100 are answered within 64 ms when 200 learners are at work. On PostgreSQL more
processes use more cores: set WEB_CONCURRENCY, which gunicorn reads as well.
"""

import os

bind = os.environ.get("ATOLL_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", min(2, os.cpu_count() or 1)))
threads = 4
# A learner reads for a minute between two clicks; gunicorn's 2 seconds dropped idle clients.
keepalive = 120  # seconds
limit_request_line = 8190  # bytes, the most there can be: /xapi/ is asked with whole agents
timeout = 60  # seconds; an author's picture of 40 megapixels takes its time
graceful_timeout = 20  # seconds
umask = 0o007  # a socket only for the service's own group, in which the proxy is
no_control_socket = True
errorlog = "-"
loglevel = "warning"
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 — gunicorn's heartbeat, in memory
