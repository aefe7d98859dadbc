"""What stands on a sheet: tables, and the lines above, between and below them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.xlsx.places import Area
from ingest.xlsx.sheet import Sheet

_FAR = 40  # rows or columns without a word, however ruled, beyond which another region begins
_SPARE = 30  # ruled rows without a word that a form keeps at its end
_NEAR = 3  # blank rows that a table may have between its groups
_MOST_PLACES = 500_000  # of a table's grid
_NUMBER = re.compile(r"[+\-－]?[\d,]+(?:\.\d+)?\s*[%％]?")
_SECTION = re.compile(
    r"\s*(?:[一二三四五六七八九十]+[、．.]|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+部分)|.*[（(][^（）()]*\d\s*分?[）)]\s*$"
)
_NOTE = re.compile(r"\s*(?:备?注|说明|附注|填表说明|评分说明)\s*\d*\s*(?:[:：]|$)|\s*[※★*]|\s*\d+\s*[.．、]")
_ENDING = re.compile(r"[。；;！!]")
_LONG = 25  # characters: a cell alone in its row that says more is a note and not a group's name


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rectangle on the sheet."""

    area: Area


@dataclass(frozen=True, slots=True)
class Words:
    """A row that belongs to no table: its columns with text. `doubtful`: of a grid too large to be read as a table."""

    row: int
    columns: tuple[int, ...]
    doubtful: bool = False


Region = Table | Words


def regions(sheet: Sheet) -> list[Region]:
    """The regions of a sheet in reading order; every cell with text lies in exactly one.

    A blank row or column parts regions unless borders run through it; rows that go on after a blank row without a header
    of their own belong to the table above. What stands above a table's header or below its ruled part is words.
    """
    return _Sheet(sheet).regions()


