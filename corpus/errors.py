"""Errors that a person can act on."""

import copyreg
from typing import Any


class KaoheError(Exception):
    """Something staff must know and can act on. `code` is stable; the message is one Chinese sentence that says which
    file, page or cell, what was found and what to do."""

    exit_code = 1

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[Any, ...]:
        """So that it comes whole out of a child process: an exception is made anew from its message alone otherwise."""
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]  # pickle's own, not in the stubs


class Unreadable(KaoheError):
    """An input that can't be read (exit 3)."""

    exit_code = 3


class Blocked(KaoheError):
    """A check that blocks (exit 4)."""

    exit_code = 4
