"""What a page break did to a table: cut a row, cut a merged cell, or neither."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extract.columns import Meaning
from extract.table_fragments import Piece

_WORD = re.compile(r"[\u4e00-\u9fff]{3}")
_FINISHED = re.compile(r"(?:[。；;！!？?:：）)”》】]|\d\s*分|不得分)\s*$")
_ITEM = re.compile(r"\s*(?:<[^<>]*>\s*)*(?:(\d{1,2})\s*[.．、）)](?!\d)|[（(](\d{1,2})[）)]|([①-⑳]))")
_ITEMS = re.compile(r"(?:^|[\s。；;！：分）)])(?:(\d{1,2})\s*[.．、）)](?!\d)|[（(](\d{1,2})[）)]|([①-⑳]))")
_OPEN, _CLOSE = re.compile(r"[（(]"), re.compile(r"[）)]")
_NAMES_POINTS = re.compile(r"[（(][^（()）]*\d[^（()）]*[）)]|分|分[）)]")
_RUNNING = (Meaning.CRITERIA, Meaning.KEY_POINTS, Meaning.DUTY)
_NAMES = (Meaning.NAME, Meaning.SERIAL, Meaning.APPLIES_TO)
_SCORES = (Meaning.POINTS, Meaning.WEIGHT)
_LONG = 14  # characters: text of an unknown column that runs on


@dataclass(frozen=True, slots=True)
class Seam:
    """Judges the place where two fragments of a table meet, by what the columns mean (`Meaning.UNKNOWN` without header)."""

    meanings: tuple[Meaning, ...]
    header_rows: int

    def _columns(self, meanings: Iterable[Meaning]) -> list[int]:
        return [i for i, meaning in enumerate(self.meanings) if meaning in meanings]

    def cuts_row(self, above: Mapping[int, Piece], top: Sequence[Piece], pieces: Sequence[Piece]) -> bool:
        """Whether the fragment's first row (`top`) is the rest of the last row so far (`above`, by column).

        It is not where it has a name or points of its own beside those above; it is where a sentence runs on, and where
        nothing but the text columns goes on and the points, if the table has a column for them, stay blank.
        """
        here = {c: p for p in top for c in range(p.column, p.column + p.column_span)}
        names = [c for c in self._columns(_NAMES) if c in here]
        scores = [c for c in self._columns(_SCORES) if c in here]
        running = self._columns(_RUNNING) or [
            c for c in here if self.meanings[c] is Meaning.UNKNOWN and c in above and len(above[c].key) >= _LONG
        ]
        mid = any(c in here and _runs_on(above[c], here[c]) for c in running)
        own_name = any(
            not here[c].blank and here[c].key != above[c].key and not above[c].blank and not _half(above[c], here[c])
            for c in names
        )
        own_points = any(not here[c].blank and not above[c].blank and not _half(above[c], here[c]) for c in scores)
        again = any(not here[c].blank and here[c].key == above[c].key for c in names)
        if own_name:
            going_on = _runs_on_name(names, above, here) or self._closed(running, pieces)
            return mid and going_on and not any(not here[c].blank for c in scores)
        if own_points:
            return again and mid and all(here[c].blank or here[c].key == above[c].key for c in scores)
        if mid:
            return bool(names) or (0 in here and here[0].blank and not above[0].blank)
        if any(
            not here[c].blank and not _half(above[c], here[c])
            for c in (*names, *scores)
            if not (c in names and here[c].key == above[c].key)
        ):
            return False
        if not names or all(here[c].blank for c in here):
            return bool(names)
        follows = any(c in here and _next_item(above[c].text, here[c].text) for c in running)
        if any(c in here and _restarts(here[c].text) for c in running):
            return False
        if scores:
            shared = any(above[c].row_span > 1 and above[c].row_span < _name_rows(names, above) + 1 for c in scores)
            return not shared or (follows and self._several(running, pieces))
        return follows and self._several(running, pieces)

    def _closed(self, running: Sequence[int], pieces: Sequence[Piece]) -> bool:
        """Whether the table closes its sentences, so that one left open on the page's last row is cut."""
        said = [p for p in pieces if p.row >= self.header_rows and p.column in running and len(p.key) > _LONG]
        return len(said) >= 4 and sum(not _FINISHED.search(p.text) for p in said) <= max(1, 0.1 * len(said))

    def _several(self, running: Sequence[int], pieces: Sequence[Piece]) -> bool:
        """Whether the table sets several items in one cell, so that one that begins with item 3 is the rest of one."""
        found = (p for p in pieces if p.row >= self.header_rows and p.column in running)
        return any(len(_ITEMS.findall(p.text)) > 1 for p in found)

    def continues_cell(self, over: Piece, piece: Piece, top: Sequence[Piece]) -> bool:
        """Whether the top cell of a fragment whose first row is a new one goes on with the merged cell above it.

        An empty name cell does, and one that repeats the name where a later name in the row tells the rows apart; empty
        points do where no name in the row is new.
        """
        meaning = self.meanings[piece.column]
        if piece.blank:
            if meaning in _NAMES:
                return not self._named_left_of(piece, top)
            return meaning in _SCORES and not any(not p.blank for p in top if self.meanings[p.column] is Meaning.NAME)
        return meaning is Meaning.NAME and (piece.key == over.key or _half(over, piece))

    def _named_left_of(self, piece: Piece, top: Sequence[Piece]) -> bool:
        """Whether a name further left in the row is a new one."""
        names = (p for p in top if self.meanings[p.column] is Meaning.NAME and p.column < piece.column)
        return any(not p.blank for p in names)

    def blanks(self, row: Sequence[Piece], above: Mapping[int, Piece]) -> set[int]:
        """The columns of a row whose empty cell continues the one above, in a table that leaves merged cells empty."""
        single = [p for p in row if p.column_span == 1 and p.column in above and above[p.column].column_span == 1]
        out: set[int] = set()
        named = any(self.meanings[p.column] is Meaning.SERIAL and _WORD.search(p.text) for p in single)  # 加分项
        for piece in single:
            if self.meanings[piece.column] is not Meaning.NAME:
                continue
            named = named or not piece.blank
            if not named:
                out.add(piece.column)
        if not out:
            return out
        said = any(not p.blank for p in single if self.meanings[p.column] in _RUNNING)
        for piece in single:
            meaning = self.meanings[piece.column]
            if piece.blank and (
                meaning in (Meaning.SERIAL, Meaning.APPLIES_TO)
                or (meaning in _SCORES and said)
                or (not named and meaning in (*_SCORES, Meaning.KEY_POINTS, Meaning.FIELD))
            ):
                out.add(piece.column)
        return out