class _Sheet:
    def __init__(self, sheet: Sheet) -> None:
        self.texts, self.said = sheet.texts, sheet.said
        self.spread = dict(sheet.said)  # with what merges of words cover
        self.ruled = sheet.ruled
        self.area_at = {(a.top, a.left): a for a in sheet.merged}
        self.over: dict[int, list[Area]] = {}  # row → the merges that go on from the row above
        for merge in sheet.merged:
            across = (1 << merge.right + 1) - (1 << merge.left)
            worded = (merge.top, merge.left) in sheet.texts
            for row in range(merge.top, merge.bottom + 1):
                if worded:
                    self.spread[row] = self.spread.get(row, 0) | across
                if row > merge.top:
                    self.over.setdefault(row, []).append(merge)

    def regions(self) -> list[Region]:
        out: list[Region] = []
        for block in self._blocks():
            for part in self._across(block):
                self._emit(part, out)
        return _joined(out, self)

    # --- rows and columns ----------------------------------------------------------------------------------------------

    def _blocks(self) -> Iterator[Area]:
        """Stretches of rows with a word or, between and after such, with borders."""
        rows = sorted({row for row, mask in self.spread.items() if mask} | set(self.ruled))
        whole = self._extent()
        begun = 0  # the block's first row
        worded = last = 0  # its last row with a word, its last row
        for row in rows:
            if begun and (row > last + 1 or (self.spread.get(row) and row - worded > _FAR)):
                yield Area(begun, whole[0], min(last, worded + _SPARE), whole[1])
                begun = 0
            if self.spread.get(row):
                begun, worded = begun or row, row
            last = row
        if begun:
            yield Area(begun, whole[0], min(last, worded + _SPARE), whole[1])

    def _extent(self) -> tuple[int, int]:
        mask = 0
        for bits in self.spread.values():
            mask |= bits
        return (_lowest(mask), mask.bit_length() - 1) if mask else (1, 1)

    def _across(self, block: Area) -> list[Area]:
        """A block's parts side by side: those that a column without words and borders parts, each with a table in it."""
        wide = ruled = 0
        for row in range(block.top, block.bottom + 1):
            if len(self._filled(row, block)) > 1:
                wide |= self.spread.get(row, 0)
            ruled |= self.ruled.get(row, 0)
        stretches = _stretches(wide, ruled) if wide else []
        if len(stretches) < 2:
            return [block]
        parts: list[tuple[int, int]] = []
        for left, right in stretches:
            if parts and not self._apart(block, parts[-1], (left, right)):
                parts[-1] = parts[-1][0], right
            else:
                parts.append((left, right))
        if len(parts) < 2:
            return [block]
        edges = [block.left, *(left for left, _ in parts[1:]), block.right + 1]
        top = block.top
        out: list[Area] = []
        while top < block.bottom and len(self._filled(top, block)) < 2:  # a title over all of them
            out.append(Area(top, block.left, top, block.right))
            top += 1
        cut = (Area(top, a, block.bottom, b - 1) for a, b in pairwise(edges))
        return out + [
            self._trimmed(area) for area in cut if any(self.said.get(r, 0) & _mask(area) for r in _rows(area))
        ]

    def _apart(self, block: Area, one: tuple[int, int], other: tuple[int, int]) -> bool:
        """Whether two stretches of columns are two tables, or one is a remark beside the other."""
        if other[0] - one[1] > _FAR:
            return True
        heads = [self._first_filled(Area(block.top, a, block.bottom, b)) for a, b in (one, other)]
        level = heads[0] == heads[1]
        return not level if min(one[1] - one[0], other[1] - other[0]) < 1 else True

    def _first_filled(self, area: Area) -> int:
        return next((row for row in _rows(area) if self.said.get(row, 0) & _mask(area)), 0)

    def _trimmed(self, area: Area) -> Area:
        rows = [row for row in _rows(area) if self.spread.get(row, 0) & _mask(area)]
        ruled = [row for row in _rows(area) if self.ruled.get(row, 0) & _mask(area)]
        return Area(rows[0], area.left, max(rows[-1], ruled[-1] if ruled else 0), area.right)

    # --- one block -----------------------------------------------------------------------------------------------------

    def _emit(self, block: Area, out: list[Region]) -> None:
        rows = list(_rows(block))
        filled = {row: self._filled(row, block) for row in rows}
        ruled = self._is_ruled(block)
        first = next((r for r in rows if self._in_table(r, block, filled[r], ruled)), 0)
        if not first or not any(len(filled[r]) > 1 for r in rows):
            if ruled and sum(bool(filled[r]) for r in rows) > 1 and _width(self._mask_of(block, rows)) > 1:
                self._table(rows, block, out)
                return
            self._words(rows, block, filled, out)
            return
        head = next((r for r in rows if r >= first and len(filled[r]) > 1), first)
        if ruled or self.is_header(head, block):
            first = head
            while first > rows[0] and self._section(filled[first - 1]) and not self.is_header(head, block):
                first -= 1
        last = rows[-1]
        while last > first and self._is_note(last, block, filled[last], ruled):
            last -= 1
        self._words([r for r in rows if r < first], block, filled, out)
        begin = first
        for row in self._new_headers(first, last, block, filled, ruled):
            title = row - 1
            bare = self._bare(title, block)
            while title > begin and len(filled[title - 1]) == 1 and self._bare(title - 1, block) == bare:
                title -= 1
            self._table(list(range(begin, title)), block, out)
            self._words(list(range(title, row)), block, filled, out)
            begin = row
        self._table(list(range(begin, last + 1)), block, out)
        self._words([r for r in rows if r > last], block, filled, out)

    def _filled(self, row: int, block: Area) -> list[int]:
        """The columns of a row with text, those that a merged cell from above reaches counted too."""
        mask = self.said.get(row, 0) & _mask(block)
        for merge in self.over.get(row, ()):
            if (
                (merge.top, merge.left) in self.texts
                and block.left <= merge.left <= block.right
                and merge.top >= block.top
            ):
                mask |= 1 << merge.left
        return _bits(mask)

    def _is_ruled(self, block: Area) -> bool:
        rows = [row for row in _rows(block) if self.said.get(row, 0) & _mask(block)]
        drawn = sum((self.ruled.get(row, 0) & _mask(block)).bit_count() > 1 for row in rows)
        return 2 * drawn >= len(rows) > 0

    def _in_table(self, row: int, block: Area, filled: Sequence[int], ruled: bool) -> bool:
        if ruled:
            return (self.ruled.get(row, 0) & _mask(block)).bit_count() > 1
        return len(filled) > 1 or (len(filled) == 1 and self._section(filled, row))

    def _section(self, filled: Sequence[int], row: int = 0) -> bool:
        return len(filled) == 1 and (not row or _SECTION.match(self.texts.get((row, filled[0]), "")) is not None)

    def _is_note(self, row: int, block: Area, filled: Sequence[int], ruled: bool) -> bool:
        """Whether the last row of a block belongs to no table."""
        if not filled:
            return not ruled or not self.ruled.get(row, 0) & _mask(block)
        if ruled and not (self.ruled.get(row, 0) & _mask(block)).bit_count() > 1:
            return True
        if len(filled) > 1 or ruled:
            return False
        text = self.texts.get((row, filled[0]), "")
        return _NOTE.match(text) is not None or (len(text) > _LONG and not _SECTION.match(text))

    def is_header(self, row: int, block: Area) -> bool:
        """Whether a row reads like column headers: several different short words, no number among them."""
        texts = [self.texts[row, c].strip() for c in _bits(self.said.get(row, 0) & _mask(block))]
        if len(texts) < 2 or len(set(texts)) * 2 < len(texts):
            return False
        return all(len(t) <= 20 and not _NUMBER.fullmatch(t) and not _ENDING.search(t) for t in texts)

    def _new_headers(
        self, first: int, last: int, block: Area, filled: dict[int, list[int]], ruled: bool
    ) -> Iterator[int]:
        """Rows where the table's header comes again below a title, or any header below one without borders between rows
        that have them, and so another table begins.
        """
        head = self._row_texts(first, block)
        for row in range(first + 2, last + 1):
            above = filled[row - 1]
            if len(above) != 1:
                continue
            if ruled and self._bare(row - 1, block) and not self._bare(row, block) and self.is_header(row, block):
                yield row
            elif len(head) > 1 and self._row_texts(row, block) == head:
                text = self.texts.get((row - 1, above[0]), "")
                if text and not _SECTION.match(text):
                    yield row

    def _bare(self, row: int, block: Area) -> bool:
        """Whether no borders part the row's cells."""
        return (self.ruled.get(row, 0) & _mask(block)).bit_count() < 2

    def _row_texts(self, row: int, block: Area) -> list[tuple[int, str]]:
        columns = _bits(self.said.get(row, 0) & _mask(block))
        return [(c, "".join(self.texts[row, c].split())) for c in columns]

    def _words(self, rows: Sequence[int], block: Area, filled: dict[int, list[int]], out: list[Region]) -> None:
        for row in rows:
            columns = tuple(_bits(self.said.get(row, 0) & _mask(block)))
            if columns:
                out.append(Words(row, columns))

    def _table(self, rows: Sequence[int], block: Area, out: list[Region]) -> None:
        if not rows:
            return
        mask = self._mask_of(block, rows)
        if not mask:
            return
        first = next(r for r in rows if self.spread.get(r, 0) & _mask(block))
        area = Area(first, max(_lowest(mask), block.left), rows[-1], min(mask.bit_length() - 1, block.right))
        places = (area.bottom - area.top + 1) * (area.right - area.left + 1)
        if places > _MOST_PLACES:
            out.extend(
                Words(r, tuple(_bits(self.said[r] & _mask(area))), True)
                for r in rows
                if self.said.get(r, 0) & _mask(area)
            )
        elif area.left == area.right:
            out.extend(self.words_of(area))
        else:
            out.append(Table(area))

    def words_of(self, area: Area) -> Iterator[Words]:
        """The rows of an area as words."""
        for row in _rows(area):
            columns = tuple(_bits(self.said.get(row, 0) & _mask(area)))
            if columns:
                yield Words(row, columns)

    def _mask_of(self, block: Area, rows: Sequence[int]) -> int:
        mask = 0
        for row in rows:
            mask |= self.spread.get(row, 0)
        return mask & _mask(block)


