"""Bytes → characters, by content: UTF-8, UTF-16 (either order) or GB18030, with or without a signature."""

import codecs
from dataclasses import dataclass

_SIGNATURES = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_NAMES = {"utf-8": "UTF-8", "utf-16-le": "UTF-16（小端）", "utf-16-be": "UTF-16（大端）", "gb18030": "GB18030"}
_SAMPLE = 20_000  # characters weighed
_GOOD, _PLAUSIBLE = 0.9, 0.55
_MOST_LOST = 0.002  # share of characters that may be beyond repair before the file counts as binary


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding's name, and whether single bytes were lost (each is U+FFFD in the text)."""

    text: str
    encoding: str
    lossy: bool = False

    @property
    def label(self) -> str:
        """The encoding's name for staff."""
        return _NAMES[self.encoding]


def decode(data: bytes) -> Decoded | None:
    """The most plausible reading of `data` as text, None where there is none (binary).

    The signature (BOM) decides if there is one and is left out of the text. Otherwise every encoding that decodes
    without error is weighed by how much of it is what Chinese office text is made of, since GB18030 decodes nearly
    anything and short GB18030 text can be valid UTF-8.
    """
    for signature, encoding in _SIGNATURES:
        if data.startswith(signature):
            return _strict(data[len(signature) :], encoding) or _repaired(data[len(signature) :], encoding)
    best: tuple[float, Decoded] | None = None
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        if encoding.startswith("utf-16") and (len(data) % 2 or not data):
            continue
        reading = _strict(data, encoding)
        if reading is None:
            continue
        weight = plausibility(reading.text[:_SAMPLE])
        if encoding == "utf-8" and (weight >= _GOOD or data.isascii() or len(data) > 400):
            return reading
        if best is None or weight > best[0]:
            best = weight, reading
    if best is not None and best[0] >= _PLAUSIBLE:
        return best[1]
    return _repaired(data, "utf-8") or _repaired(data, "gb18030")


def plausibility(text: str) -> float:
    """0–1: how much of `text` is ASCII, CJK punctuation and common hanzi (GB 2312 level 1).

    >>> plausibility("安全生产"), plausibility("锘縒陨")
    (1.0, 0.5)
    """
    if not text:
        return 0.0
    return max(0.0, sum(map(_weight, text)) / len(text))


def _weight(char: str) -> float:
    code = ord(char)
    if code < 0x80:
        return 1.0 if code >= 0x20 or char in "\t\n\r\f\v" else -5.0
    if 0x4E00 <= code <= 0x9FFF:
        try:
            lead = char.encode("gb2312")[0]
        except UnicodeEncodeError:
            return 0.3
        return 1.0 if lead < 0xD8 else 0.6
    if 0x3000 <= code <= 0x303F or 0xFF00 <= code <= 0xFFEF or 0x2000 <= code <= 0x2BFF:
        return 1.0
    if code in (0xB7, 0xD7, 0xF7, 0xB1, 0xB0, 0xA7) or 0x3200 <= code <= 0x33FF or 0x2E80 <= code <= 0x2FDF:
        return 1.0
    if 0x3400 <= code <= 0x4DBF or 0xF900 <= code <= 0xFAFF or code >= 0x20000:
        return 0.3
    if code < 0xA0 or 0xD800 <= code <= 0xF8FF or 0xFFF0 <= code <= 0xFFFF:
        return -2.0
    return 0.0


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _binary(text) else Decoded(text, encoding)


def _repaired(data: bytes, encoding: str) -> Decoded | None:
    """Text with a few bytes damaged or cut off: those become U+FFFD."""
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    if _binary(text) or lost > max(4, len(text) * _MOST_LOST) or plausibility(text[:_SAMPLE]) < _GOOD:
        return None
    return Decoded(text, encoding, lossy=lost > 0)


def _binary(text: str) -> bool:
    """Whether the text holds NULs or many control characters, as no text file does."""
    if "\0" in text:
        return True
    controls = sum(1 for c in text[:_SAMPLE] if c < " " and c not in "\t\n\r\f\v\x1a\x1b")
    return controls > 0.01 * min(len(text), _SAMPLE)
