"""Fields: the instruction is not text, its result is; but a page number belongs to the page."""

from dataclasses import dataclass, field

_PAGE_NUMBERS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF"})


@dataclass(slots=True)
class _Open:
    instruction: str = ""
    in_result: bool = False
    silent: bool = False


@dataclass(slots=True)
class Fields:
    """The fields that are open at a place of the document; they nest and may run over paragraphs."""

    _open: list[_Open] = field(default_factory=list)
    silent: bool = False  # whether what stands here is not text

    def begin(self) -> None:
        """`w:fldChar` begin."""
        self._open.append(_Open())
        self._settle()

    def instruct(self, text: str) -> None:
        """`w:instrText`."""
        if self._open and not self._open[-1].in_result:
            self._open[-1].instruction += text

    def separate(self) -> None:
        """`w:fldChar` separate: the result follows."""
        if self._open:
            self._open[-1].in_result = True
            self._open[-1].silent = page_number(self._open[-1].instruction)
            self._settle()

    def end(self) -> None:
        """`w:fldChar` end."""
        if self._open:
            self._open.pop()
            self._settle()

    def in_contents(self) -> bool:
        """Whether this place lies in a table of contents."""
        return bool(self._open) and any(f.in_result and name_of(f.instruction) == "TOC" for f in self._open)

    def _settle(self) -> None:
        self.silent = any(f.silent or not f.in_result for f in self._open)


def page_number(instruction: str) -> bool:
    """Whether a field's result is a page number."""
    return name_of(instruction) in _PAGE_NUMBERS


def name_of(instruction: str) -> str:
    """The name of a field, in capitals: `PAGE \\* MERGEFORMAT` → PAGE."""
    words = instruction.split(None, 1)
    return words[0].upper() if words else ""
