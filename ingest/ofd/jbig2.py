"""Pictures in JBIG2 (ITU-T T.88), as scanners put them into OFD: set into a PDF, whose reader knows how to decode them."""

import struct

_ID = b"\x97JB2\r\n\x1a\n"
_PAGE_INFORMATION = 48
_LARGEST = 20_000  # pixels on a side


def is_jbig2(data: bytes) -> bool:
    """Whether the bytes are a JBIG2 file."""
    return data.startswith(_ID)


def as_pdf(data: bytes) -> bytes:
    """A PDF of one page with the picture, a point a pixel. Raises `ValueError` where it is not in sequential order."""
    if not data[8] & 1:
        raise ValueError("JBIG2 in random access order")
    segments = data[9 if data[8] & 2 else 13 :]
    width, height = _size(segments)
    content = f"{width} 0 0 {height} 0 0 cm /I Do".encode()
    picture = (
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 1 "
        f"/ColorSpace /DeviceGray /Filter /JBIG2Decode /Length {len(segments)} >>\nstream\n"
    ).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] "
        "/Resources << /XObject << /I 5 0 R >> >> /Contents 4 0 R >>".encode(),
        f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream",
        picture + segments + b"\nendstream",
    ]
    out = bytearray(b"%PDF-1.5\n")
    at = []
    for number, body in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in at)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _size(segments: bytes) -> tuple[int, int]:
    """Width and height, from the first page's information."""
    at = 0
    while at + 11 <= len(segments):
        number, flags, referred = struct.unpack_from(">IBB", segments, at)
        at += 5
        count = referred >> 5
        if count == 7:
            (long,) = struct.unpack_from(">I", segments, at)
            count = long & 0x1FFFFFFF
            at += 4 + (count + 8) // 8
        else:
            at += 1
        at += count * (1 if number <= 256 else 2 if number <= 65536 else 4)
        at += 4 if flags & 0x40 else 1
        (length,) = struct.unpack_from(">I", segments, at)
        at += 4
        if flags & 0x3F == _PAGE_INFORMATION:
            width, height = struct.unpack_from(">II", segments, at)
            if 0 < width <= _LARGEST and 0 < height <= _LARGEST:
                return width, height
            break
        at += length
    raise ValueError("JBIG2 without a page")