def _runs_on(over: Piece, piece: Piece) -> bool:
    """Whether a text is cut in the middle of a sentence."""
    if over.blank or piece.blank:
        return False
    return not _FINISHED.search(over.text) and not _ITEM.match(piece.text)


def _half(over: Piece, piece: Piece) -> bool:
    """Whether a name or a number is cut where no other can begin: an open bracket, 11. and 5, 基层基 and 础."""
    if over.blank or piece.blank:
        return False
    if 1 in (len(piece.key), len(over.key)) and not piece.key[0].isdecimal() and not over.key[-1].isdecimal():
        return True
    opened = len(_OPEN.findall(over.key)) > len(_CLOSE.findall(over.key))
    return opened or (over.key[-1] == "." and piece.key[0].isdecimal()) or bool(_NAMES_POINTS.fullmatch(piece.key))


def _runs_on_name(names: Sequence[int], above: Mapping[int, Piece], here: Mapping[int, Piece]) -> bool:
    """Whether the names are cut too: an open bracket, or nothing but the last name goes on."""
    going = [c for c in names if not here[c].blank]
    return going == names[-1:] and all(above[c].row_span == 1 for c in going)


def _next_item(before: str, after: str) -> bool:
    """Whether `after` begins with the number that follows the last one in `before`."""
    start = _ITEM.match(after)
    if not start:
        return False
    last = [_number(groups) for groups in _ITEMS.findall(before)]
    return bool(last) and _number(start.groups()) == last[-1] + 1


def _restarts(text: str) -> bool:
    start = _ITEM.match(text)
    return bool(start) and _number(start.groups() if start else ()) == 1


def _number(groups: Sequence[str | None]) -> int:
    said = next(group for group in groups if group)
    return int(said) if said.isdecimal() else ord(said) - ord("①") + 1


def _name_rows(names: Sequence[int], above: Mapping[int, Piece]) -> int:
    return min((above[c].row_span for c in names), default=1)
