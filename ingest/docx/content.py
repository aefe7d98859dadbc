"""What one paragraph holds: pieces of text, remarks on them, text boxes and notes anchored in it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.source_text import Unboxed

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


@dataclass(frozen=True, slots=True)
class Aside:
    """A remark on `[start, end)` of the paragraph's text."""

    code: str
    text: str
    start: int
    end: int


class Content:
    """A paragraph while it is read. `length` counts the characters so far, `size` is the first run's type size.

    `boxes` are the text boxes anchored here: `w:txbxContent`, or the words of a WordArt.
    """

    __slots__ = ("asides", "boxes", "hidden", "length", "pieces", "size")

    def __init__(self) -> None:
        self.pieces: list[tuple[str, Unboxed]] = []
        self.asides: list[Aside] = []
        self.boxes: list[Element | str] = []
        self.length = 0
        self.hidden = 0
        self.size: float | None = None

    def add(self, text: str, why: Unboxed = Unboxed.FLOWED) -> None:
        """Append a piece of text."""
        if text:
            self.pieces.append((text, why))
            self.length += len(text)

    def remark(self, code: str, text: str, start: int | None = None) -> None:
        """Remark on what was added since `start`, or on this place."""
        self.asides.append(Aside(code, text, self.length if start is None else start, self.length))

    @property
    def text(self) -> str:
        """The text so far."""
        if len(self.pieces) == 1:
            return self.pieces[0][0]
        return "".join([piece for piece, _ in self.pieces])
