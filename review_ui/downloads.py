"""Files handed to the browser to be saved, never shown in it."""

from urllib.parse import quote


def attachment(name: str) -> str:
    """The Content-Disposition for a file of that name, whatever characters it has."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"
