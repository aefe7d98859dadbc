"""One page → its lines and tables in reading order, and whether its text layer can be used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from ingest.pdf.characters import Characters, characters
from ingest.pdf.columns import regions
from ingest.pdf.frame import Box, Frame
from ingest.pdf.grids import grids
from ingest.pdf.legibility import is_legible
from ingest.pdf.lines import DrawnLine, lines
from ingest.pdf.pdfium import PdfPage
from ingest.pdf.plumber import plumbed_grids
from ingest.pdf.rules import Drawing, drawing
from ingest.pdf.runs import BLANK, Run, dominant_direction, runs, spelled
from ingest.pdf.tables import DrawnTable, Placed, place
from ingest.pdf.unshaped import may_lack

_GARBLED = 0.3  # of a page's characters
_PICTURE = 0.5  # of a page: more is a scanned sheet
_FEW = 30  # characters: fewer on a scanned sheet are a stamp or a page number, not its text
_OUTLINES = 150  # paths on a page without text: the characters are drawn, not set
_CROSSINGS = 2_500  # of a page: for more the second reader takes too long


class TextLayer(Enum):
    """What a page's text layer is worth."""

    USABLE = "usable"
    BLANK = "blank"  # there is nothing on the page
    PICTURE = "picture"  # a scan, or characters drawn as outlines
    GARBLED = "garbled"  # fonts without a way to characters
    DAMAGED = "damaged"
    RECOGNISED = "recognised"  # the picture was read instead (`ingest.scan`)


@dataclass(slots=True)
class PageContent:
    """What stands on a page. Boxes in `frame`, which is the page as seen, turned by `turned` quarters.

    `recognised`: the text is an invisible layer under a picture. `hidden` is invisible text beside visible text and
    `outside` counts characters off the page: neither was read. `nameless` counts glyphs
    that the file calls blanks (letters of formulas). `unsure`: a table's rules could not be made out, so that
    its text stands as lines. `crowded`: the page holds more drawing than was looked at. A page that was recognised has the
    `confidence` of each character (0–100); `tilt` brings a box of its straightened picture back to the page as seen;
    `stamps` and `unread` count what was left out: red stamps, and what could not be read. `unshown` names fonts that neither
    the file nor the machine has, so that their text can't be drawn; text in those of `elsewhere` may not have been read.
    """

    frame: Frame
    turned: int = 0
    layer: TextLayer = TextLayer.USABLE
    chars: Characters = field(default_factory=lambda: Characters("", [], [], [], [], range(0)))
    items: list[DrawnLine | DrawnTable] = field(default_factory=list)
    recognised: bool = False
    hidden: str = ""
    outside: int = 0
    unsure: bool = False
    crowded: bool = False
    nameless: int = 0
    confidence: Sequence[int] = ()
    tilt: Callable[[Box], Box] | None = None
    stamps: int = 0
    unread: int = 0
    unshown: Sequence[str] = ()
    elsewhere: Sequence[str] = ()

    def seen(self, box: Box) -> Box:
        """A box of the layout → the box on the page as it is seen."""
        return self.tilt(box) if self.tilt else self.frame.seen(self.turned, box)


def page_content(page: PdfPage) -> PageContent:
    """Read one page."""
    frame, turned = page.frame, 0
    chars = characters(page, frame)
    found, outside = runs(page, chars, frame)
    if direction := dominant_direction(found):
        turned = 4 - direction
        frame = page.frame.turned(turned)
        chars = characters(page, frame)
        found, outside = runs(page, chars, frame)
    out = composed(frame, turned, chars, found, outside, drawing(page, frame))
    out.unshown, out.elsewhere = page.asked.unshown, page.asked.other
    if out.elsewhere and (out.layer not in (TextLayer.USABLE, TextLayer.BLANK) or not may_lack(page, chars)):
        out.elsewhere = ()
    return out


