"""What lies over a sheet's cells: text boxes, pictures, charts; and its comments."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.xlsx.names import XDR, A, S

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_THREADED = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}threadedComment"
_FEW = 8  # cells that a remark names


@dataclass(slots=True)
class Overlay:
    """The text boxes' paragraphs, how many pictures and charts there are, which cells have comments."""

    boxes: list[list[str]] = field(default_factory=list)
    pictures: int = 0
    charts: int = 0
    commented: list[str] = field(default_factory=list)

    def left_out(self) -> Iterable[tuple[str, str]]:
        """Remarks (code, words) for what was not read."""
        if self.commented:
            cells = list(dict.fromkeys(self.commented))
            named = "、".join(cells[:_FEW]) + ("等" if len(cells) > _FEW else "")
            yield "comment", f"{named} 的批注没有读入"
        if self.pictures:
            yield "object", f"{self.pictures} 张图片没有读入"
        if self.charts:
            yield "object", f"{self.charts} 个图表或其他嵌入对象没有读入"


def read_overlay(related: "Iterable[tuple[str, Element]]") -> Overlay:
    """The overlay from the comment and drawing parts of a sheet."""
    overlay = Overlay()
    for kind, root in related:
        if kind == "comments":
            overlay.commented += [c.get("ref") or "?" for c in root.iter(S + "comment")]
        elif kind == "threadedComment":
            overlay.commented += [c.get("ref") or "?" for c in root.iter(_THREADED)]
        else:
            overlay.pictures += sum(1 for _ in root.iter(XDR + "pic"))
            overlay.charts += sum(1 for _ in root.iter(XDR + "graphicFrame"))
            for body in root.iter(XDR + "txBody"):
                paragraphs = (
                    "".join(t.text or "" for t in p.iter(A + "t")).strip() for p in body.iterchildren(A + "p")
                )
                said = [p for p in paragraphs if p]
                if said:
                    overlay.boxes.append(said)
    return overlay
