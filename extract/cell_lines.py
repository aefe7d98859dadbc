"""A cell that lists short words, each on a line of its own: the 责任单位 of a row."""

import re

from corpus import reading


def lines(quote: str) -> str:
    """Reader `lines`: a cell's lines as one list, 区应急局⏎区水利局 → 区应急局、区水利局."""
    return "、".join(said for line in quote.splitlines() if (said := reading.text(line)))


reading.register("lines", lines)


def is_list(quote: str) -> bool:
    """Whether a cell sets several short words each on a line of its own. Not to be asked of drawn lines, which wrap."""
    said = [line.strip() for line in quote.splitlines() if line.strip()]
    return len(said) > 1 and all(1 < len(line) <= 20 and not re.search(r"[。；;，,、：:]", line) for line in said)
