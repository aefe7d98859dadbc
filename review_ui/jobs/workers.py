"""Work that takes long or may crash, in child processes that can be killed. The children know nothing of Django."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import Any, TypeVar

from corpus.errors import KaoheError

T = TypeVar("T")


class Lost(KaoheError):
    """The child ran out of time or memory, or died; the same may work another time."""


class Workers:
    """A few child processes, started when first needed, replaced when they die. For use by any thread."""

    def __init__(self, number: int, memory: int) -> None:
        """`memory`: what each child may take beyond what it starts with, in bytes."""
        self._number, self._memory = number, memory
        self._guard = threading.Lock()
        self._pool: Any = None

    def call(self, function: Callable[..., T], *arguments: Any, seconds: float) -> T:
        """What the function (importable, of picklable values) returns or raises in a child. Raises `Lost`."""
        from pebble import ProcessExpired

        try:
            answer: T = self._ready().schedule(function, args=arguments, timeout=seconds).result()
            return answer
        except TimeoutError:
            raise Lost("worker.time", f"{seconds:g} 秒内没有做完，已停止") from None
        except ProcessExpired as error:
            raise Lost("worker.died", f"处理程序异常退出（{error.exitcode}）") from None
        except (MemoryError, CancelledError, RuntimeError) as error:
            raise Lost("worker.died", f"处理程序没有做完（{type(error).__name__}）") from None

    def close(self) -> None:
        """Kills the children; a later call starts new ones."""
        with self._guard:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()
            pool.join()

    def _ready(self) -> Any:
        import multiprocessing

        from pebble import ProcessPool

        with self._guard:
            if self._pool is None or not self._pool.active:
                self._pool = ProcessPool(
                    self._number,
                    max_tasks=500,  # so that what libraries leak never adds up
                    initializer=_begin,
                    initargs=(self._memory,),
                    context=multiprocessing.get_context("spawn"),  # forking beside threads may copy a held lock
                )
            return self._pool


def _begin(memory: int) -> None:
    """In the child: its memory is capped, and it does not outlive its parent."""
    import multiprocessing

    from ingest.guard import cap_memory

    cap_memory(memory)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)
