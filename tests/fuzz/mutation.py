"""Files spoilt: bytes anywhere, the parts of a package, the objects and streams of a PDF, the tags of markup."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random

Mutation = Callable[[Random, bytes], bytes]

_NUMBERS = (
    "0", "-1", "1", "2", "7", "255", "256", "65535", "65536", "2147483647", "-2147483648", "4294967296",
    "99999999999999999999", "1e308", "-1e308", "1e-300", "nan", "inf", "0.5", "", "x", "０", "九", " ", "1 2", "#ff", "-",
)  # fmt: skip
_WORDS = ("", " ", "\u3000", "第一条", "20分", "（一）", "扣完为止", "\u202e", "\ufeff", "\ue000", "\ud7ff", "\t\t", "\n" * 50, "A" * 3000, "<", "&", "|", "表" * 400)  # fmt: skip
_BYTES = (b"\0", b"\xff", b"\xff\xfe", b"\x80", b"\r\n", b"<", b">", b"&#0;", b"]]>", b"PK\x03\x04", b"\x1b$)", b"\xed\xa0\x80", b"%PDF-", b"<!--", b"\0" * 300)  # fmt: skip
_NUMBER = re.compile(rb"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
_TAG = re.compile(rb"<(/?)([A-Za-z][\w:.-]*)([^<>]*?)(/?)>")
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')""")
_TEXT = re.compile(rb">([^<>]+)<")
_OBJECT = re.compile(rb"\d+ \d+ obj\b.*?\bendobj\b", re.DOTALL)
_STREAM = re.compile(rb"(<<(?:(?!endobj).){0,2000}?>>)\s*stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_KEY = re.compile(rb"/[A-Za-z][A-Za-z0-9]*")


def spoilt(random: Random, data: bytes) -> bytes:
    """The file with one to four things wrong with it, as its kind has them."""
    for _ in range(random.choice((1, 1, 1, 2, 2, 4))):
        data = random.choice(_mutations(data))(random, data)
    return data


def _mutations(data: bytes) -> tuple[Mutation, ...]:
    if data[:2] == b"PK":
        return package, package, package, package, package, package, package, anywhere
    if b"%PDF-" in data[:1024]:
        return objects, objects, stream, stream, numbers, anywhere
    if b"\0" in data[:2000] or data[:3] == b"\xff\xd8\xff":
        return (anywhere,)
    if b"<" in data[:4096].lstrip()[:2]:
        return tags, tags, tags, numbers, words, anywhere
    return lines, numbers, words, anywhere


# --- any file -------------------------------------------------------------------------------------------------------


def anywhere(random: Random, data: bytes) -> bytes:
    """Some bytes changed, taken out, put in, doubled, or the end missing; near the beginning more often."""
    out = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 8, 40))):
        if not out:
            break
        at = random.randrange(len(out) if random.random() < 0.6 else min(len(out), 400))
        length = random.choice((1, 1, 2, 4, 16, 200))
        match random.randrange(7):
            case 0:
                out[at] ^= 1 << random.randrange(8)
            case 1:
                out[at] = random.randrange(256)
            case 2:
                del out[at : at + length]
            case 3:
                out[at:at] = random.choice(_BYTES)
            case 4:
                out[at:at] = out[at : at + length]
            case 5:
                out[at : at + 4] = random.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0x80000000, 0xFFFF)).to_bytes(
                    4, random.choice(("little", "big"))
                )
            case _:
                if random.random() < 0.1:
                    del out[at:]
    return bytes(out)


def numbers(random: Random, data: bytes) -> bytes:
    """One to five numbers replaced by awkward ones."""
    return _some(random, data, _NUMBER, lambda _: random.choice(_NUMBERS).encode())


def words(random: Random, data: bytes) -> bytes:
    """Awkward words put in."""
    at = sorted(random.randrange(len(data) + 1) for _ in range(random.choice((1, 2, 5))))
    encoding = random.choice(("utf-8", "gb18030"))
    for place in reversed(at):
        data = data[:place] + random.choice(_WORDS).encode(encoding, "replace") + data[place:]
    return data


def lines(random: Random, data: bytes) -> bytes:
    """Lines exchanged, doubled, taken out, indented, joined."""
    found = data.split(b"\n")
    for _ in range(random.choice((1, 3, 10))):
        a, b = random.randrange(len(found)), random.randrange(len(found))
        match random.randrange(5):
            case 0:
                found[a], found[b] = found[b], found[a]
            case 1:
                found[a:a] = found[b : b + random.choice((1, 2, 20))]
            case 2:
                del found[a : a + random.choice((1, 2, 5))]
                found = found or [b""]
            case 3:
                found[a] = (
                    random.choice((b"    ", b"> ", b"# ", b"|", b"- ", b"1. ", b"\t", b"```", b"|---|")) + found[a]
                )
            case _:
                found[a] += found[b]
    return b"\n".join(found)


def _some(random: Random, data: bytes, pattern: re.Pattern[bytes], write: Callable[[re.Match[bytes]], bytes]) -> bytes:
    """One to five matches of the pattern written anew."""
    found = list(pattern.finditer(data))
    chosen = random.sample(found, min(len(found), random.choice((1, 1, 2, 5))))
    for match in sorted(chosen, key=lambda m: -m.start()):
        data = data[: match.start()] + write(match) + data[match.end() :]
    return data


