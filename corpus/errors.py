"""Errors that a person can act on."""


class KaoheError(Exception):
    """Something staff must know and can act on. `code` is stable; the message is one Chinese sentence that says which
    file, page or cell, what was found and what to do."""

    exit_code = 1

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Unreadable(KaoheError):
    """An input that can't be read (exit 3)."""

    exit_code = 3


class Blocked(KaoheError):
    """A check that blocks (exit 4)."""

    exit_code = 4
