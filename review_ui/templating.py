"""The Jinja2 environment of the pages: autoescape on, unknown names are faults."""

from typing import Any

from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import Environment, StrictUndefined


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 backend calls to make its environment."""
    env = Environment(**{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True})
    env.globals.update(static=static, url=_url, messages_of=get_messages)
    env.filters.update(minute=_minute, day=_day)
    return env


def _url(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def _minute(at: Any) -> str:
    """2024年3月1日 09:30, as an office writes it."""
    local = timezone.localtime(at)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def _day(at: Any) -> str:
    local = timezone.localtime(at)
    return f"{local.year}年{local.month}月{local.day}日"
