"""What a person who waits at a terminal is shown."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def doing(what: str) -> Iterator[Callable[[str], None]]:
    """Shows on a terminal's standard error what is being done; nothing where nobody looks. Gives what adds how far it is."""
    import sys

    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status(what) as status:
        yield lambda how_far: status.update(f"{what}{how_far}")