# --- markup ---------------------------------------------------------------------------------------------------------


def tags(random: Random, data: bytes) -> bytes:
    """Elements moved, doubled, nested deep, renamed, unclosed; attributes and texts replaced."""
    match random.randrange(8):
        case 0:
            return _some(random, data, _ATTRIBUTE, lambda m: m[1] + b'="' + random.choice(_NUMBERS).encode() + b'"')
        case 1:
            return _some(
                random, data, _TEXT, lambda m: b">" + random.choice((*_NUMBERS, "表" * 400, "第一条")).encode() + b"<"
            )
        case 2:
            names = [m[2] for m in _TAG.finditer(data)] or [b"x"]
            return _some(random, data, _TAG, lambda m: b"<" + m[1] + random.choice(names) + m[3] + m[4] + b">")
        case 3:
            return _some(random, data, _ATTRIBUTE, lambda _: b"")
        case 4:
            return _some(random, data, _TAG, lambda _: b"")
        case 5:
            piece = _element(random, data)
            deep = random.choice((3, 40, 300))
            opening = re.match(rb"<([\w:.-]+)", piece)
            if opening and random.random() < 0.4:
                name = opening[1]
                return data.replace(piece, (b"<" + name + b">") * deep + piece + (b"</" + name + b">") * deep, 1)
            return data.replace(piece, piece * random.choice((2, 2, 5, 60)), 1)
        case 6:
            return data.replace(_element(random, data), b"", 1)
        case _:
            piece, place = _element(random, data), list(_TAG.finditer(data))
            at = random.choice(place).start() if place else 0
            return data[:at] + piece + data[at:]


def _element(random: Random, data: bytes) -> bytes:
    """An element with all that is in it (the first end of its name closes it), of no great length."""
    opened = [m for m in _TAG.finditer(data) if not m[1]]
    for _ in range(8):
        if not opened:
            break
        start = random.choice(opened)
        if start[4]:
            return start[0]
        end = data.find(b"</" + start[2] + b">", start.end(), start.end() + 20_000)
        if end >= 0:
            return data[start.start() : end + len(start[2]) + 3]
    return b"<x/>"


# --- packages -------------------------------------------------------------------------------------------------------


def package(random: Random, data: bytes) -> bytes:
    """A part of a ZIP package spoilt and all packed again; now and then a part missing, empty, renamed or exchanged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            parts = {info.filename: opened.read(info) for info in opened.infolist() if not info.is_dir()}
    except Exception:  # spoilt too far already
        return anywhere(random, data)
    names = list(parts)
    if not names:
        return anywhere(random, data)
    weighty = [n for n in names if n.lower().endswith((".xml", ".rels"))] or names
    chosen = random.choice(weighty if random.random() < 0.85 else names)
    match random.randrange(14):
        case 0:
            del parts[chosen]
        case 1:
            parts[chosen] = b""
        case 2:
            other = random.choice(names)
            parts[chosen], parts[other] = parts[other], parts[chosen]
        case 3:
            parts[chosen.upper() if random.random() < 0.5 else f"a/{chosen}"] = parts.pop(chosen)
        case 4:
            parts[chosen] = anywhere(random, parts[chosen])
        case 5 | 6:
            parts[chosen] = numbers(random, parts[chosen])
        case _:
            parts[chosen] = tags(random, parts[chosen])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


# --- PDF ------------------------------------------------------------------------------------------------------------


def objects(random: Random, data: bytes) -> bytes:
    """Objects of a PDF taken out, exchanged, doubled; their keys and numbers changed."""
    found = list(_OBJECT.finditer(data))
    if not found:
        return anywhere(random, data)
    one = random.choice(found)
    body = one[0]
    match random.randrange(5):
        case 0:
            body = b""
        case 1:
            body += b"\n" + random.choice(found)[0]
        case 2:
            keys = [m[0] for m in _KEY.finditer(data[:200_000])]
            body = _some(random, body, _KEY, lambda _: random.choice(keys))
        case 3:
            body = numbers(random, body)
        case _:
            other = random.choice(found)[0]
            body = re.sub(rb"^\d+ \d+", re.match(rb"\d+ \d+", body)[0], other, count=1)  # type: ignore[index]  # an object's head
    return data[: one.start()] + body + data[one.end() :]


def stream(random: Random, data: bytes) -> bytes:
    """A stream of a PDF unpacked, spoilt and put back as it is."""
    found = list(_STREAM.finditer(data))
    if not found:
        return anywhere(random, data)
    one = random.choice(found)
    try:
        plain = zlib.decompressobj().decompress(one[2], 4_000_000)
    except zlib.error:
        return data[: one.start(2)] + anywhere(random, one[2]) + data[one.end(2) :]
    plain = random.choice((numbers, numbers, lines, anywhere))(random, plain)
    head = re.sub(rb"/Filter\s*(/\w+|\[[^\]]*\])|/DecodeParms\s*<<.*?>>", b"", one[1])
    head = re.sub(rb"/Length\s+\d+(\s+\d+\s+R)?", b"/Length %d" % len(plain), head)
    return data[: one.start()] + head + b"\nstream\n" + plain + b"\nendstream" + data[one.end() :]
