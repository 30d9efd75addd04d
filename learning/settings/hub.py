"""The hub: the central server where authors work. Also what `make demo` runs, without HTTPS."""

from learning.settings.base import *  # noqa: F403 — a settings file is one namespace
from learning.settings.base import VAR_DIR, WAGTAILADMIN_BASE_URL, env, secret

SECRET_KEY = secret("ATOLL_SECRET_KEY", file=VAR_DIR / "secret-key")

# HTTPS ends at the proxy in front (deploy/), which must set X-Forwarded-Proto itself.
if env.bool("ATOLL_HTTPS", default=True):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    AXES_CLIENT_IP_CALLABLE = "learning.accounts.addresses.address_behind_proxy"
    SECURE_HSTS_SECONDS = 31_536_000  # one year
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
