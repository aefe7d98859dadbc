"""How a rubric's points are shared out: first level and second, as values and as a picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from review_ui.overview.lettering import Lettering, fitted
from review_ui.overview.treemap import Rect, squarified
from rubric_builder.arithmetic import GROUP_FIELD, scale_groups
from rubric_builder.draft import Draft, Indicator
from rubric_builder.exports.wording import points as number

WIDTH, HEIGHT = 880.0, 600.0
COLOURS = 10
_HEADS = (15.0, 13.0, 11.0)
_NAMES = (14.0, 12.5, 11.0)
_BAND = 26.0  # height of the band with a first-level indicator's name, over the tops of its parts
_INSET = 5.0


@dataclass(frozen=True, slots=True)
class Share:
    """An indicator with points. `parts` is empty where the level below has none; its own points may be more than its
    parts', never less in the picture."""

    id: str
    name: str
    points: Decimal
    parts: tuple["Share", ...] = ()


@dataclass(frozen=True, slots=True)
class Tile:
    """A rectangle of the picture: whose, what stands in it and in which part of it (`room`), `said` in full.

    `level` 1 is a first-level indicator, 2 one below it, 0 points of a first-level indicator that none below it has.
    `colour` is the number of the first-level indicator. A `band` is all that is drawn of a level 1 that has parts.
    """

    id: str
    level: int
    colour: int
    rect: Rect
    room: Rect
    said: str
    name: Lettering | None
    points: Lettering | None
    band: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A treemap of one rubric: whom it is for where the draft holds several, its points, its tiles, later ones over earlier ones."""

    whose: str
    total: str
    tiles: tuple[Tile, ...]
    summary: str


def pictures(draft: Draft) -> tuple[Picture, ...]:
    """A picture of each rubric of a draft whose indicators have points."""
    out = []
    groups = scale_groups(draft.indicators)
    for group in groups:
        shared = shares(group)
        if not shared:
            continue
        total = sum((share.points for share in shared), Decimal(0))
        said = "、".join(f"{share.name}{number(share.points)}分" for share in shared)
        whose = group[0].fields.get(GROUP_FIELD, "") if len(groups) > 1 else ""
        out.append(Picture(whose, number(total), tuple(tiles(shared)), said))
    return tuple(out)


def shares(indicators: Sequence[Indicator]) -> tuple[Share, ...]:
    """The indicators that have points, theirs or those their parts add up to, with the next level."""
    return tuple(share for indicator in indicators if (share := _share(indicator, 2)).points > 0)


def _share(indicator: Indicator, levels: int) -> Share:
    parts = tuple(_share(child, levels - 1) for child in indicator.children)
    below = sum((part.points for part in parts), Decimal(0))
    own = indicator.points if indicator.points is not None else below
    kept = tuple(part for part in parts if part.points > 0) if levels > 1 else ()
    return Share(indicator.id, indicator.name, own, kept)


def tiles(shared: Sequence[Share], width: float = WIDTH, height: float = HEIGHT) -> Iterator[Tile]:
    """The picture's rectangles, those of parts before the one around them. Areas are as the points on every level; what
    an indicator has beyond its parts is left as a tile of level 0. Where its parts have more than itself, they share
    out its area."""
    total = sum((share.points for share in shared), Decimal(0))
    placed = squarified([float(share.points) for share in shared], Rect(0.0, 0.0, width, height))
    for n, (share, rect) in enumerate(zip(shared, placed, strict=True)):
        part = f"{share.points / total * 100:.1f}".removesuffix(".0")
        said = f"{share.name} {number(share.points)}分，占{part}%"
        if not share.parts:
            yield _lettered(share, 1, n % COLOURS, rect, rect, said)
            continue
        band = _BAND if rect.height > 2 * _BAND else 0.0
        yield from _inner(share, rect, n % COLOURS, band)
        room = Rect(rect.x, rect.y, rect.width, band)
        yield Tile(share.id, 1, n % COLOURS, rect, room, said, _head(share, room), None, band=True)


def _head(share: Share, room: Rect) -> Lettering | None:
    """Name and points on one line of the band, else the name, else the points, else nothing."""
    points = f"{number(share.points)}分"
    for text in (f"{share.name} {points}", share.name, points):
        lettering = fitted(text, room.width - 2 * _INSET, room.height, _HEADS)
        if lettering is not None and len(lettering.lines) == 1:
            return lettering
    return None


def _inner(share: Share, box: Rect, colour: int, band: float) -> Iterator[Tile]:
    left = share.points - sum((part.points for part in share.parts), Decimal(0))
    placed = squarified([*(float(part.points) for part in share.parts), max(float(left), 0.0)], box)
    for part, rect in zip(share.parts, placed, strict=False):
        covered = min(band, rect.height) if rect.y < box.y + 0.01 else 0.0
        room = Rect(rect.x, rect.y + covered, rect.width, rect.height - covered)
        said = f"{share.name}›{part.name} {number(part.points)}分"
        yield _lettered(part, 2, colour, rect, room, said)
    if left > 0:
        said = f"{share.name}：{number(left)}分没有分到下级指标"
        yield Tile(share.id, 0, colour, placed[-1], placed[-1], said, None, None)


def _lettered(share: Share, level: int, colour: int, rect: Rect, room: Rect, said: str) -> Tile:
    """A tile with name and points where both fit, else the points, else nothing."""
    width, height = room.width - 2 * _INSET, room.height - 2 * _INSET
    scored = fitted(f"{number(share.points)}分", width, height, _NAMES)
    if scored is not None and len(scored.lines) > 1:
        scored = None
    name = fitted(share.name, width, height - scored.height, _NAMES) if scored else None
    return Tile(share.id, level, colour, rect, room, said, name, scored)
