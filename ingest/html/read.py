"""A web page's bytes → its source text."""

import hashlib

from corpus.source_text import SourceDocument, SourceText
from ingest.assemble import Assembly
from ingest.drawn_tables import with_drawn_tables
from ingest.html.furniture import Furniture
from ingest.html.page import read_page
from ingest.html.story import Story
from ingest.html.styling import is_hidden, unshown_names
from ingest.html.tree import parse_page
from ingest.limits import Limits
from ingest.messages import unreadable

PARSER = "html/1"
MEDIA_TYPE = "text/html"
_ARCHIVE_TYPE = "multipart/related"
_QUOTED = 24  # characters of what was left out that its remark quotes


def read_html(data: bytes, name: str, limits: Limits | None = None) -> SourceText:
    """The text of a saved web page (HTML, or the page in an MHTML archive) as a browser shows it.

    Blocks end with a line end and their last `Line` is `hard`, `<br>` is a line end inside one; white space is collapsed
    as in a browser, but for line ends in the markup between Chinese characters. Numbers of `<ol>` stand before their
    item (`Unboxed.COMPUTED`). Tables that hold data become physical tables with their spans, tables that lay out the
    page are read cell by cell. What is the site's (menus, breadcrumbs, share bars, footers, related lists) stays in the
    text as `Role.NAVIGATION`, with the remark "navigation". There are no pages; nothing is fetched, no script is run.
    Raises `Unreadable` for a page without text, an unknown encoding, a nesting beyond `limits.depth`.
    """
    limits = limits or Limits()
    page = read_page(data, name, limits)
    root = parse_page(page.markup, name, limits)
    assembly = Assembly()
    if root is not None:
        hidden_names = unshown_names(root)
        furniture = Furniture(root, lambda element: is_hidden(element, hidden_names))
        story = Story(assembly, furniture, hidden_names)
        story.read(root)
        _say_left_out(assembly, story)
    if page.lossy:
        assembly.remark("encoding", "网页里有字节损坏，无法还原为文字，请对照原网页", 0, 0)
    elif page.encoding != "UTF-8":
        assembly.remark("encoding", f"网页是 {page.encoding} 编码", 0, 0)
    media_type = _ARCHIVE_TYPE if page.archived else MEDIA_TYPE
    source = with_drawn_tables(
        assembly.finish(SourceDocument(hashlib.sha256(data).hexdigest(), name, media_type, PARSER))
    )
    if all(line.role.furniture for line in source.lines):
        raise unreadable("html-no-text", name)
    return source


def _say_left_out(assembly: Assembly, story: Story) -> None:
    """One remark for each stretch of the site's own lines."""
    stretches: list[tuple[int, int]] = []
    for start, end in sorted(story.left_out):
        if stretches and start <= stretches[-1][1] + 1:
            stretches[-1] = stretches[-1][0], max(end, stretches[-1][1])
        else:
            stretches.append((start, end))
    text = assembly.text if stretches else ""
    for start, end in stretches:
        said = " ".join(text[start:end].split())
        quoted = said if len(said) <= _QUOTED else f"{said[:_QUOTED]}……"
        words = f"“{quoted}”是网站的导航、页脚一类，不作为正文"
        assembly.remark("navigation", words, start, end)
