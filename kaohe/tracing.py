"""`kaohe trace`: from an indicator to its clauses, and to a picture of the page."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kaohe.loading import doing, read, read_source
from kaohe.sources import locate
from kaohe.stored import rubric_number, stored_draft

if TYPE_CHECKING:
    from rubric_builder.draft import Draft
    from rubric_builder.tracing import Traced


def load_rubric(file: Path, data: Path | None = None) -> "tuple[Draft, Sequence[Path]]":
    """The draft or published schema in a JSON file, or of a stored rubric's number; from any other file, the draft that
    it gives. And where its sources are kept, for a stored one."""
    number = rubric_number(file)
    if number is not None:
        return stored_draft(number, data)
    if file.suffix.lower() == ".json":
        from rubric_builder.publishing import read_draft

        return read_draft(file), ()
    from rubric_builder.building import build_draft

    return build_draft([read(file)]), ()


def draw(traced: "Traced", draft: "Draft", rubric: Path, image: Path, given: Sequence[Path]) -> None:
    """Draws the pages (or, where the format has none, the text) that the trace rests on, the clauses framed.

    Where the evidence is of several files, the first one's is drawn. Raises Blocked where the source is not found.
    """
    from rubric_builder.page_picture import page_picture
    from rubric_builder.text_picture import text_picture

    first = traced.evidence[0]
    pieces = [e for e in traced.evidence if e.document == first.document]
    caption = "；".join(dict.fromkeys(e.citation for e in pieces[:2]))
    sources = [s for s in draft.sources if s.document == first.document]
    path = locate(sources, rubric.parent, [rubric, *given])[first.document]
    with doing("正在画出原文页面"):
        regions = [region for e in pieces for region in e.regions]
        if regions:
            picture = page_picture(path.read_bytes(), regions, caption=caption)
        else:
            picture = text_picture(read_source(path).text, [s for e in pieces for s in e.spans], caption=caption)
    image.write_bytes(picture)
