"""Characters of a document as a page can show them: one for one, so that offsets into what is shown are offsets into
the source."""

_BLANK = dict.fromkeys((0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), " ")
_UNSHOWN = dict.fromkeys(
    (
        *(n for n in range(0x20) if n not in (0x09, 0x0A, 0x0B, 0x0C, 0x0D)),
        *(n for n in range(0x7F, 0xA0) if n != 0x85),
        *range(0x202A, 0x202F),  # these and the next would show the text in another order than it stands in
        *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),
        0xFFFE,
        0xFFFF,
    ),
    "\N{REPLACEMENT CHARACTER}",
)
_SHOWN = {**_BLANK, **_UNSHOWN}


def shown(text: str) -> str:
    r"""The text with what a page can't hold (control characters, lone surrogates) or must not obey (changes of
    direction) replaced, each by one character.

    >>> shown("扣\x002分\u202e")
    '扣�2分�'
    """
    return text.translate(_SHOWN)