def composed(
    frame: Frame, turned: int, chars: Characters, found: list[Run], outside: int, drawn: Drawing
) -> PageContent:
    """What stands on a page, from its characters, their runs and what is drawn, in whatever format it was written.

    `outside` characters stand off the page and are in no run.
    """
    out = PageContent(frame, turned, chars=chars, outside=outside, crowded=not drawn.complete)
    out.nameless = sum(len(run.at) for run in found if run.blank and run.garbled)
    found = [run for run in found if not (run.blank and run.garbled)]
    visible = [run for run in found if not run.hidden]
    if len(visible) < len(found):
        if _count(_words(visible, chars)) >= _FEW or drawn.pictures < _PICTURE:
            out.hidden = _words([run for run in found if run.hidden], chars).strip()
            found = visible
        else:
            out.recognised = True
    out.layer = _layer(found, chars, drawn)
    if out.layer in (TextLayer.USABLE, TextLayer.PICTURE):
        lay_out(out, found, drawn)
    return out


def _words(found: Sequence[Run], chars: Characters) -> str:
    return "".join([spelled(chars.text, run.at) for run in found])


def _count(words: str) -> int:
    return len(words) - sum(map(words.count, BLANK))


def _layer(found: Sequence[Run], chars: Characters, drawn: Drawing) -> TextLayer:
    words = _words(found, chars)
    count = _count(words)
    if not count and not drawn.pictures and not drawn.paths:
        return TextLayer.BLANK
    garbled = sum(len(run.at) for run in found if run.garbled)
    if garbled > _GARBLED * count and count:
        return TextLayer.GARBLED
    if not is_legible(words):
        return TextLayer.GARBLED
    if count < _FEW and drawn.pictures > _PICTURE:
        return TextLayer.PICTURE
    if count < _FEW / 3 and drawn.paths > _OUTLINES:
        return TextLayer.PICTURE
    if not count:
        return TextLayer.PICTURE if drawn.pictures > 0.1 else TextLayer.BLANK
    return TextLayer.USABLE


def lay_out(out: PageContent, found: list[Run], drawn: Drawing) -> None:
    """The page's tables and lines, in reading order."""
    chars = out.chars
    askew = [run for run in found if run.direction == -1]
    level = [run for run in found if run.direction != -1] if askew else found
    tables, body = _tables(out, level, drawn)
    waiting: list[DrawnTable] = sorted(tables, key=lambda table: (table.grid.box[1], table.grid.box[0]), reverse=True)
    for region in regions(body, has_tables=bool(tables)):
        for line in lines(region, chars):
            while waiting and waiting[-1].grid.box[1] < (line.top + line.bottom) / 2 and line.upright:
                out.items.append(waiting.pop())
            out.items.append(line)
    out.items += reversed(waiting)
    for run in askew:
        out.items += lines([run], chars)


def _tables(out: PageContent, found: list[Run], drawn: Drawing) -> tuple[list[DrawnTable], list[Run]]:
    """The page's tables, and the runs outside them. Grids that are not trusted are asked of the second reader."""
    chars = out.chars
    placed, body = place(found, grids(drawn, out.frame.height), chars)
    if all(table.trusted for table in placed):
        return [table.drawn(chars) for table in placed], body
    if len(drawn.horizontal) * len(drawn.vertical) <= _CROSSINGS:
        again, rest = place(found, plumbed_grids(drawn), chars)
        if again and all(table.trusted for table in again):
            tables = [table.drawn(chars) for table in again]
            for table in tables:
                table.origin = "pdfplumber"
            return tables, rest
    # Both readers fail: what can be trusted stays, and so does what is nearly right; the rest is left as lines.
    kept = [table for table in placed if table.trusted or _is_nearly(table)]
    out.unsure = len(kept) < len(placed)
    if out.unsure:
        kept, body = place(found, [table.grid for table in kept], chars)
    return [table.drawn(chars) for table in kept], body


def _is_nearly(table: Placed) -> bool:
    """Whether a table is only slightly off: its text stands in its cells, though a cell of no shape had to be cut."""
    return table.crossed <= 0.1 * table.characters
