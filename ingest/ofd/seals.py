"""Electronic seals (GB/T 33190, 18; GB/T 38540): where a signature stamps the pages, and the picture that it stamps."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.errors import Unreadable
from ingest.ofd.measures import Rectangle, rectangle
from ingest.ofd.parts import Parts, child, children, words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SEQUENCE, _OCTETS, _NUMBER, _TYPE = 0x30, 0x04, 0x02, 0x16  # tags of ASN.1 (ITU-T X.690, 8)
_DEEPEST, _MOST = 10, 5_000  # sequences inside each other, values looked at
_HEADS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"PK\x03\x04")  # an OFD too (PK)
_SEALS = 1_000  # of a document


@dataclass(frozen=True, slots=True)
class Seal:
    """A stamp on the page with this id: its box (millimetres), what of the box is seen (from the box's corner; of a seal
    across the fore-edge each page shows a slice), and the parts that may hold its picture."""

    page: str
    box: Rectangle
    clip: Rectangle | None
    holders: tuple[str, ...]

    def picture(self, parts: Parts) -> bytes | None:
        """A picture file, or an OFD of one page; None where there is none that can be drawn."""
        for part in self.holders:
            try:
                found = picture_in(parts.read(part))
            except Unreadable:
                continue
            if found and found.startswith(_HEADS):
                return found
        return None


def seals(parts: Parts, listing: str) -> tuple[list[Seal], int]:
    """The stamps of the signatures in a part Signatures.xml, and how many signatures stamp no page."""
    out: list[Seal] = []
    unseen = 0
    try:
        signatures = list(children(parts.xml(listing), "Signature"))
    except Unreadable:
        return [], 1
    for signature in signatures:
        found = list(_stamps(parts, parts.find(listing, signature.get("BaseLoc"))))
        out += found[: max(0, _SEALS - len(out))]
        unseen += not found
    return out, unseen


def _stamps(parts: Parts, part: str | None) -> Iterator[Seal]:
    try:
        root = parts.xml(part) if part else None
    except Unreadable:
        return
    info = child(root, "SignedInfo")
    places = [words(child(info, "Seal"), "BaseLoc"), words(root, "SignedValue")]
    holders = tuple(found for place in places if part and (found := parts.find(part, place)))
    for stamp in children(info, "StampAnnot"):
        box = rectangle(stamp.get("Boundary"))
        if box and box[2] > 0 and box[3] > 0:
            yield Seal((stamp.get("PageRef") or "").strip(), box, _seen(stamp), holders)


def _seen(stamp: "Element") -> Rectangle | None:
    clip = rectangle(stamp.get("Clip"))
    return clip if clip and clip[2] > 0 and clip[3] > 0 else None


def picture_in(data: bytes) -> bytes | None:
    """The picture of the seal in DER: the first sequence of its kind (type, octets, width, height); None without one."""
    waiting: list[tuple[int, int, int]] = [(0, len(data), 0)]
    looked = 0
    while waiting:
        start, end, depth = waiting.pop(0)
        inner = list(_values(data, start, end, _MOST - looked))
        looked += len(inner)
        if [tag for tag, _, _ in inner[:4]] == [_TYPE, _OCTETS, _NUMBER, _NUMBER]:
            _, at, stop = inner[1]
            return data[at:stop]
        if depth < _DEEPEST:
            waiting += [(at, stop, depth + 1) for tag, at, stop in inner if tag & 0x20]
    return None


def _values(data: bytes, at: int, end: int, most: int) -> Iterator[tuple[int, int, int]]:
    """The values of DER on `[at, end)`: tag, and where the content begins and ends. Stops where the bytes are none."""
    while at + 2 <= end and most > 0:
        tag, length = data[at], data[at + 1]
        at += 2
        if length & 0x80:
            size = length & 0x7F
            if not 0 < size <= 4 or at + size > end:
                return
            length = int.from_bytes(data[at : at + size], "big")
            at += size
        if at + length > end:
            return
        yield tag, at, at + length
        at += length
        most -= 1
