"""The font in which Chinese text is read that a PDF sets in a font it does not hold.

PDFium takes one of the machine's. Where that has no glyph for a character, a text object of that character alone is left
out of the page's text, and so is one of two below each other that say the same; a machine without Chinese fonts loses
every such object, one with them still a lone ℃. What a file says must not hang on the machine: here is a font with a
glyph for every character. It is for reading alone; pages are drawn without it.
"""

import ctypes
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pypdfium2.raw as raw

from ingest.pdf.box_font import EMPTY, Box, font_of

_CHINESE, _SYMBOL = 134, 2  # character sets as PDFium numbers them (fpdf_sysfontinfo.h)
_WIDE = (128, 129, _CHINESE, 136)  # Japanese, Korean, simplified and traditional Chinese
_NAME = b"kaohe stand-in\0"
_OWN = re.compile(r"Helvetica|Arial|Times|Courier|Symbol|ZapfDingbats")  # PDFium brings them
_WHOLE = 0  # the font's file, where PDFium asks for a table
# As PDFium has it a character is at least as large as its glyph: so glyphs are no wider than the narrowest of their kind,
# and as high as those of Chinese fonts are.
_FULL, _SLIM = (50, -80, 950, 845), (20, -80, 180, 700)
_GLYPHS: dict[str, Box] = {
    "\0 ": EMPTY, "!~": _SLIM, "\x7f\xa0": EMPTY, "¡῿": _SLIM, "\u2000\u200f": EMPTY, "‐⺀": _SLIM, "⺁⿿": _FULL,
    "\u3000": EMPTY, "、\U0010ffff": _FULL,
}  # fmt: skip
# What the fonts of Chinese text are called, where the font's own tables don't say that it is one: row, name, whose, example.
CHINESE_FACES = (
    ("chinese-name", r"[^\x00-\x7f]", "any, named in Chinese", "仿宋_GB2312"),
    ("zhongyi", r"N?Sim(Sun|Hei|Kai|Fang|Li|You)|FangSong|KaiTi|LiSu|YouYuan", "中易", "FangSong_GB2312"),
    ("changzhou", r"ST(Song|Kai|Fang|Hei|Xihei|Zhong|Xin|Xing|Li|Hupo|Caiyun)|Songti|Heiti|Kaiti|PingFang", "华文", "STZhongsong"),
    ("microsoft", r"Microsoft *(YaHei|JhengHei)|MSYaHei|DengXian|P?MingLiU", "微软", "MicrosoftYaHei-Bold"),
    ("founder", r"FZ[A-Z]|Founder", "方正", "FZXBSJW--GB1-0"),
    ("hanyi", r"HY[A-Z]", "汉仪", "HYFangSongJ"),
    ("open", r"(Noto|Source) *(Sans|Serif|Han)\w* *(CJK|SC|CN|TC)|SourceHan|WenQuanYi|AR *PL|UMing|UKai", "开源", "NotoSerifCJKsc"),
    ("unicode", r"Arial ?Unicode", "a font of all characters", "ArialUnicodeMS"),
)  # fmt: skip
_CHINESE_FACE = re.compile("|".join(f"(?:{pattern})" for _, pattern, _, _ in CHINESE_FACES))


@dataclass(slots=True)
class Asked:
    """Names of the fonts that a page is set in and does not hold.

    `stood_in` are for Chinese text, `unshown` those of them that this machine has nothing to draw with; `other` fonts
    are not known to be for Chinese, and this machine does not have them.
    """

    stood_in: list[str] = field(default_factory=list)
    unshown: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)


def is_chinese(name: str) -> bool:
    """Whether a font of that name is for Chinese text.

    >>> is_chinese("ABCDEF+FangSong_GB2312"), is_chinese("仿宋"), is_chinese("Calibri")
    (True, True, False)
    """
    return bool(_CHINESE_FACE.search(name))


@contextmanager
def standing_in() -> Iterator[Asked]:
    """Within, text is read in the font that stands in; which ones were asked for."""
    fonts = _fonts()
    fonts.asked = asked = Asked()
    try:
        yield asked
    finally:
        fonts.asked = None


@cache
def _fonts() -> "_Fonts":
    return _Fonts()


class _Fonts:
    """PDFium's own way to the machine's fonts, with one more before them while `asked` is told of it."""

    def __init__(self) -> None:
        self.asked: Asked | None = None
        data = font_of(_GLYPHS)
        self._font = ctypes.create_string_buffer(data, len(data))
        self._handle = ctypes.addressof(self._font)
        place = raw.FPDF_GetDefaultSystemFontInfo()
        if not place:  # a system where PDFium knows no fonts but its own
            return
        self._info = place.contents
        self._map_font = self._wrapped("MapFont", self._mapped)
        self._font_data = self._wrapped("GetFontData", self._data)
        self._face_name = self._wrapped("GetFaceName", self._named)
        self._charset = self._wrapped("GetFontCharset", self._charset_of)
        self._delete = self._wrapped("DeleteFont", self._deleted)
        raw.FPDF_SetSystemFontInfo(place)

    def _wrapped(self, name: str, ours: Callable[..., Any]) -> Callable[..., Any]:
        """Put `ours` in the place of PDFium's function of that name, which comes back."""
        theirs = getattr(self._info, name)
        # A function of its own: what the field gives would call whatever stands there by then.
        own: Callable[..., Any] = type(theirs)(ctypes.cast(theirs, ctypes.c_void_p).value)
        setattr(self._info, name, type(theirs)(ours))
        return own

    def _mapped(
        self, info: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any
    ) -> int | None:
        found: int | None = self._map_font(info, weight, italic, charset, pitch, face, exact)
        if self.asked is None or charset == _SYMBOL:  # a symbol font that is not there is asked for again, as plain
            return found
        name = _spelled(ctypes.string_at(face)) if face else ""
        if charset in _WIDE or is_chinese(name):
            self.asked.stood_in.append(name)
            if found:
                self._delete(info, found)
            elif charset in _WIDE:  # else its letters and digits are drawn all the same
                self.asked.unshown.append(name)
            return self._handle
        if not found and not _OWN.match(name):
            self.asked.other.append(name)
        return found

    def _data(self, info: Any, font: int, table: int, buffer: Any, size: int) -> int:
        if font != self._handle:
            return int(self._font_data(info, font, table, buffer, size))
        return _copied(self._font.raw, buffer, size) if table == _WHOLE else 0

    def _named(self, info: Any, font: int, buffer: Any, size: int) -> int:
        return _copied(_NAME, buffer, size) if font == self._handle else int(self._face_name(info, font, buffer, size))

    def _charset_of(self, info: Any, font: int) -> int:
        return _CHINESE if font == self._handle else int(self._charset(info, font))

    def _deleted(self, info: Any, font: int) -> None:
        if font != self._handle:
            self._delete(info, font)


def _copied(content: bytes, buffer: Any, size: int) -> int:
    """Put `content` where there is room for it; its length."""
    if buffer and size >= len(content):
        ctypes.memmove(buffer, content, len(content))
    return len(content)


def _spelled(name: bytes) -> str:
    """A font's name, which files give in UTF-8 or in the code page of the machine that wrote them."""
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")
