"""Times as an office writes them."""

from datetime import datetime

from django.utils import timezone


def minute(at: datetime | str) -> str:
    """2024年3月1日 09:30, by the office's clock. `at` may be ISO 8601."""
    local = timezone.localtime(datetime.fromisoformat(at) if isinstance(at, str) else at)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def day(at: datetime | str) -> str:
    """2024年3月1日."""
    return minute(at).partition(" ")[0]
