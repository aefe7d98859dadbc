"""How far the reading of a file has come, page by page: readers report it, whoever waits may listen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` pages are read; `recognising`: the next one is a picture, whose text is being recognised."""

    done: int
    total: int
    recognising: bool = False


Listener = Callable[[Progress], None]

_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


def report(done: int, total: int, *, recognising: bool = False) -> None:
    """Say that `done` of `total` pages are read; costs nothing where nobody listens."""
    listener = _LISTENER.get()
    if listener is not None:
        listener(Progress(done, total, recognising))


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """`listener` hears what is reported in the block. What it raises ends the reading."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)
