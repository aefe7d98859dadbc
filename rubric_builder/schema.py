"""The published scoring schema: its value, its one canonical form in JSON, its SHA-256, its JSON Schema."""

import hashlib
import json
import re
from typing import Any, Literal

from pydantic import BaseModel

from rubric_builder.draft import Draft
from rubric_builder.signatures import Signature

Review = Literal["未经审核", "已审核"]

_SURROGATE = re.compile("[\ud800-\udfff]")


class Published(Draft):
    """A draft as it was published. Nothing in it changes any more; a correction is a new version that names the old.

    `draft_sha256` is of the canonical form of the draft that extraction made, `decisions_sha256` the hash of the last
    decision taken over it (null where there were none), `replaces` the SHA-256 of the `rubric.json` this one corrects.
    `signatures` are 经办, 复核, 签发 of what is 已审核, each over the SHA-256 of the draft as decided.
    """

    format: Literal["kaohe.rubric/1"] = "kaohe.rubric/1"
    review: Review
    draft_sha256: str
    decisions_sha256: str | None = None
    signatures: tuple[Signature, ...] = ()
    replaces: str | None = None


def canonical(value: BaseModel) -> bytes:
    """The one form in bytes that is hashed: UTF-8 JSON, keys sorted, no white space, decimals exact.

    >>> from rubric_builder.draft import Source
    >>> canonical(Source(text_sha256="b", document="a", file="细则.pdf")).decode()
    '{"document":"a","file":"细则.pdf","text_sha256":"b"}'
    """
    return canonical_json(value.model_dump(mode="json", by_alias=True))


def canonical_json(value: Any) -> bytes:
    """`canonical` for what JSON can hold already. Lone surrogates, which UTF-8 can't hold, stay escaped."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return _SURROGATE.sub(lambda m: f"\\u{ord(m.group()):04x}", text).encode("utf-8")


def fingerprint(value: BaseModel) -> str:
    """SHA-256, in hex, of what the value says: its canonical form without what is null or empty.

    So a later program, whose values have more fields, finds the same hash for what an earlier one wrote; a new field
    must therefore say nothing where it is null or empty.
    """
    return hashlib.sha256(canonical_json(_said(value.model_dump(mode="json", by_alias=True)))).hexdigest()


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _said(each) for key, each in value.items() if each is not None and each != [] and each != {}}
    return [_said(each) for each in value] if isinstance(value, list) else value


def json_schema() -> bytes:
    """The JSON Schema (2020-12) of `rubric.json`, as bytes for a file."""
    schema = Published.model_json_schema(mode="serialization", by_alias=True)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "考核评分细则"}
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True).encode("utf-8") + b"\n"
