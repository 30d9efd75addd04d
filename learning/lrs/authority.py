"""Who vouches for a statement (Data 2.4.9): the client that brought it, or the hub itself.

What a client says of its authority is replaced: it vouches for what it sends.
"""

from django.conf import settings

from learning.lrs.models import Client
from learning.xapi.conformance.parts import Part

OWN_NAME = "records"


def authority_of(client: Client) -> Part:
    return {**_account(client.key), "name": client.name}


def own_authority() -> Part:
    """Give the authority of the hub's own records, whoever brought them."""
    return _account(OWN_NAME)


def brought_by(client: Client) -> str:
    """Give what the records keep as the authority of what a client brought."""
    return f"xapi {client.key}"


def _account(name: str) -> Part:
    home = f"{settings.WAGTAILADMIN_BASE_URL}/xapi/"
    return {"objectType": "Agent", "account": {"homePage": home, "name": name}}
