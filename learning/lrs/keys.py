"""Names and secrets of clients: made at random, and kept so that nobody can read them.

A secret has 256 random bits, so nobody can go through all of them: a slow hash, which protects
what people choose, would only cost 50 ms of each of the hundreds of requests a client sends a
second. The hash is keyed with the client's name, so equal secrets could not be seen to be equal.
"""

import hashlib
import hmac
import secrets

SECRET_BYTES = 32
KEY_BYTES = 12


def new_key() -> str:
    """Give a name for a client, 24 hexadecimal digits."""
    return secrets.token_hex(KEY_BYTES)


def new_secret() -> str:
    """Give a secret, 43 characters that need no escaping anywhere."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hashed(key: str, secret: str) -> str:
    """Give what is kept of a secret: HMAC-SHA256 in lower-case hexadecimal."""
    return hmac.new(key.encode(), secret.encode(), hashlib.sha256).hexdigest()


def is_secret(key: str, secret: str, kept: str) -> bool:
    """Tell, in a time that gives nothing away, whether `kept` was made of this secret."""
    return hmac.compare_digest(hashed(key, secret), kept)
