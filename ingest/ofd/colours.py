"""Colours as OFD gives them (GB/T 33190, 8.3) → red, green, blue, and how much they cover."""

from typing import TYPE_CHECKING

from ingest.ofd.measures import number
from ingest.ofd.plate import Colour

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BLACK = (0, 0, 0)


def rgb(colour: "Element | None") -> tuple[int, int, int]:
    """A colour given as RGB, grey or CMYK; black where it is given in another way, or not at all."""
    value = (colour.get("Value") or "") if colour is not None else ""
    tones = []
    for tone in value.split():
        try:
            tones.append(int(tone[1:], 16) if tone.startswith("#") else round(number(tone, 0)))
        except ValueError:
            return _BLACK
    tones = [max(0, min(255, tone)) for tone in tones]
    match len(tones):
        case 1:
            return tones[0], tones[0], tones[0]
        case 3:
            return tones[0], tones[1], tones[2]
        case 4:
            return (
                max(0, 255 - tones[0] - tones[3]),
                max(0, 255 - tones[1] - tones[3]),
                max(0, 255 - tones[2] - tones[3]),
            )
        case _:
            return _BLACK


def painted(colour: "Element | None", cover: float = 1.0) -> Colour:
    """A colour as it is painted; of a shading its first one. `cover`: how much its object lets it cover, 0 to 1."""
    if colour is None:
        return (*_BLACK, round(255 * cover))
    shading = None if colour.get("Value") else next(colour.iter("{*}Color"), None)
    alpha = max(0.0, min(number(colour.get("Alpha"), 255), 255.0))
    return (*rgb(colour if shading is None else shading), round(alpha * cover))
