"""The year as a person types it."""

from corpus.errors import Blocked


def stated_year(typed: str) -> int | None:
    """The year, or null where nothing was typed. Raises `Blocked` for what is no year."""
    typed = typed.strip().removesuffix("年度").removesuffix("年")
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and 1949 <= int(typed) <= 2200):
        raise Blocked("year", f"年度应为四位数字（如 2026），现为“{typed[:20]}”")
    return int(typed)
