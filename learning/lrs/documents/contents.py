"""What a POST makes of a document: JSON objects are merged, one level deep (Communication 2.2)."""

import json

from learning.lrs.errors import BadRequest
from learning.xapi.conformance.errors import JsonError
from learning.xapi.conformance.strict_json import parse

JSON = "application/json"


def is_json(content_type: str) -> bool:
    """Tell whether a Content-Type is JSON, whatever its parameters."""
    return content_type.partition(";")[0].strip().lower() == JSON


def expect_object(content: bytes, content_type: str) -> None:
    """Refuse to POST what says it is JSON and is no object. Raises: BadRequest; TooDeep; TooLong.

    (Communication 2.2: “cannot be parsed as a JSON Object”.)
    """
    if is_json(content_type):
        _object(content, "The document that was sent")


def merged(known: bytes, known_type: str, said: bytes, said_type: str) -> bytes:
    """Give the object that is there with the members of the one that was sent over it.

    Raises: BadRequest — one of them is not JSON, or no object.
    """
    for whose, content_type in (("that is there", known_type), ("that was sent", said_type)):
        if not is_json(content_type):
            raise BadRequest(
                f"The document {whose} is not {JSON}, so the two cannot be merged. "
                "Nothing was changed; PUT replaces a document."
            )
    both = {
        **_object(known, "The document that is there"),
        **_object(said, "The document that was sent"),
    }
    return json.dumps(both, ensure_ascii=False, separators=(",", ":")).encode()


def _object(content: bytes, which: str) -> dict[str, object]:
    try:
        found = parse(content, most_bytes=max(len(content), 1))
    except JsonError as error:
        raise BadRequest(f"{which} cannot be read as JSON: {error} Nothing was changed.") from error
    if not isinstance(found, dict):
        raise BadRequest(f"{which} is no JSON object. Nothing was changed.")
    return found
