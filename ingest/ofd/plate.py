"""What stands on one page of an OFD, before it is laid out: characters in columns, rules, pictures, shapes."""

from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.pdf.frame import Box
from ingest.pdf.rules import Drawing, Matrix

Point = tuple[float, float]
Colour = tuple[int, int, int, int]  # red, green, blue, and how much it covers (255: all)


class Piece(NamedTuple):
    """Characters set in one go: their size (points), where they run (the first row of their matrix, y upwards).

    `hidden`: not to be seen. `garbled`: glyphs of which the file does not say what they stand for. `stretch`: how much
    wider than high they are drawn.
    """

    size: float
    a: float
    b: float
    hidden: bool = False
    garbled: bool = False
    stretch: float = 1.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, the matrix that brings the unit square (y downwards) onto the page, how much it covers (0 to 255), and
    the box that it is cut to. `ink`: what is white in it is no more than paper, as under a stamp."""

    matrix: Matrix
    data: bytes
    cover: int = 255
    clip: Box | None = None
    ink: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A path as it is painted: its parts, the width of its stroke (0: none), its filling and the colours.

    `even_odd`: what is filled is not what the path goes round, but what it goes round an odd number of times.
    """

    parts: list[list[Point]]
    width: float
    stroke: Colour
    fill: Colour | None
    even_odd: bool = False
    clip: Box | None = None


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The plate's characters from `start` to `end`, in what colour, set in an embedded font or in one that has to be
    found."""

    font: bytes | None
    start: int
    end: int
    colour: Colour = (0, 0, 0, 255)


@dataclass(slots=True)
class Plate:
    """A page's content in points, origin bottom left (as `Frame` has it), in the order it is painted.

    `owner[i]` is the index of the piece that the character `i` is of; `glyph[i]` is the glyph that it is drawn as, where
    the file names it: 0 where it does not, -1 where it is drawn by the one before. `painted` holds what a picture of the page needs;
    it is filled only where it is asked for.
    """

    text: list[str] = field(default_factory=list)
    left: list[float] = field(default_factory=list)
    top: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    bottom: list[float] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    glyph: list[int] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    drawing: Drawing = field(default_factory=Drawing)
    covered: int = 0  # pieces before this one lie under a picture of the whole page
    missing: bool = False  # a template, a picture or a composite drawing that the package lacks
    pale: list[str] = field(default_factory=list)  # white text on bare paper
    painted: list[Shape | Picture | Glyphs] = field(default_factory=list)

    def add(self, char: str, box: Box, glyph: int = 0) -> None:
        """A character of the last piece; `box` is left, bottom, right, top."""
        self.text.append(char)
        self.left.append(box[0])
        self.bottom.append(box[1])
        self.right.append(box[2])
        self.top.append(box[3])
        self.owner.append(len(self.pieces) - 1)
        self.glyph.append(glyph)
