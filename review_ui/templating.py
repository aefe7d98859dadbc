"""The Jinja2 environment of the pages: autoescape on, unknown names are faults."""

from typing import Any

from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from review_ui.clock import day, minute
from review_ui.sizes import file_size
from rubric_builder.exports.wording import points


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 backend calls to make its environment."""
    env = Environment(**{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True})
    env.globals.update(static=static, url=_url, messages_of=get_messages)
    env.filters.update(minute=minute, day=day, points=points, file_size=file_size)
    return env


def _url(name: str, *args: Any) -> str:
    return reverse(name, args=args)
