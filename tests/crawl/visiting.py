"""Following links: which pages a visitor reaches, and what each weighs."""

import gzip
import re
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

STARTS = ("/", "/style/", "/me/recap/")  # some pages are linked only when there is reason to
EXAMPLES = "/style/"  # its links are made up
LEFT_ALONE = ("/cms/", "/documents/", "/static/")
PATIENCE = 30  # seconds


@dataclass
class Links(HTMLParser):
    """What a page links to, and what it loads by itself."""

    leads: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in named:
            self.leads.append(named["href"])
        elif tag == "link" and named.get("rel") in {"stylesheet", "icon"}:
            self.loads.append(named["href"])
        elif "src" in named and tag in {"script", "img"} and named.get("loading") != "lazy":
            self.loads.append(named["src"])


@dataclass(frozen=True)
class Visited:
    """A page as it came over the wire. `weight`: bytes of its HTML, compressed."""

    address: str
    status: int
    html: str
    weight: int
    leads: tuple[str, ...]
    loads: tuple[str, ...]


@dataclass
class Visitor:
    """Somebody with a browser that runs no script. `cookie`: of their session, or empty."""

    name: str
    origin: str
    cookie: str = ""
    weights: dict[str, int] = field(default_factory=dict)

    def wander(self) -> Iterator[Visited]:
        """Give every page that can be reached from the first ones, each once."""
        waiting = deque(STARTS)
        seen = {_key(address) for address in STARTS}
        while waiting:
            page = self.visit(waiting.popleft())
            if page is None:
                continue
            yield page
            for lead in page.leads if page.address != EXAMPLES else ():
                if self._is_ours(lead) and _key(lead) not in seen:
                    seen.add(_key(lead))
                    waiting.append(lead)

    def visit(self, address: str) -> Visited | None:
        """Give the page at `address`; None for what is no HTML, such as a table to download."""
        status, kind, body = self._get(address)
        if not kind.startswith("text/html"):
            return None if status == 200 else Visited(address, status, "", 0, (), ())
        html = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
        found = Links()
        found.feed(html.decode())
        here = urljoin(self.origin, address)
        leads = tuple(self._local(urljoin(here, lead)) for lead in found.leads)
        loads = tuple(urljoin(here, load) for load in found.loads)
        return Visited(address, status, html.decode(), len(body), leads, loads)

    def weight_of(self, resource: str) -> int:
        """Give the compressed bytes of what a page loads; asked once each."""
        if resource not in self.weights:
            status, _kind, body = self._get(self._local(resource))
            self.weights[resource] = len(body) if status == 200 else -1
        return self.weights[resource]

    def _get(self, address: str) -> tuple[int, str, bytes]:
        headers = {"Accept-Encoding": "gzip", "Accept-Language": "en", "Cookie": self.cookie}
        request = urllib.request.Request(self.origin + address, headers=headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as response:  # noqa: S310
                return response.status, response.headers.get("Content-Type", ""), response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("Content-Type", ""), error.read()

    def _local(self, address: str) -> str:
        """Give `address` without our origin and its place in the page."""
        return re.sub(r"#.*$", "", address.removeprefix(self.origin))

    def _is_ours(self, lead: str) -> bool:
        return lead.startswith("/") and not lead.startswith(LEFT_ALONE)


def _key(address: str) -> tuple[str, tuple[str, ...]]:
    """What makes an address another page: its path, and which parameters it has."""
    parts = urlsplit(address)
    return parts.path, tuple(sorted(name for name, _value in parse_qsl(parts.query)))
