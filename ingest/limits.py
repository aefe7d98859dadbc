"""What reading one file may cost."""

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost. Time in seconds, sizes in bytes.

    `memory` is what the child may take beyond what it starts with (enforced where the platform has RLIMIT_AS).
    `entries`, `unpacked`, `part` (the largest single part) and `ratio` (unpacked to packed) hold for ZIP packages;
    `page_seconds` is what each page adds that is recognised from its picture, for so many pages (`recognised`) at most;
    `recogniser` is the address space that the recogniser may take beyond `memory` (it holds less than half of that).
    `depth` is how deep XML elements may nest (no more than 256, where the XML library stops).
    """

    seconds: float = 60.0
    page_seconds: float = 15.0
    recognised: int = 400
    memory: int = 1024 * MEGABYTE
    recogniser: int = 1024 * MEGABYTE
    file: int = 200 * MEGABYTE
    entries: int = 5000
    unpacked: int = 1024 * MEGABYTE
    part: int = 100 * MEGABYTE
    ratio: int = 200
    depth: int = 256
