"""What reading one file may cost."""

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost. Time in seconds, sizes in bytes.

    `memory` is what the child may take beyond what it starts with (enforced where the platform has RLIMIT_AS).
    `entries`, `unpacked`, `part` (the largest single part) and `ratio` (unpacked to packed) hold for ZIP packages;
    `depth` is how deep XML elements may nest (no more than 256, where the XML library stops).
    """

    seconds: float = 60.0
    memory: int = 1024 * MEGABYTE
    file: int = 200 * MEGABYTE
    entries: int = 5000
    unpacked: int = 1024 * MEGABYTE
    part: int = 100 * MEGABYTE
    ratio: int = 200
    depth: int = 256
