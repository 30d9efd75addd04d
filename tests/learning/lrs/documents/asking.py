"""A program that speaks to the Experience API, for tests."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client as Browser

from learning.lrs.models import Client

SECRET = "a secret of tests"
AGENT: dict[str, Any] = {
    "objectType": "Agent",
    "account": {"homePage": "https://platform.example", "name": "s-17"},
}
ACTIVITY = "https://platform.example/au/three-roles"
JSON = "application/json"


def made(name: str = "a platform", scopes: str = "all") -> Client:
    client = Client(name=name, key=name.replace(" ", "-"), scopes=scopes)
    client.set_secret(SECRET)
    client.save()
    return client


def authorization(client: Client) -> str:
    return f"Basic {base64.b64encode(f'{client.key}:{SECRET}'.encode()).decode()}"


@dataclass(frozen=True)
class Program:
    """Asks as a client; headers as they travel, parameters as they are before they are encoded."""

    client: Client
    version: str = "1.0.3"

    def ask(
        self,
        method: str,
        resource: str,
        parameters: Mapping[str, Any] | None = None,
        content: bytes | str | dict[str, Any] = b"",
        content_type: str = JSON,
        **headers: str,
    ) -> HttpResponse:
        sent = json.dumps(content) if isinstance(content, dict) else content
        given = {
            name: json.dumps(value) if isinstance(value, dict) else str(value)
            for name, value in (parameters or {}).items()
        }
        said = {
            "Authorization": authorization(self.client),
            "X-Experience-API-Version": self.version,
            "Content-Type": content_type,
        }
        said |= {name.replace("_", "-"): text for name, text in headers.items()}
        answer: Any = Browser(enforce_csrf_checks=True).generic(
            method,
            f"/xapi/{resource}?{urlencode(given)}",
            sent.encode() if isinstance(sent, str) else sent,
            content_type,
            headers=said,
        )
        return answer
