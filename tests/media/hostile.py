"""Markup that must come out of the sanitising door with nothing active in it.

The kinds are those of the OWASP filter evasion list and of the mutation attacks published against
bleach, DOMPurify and ammonia. Each payload, if it were active, would call `fire()`.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from media.sanitising import ALLOWED_ATTRIBUTES, ALLOWED_PROTOCOLS

SCRIPTS = (
    "<script>fire()</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script/xss>fire()</script >",
    "<scr<script>ipt>fire()</scr</script>ipt>",
    "<script><!--</script><script>fire()//--></script>",
    "<script>fire()",
    "<<script>fire();//<</script>",
    "<p>Text<script type=module>fire()</script>more</p>",
)
HANDLERS = (
    "<img src=x onerror=fire()>",
    "<img/src=x/onerror=fire()>",
    "<IMG SRC=x oNeRrOr=fire()>",
    "<img src=x onerror\n=\nfire()>",
    "<img src=x onerror=fire()//",
    '<p onclick="fire()">Text</p>',
    '<a href="https://example.org" onmouseover="fire()">Text</a>',
    "<body onload=fire()>",
    "<details open ontoggle=fire()>Text</details>",
    "<input autofocus onfocus=fire()>",
    "<video><source onerror=fire()></video>",
    "<marquee onstart=fire()>Text</marquee>",
    '<img """><img src=x onerror=fire()>">',
    "<td/onclick=fire()>cell",
)
ADDRESSES = (
    '<a href="javascript:fire()">x</a>',
    '<a href="JaVaScRiPt:fire()">x</a>',
    '<a href=" \x0c\njavascript:fire()">x</a>',
    '<a href="\x01javascript:fire()">x</a>',
    '<a href="java\tscript:fire()">x</a>',
    '<a href="java&#x0A;script:fire()">x</a>',
    '<a href="java&NewLine;script:fire()">x</a>',
    '<a href="java\x00script:fire()">x</a>',
    '<a href="&#106;&#97;&#118;ascript:fire()">x</a>',
    '<a href="&#x6A;avascript&colon;fire()">x</a>',
    '<a href="javascript&colon;fire()">x</a>',
    '<a href="vbscript:fire()">x</a>',
    '<a href="data:text/html,<script>fire()</script>">x</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD5maXJlKCk8L3NjcmlwdD4=">x</a>',
    '<a href="view-source:javascript:fire()">x</a>',
    '<a href="blob:https://example.org/1">x</a>',
    '<a href="file:///etc/passwd">x</a>',
    "<a href=`javascript:fire()`>x</a>",
    '<form action="javascript:fire()"><button>x</button></form>',
    '<form id=f></form><button form=f formaction="javascript:fire()">x</button>',
    '<base href="javascript:fire()//">',
    '<meta http-equiv="refresh" content="0;url=javascript:fire()">',
    '<link rel=stylesheet href="javascript:fire()">',
    '<object data="javascript:fire()"></object>',
    '<embed src="javascript:fire()">',
    '<table background="javascript:fire()"><tr><td>x</td></tr></table>',
)
FRAMES = (
    '<iframe srcdoc="<script>fire()</script>"></iframe>',
    '<iframe srcdoc="&lt;script&gt;fire()&lt;/script&gt;">x</iframe>',
    '<iframe src="javascript:fire()">',
    '<frameset><frame src="javascript:fire()"></frameset>',
)
STYLES = (
    '<style>@import "javascript:fire()";</style>',
    '<p style="background:url(javascript:fire())">x</p>',
    '<p style="width:expression(fire())">x</p>',
    "<style><img src=x onerror=fire()></style>",
)
NAMESPACES = (
    "<svg onload=fire()>",
    "<svg><script>fire()</script></svg>",
    "<svg><script>&#102;ire()</script></svg>",
    '<svg><a xlink:href="javascript:fire()"><text y=9>x</text></a></svg>',
    "<svg><animate onbegin=fire() attributeName=x>",
    '<svg><use href="data:image/svg+xml,<svg onload=fire()>"></use></svg>',
    '<svg><foreignObject><iframe srcdoc="<script>fire()</script>">',
    '<math href="javascript:fire()">x</math>',
    '<math><maction actiontype="statusline" xlink:href="javascript:fire()">x</maction></math>',
)
MUTATIONS = (
    '<noscript><p title="</noscript><img src=x onerror=fire()>">',
    '<p><noscript><noscript><a title="</noscript></noscript><img src=x onerror=fire()>">',
    '<svg><p><style><g title="</style><img src=x onerror=fire()>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 '
    'onerror=fire()&gt;">',
    "<math><annotation-xml encoding=text/html><style><img src=x onerror=fire()></style>",
    "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id='</style>"
    "<img src=x onerror=fire()>'>",
    '<svg></p><style><a id="</style><img src=1 onerror=fire()>">',
    '<title><a title="</title><img src=x onerror=fire()>">',
    '<textarea><a title="</textarea><img src=x onerror=fire()>">',
    '<xmp><p title="</xmp><img src=x onerror=fire()>">',
    '<noembed><p title="</noembed><img src=x onerror=fire()>">',
    '<template><p title="</template><img src=x onerror=fire()>">',
    "<template><script>fire()</script></template>",
    "<select><noscript></select><script>fire()</script>",
    '<a title="`<img src=x onerror=fire()>`">x</a>',
    "<a title='x' title='\"><img src=x onerror=fire()>'>x</a>",
    "<plaintext><img src=x onerror=fire()>",
    "<p>&lt;script&gt;fire()&lt;/script&gt;</p>",
)
COMMENTS = (
    "<!-- <script>fire()</script> -->",
    "<!--><img src=x onerror=fire()>-->",
    "<!--[if IE]><script>fire()</script><![endif]-->",
    "<![CDATA[<script>fire()</script>]]>",
    "<?xml-stylesheet href='javascript:fire()'?>",
    "<!DOCTYPE html [<!ENTITY x '<script>fire()</script>'>]>&x;",
    "<p><!-- --!><img src=x onerror=fire()> --></p>",
)
# Active only in browsers of the past, or after a careless second pass; the others are as written.
DORMANT = frozenset(
    {
        "<img src=x onerror=fire()//",
        "<a href=`javascript:fire()`>x</a>",
        '<a title="`<img src=x onerror=fire()>`">x</a>',
        "<a title='x' title='\"><img src=x onerror=fire()>'>x</a>",
        "<p>&lt;script&gt;fire()&lt;/script&gt;</p>",
    }
)
HOSTILE = (
    *SCRIPTS,
    *HANDLERS,
    *ADDRESSES,
    *FRAMES,
    *STYLES,
    *NAMESPACES,
    *MUTATIONS,
    *COMMENTS,
)


class Inspector(HTMLParser):
    """Collects what in a piece of HTML is more than `tags` and their allowed attributes."""

    def __init__(self, tags: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.tags = tags
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.tags:
            self.active.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ALLOWED_ATTRIBUTES.get(tag, frozenset()):
                self.active.append(f"<{tag} {name}>")
            if name == "href" and is_active_address(value or ""):
                self.active.append(f"{name}={value}")

    def handle_comment(self, data: str) -> None:
        self.active.append(f"<!--{data}")

    def handle_decl(self, decl: str) -> None:
        self.active.append(f"<!{decl}")

    def handle_pi(self, data: str) -> None:
        self.active.append(f"<?{data}")

    def unknown_decl(self, data: str) -> None:
        self.active.append(f"<![{data}")


def is_active_address(address: str) -> bool:
    """Say whether a browser, which skips control characters, finds a scheme we do not allow."""
    scheme = urlsplit(re.sub(r"[\x00-\x20]", "", address)).scheme
    return bool(scheme) and scheme not in ALLOWED_PROTOCOLS


def active_content(html: str, tags: frozenset[str]) -> list[str]:
    inspector = Inspector(tags)
    inspector.feed(html)
    inspector.close()
    return inspector.active
