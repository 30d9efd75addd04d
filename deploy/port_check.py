"""Say in a sentence why a server could not listen, before it tries: port_check.py HOST PORT."""

import errno
import socket
import sys

REASONS = {
    errno.EADDRINUSE: "something is listening there already (perhaps Atoll itself)",
    errno.EACCES: "ports below 1024 are for the administrator",
    errno.EADDRNOTAVAIL: "this machine has no such address",
}


def try_listening(host: str, port: int) -> None:
    """Listen at `host` and `port` for a moment.

    Raises: OSError — a server could not either. ValueError — there is no such port.
    """
    if not 0 < port < 65_536:
        raise ValueError("a port is a number from 1 to 65535")
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as listener:
        # As a server does, so that a port just given back counts as free.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)


def main(host: str, port: str) -> None:
    try:
        try_listening(host, int(port))
    except (OSError, ValueError) as error:
        reason = REASONS.get(getattr(error, "errno", None) or 0, str(error))
        sys.exit(
            f"Atoll cannot listen at {host}:{port}: {reason}. Nothing was started or changed.\n"
            "Choose another port, for example: make serve PORT=8080"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