def _joined(found: Sequence[Region], sheet: _Sheet) -> list[Region]:
    """Tables that a blank row only sets apart, the lower without a header of its own, as one; a lone row is words."""
    out: list[Region] = []
    for region in found:
        before = out[-1] if out else None
        if isinstance(region, Table) and isinstance(before, Table):
            above, below = before.area, region.area
            inside = above.left <= below.left and below.right <= above.right
            near = 0 < below.top - above.bottom <= _NEAR + 1
            if near and inside and not sheet.is_header(below.top, below):
                out[-1] = Table(Area(above.top, above.left, below.bottom, above.right))
                continue
        out.append(region)
    lone = [isinstance(r, Table) and r.area.top == r.area.bottom for r in out]
    return [
        part
        for region, alone in zip(out, lone, strict=True)
        for part in (sheet.words_of(region.area) if alone and isinstance(region, Table) else [region])
    ]


def _stretches(words: int, ruled: int) -> list[tuple[int, int]]:
    """The stretches of columns that hold something, parted by columns without words and borders, or by far too many."""
    out: list[tuple[int, int]] = []
    last = 0
    held = words | ruled
    for column in _bits(words):
        between = (1 << column) - (1 << last + 1)
        if out and (column - last <= 1 or (column - last <= _FAR and held & between == between)):
            out[-1] = out[-1][0], column
        else:
            out.append((column, column))
        last = column
    return out


def _rows(area: Area) -> range:
    return range(area.top, area.bottom + 1)


def _mask(area: Area) -> int:
    return (1 << area.right + 1) - (1 << area.left)


def _bits(mask: int) -> list[int]:
    out: list[int] = []
    while mask:
        low = mask & -mask
        out.append(low.bit_length() - 1)
        mask ^= low
    return out


def _lowest(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


def _width(mask: int) -> int:
    return mask.bit_length() - _lowest(mask) if mask else 0
