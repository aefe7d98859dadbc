"""A web page's or a web archive's bytes → the page's characters: signature, declared charset, or what the bytes say."""

import re
from dataclasses import dataclass

from ingest.encoding import Decoded, decode, plausibility
from ingest.limits import Limits
from ingest.messages import unreadable

_DECLARED = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([a-zA-Z0-9_\-]{2,20})""", re.IGNORECASE)
_PROLOGUE = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([a-zA-Z0-9_\-]{2,20})""", re.IGNORECASE)
_SIGNATURES = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x84\x31\x95\x33")
_HEAD = 4096  # bytes in which a page declares its charset; browsers look at 1024
_CODECS = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
    "cp936": "gb18030", "hz-gb-2312": "hz", "big5": "big5hkscs", "big5-hkscs": "big5hkscs",
    "utf-8": "utf-8", "utf8": "utf-8", "unicode": "utf-8", "us-ascii": "utf-8",
}  # fmt: skip
"""What a page declares → the codec it is read by (WHATWG Encoding: gb2312 and gbk are read as gb18030)."""
_NAMES = {"gb18030": "GB18030", "hz": "HZ-GB-2312", "big5hkscs": "Big5", "utf-8": "UTF-8"}
_MOST_LOST = 0.002  # share of characters beyond repair that a declared charset may leave
_PLAUSIBLE = 0.7
_ARCHIVED = re.compile(rb"\s*(?:[A-Za-z\-]{2,40}:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class WebPage:
    """The markup as characters, the encoding's name for staff, and whether bytes were lost (each U+FFFD)."""

    markup: str
    encoding: str
    lossy: bool = False
    archived: bool = False


def read_page(data: bytes, name: str, limits: Limits) -> WebPage:
    """The page's markup. Of a web archive (MHTML, RFC 2557) its HTML part. Raises `Unreadable`."""
    if not data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\f\x00").startswith(b"<") and _ARCHIVED.match(data):
        return _archived(data, name, limits)
    return _decoded(data, name, None)


def _decoded(data: bytes, name: str, charset: str | None, *, archived: bool = False) -> WebPage:
    """By signature, else by what is declared if the bytes bear that out, else by the bytes alone."""
    if not data.startswith(_SIGNATURES):
        found = _DECLARED.search(data[:_HEAD]) or _PROLOGUE.match(data.lstrip()[:300])
        codec = _CODECS.get((charset or (found.group(1).decode("ascii") if found else "")).strip().lower())
        text = data.decode(codec, "replace") if codec else ""
        lost = text.count("\ufffd")
        if codec and "\0" not in text and lost <= max(2, _MOST_LOST * len(text)) and _sensible(text):
            return WebPage(text, _NAMES[codec], lost > 0, archived)
    guessed: Decoded | None = decode(data)
    if guessed is None:
        raise unreadable("undecodable", name)
    return WebPage(guessed.text, guessed.label, guessed.lossy, archived)


def _sensible(text: str) -> bool:
    """Whether what is not ASCII reads as Chinese, so that the declaration can be believed."""
    said = "".join(c for c in text[:200_000] if c > "\x7f")[:20_000]
    return not said or plausibility(said) >= _PLAUSIBLE


def _archived(data: bytes, name: str, limits: Limits) -> WebPage:
    from email import policy
    from email.parser import BytesParser

    message = BytesParser(policy=policy.compat32).parsebytes(data)
    for count, part in enumerate(message.walk()):
        if count > limits.entries:
            raise unreadable("too-many-entries", name, count=count, limit=limits.entries)
        if part.get_content_type() != "text/html" or part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes) or not payload.strip():
            continue
        return _decoded(payload, name, part.get_content_charset(), archived=True)
    raise unreadable("mhtml-no-page", name)
