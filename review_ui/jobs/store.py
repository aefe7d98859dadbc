"""The one way to write: a fair queue of writers in this process, each in a transaction; and the folder of blobs."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from corpus.store.blobs import Blobs


class Turns:
    """A lock that serves threads in the order they came. The thread that holds it may take it again."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._holder: int | None = None
        self._depth = 0

    def __enter__(self) -> None:
        me = threading.get_ident()
        with self._guard:
            if self._holder in (None, me):
                self._holder = me
                self._depth += 1
                return
            turn = threading.Event()
            self._waiting.append(turn)
        turn.wait()
        with self._guard:
            self._holder = me  # whoever left has passed it on: nobody else can have taken it
            self._depth = 1

    def __exit__(self, *_: object) -> None:
        with self._guard:
            self._depth -= 1
            if self._depth:
                return
            if self._waiting:
                self._holder = -1  # promised: no newcomer takes it before the one called
                self._waiting.popleft().set()
            else:
                self._holder = None


_turns = Turns()


@contextmanager
def writing() -> Iterator[None]:
    """A transaction, in its turn: writers of this process queue here and never see "database is locked".

    May be nested. Inside, nothing slow and nothing that waits for another thread.
    """
    from django.db import transaction

    with _turns, transaction.atomic():
        yield


def blobs() -> Blobs:
    """The blobs of this installation."""
    from django.conf import settings

    return _blobs(Path(settings.DATA_DIRECTORY))


@lru_cache(maxsize=4)
def _blobs(data: Path) -> Blobs:
    return Blobs(data / "blobs")
